from django.urls import path

from dps.prisoners.diet import pages

urlpatterns = [path("prisoners/<str:number>/diet/", pages.diet, name="edit_diet")]
