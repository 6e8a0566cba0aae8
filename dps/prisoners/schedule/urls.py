from django.urls import path

from dps.prisoners.schedule import pages

urlpatterns = [path("<str:number>/schedule/", pages.schedule, name="schedule")]
