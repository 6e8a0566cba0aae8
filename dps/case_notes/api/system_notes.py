"""Notes that other systems make of what happened there (case-notes.md 5.10)."""

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import Field

from dps.case_notes.api import schemas, who
from dps.case_notes.api.notes import NAMES
from dps.case_notes.api.schemas import Code, Moment, Note
from dps.case_notes.catalogue.queries import sub_type
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules.authors import LONGEST_NAME, LONGEST_USERNAME
from dps.case_notes.rules.writing import occurrence_problem
from dps.case_notes.system_notes.commands import raise_note
from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.profile.api_words import in_api_words

router = Router(tags=["System-generated case notes"])
KEPT_IN_NOMIS = "Notes of this sub-type are kept in NOMIS too, so they are written by members of staff"
LONGEST_TEXT = 100_000


class NewSystemNote(ApiSchema):
    location_id: str = Field("", max_length=12, description="Where it is to be kept; else where the person is")
    type: Code
    sub_type: Code
    occurrence_date_time: Moment | None = Field(None, description="Now when none; never in the future")
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    author_name: str = Field(min_length=1, max_length=LONGEST_NAME)
    author_username: str = Field("", max_length=LONGEST_USERNAME)


@operation(router.post, "/{str:number}", capability=CaseNotePermission.SYSTEM_NOTES, response={201: Note})
def write_system_note(request: HttpRequest, number: Path[str], new: NewSystemNote) -> Status[Note]:
    """Write a note of a sub-type that is not kept in NOMIS, in the name of its author there."""
    at = local_time.now()
    happened = new.occurrence_date_time or at
    kind = sub_type(new.type, new.sub_type)
    problems = {
        "subType": KEPT_IN_NOMIS if kind and kind.sync_to_nomis else "",
        "occurrenceDateTime": occurrence_problem(happened, at),
    }
    if problems := {field: words for field, words in problems.items() if words}:
        raise Invalid(problems)
    with in_api_words(NAMES):
        made = raise_note(
            who.upper(number),
            type=new.type,
            sub_type=new.sub_type,
            text=new.text,
            occurred_at=happened,
            author_name=new.author_name,
            author_username=new.author_username,
            location=new.location_id,
        )
    if made is None:
        raise NotFound(number)
    return Status(201, schemas.out([who.written(made.pk)])[0])
