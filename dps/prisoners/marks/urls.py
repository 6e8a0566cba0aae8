from django.urls import path

from dps.prisoners.marks import pages

urlpatterns = [
    path("<str:number>/personal/marks/add/<str:mark_kind>/", pages.add, name="add_mark"),
    path("<str:number>/personal/marks/add/<str:mark_kind>/<str:area>/", pages.add_here, name="add_mark_here"),
    path("<str:number>/personal/marks/photos/", pages.all_photos, name="mark_photos"),
    path("<str:number>/personal/marks/picture/<int:image_id>", pages.picture, name="mark_picture"),
    path("<str:number>/personal/marks/<int:mark_id>/", pages.one, name="mark"),
    path("<str:number>/personal/marks/<int:mark_id>/description/", pages.describe, name="describe_mark"),
    path("<str:number>/personal/marks/<int:mark_id>/place/", pages.place, name="mark_area"),
    path("<str:number>/personal/marks/<int:mark_id>/place/<str:area>/", pages.place_here, name="mark_place"),
    path("<str:number>/personal/marks/<int:mark_id>/photo/", pages.add_photo, name="add_mark_photo"),
    path(
        "<str:number>/personal/marks/<int:mark_id>/photo/<int:image_id>/",
        pages.replace_photo,
        name="replace_mark_photo",
    ),
]
