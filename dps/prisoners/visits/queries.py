"""Reads of visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from dps.prisoners.models import Visit, VisitBalance, Visitor
from dps.prisoners.visits import rules

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which visits; '' and none are any. `until` is not included."""

    type: str = ""
    status: str = ""
    prison: str = ""
    since: datetime | None = None
    until: datetime | None = None


def visits(number: str, wanted: Wanted) -> "QuerySet[Visit]":
    """Visits in all bookings of a person, newest first."""
    found = Visit.objects.filter(booking__person_id=number)
    given = {"type": wanted.type, "status": wanted.status, "agency": wanted.prison, "starts_at__gte": wanted.since,
             "starts_at__lt": wanted.until}  # fmt: skip
    return found.filter(**{name: value for name, value in given.items() if value}).order_by("-starts_at", "-id")


def where(number: str) -> list[str]:
    """Codes of the prisons a person was visited in. One statement."""
    found = Visit.objects.filter(booking__person_id=number).exclude(agency="").order_by("agency")
    return list(found.values_list("agency", flat=True).distinct())


def visitors(visit_ids: Sequence[int]) -> dict[int, list[rules.Visitor]]:
    """Visit to those who came, in no order. One statement."""
    found: dict[int, list[rules.Visitor]] = {}
    for one in Visitor.objects.filter(visit_id__in=visit_ids):
        found.setdefault(one.visit_id, []).append(
            rules.Visitor(one.first_name, one.last_name, one.date_of_birth, one.lead, one.outcome)
        )
    return found


def orders_left(booking_id: int | None) -> VisitBalance | None:
    """Visiting orders left in the latest booking. One statement."""
    return VisitBalance.objects.filter(booking_id=booking_id).first() if booking_id is not None else None
