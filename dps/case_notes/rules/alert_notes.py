"""The notes that alerts cause. Source: case-notes.md 5.10."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

TYPE = "ALERT"
KIND = "alerts"
"""Of the switch that says in which prisons they are written."""
EVERY_PRISON = "*ALL*"
NEAR = timedelta(minutes=1)
OLDER_LABELS = {("C", "CPC"): "PPRC", ("O", "ONCR"): "No-contact request"}
"""What two codes were called until November 2024: notes from before say it."""
_LONDON = ZoneInfo("Europe/London")


class Which(StrEnum):
    """The sub-types of notes about alerts."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """What decides about the notes of one alert."""

    id: str
    type: str
    type_words: str
    code: str
    code_words: str
    active_from: date
    active_to: date | None
    created_at: datetime
    ended_at: datetime | None
    """When its end date was last set."""

    @property
    def is_recorded_over(self) -> bool:
        """Whether it was already over when it was added: then only its end is noted."""
        set_at_once = self.ended_at is None or self.ended_at == self.created_at
        return self.active_to is not None and set_at_once and self.active_to <= _day(self.created_at)


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What decides whether a note is the one of an alert."""

    which: str
    text: str
    occurred_at: datetime
    created_at: datetime


def wanted(alert: AlertFacts, today: date) -> list[Which]:
    """The notes there should be about an alert by now."""
    ended = alert.active_to is not None and alert.active_to <= today
    return [*([] if alert.is_recorded_over else [Which.ACTIVE]), *([Which.INACTIVE] if ended else [])]


def text_of(which: Which, alert: AlertFacts, *, label: str = "") -> str:
    """The words of a note: types and alerts by their labels of today, or another `label` of the alert."""
    return f"Alert {alert.type_words} and {label or alert.code_words} made {which.lower()}."


def texts_of(which: Which, alert: AlertFacts) -> list[str]:
    """Every text that the note of an alert may have: the one of today first, then one with an older label."""
    older = OLDER_LABELS.get((alert.type, alert.code))
    return [text_of(which, alert), *([text_of(which, alert, label=older)] if older else [])]


def happened(which: Which, alert: AlertFacts) -> datetime:
    """00:00 in London of the day it became active, or inactive."""
    day = alert.active_from if which is Which.ACTIVE or alert.active_to is None else alert.active_to
    return datetime.combine(day, time(), tzinfo=_LONDON).astimezone(UTC)


def key_of(which: Which, alert: AlertFacts) -> str:
    """What the note is about, so that it is written once. An alert may end again after its end was taken back."""
    end = f" {alert.active_to}" if which is Which.INACTIVE else ""
    return f"alert {alert.id} {which.lower()}{end}"


def is_note_of(note: NoteFacts, which: Which, alert: AlertFacts) -> bool:
    """Whether a note is the one wanted: the same words and, when made active, the day it is active from or the minute
    it was added; when made inactive, the day it is active to."""
    if note.which != which or note.text not in texts_of(which, alert):
        return False
    same_day = _day(note.occurred_at) == _day(happened(which, alert))
    return same_day or (which is Which.ACTIVE and abs(note.created_at - alert.created_at) <= NEAR)


def missing(alert: AlertFacts, notes: Iterable[NoteFacts], today: date) -> list[Which]:
    """The notes that should be there and are not."""
    there = list(notes)
    return [which for which in wanted(alert, today) if not any(is_note_of(note, which, alert) for note in there)]


def is_on(switches: Mapping[str, bool], prison: str) -> bool:
    """Whether notes are written in a prison: its own switch counts before the one for every prison; without any, no."""
    return switches.get(prison, switches.get(EVERY_PRISON, False))


def _day(moment: datetime) -> date:
    return moment.astimezone(_LONDON).date()
