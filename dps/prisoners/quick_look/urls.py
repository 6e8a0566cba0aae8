from django.urls import path

from dps.prisoners.quick_look import pages

urlpatterns = [
    path("<str:number>/", pages.quick_look, name="quick_look"),
    path("<str:number>/alerts/", pages.alerts, name="alerts"),
    path("<str:number>/location/", pages.location, name="location"),
    path("<str:number>/photo", pages.photo, name="photo"),
]
