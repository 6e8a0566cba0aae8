"""The API: every operation that a service registered. Read once all services are ready."""

from dps.platform.api.assembly import Api
from dps.platform.api.routers import all_routers

api = Api(all_routers())
urlpatterns = api.addresses()
