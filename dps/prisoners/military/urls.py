from django.urls import path

from dps.prisoners.military import pages

urlpatterns = [
    path("prisoners/<str:number>/personal/military/add/", pages.add, name="add_military"),
    path("prisoners/<str:number>/personal/military/<int:record_id>/", pages.change, name="change_military"),
    path("prisoners/<str:number>/personal/military/<int:record_id>/remove/", pages.remove, name="remove_military"),
]
