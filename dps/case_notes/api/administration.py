"""Replacing and deleting anybody's notes, for a reason (case-notes.md 5.8)."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import Field

from dps.case_notes.administration import commands, rules
from dps.case_notes.api import schemas, who
from dps.case_notes.api.notes import NAMES
from dps.case_notes.api.schemas import Code, Moment, Note
from dps.case_notes.permissions import CaseNotePermission
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid
from dps.prisoners.profile.api_words import in_api_words

router = Router(tags=["Administration of case notes"])
MOST_AMENDMENTS = 1000


class ReplacedAmendment(ApiSchema):
    id: UUID
    text: str


class NoteInstead(ApiSchema):
    """What the note is to say. Amendments that are not listed are dropped."""

    type: Code
    sub_type: Code
    occurrence_date_time: Moment = Field(description="Not after the note was created")
    text: str = Field(min_length=1)
    amendments: list[ReplacedAmendment] = Field([], max_length=MOST_AMENDMENTS)
    reason: str = Field(min_length=1, max_length=rules.LONGEST_REASON)


class Deletion(ApiSchema):
    reason: str = Field(min_length=1, max_length=rules.LONGEST_REASON)


@operation(router.put, "/{str:note}", capability=CaseNotePermission.ADMINISTER_BY_SYSTEM, response=Note)
def replace_note(request: HttpRequest, note: Path[str], instead: NoteInstead) -> Note:
    """Replace what a note says, by its id or older number. Its author, times of writing and place stay; the original
    is kept. 404 for an amendment that is not on the note."""
    amendments = {one.id: one.text for one in instead.amendments}
    if len(amendments) != len(instead.amendments):
        raise Invalid({"amendments": "The same amendment twice"})
    places = {rules.amendment_field(one.id): f"amendments.{n}.text" for n, one in enumerate(instead.amendments)}
    with in_api_words({**NAMES, **places}):
        done = commands.replace_note(
            request.actor,
            who.id_of(note),
            rules.Replacement(instead.type, instead.sub_type, instead.text, instead.occurrence_date_time, amendments),
            reason=instead.reason,
        )
    return schemas.out([who.written(done.note.pk)])[0]


@operation(router.delete, "/{str:note}", capability=CaseNotePermission.ADMINISTER_BY_SYSTEM, response={204: None})
def delete_note(request: HttpRequest, note: Path[str], deletion: Deletion) -> Status[None]:
    """Delete a note with all that was added to it, by its id or older number. It is kept, and can be restored."""
    commands.delete_note(request.actor, who.id_of(note), reason=deletion.reason)
    return Status(204, None)
