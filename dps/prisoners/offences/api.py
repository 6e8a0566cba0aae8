"""Sentences of a person, for other systems (prisoners.md 8)."""

from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.platform.api import ApiSchema, operation
from dps.prisoners.offences import queries
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Sentences"])


class SentenceTermKept(ApiSchema):
    code: str = Field(description="IMP imprisonment, LIC licence, and others of SENT_TERM")
    years: int
    months: int
    weeks: int
    days: int
    life: bool


class OffenceKept(ApiSchema):
    code: str
    description: str | None
    committed_on: date | None
    committed_until: date | None


class SentenceKept(ApiSchema):
    sequence: int
    line: int | None
    case_id: int | None
    category: str | None
    type: str | None
    status: str | None
    consecutive_to: int | None = Field(description="The sequence of the sentence this one follows; none: concurrent")
    fine_pence: int | None
    starts_on: date | None
    ends_on: date | None
    terms: list[SentenceTermKept]
    offences: list[OffenceKept]


@operation(
    router.get, "/{str:number}/sentences", capability=PrisonerPermission.READ_DETAILS, response=list[SentenceKept]
)
def sentences(request: HttpRequest, number: str) -> list[SentenceKept]:
    """The sentences in force of the latest booking, with their terms and offences. Recorded."""
    person = open_to_read(number, page="sentences (API)", part=Part.BASIC, by=request.actor)
    return [_as_given(one) for one in queries.sentences(person.booking_id)]


def _as_given(one: queries.SentenceLine) -> SentenceKept:
    row = one.row
    return SentenceKept(
        sequence=row.sequence,
        line=row.line,
        case_id=row.case_id,
        category=row.category or None,
        type=row.type or None,
        status=row.status or None,
        consecutive_to=row.consecutive_to,
        fine_pence=row.fine_pence,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        terms=[
            SentenceTermKept(
                code=term.code, years=term.years, months=term.months, weeks=term.weeks, days=term.days, life=term.life
            )
            for term in one.terms
        ],
        offences=[
            OffenceKept(
                code=charge.offence_code,
                description=charge.description or None,
                committed_on=charge.committed_on,
                committed_until=charge.committed_until,
            )
            for charge in one.charges
        ],
    )
