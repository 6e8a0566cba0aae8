from django.urls import path

from dps.prisoners.reaching import pages

urlpatterns = [
    path("<str:number>/personal/phones/add/", pages.add_phone, name="add_phone"),
    path("<str:number>/personal/phones/<int:phone_id>/", pages.change_phone, name="change_phone"),
    path("<str:number>/personal/phones/<int:phone_id>/remove/", pages.remove_phone, name="remove_phone"),
    path("<str:number>/personal/emails/add/", pages.add_email, name="add_email"),
    path("<str:number>/personal/emails/<int:email_id>/", pages.change_email, name="change_email"),
    path("<str:number>/personal/emails/<int:email_id>/remove/", pages.remove_email, name="remove_email"),
]
