from django.urls import path

from dps.prisoners.search import pages

urlpatterns = [
    path("", pages.search_my_prison, name="search"),
    path("global", pages.search_everywhere, name="global_search"),
]
