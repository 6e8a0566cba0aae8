from django.urls import path

from dps.prisoners.personal import pages

urlpatterns = [path("<str:number>/personal/smoker/", pages.smoker, name="edit_smoker")]
