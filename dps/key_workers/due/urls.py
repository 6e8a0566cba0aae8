from django.urls import path

from dps.key_workers.due import pages

urlpatterns = [
    path("key-workers/<slug:policy>/due/", pages.due, name="sessions_due"),
    path("key-workers/<slug:policy>/due/due.csv", pages.due_file, name="sessions_due_file"),
]
