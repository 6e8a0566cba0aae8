from django.urls import path

from dps.key_workers.profile import pages

_ONE = "key-workers/<slug:policy>/staff/<int:staff_id>/"

urlpatterns = [
    path("key-workers/<slug:policy>/mine/", pages.mine, name="my_allocations"),
    path(_ONE, pages.profile, name="worker_profile"),
    path(f"{_ONE}notes/", pages.notes, name="worker_notes"),
]
