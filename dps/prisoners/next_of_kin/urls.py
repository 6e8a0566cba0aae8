from django.urls import path

from dps.prisoners.next_of_kin import pages

urlpatterns = [
    path("<str:number>/personal/next-of-kin/add/", pages.add, name="add_contact"),
    path("<str:number>/personal/next-of-kin/<int:contact_id>/", pages.change, name="change_contact"),
    path("<str:number>/personal/next-of-kin/<int:contact_id>/end/", pages.end, name="end_contact"),
]
