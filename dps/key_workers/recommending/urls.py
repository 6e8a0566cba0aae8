from django.urls import path

from dps.key_workers.recommending import pages

urlpatterns = [
    path("key-workers/<slug:policy>/recommend", pages.recommend, name="key_work_recommend"),
]
