"""Rows of "field, is, value" as an officer fills them in."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from dps.platform.design.forms import CheckboxesField, DpsForm, RadiosField, SelectField, TextField
from dps.platform.local_time import LONDON
from dps.prisoners.search.attributes.fields import ATTRIBUTES, FIELDS
from dps.prisoners.search.attributes.rules import Asked, Kind, Matcher, Query, Text, problem_of

MOST_ROWS = 8
HOW = [
    ("is", "is"),
    ("is-not", "is not"),
    ("contains", "contains"),
    ("starts", "starts with"),
    ("one-of", "is one of (commas between)"),
    ("from", "is at least, or from"),
    ("to", "is at most, or until"),
    ("between", "is between"),
]
_TEXTS = {
    "is": Text.IS,
    "is-not": Text.IS_NOT,
    "contains": Text.CONTAINS,
    "starts": Text.STARTSWITH,
    "one-of": Text.IN,
}
_TRUTHS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_DAY = re.compile(r"\A(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\Z", re.ASCII)


def rows_wanted(query: QueryDict) -> int:
    """How many rows to show: those that were, one more when asked, at least two."""
    asked = query.get("rows", "")
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 2
    return max(2, min(MOST_ROWS, shown + ("add" in query)))


class AttributeForm(DpsForm):
    """Rows, and whether all of them must hold."""

    join = RadiosField(label="People must fit", choices=[("and", "All of these lines"), ("or", "Any of these lines")])
    prison = CheckboxesField(label="Prisons", hint="None ticked: all of them")

    def __init__(self, *args: Any, rows: int, prisons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = range(1, rows + 1)
        self.fields["prison"].choices = list(prisons.items())
        fields = [("", "Choose a field"), *sorted(((n, a.words) for n, a in ATTRIBUTES.items()), key=lambda f: f[1])]
        for row in self.rows:
            self.fields[f"field{row}"] = SelectField(label=f"Line {row}: field", choices=fields)
            self.fields[f"how{row}"] = SelectField(label=f"Line {row}: how", choices=HOW)
            self.fields[f"value{row}"] = TextField(label=f"Line {row}: value", max_length=200, classes="")
            self.fields[f"until{row}"] = TextField(label=f"Line {row}: and (between)", max_length=40, classes="")

    def clean(self) -> dict[str, Any]:
        self.matchers: list[Matcher] = []
        for row in self.rows:
            name = self.cleaned_data.get(f"field{row}")
            if name:
                self._read(row, ATTRIBUTES[name].name, ATTRIBUTES[name].kind)
            elif self.cleaned_data.get(f"value{row}"):
                self.add_error(f"field{row}", f"Line {row}: choose a field")
        if not self.matchers and not self.errors:
            raise forms.ValidationError("Choose a field and say what it must be")
        return self.cleaned_data

    def _read(self, row: int, name: str, kind: Kind) -> None:
        how = self.cleaned_data.get(f"how{row}") or "is"
        value, until = (str(self.cleaned_data.get(f"{box}{row}") or "") for box in ("value", "until"))
        matcher, words = _matcher(name, kind, how, value, until)
        words = words or (problem_of(matcher, FIELDS) if matcher else "")
        if words or matcher is None:
            self.add_error(f"value{row}", f"Line {row}: {words[:1].lower()}{words[1:]}")
        else:
            self.matchers.append(matcher)

    def asked(self, prisons: tuple[str, ...] | None) -> Asked:
        """The search of a valid form."""
        return Asked(Query(tuple(self.matchers), either=self.cleaned_data.get("join") == "or"), prisons)


def _matcher(name: str, kind: Kind, how: str, value: str, until: str) -> tuple[Matcher | None, str]:
    """The matcher of a row, or what is wrong with it."""
    if kind is Kind.BOOLEAN:
        truth = _TRUTHS.get(value.lower())
        if truth is None or how not in ("is", "is-not"):
            return None, "Enter yes or no"
        return Matcher(name, kind, truth=truth is (how == "is")), ""
    if kind is Kind.PNC and how == "is":
        return Matcher(name, kind, term=value), ""
    if kind in (Kind.STRING, Kind.PNC):
        if how not in _TEXTS:
            return None, "This field holds text: choose is, contains, starts with or is one of"
        return Matcher(name, Kind.STRING, _TEXTS[how], value), ""
    if how not in ("is", "from", "to", "between"):
        return None, "Choose is, at least, at most or between for this field"
    typed = [value] if how != "between" else [value, until]
    read = [_read_bound(kind, one) for one in typed]
    if any(one is None for one in read):
        return None, "Enter a whole number" if kind is Kind.INT else "Enter a real date, like 27/3/1985"
    lowest = read[0] if how != "to" else None
    highest = {"is": read[0], "to": read[0], "between": read[-1], "from": None}[how]
    if kind is Kind.DATETIME:
        lowest = datetime.combine(lowest, datetime.min.time(), LONDON) if lowest else None
        highest = datetime.combine(highest, datetime.max.time(), LONDON) if highest else None
    return Matcher(name, kind, lowest=lowest, highest=highest), ""


def _read_bound(kind: Kind, typed: str) -> int | date | None:
    if kind is Kind.INT:
        digits = typed.removeprefix("-")
        return int(typed) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
    if not (found := _DAY.match(typed)):
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
