from django.urls import path

from dps.estate import pages

app_name = "estate"
urlpatterns = [
    path("", pages.prisons, name="prisons"),
    path("codes/", pages.codes, name="codes"),
    path("<str:code>/", pages.prison, name="prison"),
]
