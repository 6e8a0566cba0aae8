from django.urls import path

from dps.key_workers.figures import pages

urlpatterns = [
    path("key-workers/<slug:policy>/data/", pages.data, name="key_work_data"),
    path("key-workers/<slug:policy>/data/summary.csv", pages.summary_file, name="key_work_summary_file"),
    path("key-workers/<slug:policy>/data/days.csv", pages.days_file, name="key_work_days_file"),
    path("key-workers/<slug:policy>/data/wings.csv", pages.wings_file, name="key_work_wings_file"),
    path("key-workers/<slug:policy>/data/count-again/", pages.rebuild, name="key_work_rebuild"),
    path("key-workers/<slug:policy>/data/count-again/<int:rebuild>/", pages.rebuilding, name="key_work_rebuilding"),
]
