"""Reads of names."""

from dps.prisoners.models import PersonName
from dps.prisoners.names.rules import Alias, Words


def names_of(number: str) -> list[PersonName]:
    """Every name, the working name first, then as they were recorded. One statement."""
    return list(PersonName.objects.filter(person_id=number).order_by("-is_working", "id"))


def name_of(number: str, name_id: int) -> PersonName | None:
    """One name of this person. One statement."""
    return PersonName.objects.filter(person_id=number, pk=name_id).first()


def working_name(number: str) -> PersonName | None:
    """The name in use. One statement."""
    return PersonName.objects.filter(person_id=number, is_working=True).order_by("id").first()


def words_of(row: PersonName) -> Words:
    """The parts of a name."""
    return Words(row.title, row.first_name, row.middle_names, row.last_name, row.suffix)


def alias_of(row: PersonName) -> Alias:
    """A name with birth and sex."""
    return Alias(words_of(row), row.date_of_birth, row.sex)
