"""The forms of administrators. What is wrong is said by the rules, through the commands."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms

from dps.case_notes.administration import rules
from dps.case_notes.administration.queries import Administered, Show, Wanted
from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.rules import writing
from dps.platform.design.forms import DateField, DpsForm, SelectField, TextAreaField, TextField
from dps.platform.local_time import LONDON, in_london


class ReasonForm(DpsForm):
    """Why, and the version of the note that was shown."""

    reason = TextAreaField(label="Why is it deleted?", max_length=rules.LONGEST_REASON, missing=rules.SAY_WHY)
    version = forms.IntegerField(required=False, min_value=0, max_value=2_147_483_647, widget=forms.HiddenInput)


class RestoreForm(DpsForm):
    reason = TextAreaField(label="Why is it restored?", max_length=rules.LONGEST_REASON, missing=rules.SAY_WHY)


class _LeaveOut(forms.BooleanField):
    component = ""
    hint = ""


class ReplaceForm(DpsForm):
    """What a note is to say instead: its boxes are filled with what it says now."""

    kind = SelectField(label="Type and sub-type", missing=rules.CHOOSE_KIND)
    text = TextAreaField(label="Text of the note", max_length=writing.LONGEST_TEXT)
    day = DateField(
        label="Date it happened",
        hint="The day on which it happened, not the day it was written up",
        earliest=date(writing.EARLIEST_YEAR, 1, 1),
    )
    clock = TextField(label="Time it happened", max_length=5, hint="For example, 14:05", classes="govuk-input--width-5")
    reason = TextAreaField(label="Why is it replaced?", max_length=rules.LONGEST_REASON)
    version = forms.IntegerField(required=False, min_value=0, max_value=2_147_483_647, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Administered, kinds: Sequence[SubType], **kwargs: Any) -> None:
        note = found.note
        happened = in_london(note.occurred_at)
        self.amendments = {rules.amendment_field(one.pk): one for one in found.amendments}
        first: dict[str, Any] = {
            "kind": str(note.sub_type_id),
            "text": note.text,
            "day": happened.date(),
            "clock": f"{happened:%H:%M}",
            **{name: one.text for name, one in self.amendments.items()},
        }
        if args and args[0] is not None:  # what was added while the page was open is listed with its text
            sent = args[0].copy()
            for name in self.amendments:
                sent.setdefault(name, first[name])
            args = (sent, *args[1:])
        super().__init__(*args, initial=first, **kwargs)
        self.found = found
        self.kinds = {str(kind.id): kind for kind in kinds}
        self.fields["kind"].choices = [(id, _words(kind)) for id, kind in self.kinds.items()]
        self.fields["text"].longest = _longest(note.text)
        for place, (name, one) in enumerate(self.amendments.items(), 1):
            self.fields[name] = TextAreaField(
                label=f"Added later ({place} of {len(self.amendments)})", max_length=_longest(one.text)
            )
            self.fields[leave_out(name)] = _LeaveOut(required=False)
        self.order_fields(["kind", "text", "day", "clock", *self.amendments, "reason"])

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        clock, words = _read_clock(typed.get("clock", ""))
        if words and "clock" not in self.errors:
            self.add_error("clock", words)
        typed["time"] = clock
        return typed

    def replacement(self) -> rules.Replacement:
        """What was typed. The seconds of a time that was left alone are kept."""
        typed = self.cleaned_data
        kind = self.kinds.get(typed.get("kind", ""))
        happened = None
        if typed.get("day") and typed.get("time") is not None:
            happened = writing.in_utc(typed["day"], typed["time"])
            was = self.found.note.occurred_at
            if in_london(was).replace(second=0, microsecond=0, tzinfo=None) == datetime.combine(
                typed["day"], typed["time"]
            ):
                happened = was
        return rules.Replacement(
            kind.type if kind else "",
            kind.code if kind else "",
            typed.get("text", ""),
            happened,
            {one.pk: typed.get(name, "") for name, one in self.amendments.items() if not typed.get(leave_out(name))},
        )


def _longest(was: str) -> int:
    """What came from NOMIS longer than staff may write may stay as long."""
    return max(writing.LONGEST_TEXT, len(was))


def leave_out(name: str) -> str:
    """The name of the tick box by which an amendment is dropped."""
    return f"leave-out-{name}"


def _words(kind: SubType) -> str:
    return f"{kind.label}{'' if kind.active else ' (no longer used)'}"


def _read_clock(typed: str) -> tuple[time | None, str]:
    if not typed:
        return None, writing.GIVE_TIME
    hours, colon, minutes = typed.replace(".", ":").partition(":")
    numbers = [part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes)]
    if not colon or not all(numbers) or int(hours) > 23 or int(minutes) > 59:
        return None, "Enter a time such as 14:05"
    return time(int(hours), int(minutes)), ""


SHOWN = [
    (Show.GONE, "Deleted and not restored"),
    (Show.DELETED, "Deleted"),
    (Show.REPLACED, "Replaced"),
    (Show.MOVED, "Moved to another person"),
    (Show.ALL, "Everything"),
]


class FilterForm(DpsForm):
    """What narrows the list. Read from the address."""

    show = SelectField(label="Show", choices=[(show.value, words) for show, words in SHOWN])
    number = TextField(label="Prison number", max_length=20, classes="govuk-input--width-10")
    by = TextField(label="Who did it", max_length=100, hint="User name or part of a name", classes="")
    since = DateField(label="Date from", hint="The day it was done")
    until = DateField(label="Date to", hint="The day it was done")

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", "Date to must not be before date from")
        return typed

    def wanted(self, number: str = "") -> Wanted:
        """The filters. Of one person when `number` is given."""
        typed = self.cleaned_data if self.is_valid() else {}
        since, until = typed.get("since"), typed.get("until")
        return Wanted(
            Show(typed.get("show") or Show.GONE),
            number or typed.get("number", "").upper(),
            typed.get("by", ""),
            _midnight(since) if since else None,
            _midnight(until + timedelta(days=1)) if until and until.year < 9999 else None,
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
