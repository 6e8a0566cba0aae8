"""Court cases and sentences in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.design.environment import pounds
from dps.prisoners.models import Charge
from dps.prisoners.offences import queries, rules

STATUSES = {"I": "Inactive", "C": "Closed"}


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence as it is listed."""

    number: int
    offences: list[str]
    length: str
    licence: str
    served: str
    starts_on: date | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One court case as it is shown."""

    title: str
    court: str
    status: str
    began_on: date | None
    sentences: list[SentenceRow]
    unsentenced: list[str]
    next: str
    """The next appearance in words, for a case with unsentenced offences."""


def case_rows(found: Sequence[queries.Case], from_moment: datetime) -> list[CaseRow]:
    """Court cases as they are shown; `from_moment` is when the day began."""
    lines = [_line(one) for case in found for one in case.sentences]
    return [_case(case, lines, from_moment) for case in found]


def _line(one: queries.SentenceLine) -> rules.Line:
    return rules.Line(one.row.sequence, one.row.line, one.row.consecutive_to)


def _case(case: queries.Case, lines: Sequence[rules.Line], from_moment: datetime) -> CaseRow:
    row = case.row
    coming = rules.next_appearance(case.appearances, from_moment)
    return CaseRow(
        title=(f"Case {row.number}" if row.number else "Case without a number") if row else "No court case recorded",
        court=estate.agency_name(row.court) if row else "",
        status=STATUSES.get(row.status, "") if row else "",
        began_on=row.began_on if row else None,
        sentences=[_sentence(one, lines) for one in case.sentences],
        unsentenced=[offence(one) for one in case.unsentenced],
        next=f"{local_time.long_date(coming.at)}, {estate.agency_name(coming.court)}" if coming else "None scheduled",
    )


def _sentence(one: queries.SentenceLine, lines: Sequence[rules.Line]) -> SentenceRow:
    fine = f"Fine of {pounds(one.row.fine_pence)}" if one.row.fine_pence else ""
    length = rules.sentence_length(one.terms, estate.labels("SENT_TERM"))
    return SentenceRow(
        number=one.row.sequence if one.row.line is None else one.row.line,
        offences=[offence(charge) for charge in one.charges],
        length="; ".join(part for part in (length, fine) if part) or "Not entered",
        licence=rules.licence_length(one.terms),
        served=rules.how_served(_line(one), lines),
        starts_on=one.row.starts_on,
    )


def offence(charge: Charge) -> str:
    """An offence with its day or days: `Theft, 3 May 2025`."""
    words = charge.description or charge.offence_code
    if charge.committed_on is None:
        return words
    days = local_time.long_date(charge.committed_on)
    return f"{words}, {days}" + (
        f" to {local_time.long_date(charge.committed_until)}" if charge.committed_until else ""
    )
