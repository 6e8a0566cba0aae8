from django.urls import include, path

urlpatterns = [
    path("", include("dps.prisoners.search.urls")),
    path("", include("dps.prisoners.quick_look.urls")),
]
