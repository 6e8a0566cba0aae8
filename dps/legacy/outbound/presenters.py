"""Words for the pages about writing to NOMIS."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dps.legacy.models import QueuedWrite
from dps.legacy.outbound import rules
from dps.legacy.outbound.mappers import ALL, BY_KIND
from dps.legacy.outbound.prisoner import Compared
from dps.legacy.outbound.queries import QueueState
from dps.legacy.presenters import duration
from dps.platform.local_time import clock, long_date_and_time, short_date

State = QueuedWrite.State
TAGS = {
    State.WAITING: "govuk-tag--blue",
    State.DONE: "govuk-tag--green",
    State.FAILED: "govuk-tag--red",
    State.CONFLICT: "govuk-tag--orange",
    State.SWITCHED_OFF: "govuk-tag--grey",
}
EVERYWHERE, EVERY_KIND = "Every prison", "Every kind of change"
_WHERE = {"here": "Only here", "NOMIS": "Only in NOMIS", "both": "Not the same"}


def facts(queue: QueueState) -> list[tuple[str, str]]:
    """The health strip: label and value."""
    told = []
    if queue.away_since:
        told.append(("NOMIS does not answer since", f"{long_date_and_time(queue.away_since)} ({queue.away_words})"))
        if queue.try_at:
            told.append(("Tried again at", clock(queue.try_at)))
    told.append(("Waiting", f"{queue.waiting:,}"))
    if queue.lag is not None:
        told.append(("The oldest has waited", duration(queue.lag)))
    told.append(("Sent a minute", f"{queue.a_minute:,.1f} over the last five minutes"))
    if queue.last_done_at:
        told.append(("Last one sent", long_date_and_time(queue.last_done_at)))
    told.append(("Refused by NOMIS", f"{queue.failed:,}"))
    told.append(("Changed on both sides", f"{queue.conflicts:,}"))
    told.append(("Kept back by a switch", f"{queue.kept_back:,}"))
    return told


def title_of(kind: str) -> str:
    """The name staff know a kind by."""
    if kind == rules.EVERY:
        return EVERY_KIND
    return BY_KIND[kind].title if kind in BY_KIND else kind


def kinds() -> list[tuple[str, str]]:
    """Every kind that is sent, with its name, in order of the name."""
    return sorted(((mapper.kind, mapper.title) for mapper in ALL), key=lambda pair: pair[1])


@dataclass(frozen=True, slots=True)
class Row:
    """One write in a list."""

    write: QueuedWrite
    title: str
    who: str
    tag: str
    state: str
    when: str


def rows(writes: Iterable[QueuedWrite]) -> list[Row]:
    """Writes as a list shows them."""
    return [
        Row(
            write,
            title_of(write.kind),
            write.person_id or f"staff member {write.staff_id}",
            TAGS[State(write.state)],
            State(write.state).label,
            f"{short_date(write.changed_at)} {clock(write.changed_at)}",
        )
        for write in writes
    ]


@dataclass(frozen=True, slots=True)
class Side:
    """One column of NOMIS in its three states."""

    name: str
    before: str
    ours: str
    theirs: str
    differs: bool


def sides(write: QueuedWrite) -> list[Side]:
    """Before, ours and NOMIS's side by side, by column of NOMIS."""
    mapper = BY_KIND[write.kind]
    before, ours = mapper.shown(write.before) or {}, mapper.shown(write.after) or {}
    theirs = write.theirs or {}
    names = list(dict.fromkeys([*before, *ours, *theirs]))
    hidden = mapper.hidden(write.before) | mapper.hidden(write.after)
    return [
        Side(
            name.upper().replace("_", " "),
            _said(before.get(name), hidden=name in hidden),
            _said(ours.get(name), hidden=name in hidden),
            _said(theirs.get(name), hidden=name in hidden),
            bool(write.theirs) and _said(theirs.get(name)) != _said(ours.get(name)),
        )
        for name in names
    ]


def _said(value: Any, *, hidden: bool = False) -> str:
    words = "" if value is None else str(value)
    return f"a sensitive text of {len(words):,} characters" if hidden and words else words


def what(write: QueuedWrite) -> str:
    """What the change did, in a word."""
    return "Added" if write.before is None else "Removed" if write.after is None else "Changed"


def differences(compared: Iterable[Compared]) -> list[dict[str, Any]]:
    """Each kind of data with what is not the same, for the page."""
    return [
        {
            "title": one.title,
            "same": one.same,
            "rows": [
                (
                    difference.key,
                    _WHERE[difference.where],
                    [
                        (name.replace("_", " "), _shown(ours), _shown(theirs))
                        for name, ours, theirs in difference.values
                    ],
                )
                for difference in one.differences
            ],
        }
        for one in compared
    ]


def _shown(value: Any) -> str:
    if isinstance(value, memoryview | bytes):
        return f"a picture of {len(bytes(value)):,} bytes"
    if hasattr(value, "tzinfo"):
        return long_date_and_time(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)
