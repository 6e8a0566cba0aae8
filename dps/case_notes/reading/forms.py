"""What narrows a list of notes, read from the address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.reading import rules
from dps.case_notes.reading.rules import Filters, Moment
from dps.platform.design.forms import CheckboxesField, DateField, DpsForm, RadiosField, SelectField, TextField

OF = ":"
"""Between the type and the sub-type of a choice: no code holds it."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Group:
    """The sub-types of one type, as (value, words) of a list."""

    type: str
    words: str
    choices: Sequence[tuple[str, str]]


def groups_of(kinds: Iterable[SubType], numbers: Mapping[int, int]) -> list[Group]:
    """Sub-types that have notes, by type, with how many."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for kind in kinds:
        if numbers.get(kind.id):
            choices = found.setdefault(kind.type, (kind.type_description, []))[1]
            choices.append((f"{kind.type}{OF}{kind.code}", f"{kind.description} ({numbers[kind.id]:,})"))
    return [Group(type, words, choices) for type, (words, choices) in found.items()]


class FilterForm(DpsForm):
    """Filters and order. What is chosen is offered even when there is nothing of it."""

    words = TextField(label="Search the text", max_length=rules.MOST_WORDS, classes="govuk-!-width-full")
    type = SelectField(label="Type")
    sub_type = SelectField(label="Sub-type")
    dates = RadiosField(
        label="Which date", choices=[(Moment.HAPPENED, "When it happened"), (Moment.CREATED, "When it was created")]
    )
    since = DateField(label="Date from", hint="")
    until = DateField(label="Date to", hint="")
    author = TextField(
        label="Written by", hint="Name or user name", max_length=LONGEST_NAME, classes="govuk-!-width-full"
    )
    prison = SelectField(label="Written at")
    hide = CheckboxesField(label="Entries made by systems", choices=[("system", "Hide system entries")])
    sort = SelectField(label="Sort by", choices=[(sort.key, sort.words) for sort in rules.SORTS])

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        kinds: Iterable[SubType],
        numbers: Mapping[int, int],
        prisons: Sequence[tuple[str, str]],
        today: date,
    ) -> None:
        super().__init__(_as_asked(query))
        self.today = today
        kinds = list(kinds)
        self.groups = groups_of(kinds, numbers)
        in_type: dict[str, int] = {}
        for kind in kinds:
            in_type[kind.type] = in_type.get(kind.type, 0) + numbers.get(kind.id, 0)
        chosen = self.data["type"]
        types = {kind.type: kind.type_description for kind in kinds if in_type[kind.type] or kind.type == chosen}
        self.fields["type"].choices = [
            ("", "All types"),
            *((code, f"{words} ({in_type[code]:,})") for code, words in types.items()),
        ]
        known = {f"{kind.type}{OF}{kind.code}": kind for kind in kinds}
        self.fields["sub_type"].choices = [("", "All sub-types"), *((key, kind.label) for key, kind in known.items())]
        wanted = known.get(self.data["sub_type"])
        self.chosen_without_notes = wanted.label if wanted and not numbers.get(wanted.id) else ""
        self.fields["prison"].choices = [("", "Any prison"), *prisons]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        for name, words in rules.date_problems(given.get("since"), given.get("until"), self.today).items():
            if name not in self.errors:
                self.add_error(name, words)
        return given

    @property
    def filters(self) -> Filters:
        """What was asked for, once it is valid."""
        given = self.cleaned_data
        return Filters(
            type=given["type"],
            sub_type=given["sub_type"].partition(OF)[2],
            words=given["words"],
            author=given["author"],
            prison=given["prison"],
            hide_system="system" in given["hide"],
            moment=Moment(given["dates"] or Moment.HAPPENED),
            since=given["since"],
            until=given["until"],
            sort=rules.sort_of(given["sort"]),
        )


def kind_asked(query: Mapping[str, Any]) -> tuple[str, str]:
    """The type and sub-type an address asks for (`subType` as addresses used to say). A sub-type by its code alone is
    one of the type; one of another type than is chosen is dropped, for the type was chosen last."""
    type, sub_type = query.get("type", ""), query.get("sub_type", "") or query.get("subType", "")
    of, divided, code = sub_type.partition(OF)
    if not divided:
        of, code = type, sub_type
    return (type or of, code) if of == (type or of) else (type, "")


def _as_asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """The address as the form reads it. Which date there is, when nothing is said; an order that is none is the
    first."""
    asked = {name: query.get(name, "") for name in query}
    type, code = kind_asked(query)
    return {
        **asked,
        "type": type,
        "sub_type": f"{type}{OF}{code}" if code else "",
        "dates": asked.get("dates") or str(Moment.HAPPENED),
        "hide": ["system"] if asked.get("hide") == "system" else [],
        "sort": rules.sort_of(asked.get("sort", "")).key,
    }
