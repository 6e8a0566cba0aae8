"""Cell sharing risk reviews in words."""

from dataclasses import dataclass
from datetime import date

from dps.estate import queries as estate
from dps.prisoners.cell_sharing.rules import Review
from dps.prisoners.rules import names

TYPES = {
    "CSR": "Rating",
    "CSRF": "Full assessment",
    "CSRH": "Health assessment",
    "CSRDO": "Locate assessment",
    "CSR1": "Reception assessment",
    "CSRREV": "Review",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One review as it is shown. Levels are words, '' for none."""

    id: int
    on: date
    type: str
    level: str
    calculated: str
    override: str
    approved: str
    tag: str
    approved_on: date | None
    location: str
    assessor: str
    committee: str
    comment: str
    next_review_on: date | None
    override_reason: str
    override_comment: str
    approval_committee: str
    approval_comment: str


def row_of(one: Review) -> Row:
    """A review as it is shown."""

    def words(code: str) -> str:
        return estate.label("CSRA", code) if code else ""

    def committee(code: str) -> str:
        return estate.label("COMMITTEE", code) if code else "Not entered"

    return Row(
        id=one.id,
        on=one.facts.on,
        type=TYPES.get(one.type, one.type),
        level=words(one.level),
        calculated=words(one.facts.calculated),
        override=words(one.facts.override),
        approved=words(one.facts.review),
        tag=str(one.approval),
        approved_on=one.approved_on,
        location=estate.agency_name(one.agency) if one.agency else "Not entered",
        assessor=names.title_case(one.assessor) or "Not entered",
        committee=committee(one.committee),
        comment=one.comment,
        next_review_on=one.facts.next_review_on,
        override_reason=one.override_reason,
        override_comment=one.override_comment,
        approval_committee=committee(one.approval_committee),
        approval_comment=one.approval_comment,
    )
