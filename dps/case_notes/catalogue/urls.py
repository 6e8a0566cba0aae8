from django.urls import path

from dps.case_notes.catalogue import pages

urlpatterns = [
    path("case-notes/types/", pages.types, name="case_note_types"),
    path("case-notes/types/add/", pages.add_type, name="add_case_note_type"),
    path("case-notes/types/sub-types/<int:sub_type>/", pages.one_sub_type, name="case_note_sub_type"),
    path("case-notes/types/<str:type>/", pages.one_type, name="case_note_type"),
    path("case-notes/types/<str:type>/add/", pages.add_sub_type, name="add_case_note_sub_type"),
]
