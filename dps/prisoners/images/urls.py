from django.urls import path

from dps.prisoners.images import pages

urlpatterns = [
    path("prisoners/<str:number>/photo", pages.photo, name="photo"),
    path("prisoners/<str:number>/images/", pages.main_image, name="images"),
    path("prisoners/<str:number>/images/all/", pages.all_images, name="all_images"),
    path("prisoners/<str:number>/images/<int:image_id>/picture", pages.picture, name="picture"),
    path("prisoners/<str:number>/images/change/", pages.change, name="change_image"),
    path("prisoners/<str:number>/images/change/crop/", pages.cut, name="cut_image"),
    path("prisoners/<str:number>/images/change/preview/<str:crop>", pages.preview, name="preview_image"),
    path("prisoners/<str:number>/images/change/withhold/", pages.withhold, name="withhold_image"),
]
