from django.urls import path

from dps.prisoners.identifiers import pages

urlpatterns = [
    path("<str:number>/personal/identity-numbers/add/", pages.add, name="add_identity_numbers"),
    path("<str:number>/personal/identity-numbers/<int:identifier_id>/", pages.change, name="change_identity_number"),
    path(
        "<str:number>/personal/identity-numbers/<int:identifier_id>/remove/",
        pages.remove,
        name="remove_identity_number",
    ),
]
