from django.urls import path

from dps.key_workers.settings import pages

urlpatterns = [
    path("key-workers/", pages.service_home, name="key_workers"),
    path("key-workers/schemes", pages.schemes, name="key_work_schemes"),
    path("key-workers/<slug:policy>/settings", pages.settings_page, name="key_work_settings"),
]
