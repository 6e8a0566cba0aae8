"""Notes, and what was kept of them, as administrators see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dps.case_notes.administration.forms import ReplaceForm, leave_out
from dps.case_notes.administration.queries import Administered, Kept, Now
from dps.case_notes.administration.rules import Refused
from dps.estate import queries as estate
from dps.platform.local_time import long_date_and_time
from dps.platform.web.refusals import Invalid
from dps.prisoners.rules.names import full_name, last_first

_CAUSES = {"DELETE": "Deleted", "UPDATE": "Replaced", "MERGE": "Moved", "MOVE": "Moved"}
_STAYS = ("DELETE", "UPDATE")
"""Causes after which a note, when there is one, is still about the same person."""
_EXCERPT = 200


@dataclass(frozen=True, slots=True)
class ShownAmendment:
    """One thing that was added to a note."""

    id: UUID
    lines: Sequence[str]
    added: str
    """When, and by whom."""
    address: str = ""
    """Where it can be restored; '' for nowhere."""


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note in full."""

    id: UUID
    title: str
    lines: Sequence[str]
    facts: Sequence[tuple[str, str]]
    amendments: Sequence[ShownAmendment]


def shown(found: Administered) -> ShownNote:
    """A note that is there."""
    note = found.note
    return ShownNote(
        note.pk,
        found.kind.label,
        note.text.splitlines(),
        _facts(note.created_at, note.author_name, note.occurred_at, note.location),
        [
            ShownAmendment(one.pk, one.text.splitlines(), _added(one.created_at, one.author_name))
            for one in found.amendments
        ],
    )


def _facts(created_at: datetime, author: str, occurred_at: datetime, location: str) -> list[tuple[str, str]]:
    return [
        ("Created", long_date_and_time(created_at)),
        ("Created by", author),
        ("Happened", long_date_and_time(occurred_at)),
        *([("Where", estate.agency_name(location) or location)] if location else []),
    ]


def _added(at: datetime, by: str) -> str:
    return f"{long_date_and_time(at)} by {by}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    id: int
    what: str
    """What was done, to what."""
    kind: str
    excerpt: str
    name: str
    number: str
    at: datetime
    by: str
    reason: str
    restored: str


def row(kept: Kept) -> Row:
    """What was kept, in a line."""
    return Row(
        kept.id,
        _what(kept),
        kept.kind,
        _excerpt(_text_of(kept)),
        last_first(kept.last_name, kept.first_name),
        kept.number_now,
        kept.at,
        kept.by,
        kept.reason,
        _restored(kept),
    )


def _what(kept: Kept) -> str:
    return "Added details deleted" if kept.amendment_id else _CAUSES[kept.cause]


def _text_of(kept: Kept) -> str:
    if kept.amendment_id:
        found = (one["text"] for one in kept.content["amendments"] if one["id"] == str(kept.amendment_id))
        return str(next(found, ""))
    return str(kept.content["text"])


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rstrip()}…"


def _restored(kept: Kept) -> str:
    return f"Restored {long_date_and_time(kept.restored_at)} by {kept.restored_by}" if kept.restored_at else ""


@dataclass(frozen=True, slots=True)
class ShownKept:
    """What was kept of a note, in full."""

    id: int
    what: str
    name: str
    number: str
    """The number of today."""
    was_number: str
    """Another number it was written under; '' for none."""
    note: ShownNote
    done: str
    """When, and by whom."""
    reason: str
    restored: str
    restored_because: str
    note_now: str
    """The address of the note as it is now; '' when it is not there under this number."""


def kept_in_full(kept: Kept, now: Now) -> ShownKept:
    """What was kept of a note, with where each part of it can be restored."""
    content = kept.content
    note = ShownNote(
        kept.note_id,
        kept.kind,
        str(content["text"]).splitlines(),
        _facts(
            _moment(content["created_at"]), content["author_name"], _moment(content["occurred_at"]), content["location"]
        ),
        [_kept_amendment(kept, one, now.amendments) for one in content["amendments"]],
    )
    return ShownKept(
        kept.id,
        _what(kept),
        full_name(kept.first_name, kept.last_name),
        kept.number_now,
        kept.person if kept.person != kept.number_now else "",
        note,
        _added(kept.at, kept.by),
        kept.reason,
        _restored(kept),
        kept.restored_because,
        f"/prisoners/{kept.number_now}/case-notes/{kept.note_id}/"
        if now.note_is_there and kept.cause in _STAYS
        else "",
    )


def _kept_amendment(kept: Kept, one: Mapping[str, Any], refused: Mapping[UUID, Refused | None]) -> ShownAmendment:
    id = UUID(one["id"])
    may = id in refused and refused[id] is None
    address = f"/case-notes/deleted/{kept.id}/more/{id}/" if may else ""
    return ShownAmendment(id, one["text"].splitlines(), _added(_moment(one["created_at"]), one["author_name"]), address)


def _moment(kept: str) -> datetime:
    return datetime.fromisoformat(kept)


@dataclass(frozen=True, slots=True)
class Box:
    """The box of one amendment, with the tick box that leaves it out."""

    name: str
    leave_out: str
    left_out: bool
    added: str


def boxes(form: ReplaceForm) -> list[Box]:
    """The boxes of what was added later, oldest first."""
    return [
        Box(name, leave_out(name), bool(form[leave_out(name)].value()), _added(one.created_at, one.author_name))
        for name, one in form.amendments.items()
    ]


_BOXES = {"type": "kind", "sub_type": "kind", "occurred_at": "day"}


def put_beside_boxes(form: ReplaceForm, refused: Invalid) -> None:
    """What the command refused, each beside its box, but for boxes that have an error of their own."""
    named = {_BOXES.get(name, name): words for name, words in refused.problems.items()}
    alone = {"day": ("day", "clock"), "kind": ("kind",)}
    form.add_problems(
        Invalid(
            {
                name: words
                for name, words in named.items()
                if not any(box in form.errors for box in alone.get(name, (name,)))
            }
        )
    )
