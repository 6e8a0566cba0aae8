from django.urls import path

from dps.prisoners.staff_contacts import pages

urlpatterns = [path("<str:number>/staff-contacts/", pages.staff_contacts, name="staff_contacts")]
