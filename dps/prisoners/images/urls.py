from django.urls import path

from dps.prisoners.images import pages

urlpatterns = [path("<str:number>/photo", pages.photo, name="photo")]
