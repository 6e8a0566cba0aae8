"""Case notes as they are given to the person they are about."""

from dps.case_notes.subject_access.queries import Held, notes_of
from dps.case_notes.subject_access.rules import Window
from dps.case_notes.subject_access.sources import Entry
from dps.estate import queries as estate
from dps.platform.local_time import long_date_and_time


def entries(number: str, window: Window) -> list[Entry]:
    """The source of case notes."""
    return [_entry(held) for held in notes_of(number, window)]


def _entry(held: Held) -> Entry:
    note, kind = held.note, held.kind
    place = estate.agency_name(note.location) if note.location else ""
    return Entry(
        data={
            "caseNoteId": str(note.pk),
            "type": kind.type,
            "typeDescription": kind.type_description,
            "subType": kind.code,
            "subTypeDescription": kind.description,
            "creationDateTime": note.created_at.isoformat(),
            "occurrenceDateTime": note.occurred_at.isoformat(),
            "authorName": note.author_name,
            "locationId": note.location,
            "text": note.text,
            "amendments": [
                {
                    "creationDateTime": one.created_at.isoformat(),
                    "authorName": one.author_name,
                    "additionalNoteText": one.text,
                }
                for one in held.amendments
            ],
        },
        title=kind.label,
        facts=[
            ("Written", long_date_and_time(note.created_at)),
            ("Happened", long_date_and_time(note.occurred_at)),
            ("Written by", note.author_name),
            *([("Where", place)] if place else []),
        ],
        texts=[
            ("", note.text),
            *(
                (f"Added {long_date_and_time(one.created_at)} by {one.author_name}", one.text)
                for one in held.amendments
            ),
        ],
    )
