"""Cell sharing risk assessments of a person, for other systems (prisoners.md 8)."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from dps.platform.api import ApiSchema, operation
from dps.prisoners.cell_sharing import queries, rules
from dps.prisoners.cell_sharing.rules import Review
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Cell sharing assessments"])


class Answered(ApiSchema):
    question: str | None = Field(description="Null when NOMIS no longer has its words")
    answers: list[str]


class CellSharingAssessment(ApiSchema):
    id: int
    on: date
    sequence: int
    type: str
    level: str = Field(description="The rating that counts, a code of CSRA")
    calculated_level: str | None
    override_level: str | None
    override_reason: str | None = Field(description="A code of NOMIS: why another level was chosen")
    override_comment: str | None
    approved_level: str | None
    approval: str = Field(description="In words: approved, changed at approval, not approved, or waiting")
    approved_on: date | None
    next_review_on: date | None
    prison_id: str | None
    assessor: str | None
    committee: str | None = Field(
        description="The committee that approved it, else the assessor's. A code of COMMITTEE"
    )
    assessment_committee: str | None
    approval_committee: str | None
    approval_comment: str | None
    comment: str | None
    answers: list[Answered] = Field(
        description="In the order of the form, without questions left unanswered; empty when none were recorded"
    )


@operation(
    router.get,
    "/{str:number}/cell-sharing-assessments",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[CellSharingAssessment],
)
def assessments(request: HttpRequest, number: str) -> list[CellSharingAssessment]:
    """The assessments that have a level, of all bookings, newest first. Recorded."""
    person = open_to_read(number, page="csra history (API)", part=Part.CSRA_HISTORY, by=request.actor)
    reviews = queries.reviews(person.number)
    answers = queries.answers_of(reviews)
    return [_as_given(one, answers[one.id]) for one in reviews]


def _as_given(one: Review, answered: Sequence[rules.Answered]) -> CellSharingAssessment:
    return CellSharingAssessment(
        id=one.id,
        on=one.facts.on,
        sequence=one.facts.sequence,
        type=one.type,
        level=one.level,
        calculated_level=one.facts.calculated or None,
        override_level=one.facts.override or None,
        override_reason=one.override_reason or None,
        override_comment=one.override_comment or None,
        approved_level=one.facts.review or None,
        approval=str(one.approval),
        approved_on=one.approved_on,
        next_review_on=one.facts.next_review_on,
        prison_id=one.agency or None,
        assessor=one.assessor or None,
        committee=one.approval_committee or one.committee or None,
        assessment_committee=one.committee or None,
        approval_committee=one.approval_committee or None,
        approval_comment=one.approval_comment or None,
        comment=one.comment or None,
        answers=[Answered(question=each.question or None, answers=list(each.answers)) for each in answered],
    )
