from django.urls import path

from dps.prisoners.search.saved import pages

urlpatterns = [
    path("prisoners/saved-searches", pages.saved_searches, name="saved_searches"),
    path("prisoners/saved-searches/save", pages.save, name="save_search"),
    path("prisoners/saved-searches/<uuid:key>", pages.run, name="run_saved_search"),
    path("prisoners/saved-searches/<uuid:key>/rename", pages.rename, name="rename_search"),
    path("prisoners/saved-searches/<uuid:key>/delete", pages.delete, name="delete_search"),
]
