"""Giving a person what is held about them: every time somebody looks, it is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.subject_access.rules import Window, window_problems
from dps.case_notes.subject_access.sources import Entry, Source, in_order
from dps.platform import audit
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Invalid, NotFound
from dps.prisoners.profile import queries as people
from dps.prisoners.search.queries import person_by_number

NOBODY = "Nobody has this prison number"


@dataclass(frozen=True, slots=True)
class Export:
    """Everything held about one person in some days, as it was at `made_at`."""

    record: Mapping[str, Any]
    """Their header row."""
    window: Window
    made_at: datetime
    parts: Sequence[tuple[Source, Sequence[Entry]]]

    @property
    def number(self) -> str:
        return str(self.record["number"])

    @property
    def is_empty(self) -> bool:
        return not any(entries for _, entries in self.parts)

    def data(self) -> dict[str, list[dict[str, Any]]]:
        """As JSON: each source by its key."""
        return {source.key: [dict(entry.data) for entry in entries] for source, entries in self.parts}


@transaction.atomic
def export(number: str, window: Window, *, how: str, by: Actor, today: date, at: datetime) -> Export:
    """All that every source holds about a person, wherever they are; a number lost in a merge leads to the one that
    stayed. Recorded as `how` (on screen, a file, the API). Raises NotAllowed, NotFound, Invalid (`first`, `last`)."""
    require(by, CaseNotePermission.ANSWER_SUBJECT_ACCESS)
    if problems := window_problems(window, today):
        raise Invalid(problems)
    found = person_by_number(number.strip().upper())
    record = people.header(found[0], today) if found else None
    if record is None:
        raise NotFound(number)
    parts = [(source, source.read(record["number"], window)) for source in in_order()]
    audit.record(
        "SUBJECT_ACCESS_ANSWERED",
        by=by,
        subject_type="prisoner",
        subject_id=record["number"],
        details={
            "how": how,
            "asked for": number.strip()[:20],
            "first": str(window.first or ""),
            "last": str(window.last or ""),
            "given": {source.key: len(entries) for source, entries in parts},
        },
        at=at,
    )
    return Export(record, window, at, parts)
