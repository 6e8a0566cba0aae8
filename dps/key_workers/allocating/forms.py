"""The search of the allocate page, and the choices made in its rows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from dps.key_workers.rules import search as rules
from dps.key_workers.rules.allocation import AUTO, MANUAL, Unwanted, Wanted
from dps.platform.design.forms import CheckboxesField, DpsForm, Problem, SelectField, TextField
from dps.platform.web.refusals import Invalid

NOBODY = "none"
_FIELD = re.compile(r"\Achoice-([A-Z][0-9]{4}[A-Z]{2})\Z")
_CHOICE = re.compile(r"\A(auto-)?([0-9]{1,18})\Z")
_SEEN = re.compile(r"([A-Z][0-9]{4}[A-Z]{2}):([0-9]{0,18})(?: |\Z)")


class SearchForm(DpsForm):
    """Who is to be listed. At least one of the three must be given."""

    query = TextField(label="Name or prison number", max_length=60, classes="")
    location = SelectField(label="Residential location")
    unallocated = CheckboxesField(label="Show only", choices=[("on", "Prisoners without a worker")])

    def __init__(self, *args: Any, locations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].choices = [("", "All"), *locations]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            found = rules.problems(
                query=cleaned["query"], location=cleaned["location"], unallocated=bool(cleaned["unallocated"])
            )
            for name, words in found.items():
                self.add_error(name or None, words)
        return cleaned


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen in the rows of a page: by number the value of the select, and whom each was seen to have."""

    values: Mapping[str, str]
    seen: Mapping[str, int | None]

    @property
    def wrong(self) -> list[str]:
        """Numbers whose value is none that a select offers."""
        return [number for number, value in self.values.items() if value != NOBODY and not _CHOICE.match(value)]

    def wanted(self, why: Mapping[tuple[str, int], str] | None = None) -> list[Wanted]:
        """The allocations chosen. `why` gives the reason of a recommendation by number and staff id."""
        found = []
        for number, value in self.values.items():
            chosen = _CHOICE.match(value)
            if not chosen:
                continue
            staff_id, auto = int(chosen[2]), bool(chosen[1])
            reason = (why or {}).get((number, staff_id), "Recommended automatically") if auto else ""
            said = {"expected": self.seen[number]} if number in self.seen else {}
            found.append(Wanted(number, staff_id, AUTO if auto else MANUAL, reason, **said))
        return found

    def unwanted(self) -> list[Unwanted]:
        """The deallocations chosen: of the worker each was seen to have."""
        return [
            Unwanted(number, staff_id)
            for number, value in self.values.items()
            if value == NOBODY and (staff_id := self.seen.get(number)) is not None
        ]


def read_choices(posted: QueryDict) -> Choices:
    """What was chosen, those on other pages of the list too."""
    values = {
        found[1]: value.strip()
        for name, value in posted.items()
        if (found := _FIELD.match(name)) and str(value).strip()
    }
    pairs = _SEEN.findall(str(posted.get("seen", ""))[:100_000])
    return Choices(values, {number: int(staff_id) if staff_id else None for number, staff_id in pairs})


class ChoicesForm(DpsForm):
    """Not typed into: carries what is wrong with the choices, each problem leading to its row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_rows: dict[str, str] = {}
        self.listed: set[str] = set()
        """Whose rows are on the page: problems of others lead to its top."""

    def refuse(self, refused: Invalid) -> None:
        """Show what a save was refused for."""
        for number, words in refused.problems.items():
            if number:
                self.of_rows[number] = words
            self.add_error(None, words)

    def error_summary(self) -> list[Problem]:
        """Those of rows lead to the row's select."""
        by_words = {words: f"choice-{number}" for number, words in self.of_rows.items() if number in self.listed}
        return [Problem(by_words.get(str(one), "main-content"), str(one)) for one in self.non_field_errors()]
