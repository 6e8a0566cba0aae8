"""Reads of the summary: what the header of a person's pages does not hold already."""

from dataclasses import dataclass

from dps.prisoners.models import Identifier, Person, PersonName


@dataclass(frozen=True, slots=True)
class Known:
    """The person, every name of theirs but the working one, and every identity number."""

    person: Person
    aliases: list[PersonName]
    identifiers: list[Identifier]


def known(number: str) -> Known:
    """By which names and numbers somebody is known. Three statements however many."""
    return Known(
        Person.objects.get(pk=number),
        list(PersonName.objects.filter(person_id=number, is_working=False).order_by("id")),
        list(Identifier.objects.filter(person_id=number).order_by("type", "-id")),
    )
