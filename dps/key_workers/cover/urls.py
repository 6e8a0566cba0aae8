from django.urls import path

from dps.key_workers.cover import pages

urlpatterns = [
    path("key-workers/<slug:policy>/staff/<int:staff_id>/cover/", pages.cover, name="worker_cover"),
    path("key-workers/<slug:policy>/cover/<int:cover_id>/end/", pages.end, name="end_worker_cover"),
]
