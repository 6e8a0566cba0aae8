from django.urls import path

from dps.key_workers.dashboards import pages

urlpatterns = [
    path("key-workers/national/", pages.national, name="key_work_national"),
    path("key-workers/national/wall/", pages.national_wall, name="key_work_national_wall"),
    path("key-workers/national/prisons.csv", pages.national_file, name="key_work_national_file"),
    path("key-workers/<slug:policy>/today/", pages.today, name="key_work_today"),
    path("key-workers/<slug:policy>/today/wall/", pages.today_wall, name="key_work_today_wall"),
]
