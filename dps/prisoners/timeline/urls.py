from django.urls import path

from dps.prisoners.timeline import pages

urlpatterns = [path("<str:number>/timeline/", pages.timeline, name="timeline")]
