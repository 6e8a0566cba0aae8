from django.urls import path

from dps.case_notes.adding.drafts.pages import my_drafts
from dps.case_notes.adding.favourites.pages import favourites
from dps.case_notes.adding.pages import add, kind, more
from dps.case_notes.adding.ready_texts import pages as ready_texts
from dps.case_notes.adding.several.pages import for_several

_OF_PERSON = "prisoners/<str:number>/case-notes/"
urlpatterns = [
    path(f"{_OF_PERSON}add/", add.add, name="add_case_note"),
    path(f"{_OF_PERSON}add/draft/", add.draft, name="draft_of_case_note"),
    path(f"{_OF_PERSON}incentive-review/", add.incentive_review, name="incentive_review_reminder"),
    path(f"{_OF_PERSON}<uuid:note>/more/", more.more, name="add_more_details"),
    path(f"{_OF_PERSON}<uuid:note>/more/draft/", more.draft, name="draft_of_more_details"),
    path(f"{_OF_PERSON}<uuid:note>/type/", kind.correct, name="correct_note_type"),
    path("case-notes/drafts/", my_drafts, name="my_drafts"),
    path("case-notes/favourites/", favourites, name="note_favourites"),
    path("case-notes/several/", for_several, name="notes_for_several"),
    path("case-notes/ready-texts/", ready_texts.ready_texts, name="ready_texts"),
    path("case-notes/ready-texts/add/", ready_texts.make, name="make_ready_text"),
    path("case-notes/ready-texts/<int:text_id>/", ready_texts.change, name="change_ready_text"),
]
