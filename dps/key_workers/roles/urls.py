from django.urls import path

from dps.key_workers.roles import pages

_BASE = "key-workers/<slug:policy>/roles/"

urlpatterns = [
    path(_BASE, pages.roles, name="worker_roles"),
    path(f"{_BASE}make/", pages.find, name="find_staff_for_role"),
    path(f"{_BASE}make/<str:username>/", pages.give, name="give_worker_role"),
    path(f"{_BASE}remove/", pages.find_holder, name="find_worker_to_remove"),
    path(f"{_BASE}remove/<int:staff_id>/", pages.remove, name="remove_worker_role"),
]
