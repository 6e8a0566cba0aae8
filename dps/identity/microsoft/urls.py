from django.urls import path

from dps.identity.microsoft import pages

app_name = "microsoft"
urlpatterns = [
    path("sign-in/microsoft", pages.start, name="start"),
    path("sign-in/microsoft/return", pages.returned, name="returned"),
    path("sign-in/microsoft/choose", pages.choose, name="choose"),
]
