from django.urls import path

from dps.legacy import pages

app_name = "legacy"
urlpatterns = [
    path("", pages.console, name="console"),
    path("set-aside/", pages.set_aside, name="set_aside"),
]
