"""Finding sub-types, and what is decided about one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict

from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.models import NoteSubType
from dps.case_notes.rules import catalogue as rules
from dps.case_notes.rules.catalogue import Settings
from dps.platform.design.forms import DateField, DpsForm, RadiosField, SelectField, TextField

YES, NO = "yes", "no"
SHOWN = {
    "": "All of them",
    "offered": "Offered to staff",
    "systems": "Written by systems only",
    "hidden": "Hidden",
    "sensitive": "Sensitive",
    "restricted": "Restricted",
}


class FindForm(DpsForm):
    """Words or a code, and how a sub-type stands."""

    words = TextField(label="Words or code", max_length=80, classes="govuk-!-width-full")
    show = SelectField(label="Show", choices=SHOWN.items())

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)

    def found(self, kinds: list[SubType]) -> list[SubType] | None:
        """Those that are asked for, at once or by type; None when nothing is asked."""
        self.is_valid()
        words = self.cleaned_data.get("words", "").casefold()
        show = self.cleaned_data.get("show", "")
        if not words and not show:
            return None
        return [one for one in kinds if _is_shown(one, show) and _has(one, words)]


def _has(kind: SubType, words: str) -> bool:
    said = f"{kind.type} {kind.type_description} {kind.code} {kind.description}".casefold()
    return all(word in said for word in words.split())


def _is_shown(kind: SubType, show: str) -> bool:
    return {
        "offered": kind.active and kind.selectable,
        "systems": kind.active and not kind.selectable,
        "hidden": not kind.active,
        "sensitive": kind.sensitive,
        "restricted": kind.restricted_use,
    }.get(show, True)


class SettingsForm(DpsForm):
    """What is decided about one sub-type."""

    active = RadiosField(
        label="Is it in use?",
        choices=[(YES, "In use"), (NO, "Hidden: kept on old notes and in filters, never offered")],
        missing="Choose whether it is in use",
    )
    active_from = DateField(label="First day it is offered", hint="Leave empty if it always was")
    active_to = DateField(label="Last day it is offered", hint="Leave empty if there is no end")
    writer = RadiosField(
        label="Who writes it?",
        choices=[("staff", "Staff, and systems"), ("systems", "Systems only: staff are not offered it")],
        missing="Choose who writes it",
    )
    sensitive = RadiosField(
        label="Are its notes sensitive?",
        hint="Applies to every note of this sub-type, old ones too, as soon as you save.",
        choices=[(NO, "No"), (YES, "Yes: read only by offender managers and people with a sensitive notes role")],
        missing="Choose whether its notes are sensitive",
    )
    restricted_use = RadiosField(
        label="Is writing it restricted?",
        choices=[(NO, "No"), (YES, "Yes: only offender managers and people who add sensitive notes may write it")],
        missing="Choose whether writing it is restricted",
    )
    version = forms.CharField(required=False)

    @staticmethod
    def of(found: NoteSubType) -> dict[str, Any]:
        """The values a form starts from."""
        return {
            "active": YES if found.active else NO,
            "active_from": found.active_from,
            "active_to": found.active_to,
            "writer": "staff" if found.selectable else "systems",
            "sensitive": YES if found.sensitive else NO,
            "restricted_use": YES if found.restricted_use else NO,
            "version": found.version,
        }

    @property
    def seen(self) -> int:
        """The version that was shown, of a valid form; 0, which none has, for what is no number."""
        typed = self.cleaned_data["version"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def wanted(self) -> Settings:
        """What was chosen, of a valid form."""
        given = self.cleaned_data
        return Settings(
            active=given["active"] == YES,
            active_from=given["active_from"],
            active_to=given["active_to"],
            selectable=given["writer"] == "staff",
            sensitive=given["sensitive"] == YES,
            restricted_use=given["restricted_use"] == YES,
        )


AS_LONG_AS_THE_RULES_SAY = 2000


class TypeForm(DpsForm):
    """What a new type is called."""

    code = TextField(
        label="Code",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint=f"For systems: at most {rules.LONGEST_CODE} capital letters and digits. It cannot be changed later.",
        classes="govuk-input--width-10",
    )
    description = TextField(
        label="What staff read",
        max_length=AS_LONG_AS_THE_RULES_SAY,
        hint=f"At most {rules.LONGEST_DESCRIPTION} characters. It cannot be changed later.",
    )

    def clean_code(self) -> str:
        return _sound(rules.new_code(self.cleaned_data["code"]), rules.code_problem)

    def clean_description(self) -> str:
        return _sound(self.cleaned_data["description"], rules.description_problem)


class SubTypeForm(TypeForm, SettingsForm):
    """What a new sub-type is called, and what is decided about it."""

    sync_to_nomis = RadiosField(
        label="Are its notes kept in NOMIS too?",
        hint="NOMIS must have a type and a sub-type with the same codes. This cannot be changed later.",
        choices=[(NO, "No"), (YES, "Yes")],
        missing="Choose whether its notes are kept in NOMIS too",
    )
    version = None
    field_order = (
        "code", "description", "active", "active_from", "active_to", "writer", "sensitive", "restricted_use",
        "sync_to_nomis",
    )  # fmt: skip

    @property
    def goes_to_nomis(self) -> bool:
        """Whether its notes are to go to NOMIS, of a valid form."""
        return bool(self.cleaned_data["sync_to_nomis"] == YES)


NEW_SUB_TYPE = {"active": YES, "writer": "staff", "sensitive": NO, "restricted_use": NO, "sync_to_nomis": NO}
"""What the form for a new sub-type starts from."""


def _sound(typed: str, problem: Callable[[str], str]) -> str:
    if words := problem(typed):
        raise forms.ValidationError(words)
    return typed
