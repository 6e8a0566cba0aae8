"""A note as the API gives it, and what several operations take (case-notes.md 7)."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from dps.case_notes.api.queries import Found
from dps.case_notes.rules.catalogue import source_of
from dps.case_notes.rules.writing import LONGEST_CODE
from dps.case_notes.usage.rules import KeyedBy
from dps.platform.api import ApiSchema
from dps.platform.local_time import LONDON

MOST_KINDS = 200
_LEGACY = re.compile(r"\A-?[0-9]{1,18}\Z")


def _in_utc(moment: datetime) -> datetime:
    """A time without an offset is meant on a London clock."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
    except OverflowError:
        raise ValueError("no such time") from None


Moment = Annotated[
    datetime, AfterValidator(_in_utc), Field(description="Without an offset: on the clock of Europe/London")
]
Code = Annotated[str, Field(min_length=1, max_length=LONGEST_CODE)]


class NoteAmendment(ApiSchema):
    id: UUID
    creation_date_time: datetime
    author_user_name: str
    author_name: str
    author_user_id: str
    additional_note_text: str


class Note(ApiSchema):
    case_note_id: UUID
    offender_identifier: str = Field(description="The prison number")
    type: str
    type_description: str
    sub_type: str
    sub_type_description: str
    source: str = Field(description="OCNS: not kept in NOMIS; AUTO: its sub-type is written by systems; INST: the rest")
    creation_date_time: datetime
    occurrence_date_time: datetime
    author_name: str
    author_user_id: str
    author_username: str
    text: str
    location_id: str = Field(description="Where the person was: a prison, TRN or OUT")
    event_id: int = Field(description="The same as legacyId")
    sensitive: bool
    system_generated: bool
    legacy_id: int = Field(description="Negative when it was first written here")
    amendments: list[NoteAmendment] = Field(description="Oldest first")


AuthorNamedBy = Literal["AUTHOR_ID", "USERNAME"]
AUTHORS: dict[AuthorNamedBy, KeyedBy] = {"AUTHOR_ID": KeyedBy.AUTHOR_ID, "USERNAME": KeyedBy.AUTHOR_USERNAME}


class WantedKind(ApiSchema):
    type: Code
    sub_types: list[Code] = Field([], max_length=MOST_KINDS, description="None: each of the type's")


def kinds_of(wanted: Iterable[WantedKind]) -> list[tuple[str, frozenset[str]]]:
    """Type to sub-types, as counting and searching take them."""
    return [(one.type, frozenset(one.sub_types)) for one in wanted]


def out(found: Iterable[Found]) -> list[Note]:
    """Notes as they are given."""
    return [_out(one) for one in found]


def _out(found: Found) -> Note:
    note, kind = found.note, found.kind
    return Note(
        case_note_id=note.pk,
        offender_identifier=note.person_id,
        type=kind.type,
        type_description=kind.type_description,
        sub_type=kind.code,
        sub_type_description=kind.description,
        source=source_of(sync_to_nomis=kind.sync_to_nomis, selectable=kind.selectable),
        creation_date_time=note.created_at,
        occurrence_date_time=note.occurred_at,
        author_name=note.author_name,
        author_user_id=note.author_user_id,
        author_username=note.author_username,
        text=note.text,
        location_id=note.location,
        event_id=note.legacy_id,
        sensitive=kind.sensitive,
        system_generated=note.system_generated,
        legacy_id=note.legacy_id,
        amendments=[
            NoteAmendment(
                id=one.pk,
                creation_date_time=one.created_at,
                author_user_name=one.author_username,
                author_name=one.author_name,
                author_user_id=one.author_user_id,
                additional_note_text=one.text,
            )
            for one in found.amendments
        ],
    )


def note_key(typed: str) -> UUID | int | None:
    """What an address names a note by: its id, or its number in older systems; None for neither."""
    if _LEGACY.match(typed):
        return int(typed)
    try:
        return UUID(typed)
    except ValueError:
        return None
