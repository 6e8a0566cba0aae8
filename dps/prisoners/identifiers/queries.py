"""Reads of identity numbers."""

from dps.prisoners.models import Identifier


def numbers_of(number: str) -> list[Identifier]:
    """Every identity number, by type, newest first. One statement."""
    return list(Identifier.objects.filter(person_id=number).order_by("type", "-id"))


def number_of(number: str, identifier_id: int) -> Identifier | None:
    """One of them. One statement."""
    return Identifier.objects.filter(person_id=number, pk=identifier_id).first()
