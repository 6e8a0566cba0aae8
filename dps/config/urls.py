"""Every address of the product. Each service adds one line."""

from django.urls import include, path

from dps.platform.web.errors import bad_request, forbidden, not_found, server_error

urlpatterns = [
    path("", include("dps.platform.web.urls")),
    path("", include("dps.platform.design.urls")),
    path("", include("dps.identity.urls")),
    path("estate/", include("dps.estate.urls")),
    path("prisoners/", include("dps.prisoners.urls")),
    path("", include("dps.prisoners.search.old_addresses")),
    path("nomis/", include("dps.legacy.urls")),
]

handler400 = bad_request
handler403 = forbidden
handler404 = not_found
handler500 = server_error
