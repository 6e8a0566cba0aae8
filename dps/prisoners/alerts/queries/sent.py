"""Alerts as other systems ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dps.prisoners.models import Alert

SORTS = {
    "activeFrom,desc": ("-active_from", "-created_at", "id"),
    "activeFrom,asc": ("active_from", "created_at", "id"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list. None and empty values filter nothing."""

    active: bool | None
    types: tuple[str, ...]
    codes: tuple[str, ...]
    started_from: date | None
    started_to: date | None
    words: str
    sort: str


def _active(found: "QuerySet[Alert]", today: date, *, active: bool = True) -> "QuerySet[Alert]":
    return found.filter(Q(active_to=None) | Q(active_to__gt=today)) if active else found.filter(active_to__lte=today)


def found(number: str, wanted: Wanted, *, today: date, start: int, size: int) -> tuple[list[Alert], int]:
    """Some of a person's alerts, and how many there are so narrowed. Two statements."""
    rows = Alert.objects.filter(person_id=number, deleted_at=None)
    if wanted.active is not None:
        rows = _active(rows, today, active=wanted.active)
    if wanted.types:
        rows = rows.filter(type__in=wanted.types)
    if wanted.codes:
        rows = rows.filter(code__in=wanted.codes)
    if wanted.started_from:
        rows = rows.filter(active_from__gte=wanted.started_from)
    if wanted.started_to:
        rows = rows.filter(active_from__lte=wanted.started_to)
    if wanted.words:
        rows = rows.filter(Q(description__icontains=wanted.words) | Q(authorised_by__icontains=wanted.words))
    return list(rows.order_by(*SORTS[wanted.sort])[start : start + size]), rows.count()


def of_many(numbers: Sequence[str], *, inactive_too: bool, today: date) -> list[Alert]:
    """The alerts of several people, by number, newest first. One statement."""
    rows = Alert.objects.filter(person_id__in=numbers, deleted_at=None)
    if not inactive_too:
        rows = _active(rows, today)
    return list(rows.order_by("person_id", "-active_from", "code", "id"))
