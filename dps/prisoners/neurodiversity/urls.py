from django.urls import path

from dps.prisoners.neurodiversity import pages

_ROOT = "<str:number>/personal/neurodiversity/"
urlpatterns = [
    path(f"{_ROOT}past/", pages.past, name="past_neurodiversity"),
    path(f"{_ROOT}add/", pages.add, name="add_neurodiversity"),
    path(f"{_ROOT}<uuid:neurodiversity_id>/", pages.change, name="change_neurodiversity"),
    path(f"{_ROOT}<uuid:neurodiversity_id>/end/", pages.end, name="end_neurodiversity"),
]
