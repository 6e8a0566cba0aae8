from django.urls import path

from dps.prisoners.names import pages

urlpatterns = [
    path("<str:number>/personal/name/", pages.why, name="edit_name"),
    path("<str:number>/personal/name/correction/", pages.correct, name="correct_name"),
    path("<str:number>/personal/name/legal-change/", pages.change_by_law, name="change_name_by_law"),
    path("<str:number>/personal/aliases/add/", pages.add_alias, name="add_alias"),
    path("<str:number>/personal/aliases/<int:name_id>/", pages.change_alias, name="change_alias"),
]
