from django.urls import include, path

urlpatterns = [
    path("prisoners/", include("dps.prisoners.search.urls")),
    path("prisoners/", include("dps.prisoners.quick_look.urls")),
    path("", include("dps.prisoners.search.old_addresses")),
]
