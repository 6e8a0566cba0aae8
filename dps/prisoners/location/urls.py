from django.urls import path

from dps.prisoners.location import pages

urlpatterns = [
    path("<str:number>/location/", pages.location, name="location"),
    path("<str:number>/location/<int:stay>/", pages.location_details, name="location_details"),
]
