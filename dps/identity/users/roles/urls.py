from django.urls import path

from dps.identity.users.roles import pages

app_name = "roles"
urlpatterns = [
    path("", pages.catalogue, name="list"),
    path("add/", pages.create, name="create"),
    path("use/", pages.use, name="use"),
    path("use.csv", pages.use_file, name="use_file"),
    path("<str:role>/", pages.one_role, name="role"),
    path("<str:role>/change/", pages.change, name="change"),
    path("<str:role>/hide/", pages.hide, name="hide"),
    path("<str:role>/show/", pages.show, name="show"),
    path("<str:role>/delete/", pages.delete, name="delete"),
]
