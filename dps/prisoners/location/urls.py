from django.urls import path

from dps.prisoners.location import pages

urlpatterns = [path("<str:number>/location/", pages.location, name="location")]
