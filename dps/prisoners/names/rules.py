"""What a name may be, and when a change of it makes a new one. Source: prisoners.md 7, legacy-nomis.md 2."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LONGEST = 35
"""Characters of each part. Only one-byte letters are allowed, so the same in NOMIS."""
LONGEST_MIDDLE = 2 * LONGEST + 1
_ALLOWED = re.compile(r"[A-Za-z ,.'-]*\Z")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼ", "'") | dict.fromkeys("‐‑–", "-"))


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of a name in words."""

    title: str = ""
    first_name: str = ""
    middle_names: str = ""
    last_name: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name with what else tells one bearer from another."""

    words: Words
    date_of_birth: date | None
    sex: str


def as_kept(typed: str) -> str:
    """As NOMIS holds names: capitals, one space between words, plain apostrophes and hyphens."""
    plain = " ".join(typed.translate(_APOSTROPHES).split())
    return plain.upper() if _ALLOWED.match(plain) else plain


def words_as_kept(typed: Words) -> Words:
    """All parts of a name as NOMIS holds them."""
    return Words(
        typed.title, as_kept(typed.first_name), as_kept(typed.middle_names), as_kept(typed.last_name), typed.suffix
    )


def middle_halves(middle_names: str) -> tuple[str, str] | None:
    """Middle names as the two boxes of NOMIS, each of LONGEST at most, parted at a space. None when they do not fit."""
    first = second = ""
    for word in middle_names.split():
        longer = f"{first} {word}".strip()
        if not second and len(longer) <= LONGEST:
            first = longer
        else:
            second = f"{second} {word}".strip()
    return (first, second) if len(first) <= LONGEST and len(second) <= LONGEST else None


_LABELS = {"first_name": "First name", "middle_names": "Middle names", "last_name": "Last name"}


def word_problems(typed: Words, before: Words | None = None) -> dict[str, str]:
    """What is wrong with the words of a name, by field. What is as it was `before` is not asked again."""
    problems = {}
    for name, label in _LABELS.items():
        value: str = getattr(typed, name)
        if before is not None and value == getattr(before, name) and (value or name == "middle_names"):
            continue
        if not value:
            if name != "middle_names":
                problems[name] = f"Enter a {label.lower()}"
        elif not _ALLOWED.match(value):
            problems[name] = (
                f"{label} must only include letters a to z, spaces, hyphens, commas, full stops and apostrophes"
            )
        elif not re.search("[A-Za-z]", value):
            problems[name] = f"{label} must include a letter"
        elif name == "middle_names":
            if middle_halves(value) is None:
                problems[name] = (
                    f"{label} must be {LONGEST_MIDDLE} characters or fewer,"
                    f" and divide at a space into two parts of {LONGEST} or fewer"
                )
        elif len(value) > LONGEST:
            problems[name] = f"{label} must be {LONGEST} characters or fewer"
    return problems


def makes_new_name(typed: Words, before: Words, *, legal: bool) -> bool:
    """Whether a change makes a new working name and keeps the old as an alias, rather than being put right in place."""
    return typed != before and (legal or typed.last_name != before.last_name)


def same_key(alias: Alias) -> tuple[str, ...]:
    """Equal for names that are one: first, middle and last name, birth and sex, capitals and spaces ignored."""
    words = alias.words
    folded = [re.sub(r"\s", "", part).casefold() for part in (words.first_name, words.middle_names, words.last_name)]
    return (*folded, alias.date_of_birth.isoformat() if alias.date_of_birth else "", alias.sex)


def is_repeated(alias: Alias, others: Iterable[Alias]) -> bool:
    """Whether one of `others` is exactly this name."""
    return same_key(alias) in {same_key(other) for other in others}
