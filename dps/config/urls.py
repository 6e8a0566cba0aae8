"""Every address of the product. A service's addresses come with it: those of its `urls.py`, below the `address` of its
`AppConfig`."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, include, path
from django.utils.module_loading import module_has_submodule

from dps.platform.web.errors import bad_request, forbidden, not_found, server_error


def _of_services() -> Iterator[URLResolver]:
    for app in apps.get_app_configs():
        if app.name in settings.SERVICES and app.module is not None and module_has_submodule(app.module, "urls"):
            yield path(getattr(app, "address", ""), include(f"{app.name}.urls"))


urlpatterns = [
    path("", include("dps.platform.web.urls")),
    path("", include("dps.platform.design.urls")),
    path("notify/", include("dps.platform.notify.urls")),
    path("api/", include("dps.config.api")),
    *_of_services(),
]

handler400 = bad_request
handler403 = forbidden
handler404 = not_found
handler500 = server_error
