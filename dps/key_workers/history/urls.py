from django.urls import path

from dps.key_workers.history import pages

urlpatterns = [
    path("prisoners/<str:number>/key-work/", pages.history, name="key_work_history"),
]
