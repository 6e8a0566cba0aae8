"""Reads of cell sharing risk assessments."""

from dps.prisoners.cell_sharing.rules import Review, history
from dps.prisoners.models import Assessment
from dps.prisoners.rules.custody import AssessmentFacts


def reviews(number: str) -> list[Review]:
    """The history of a person in all their bookings, newest first. One statement."""
    rows = Assessment.objects.filter(booking__person_id=number, kind=Assessment.Kind.CSRA)
    return history(
        Review(
            id=row.id,
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
        )
        for row in rows
    )
