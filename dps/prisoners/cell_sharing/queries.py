"""Reads of cell sharing risk assessments."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from dps.prisoners.cell_sharing.rules import Answer, Answered, Review, by_question, history
from dps.prisoners.models import Assessment, AssessmentAnswer
from dps.prisoners.rules.custody import AssessmentFacts


def reviews(number: str) -> list[Review]:
    """The history of a person in all their bookings, newest first. One statement."""
    rows = Assessment.objects.filter(booking__person_id=number, kind=Assessment.Kind.CSRA)
    return history(
        Review(
            id=row.id,
            booking_id=row.booking_id,
            facts=AssessmentFacts(
                row.on,
                row.sequence,
                row.status,
                row.calculated_level,
                row.override_level,
                row.review_level,
                row.evaluation_result,
                row.next_review_on,
            ),
            type=row.type,
            agency=row.agency,
            approved_on=row.evaluated_on,
            assessor=row.assessor,
            committee=row.committee,
            comment=row.comment,
            override_reason=row.override_reason,
            override_comment=row.override_comment,
            approval_committee=row.approval_committee,
            approval_comment=row.approval_comment,
        )
        for row in rows
    )


def answers_of(reviews: Collection[Review]) -> Mapping[int, list[Answered]]:
    """What was answered in each of these reviews of one person, by the id of the review. One statement."""
    rows = AssessmentAnswer.objects.filter(
        booking_id__in={one.booking_id for one in reviews},
        assessment_sequence__in={one.facts.sequence for one in reviews},
    ).order_by("question_order", "item")
    kept: defaultdict[tuple[int, int], list[Answer]] = defaultdict(list)
    for row in rows:
        kept[row.booking_id, row.assessment_sequence].append(Answer(row.question_order, row.question, row.answer))
    return {one.id: by_question(kept[one.booking_id, one.facts.sequence]) for one in reviews}
