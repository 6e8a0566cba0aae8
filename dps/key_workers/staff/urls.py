from django.urls import path

from dps.key_workers.staff.pages import changing, listing

_ONE = "key-workers/<slug:policy>/staff/<int:staff_id>/"

urlpatterns = [
    path("key-workers/<slug:policy>/staff/", listing.staff, name="key_work_staff"),
    path("key-workers/<slug:policy>/staff/staff.csv", listing.staff_file, name="key_work_staff_file"),
    path(f"{_ONE}update/", changing.update, name="update_worker"),
    path(f"{_ONE}capacity/", changing.capacity, name="worker_capacity"),
    path(f"{_ONE}pattern/", changing.pattern, name="worker_pattern"),
    path(f"{_ONE}status/", changing.status, name="worker_status"),
]
