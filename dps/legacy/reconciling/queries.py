"""What the nights found."""

from dps.legacy.models import Mismatch, Reconciliation

RUNS = 30


def runs() -> list[Reconciliation]:
    """The newest first. One statement."""
    return list(Reconciliation.objects.order_by("-started_at", "-id")[:RUNS])


def mismatches(run: Reconciliation, start: int, size: int) -> list[Mismatch]:
    """People for whom the sides differed, by number. One statement."""
    return list(Mismatch.objects.filter(reconciliation=run).order_by("person_id")[start : start + size])
