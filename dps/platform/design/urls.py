from django.conf import settings
from django.urls import path

from dps.platform.design import pages

urlpatterns = (
    [
        path("design/", pages.gallery, name="gallery"),
        path("design/errors/<str:status>", pages.error_page, name="gallery_error"),
    ]
    if settings.DEVELOPMENT
    else []
)
