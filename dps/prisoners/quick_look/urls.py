from django.urls import path

from dps.prisoners.quick_look import pages

urlpatterns = [path("<str:number>/", pages.quick_look, name="quick_look")]
