from django.urls import path

from dps.prisoners.csip import pages

urlpatterns = [path("<str:number>/csip/", pages.csip, name="csip")]
