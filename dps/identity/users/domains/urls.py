from django.urls import path

from dps.identity.users.domains import pages

app_name = "domains"
urlpatterns = [
    path("", pages.email_domains, name="list"),
    path("add/", pages.add, name="add"),
    path("<int:domain>/remove/", pages.remove, name="remove"),
]
