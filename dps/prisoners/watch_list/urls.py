from django.urls import path

from dps.prisoners.watch_list import pages

urlpatterns = [
    path("prisoners/watch-list/", pages.watch_list, name="watch_list"),
    path("prisoners/<str:number>/watch/", pages.watch, name="watch"),
]
