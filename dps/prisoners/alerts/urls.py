from django.urls import path

from dps.prisoners.alerts import pages

urlpatterns = [path("<str:number>/alerts/", pages.alerts, name="alerts")]
