from django.urls import path

from dps.identity.clients import pages

app_name = "clients"
urlpatterns = [
    path("", pages.clients, name="clients"),
    path("new", pages.register, name="register"),
    path("download", pages.download, name="download"),
    path("<str:base_id>/", pages.client, name="client"),
    path("<str:base_id>/change", pages.change, name="change"),
    path("<str:base_id>/deployment", pages.deployment, name="deployment"),
    path("<str:base_id>/rotate", pages.rotate, name="rotate"),
    path("<str:client_id>/secret", pages.secret, name="secret"),
    path("<str:client_id>/delete", pages.delete, name="delete"),
]
