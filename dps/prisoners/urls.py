from django.urls import include, path

urlpatterns = [
    path("prisoners/", include("dps.prisoners.search.urls")),
    path("prisoners/", include("dps.prisoners.quick_look.urls")),
    path("prisoners/", include("dps.prisoners.alerts.urls")),
    path("prisoners/", include("dps.prisoners.location.urls")),
    path("prisoners/", include("dps.prisoners.images.urls")),
    path("prisoners/", include("dps.prisoners.personal.urls")),
    path("", include("dps.prisoners.search.old_addresses")),
]
