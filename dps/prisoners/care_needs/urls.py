from django.urls import path

from dps.prisoners.care_needs import pages

urlpatterns = [
    path("<str:number>/personal/care-needs/past/", pages.past_care_needs, name="past_care_needs"),
]
