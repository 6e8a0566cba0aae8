from django.urls import path

from dps.key_workers.rounds import pages

urlpatterns = [
    path("key-workers/<slug:policy>/undo/<int:round>", pages.undo, name="key_work_undo"),
    path("key-workers/<slug:policy>/staff/<int:staff_id>/reassign", pages.reassign, name="key_work_reassign"),
]
