from django.urls import include, path

from bench.floor import floor
from dps.config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/floor/<str:number>/", floor),
    path("", include("dps.config.urls")),
]
