from django.urls import path

from dps.prisoners.handover import pages

urlpatterns = [path("<str:number>/handover/", pages.handover, name="handover")]
