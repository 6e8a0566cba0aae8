from django.urls import path

from dps.case_notes.administration import pages

urlpatterns = [
    path("case-notes/deleted/", pages.deleted_notes, name="deleted_case_notes"),
    path("case-notes/deleted/<int:deleted>/", pages.deleted_note, name="deleted_case_note"),
    path(
        "case-notes/deleted/<int:deleted>/more/<uuid:amendment>/",
        pages.deleted_amendment,
        name="deleted_case_note_details",
    ),
    path("prisoners/<str:number>/case-notes/deleted/", pages.deleted_notes_of, name="deleted_case_notes_of"),
    path("prisoners/<str:number>/case-notes/<uuid:note>/delete/", pages.delete, name="delete_case_note"),
    path("prisoners/<str:number>/case-notes/<uuid:note>/replace/", pages.replace, name="replace_case_note"),
    path(
        "prisoners/<str:number>/case-notes/<uuid:note>/more/<uuid:amendment>/delete/",
        pages.delete_amendment,
        name="delete_case_note_details",
    ),
]
