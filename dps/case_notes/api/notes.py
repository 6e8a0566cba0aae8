"""One note: read, written, added to."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Header, Path, Router, Status
from pydantic import Field

from dps.case_notes.api import schemas, who
from dps.case_notes.api.schemas import Code, Moment, Note
from dps.case_notes.opening import is_system_that_writes
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules.authors import LONGEST_USERNAME
from dps.case_notes.writing import commands
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid
from dps.prisoners.profile.api_words import in_api_words

router = Router(tags=["Case notes"])
NAMES = {"occurred_at": "occurrenceDateTime"}
Username = Annotated[
    str,
    Header(
        "",
        alias=who.USERNAME,
        max_length=LONGEST_USERNAME,
        description="For systems: the user name of the member of staff who wrote it",
    ),
]


class NewNote(ApiSchema):
    location_id: str = Field("", max_length=12, description="Where it is to be kept; else where the person is")
    type: Code
    sub_type: Code
    occurrence_date_time: Moment | None = Field(None, description="Now when none; never in the future")
    text: str = Field(min_length=1, description="At most 4,000 characters")
    system_generated: bool = Field(False, description="Only systems say so")


class MoreDetails(ApiSchema):
    text: str = Field(min_length=1, description="At most 4,000 characters")


@operation(router.get, "/{str:number}/{str:note}", capability=CaseNotePermission.READ_BY_SYSTEM, response=Note)
def one_note(request: HttpRequest, number: Path[str], note: Path[str]) -> Note:
    """One note, by its id or by its number in older systems. Recorded."""
    number = who.open_notes(number, page="case note, by the API", by=request.actor)
    return schemas.out([who.note_at(note, number, request.actor)])[0]


@operation(router.post, "/{str:number}", capability=CaseNotePermission.WRITE_BY_SYSTEM, response={201: Note})
def write_note(request: HttpRequest, number: Path[str], new: NewNote, username: Username) -> Status[Note]:
    """Write a note. A sub-type out of use may be given too. A system names the author in the header Username."""
    by = who.author(request.actor, username)
    if new.system_generated and not is_system_that_writes(by):
        raise Invalid({"systemGenerated": "Only systems say so"})
    with in_api_words(NAMES):
        made = commands.write_note(
            by,
            who.upper(number),
            type=new.type,
            sub_type=new.sub_type,
            text=new.text,
            occurred_at=new.occurrence_date_time,
            location=new.location_id,
            system_generated=new.system_generated,
            through_api=True,
        )
    return Status(201, schemas.out([who.written(made.pk)])[0])


@operation(router.put, "/{str:number}/{str:note}", capability=CaseNotePermission.WRITE_BY_SYSTEM, response=Note)
def add_details(
    request: HttpRequest, number: Path[str], note: Path[str], more: MoreDetails, username: Username
) -> Note:
    """Add more details to a note; what it says itself stays. A system names the author in the header Username."""
    by = who.author(request.actor, username)
    id = who.id_of(note)
    with in_api_words(NAMES):
        commands.amend(by, who.upper(number), id, more.text)
    return schemas.out([who.written(id)])[0]
