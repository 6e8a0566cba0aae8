from django.urls import path

from dps.prisoners.offences import pages

urlpatterns = [path("<str:number>/offences/", pages.offences, name="offences")]
