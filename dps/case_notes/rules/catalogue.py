"""Which kinds of note are offered, and when. Source: case-notes.md 3 and 4."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_CODE, LONGEST_DESCRIPTION = 12, 80
_CODE = re.compile(r"\A[A-Z0-9]([A-Z0-9 &_-]*[A-Z0-9])?\Z")
ENTER_CODE = "Enter a code"
CODE_TOO_LONG = f"The code must be {LONGEST_CODE} characters or fewer"
CODE_LETTERS = "The code must be capital letters A to Z and digits; spaces, &, - and _ may stand between them"
CODE_TAKEN = "This code is used already. Choose another"
ENTER_DESCRIPTION = "Enter what staff are to read"
DESCRIPTION_TOO_LONG = f"It must be {LONGEST_DESCRIPTION} characters or fewer"


def new_code(typed: str) -> str:
    """A code as it is kept: in capitals, nothing blank round it. Inside it nothing is changed (case-notes.md 4)."""
    return typed.strip().upper()


def code_problem(code: str) -> str:
    """Why a type or a sub-type cannot be added with this code; '' when it can (case-notes.md 3)."""
    if not code:
        return ENTER_CODE
    if len(code) > LONGEST_CODE:
        return CODE_TOO_LONG
    return "" if _CODE.match(code) else CODE_LETTERS


def description_problem(words: str) -> str:
    """Why a type or a sub-type cannot be called that; '' when it can (case-notes.md 3)."""
    if not words.strip():
        return ENTER_DESCRIPTION
    return DESCRIPTION_TOO_LONG if len(words.strip()) > LONGEST_DESCRIPTION else ""


def is_offered(*, active: bool, active_from: date | None, active_to: date | None, on: date) -> bool:
    """Whether a sub-type is in use on a day: switched on, and the day within its dates, both included."""
    begun = active_from is None or active_from <= on
    over = active_to is not None and active_to < on
    return active and begun and not over


def in_order(description: str, code: str) -> tuple[str, str]:
    """The key by which types and sub-types are put in order everywhere: description ignoring case, ties by code."""
    return description.casefold(), code


def source_of(*, sync_to_nomis: bool, selectable: bool) -> str:
    """What older systems call where a note is from (case-notes.md 3): OCNS when NOMIS never has it, AUTO when only
    systems write it, else INST."""
    if not sync_to_nomis:
        return "OCNS"
    return "INST" if selectable else "AUTO"


@dataclass(frozen=True, slots=True)
class Settings:
    """What those who look after types decide about a sub-type."""

    active: bool
    active_from: date | None
    active_to: date | None
    selectable: bool
    sensitive: bool
    restricted_use: bool

    def offered_to_staff(self, on: date) -> bool:
        """Whether staff find it on the form that day."""
        return self.selectable and is_offered(
            active=self.active, active_from=self.active_from, active_to=self.active_to, on=on
        )


class Effect(StrEnum):
    """What a change of settings does to the work of staff."""

    HIDDEN = "hidden"
    HIDDEN_LATER = "hidden later"
    OFFERED = "offered"
    OFFERED_LATER = "offered later"
    HISTORY_HIDDEN = "history hidden"
    HISTORY_SHOWN = "history shown"
    RESTRICTED = "restricted"
    FREED = "freed"


ENDS_BEFORE_IT_BEGINS = "The last day must be the same as or after the first day"


def settings_problems(wanted: Settings) -> dict[str, str]:
    """Field to words for what is wrong with settings; {} when nothing is."""
    wrong = wanted.active_from and wanted.active_to and wanted.active_to < wanted.active_from
    return {"active_to": ENDS_BEFORE_IT_BEGINS} if wrong else {}


def effects(before: Settings, after: Settings, today: date) -> list[Effect]:
    """What staff will notice of a change, the gravest first."""
    was, will_be = before.offered_to_staff(today), after.offered_to_staff(today)
    ends_anew = after.active_to is not None and after.active_to != before.active_to
    begins = after.selectable and after.active and after.active_from is not None and after.active_from > today
    found = {
        Effect.HISTORY_SHOWN: before.sensitive and not after.sensitive,
        Effect.HISTORY_HIDDEN: after.sensitive and not before.sensitive,
        Effect.HIDDEN: was and not will_be,
        Effect.HIDDEN_LATER: will_be and ends_anew,
        Effect.OFFERED: will_be and not was,
        Effect.OFFERED_LATER: not will_be and begins and before != after,
        Effect.RESTRICTED: after.restricted_use and not before.restricted_use,
        Effect.FREED: before.restricted_use and not after.restricted_use,
    }
    return [effect for effect, is_so in found.items() if is_so]
