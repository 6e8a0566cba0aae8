from django.urls import path

from dps.legacy import pages

app_name = "legacy"
urlpatterns = [path("", pages.console, name="console")]
