"""What may be deleted, replaced and restored. Source: case-notes.md 5.8."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dps.case_notes.rules import writing

LONGEST_REASON = 1000
SAY_WHY = "Say why"
REASON_TOO_LONG = f"Use {LONGEST_REASON:,} characters or fewer to say why"
SAY_TEXT = "Enter the text of the note"
SAY_AMENDMENT = "Enter the text that was added, or leave it out"
CHOOSE_KIND = "Choose the type and sub-type"
GIVE_WHEN = "Give the date and time it happened"
AFTER_CREATED = "It must not have happened after the note was written"
NOTHING_CHANGES = "Nothing was changed"


def reason_problem(reason: str) -> str:
    """Why a reason will not do; '' when it will. It is always asked for."""
    kept = writing.kept_text(reason)
    if not kept:
        return SAY_WHY
    return REASON_TOO_LONG if len(kept) > LONGEST_REASON else ""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a note is to say instead. Amendments that are not listed are dropped; the rest of the note stays as it is:
    id, legacy id, author, when it was created, where, and whether a system made it."""

    type: str
    sub_type: str
    text: str
    occurred_at: datetime | None
    amendments: Mapping[UUID, str] = field(default_factory=dict)


def replacement_problems(
    new: Replacement, *, created_at: datetime, was: str, amendments_were: Mapping[UUID, str]
) -> dict[str, str]:
    """Everything that is wrong with a replacement, by `type`, `text`, `occurred_at` and `amendment-<id>`.

    What was longer than staff may write (it came from NOMIS) may stay as long.
    """
    found = {
        "type": "" if new.type and new.sub_type else CHOOSE_KIND,
        "text": _text_problem(new.text, was, SAY_TEXT),
        "occurred_at": _when_problem(new.occurred_at, created_at),
    }
    for id, text in new.amendments.items():
        found[amendment_field(id)] = _text_problem(text, amendments_were.get(id, ""), SAY_AMENDMENT)
    return {name: words for name, words in found.items() if words}


def amendment_field(id: UUID) -> str:
    """The name of the box of one amendment."""
    return f"amendment-{id}"


def _text_problem(text: str, was: str, missing: str) -> str:
    problem = writing.text_problem(text, missing=missing)
    fits = problem == writing.TOO_LONG and len(writing.kept_text(text)) <= len(was)
    return "" if fits else problem


def _when_problem(occurred_at: datetime | None, created_at: datetime) -> str:
    if occurred_at is None:
        return GIVE_WHEN
    return AFTER_CREATED if occurred_at > created_at else writing.occurrence_problem(occurred_at, created_at)


class Refused(StrEnum):
    """Why something cannot be restored."""

    RESTORED = "It was restored already."
    NOTE_IS_THERE = "The note is there again, so it cannot be restored. Replace it instead."
    NUMBER_GONE = "The prison number it was written under was joined with another, so it cannot be restored."
    NOTE_IS_GONE = "The note it was added to is not there. Restore the note first."
    ALREADY_ON_NOTE = "It is on the note already."
    NOT_DELETED = "The note was changed or moved, not deleted."
    ONLY_AN_ADDITION = "Only something that was added to the note was deleted. Restore that."
    NO_SUCH_KIND = "Its type is no longer known, so it cannot be restored."


def note_refusal(
    *, deleted: bool, restored: bool, single: bool, number_is_there: bool, note_is_there: bool
) -> Refused | None:
    """Why a whole note cannot be restored; None when it can. `deleted`: not replaced or moved. `single`: only an
    amendment of it was deleted."""
    if restored:
        return Refused.RESTORED
    if not deleted:
        return Refused.NOT_DELETED
    if single:
        return Refused.ONLY_AN_ADDITION
    if note_is_there:
        return Refused.NOTE_IS_THERE
    return None if number_is_there else Refused.NUMBER_GONE


def amendment_refusal(*, restored: bool, number_is_there: bool, note_is_there: bool, on_note: bool) -> Refused | None:
    """Why one amendment cannot be restored; None when it can."""
    if restored:
        return Refused.RESTORED
    if not number_is_there:
        return Refused.NUMBER_GONE
    if not note_is_there:
        return Refused.NOTE_IS_GONE
    return Refused.ALREADY_ON_NOTE if on_note else None
