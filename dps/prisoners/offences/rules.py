"""Sentences in words, and what each key date means. Sources: prisoners.md 4 and 5, legacy-nomis.md 3."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dps.prisoners.rules.key_dates import LABELS

IMPRISONMENT, LICENCE = "IMP", "LIC"


@dataclass(frozen=True, slots=True)
class Term:
    """How long one part of a sentence runs. `code`: IMP imprisonment, LIC licence, and others."""

    code: str
    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    life: bool = False


def length_words(term: Term) -> str:
    """`2 years, 3 months`; `Life`; '' when no length is recorded."""
    parts = [(term.years, "year"), (term.months, "month"), (term.weeks, "week"), (term.days, "day")]
    words = ", ".join(f"{number} {one}{'' if number == 1 else 's'}" for number, one in parts if number)
    if term.life:
        return f"Life, minimum {words}" if words else "Life"
    return words


def sentence_length(terms: Sequence[Term], labels: Mapping[str, str]) -> str:
    """How long the sentence itself is: its term of imprisonment, and any other term named: `6 months (detention)`."""
    said = []
    for term in sorted(terms, key=lambda one: one.code != IMPRISONMENT):
        words = length_words(term)
        if words and term.code != LICENCE:
            named = labels.get(term.code, term.code).lower()
            said.append(words if term.code == IMPRISONMENT else f"{words} ({named})")
    return "; ".join(said)


def licence_length(terms: Sequence[Term]) -> str:
    """How long the licence of a sentence is; '' for none."""
    return "; ".join(words for term in terms if term.code == LICENCE and (words := length_words(term)))


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence line of a booking: its own sequence, the number people call it by, what it follows."""

    sequence: int
    number: int | None
    consecutive_to: int | None


def how_served(line: Line, lines: Iterable[Line]) -> str:
    """`Consecutive to sentence 2`, or `Concurrent`; '' for the only sentence of a booking."""
    others = {one.sequence: one for one in lines if one.sequence != line.sequence}
    if line.consecutive_to is not None:
        before = others.get(line.consecutive_to)
        if before is None:
            return "Consecutive to a sentence that is not listed"
        return f"Consecutive to sentence {before.number if before.number is not None else before.sequence}"
    return "Concurrent" if others else ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A day at court. `status`: SCH and '' are still to come when they are not past."""

    at: datetime
    court: str
    type: str = ""
    status: str = ""


def next_appearance(appearances: Iterable[Appearance], from_moment: datetime) -> Appearance | None:
    """The first appearance that is still planned at or after `from_moment`."""
    coming = [one for one in appearances if one.at >= from_moment and one.status in ("SCH", "")]
    return min(coming, key=lambda one: one.at, default=None)


EXPLANATIONS = {
    "ARD": "The day the law says they must be let out, with no licence afterwards.",
    "CRD": "The day they must be let out to serve the rest of the sentence in the community, on licence.",
    "NPD": "The day they must be let out if parole has not let them out before.",
    "PRRD": "The day they must be let out again after they were called back to prison.",
    "PED": "The first day the Parole Board may let them out.",
    "APD": "The day the Parole Board has agreed to let them out.",
    "HDCED": "The first day they may be let out early on a curfew with a tag, if they are suitable.",
    "HDCAD": "The day it has been agreed to let them out on a curfew with a tag.",
    "SED": "The last day of the whole sentence, in prison and in the community.",
    "LED": "The last day they must keep to the rules of their licence.",
    "SLED": "The last day of both the whole sentence and the licence.",
    "SSD": "The day the sentence began.",
    "ETD": "The earliest day a young person may move from custody to supervision in the community.",
    "MTD": "The usual day a young person moves from custody to supervision: half way through the order.",
    "LTD": "The latest day a young person may move from custody to supervision.",
    "DPRRD": "The day a young person must be let out again after they were called back.",
    "TARIFF": "The shortest time they must spend in prison before release can be considered.",
    "TUSED": "The last day of the extra supervision that follows a short sentence.",
    "ERSED": "The first day they may be removed from the country before the end of the time in prison.",
    "TERSED": "The first day they may be removed from the country now that the tariff has been served.",
    "ROTL": "The first day they may be let out for a short time, to come back.",
}
"""What each key date means, for somebody who has to tell a prisoner."""
CONFIRMED = "The day release has been confirmed for. It takes the place of the other dates."
_MORE_LABELS = {"SLED": "Sentence and licence expiry date", "SSD": "Sentence start date"}


@dataclass(frozen=True, slots=True)
class KeyDate:
    """One key date with its meaning. `kind` is '' for the confirmed release."""

    kind: str
    label: str
    on: date
    means: str


def explained(days: Mapping[str, date], *, confirmed_on: date | None) -> list[KeyDate]:
    """Every key date: the confirmed release first, the rest A to Z by label."""
    labels = {**_MORE_LABELS, **LABELS}
    found = [KeyDate(kind, labels.get(kind, kind), on, EXPLANATIONS.get(kind, "")) for kind, on in days.items()]
    first = [KeyDate("", "Confirmed release date", confirmed_on, CONFIRMED)] if confirmed_on else []
    return first + sorted(found, key=lambda one: one.label)
