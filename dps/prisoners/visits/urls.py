from django.urls import path

from dps.prisoners.visits import pages

urlpatterns = [path("<str:number>/visits/", pages.visits, name="visits")]
