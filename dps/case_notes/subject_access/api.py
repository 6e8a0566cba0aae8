"""What is held about a person, for the system that gathers answers to subject access requests."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.subject_access import commands
from dps.case_notes.subject_access.rules import Window
from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.prisoners.profile.api_words import in_api_words

router = Router(tags=["Subject access"])
_NAMES = {"first": "fromDate", "last": "toDate"}


class HeldWanted(ApiSchema):
    """Whose, and of which days, both included."""

    prn: str = Field(min_length=1, max_length=12, description="Prison number", pattern=r"^[A-Za-z0-9]+$")
    from_date: date | None = None
    to_date: date | None = None


class Held(ApiSchema):
    prison_number: str
    made_at: datetime
    content: dict[str, list[dict[str, Any]]] = Field(description="By kind: caseNotes and those of other services")


@operation(router.get, "", capability=CaseNotePermission.ANSWER_SUBJECT_ACCESS, response={200: Held, 204: None})
def held_about(request: HttpRequest, wanted: Query[HeldWanted]) -> Status[Held | None]:
    """Everything held about a person that was written in some days. 204 when there is nothing. Recorded."""
    with in_api_words(_NAMES):
        found = commands.export(
            wanted.prn,
            Window(wanted.from_date, wanted.to_date),
            how="by the API",
            by=request.actor,
            today=local_time.today(),
            at=local_time.now(),
        )
    if found.is_empty:
        return Status(204, None)
    return Status(200, Held(prison_number=found.number, made_at=found.made_at, content=found.data()))
