"""Reads of court cases, sentences and key dates of one booking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dps.prisoners.models import (
    Charge,
    CourtAppearance,
    CourtCase,
    ReleaseDetail,
    Sentence,
    SentenceCalculation,
    SentencedCharge,
    SentenceTerm,
)
from dps.prisoners.offences.rules import Appearance, Term
from dps.prisoners.rules import key_dates

GONE = "I"
"""Of a charge or a sentence: no longer in force."""


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """A sentence with its terms and what it is for."""

    row: Sentence
    terms: list[Term]
    charges: list[Charge]


@dataclass(frozen=True, slots=True)
class Case:
    """A court case; `row` is none for what belongs to no case."""

    row: CourtCase | None
    sentences: list[SentenceLine] = field(default_factory=list)
    unsentenced: list[Charge] = field(default_factory=list)
    appearances: list[Appearance] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KeyDates:
    """The key dates that count, and the confirmed release."""

    days: Mapping[str, date]
    confirmed_on: date | None


Links = Sequence[tuple[int, int]]
"""Sequence of a sentence, and the id of a charge it is for."""


def sentences(booking_id: int | None) -> list[SentenceLine]:
    """Sentences in force of a booking, by their number. Four statements."""
    return _lines(booking_id, _charges(booking_id), _links(booking_id)) if booking_id is not None else []


def _charges(booking_id: int) -> dict[int, Charge]:
    return {one.id: one for one in Charge.objects.filter(booking_id=booking_id).order_by("id")}


def _links(booking_id: int) -> Links:
    found = SentencedCharge.objects.filter(booking_id=booking_id).order_by("sentence_sequence", "charge_id")
    return list(found.values_list("sentence_sequence", "charge_id"))


def _lines(booking_id: int, charges: Mapping[int, Charge], links: Links) -> list[SentenceLine]:
    terms: dict[int, list[Term]] = {}
    for one in SentenceTerm.objects.filter(booking_id=booking_id).order_by("sentence_sequence", "sequence"):
        parts = (one.years or 0, one.months or 0, one.weeks or 0, one.days or 0)
        terms.setdefault(one.sentence_sequence, []).append(Term(one.code, *parts, one.life))
    for_what: dict[int, list[Charge]] = {}
    for sequence, charge_id in links:
        if charge_id in charges:
            for_what.setdefault(sequence, []).append(charges[charge_id])
    rows = Sentence.objects.filter(booking_id=booking_id).exclude(status=GONE).order_by("line", "sequence")
    return [SentenceLine(row, terms.get(row.sequence, []), for_what.get(row.sequence, [])) for row in rows]


def cases(booking_id: int | None) -> list[Case]:
    """The court cases of a booking: those still open first, then the newest; what has no case last. Six statements."""
    if booking_id is None:
        return []
    rows = CourtCase.objects.filter(booking_id=booking_id).order_by("-began_on", "-id")
    found: dict[int | None, Case] = {
        row.id: Case(row) for row in sorted(rows, key=lambda row: row.status not in ("A", ""))
    }
    without = Case(None)
    charges, links = _charges(booking_id), _links(booking_id)
    for line in _lines(booking_id, charges, links):
        case_id = line.row.case_id or next((one.case_id for one in line.charges), None)
        found.get(case_id, without).sentences.append(line)
    sentenced = {charge_id for _, charge_id in links}
    for charge in charges.values():
        if charge.id not in sentenced and charge.status != GONE:
            found.get(charge.case_id, without).unsentenced.append(charge)
    for one in CourtAppearance.objects.filter(booking_id=booking_id).order_by("at", "id"):
        found.get(one.case_id, without).appearances.append(Appearance(one.at, one.court, one.type, one.status))
    return [*found.values(), *([without] if without.sentences or without.unsentenced else [])]


def key_dates_of(booking_id: int | None) -> KeyDates:
    """The dates of the newest calculation of a booking, overrides counted, and the confirmed release.

    Two statements.
    """
    if booking_id is None:
        return KeyDates({}, None)
    newest = SentenceCalculation.objects.filter(booking_id=booking_id).order_by("-calculated_at", "-id").first()
    pairs = {kind: (_day(pair[0]), _day(pair[1])) for kind, pair in (newest.dates if newest else {}).items()}
    released = ReleaseDetail.objects.filter(booking_id=booking_id).first()
    return KeyDates(key_dates.effective(pairs), released.confirmed_on if released else None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
