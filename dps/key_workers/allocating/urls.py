from django.urls import path

from dps.key_workers.allocating import exports, pages

urlpatterns = [
    path("key-workers/<slug:policy>/allocate", pages.allocate, name="key_work_allocate"),
    path("key-workers/<slug:policy>/allocations.csv", exports.allocations_file, name="key_work_allocations_file"),
]
