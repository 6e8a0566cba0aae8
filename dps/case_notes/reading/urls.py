from django.urls import path

from dps.case_notes.reading.pages import listing, mine, one

_OF_PERSON = "prisoners/<str:number>/case-notes/"
urlpatterns = [
    path("case-notes/", mine.my_case_notes, name="my_case_notes"),
    path(_OF_PERSON, listing.case_notes, name="case_notes"),
    path(f"{_OF_PERSON}download/", listing.as_text, name="case_notes_as_text"),
    path(f"{_OF_PERSON}<uuid:note>/", one.case_note, name="case_note"),
    path(f"{_OF_PERSON}<uuid:note>/slip/", one.slip, name="case_note_slip"),
]
