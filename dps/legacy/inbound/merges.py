"""Two prison numbers that turn out to be one person (legacy-nomis.md 10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import UniqueConstraint

from dps.platform import events
from dps.platform.events import Source
from dps.prisoners.changes import merging
from dps.prisoners.models import Identifier, Person, PersonName

MERGED = "MERGED"
_OWN_SEQUENCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Merge:
    """`removed` is now known as `kept`."""

    kept: str
    removed: str


def renumber(*, old: str, new: str) -> None:
    """The person `old` is now known by a number nobody has here: make it, and move everything to it."""
    person = Person.objects.get(pk=old)
    Person.objects.filter(pk=old).update(nomis_root_id=None)
    person.pk = new
    person.save(force_insert=True)
    merge(Merge(kept=new, removed=old))


def merge(found: Merge) -> None:
    """Move everything of the removed number to the kept one, keep the old number as an identifier, and tell.

    Where both have a thing that one person can have only once (an account at one prison, the same
    non-association), the kept person's stays: it is what NOMIS now says.
    """
    kept, removed = found.kept, found.removed
    merging.prepare_all(kept, removed)
    with connection.cursor() as cursor:
        for model, column in _belongings():
            _move(cursor, model, column, kept=kept, removed=removed)
        cursor.execute("DELETE FROM prisoners_nonassociation WHERE person_id = other_id")
    if not Identifier.objects.filter(person_id=kept, type=MERGED, value=removed).exists():
        name = PersonName.objects.filter(person_id=kept).order_by("-is_working", "id").values_list("id", flat=True)
        number = Identifier.objects.filter(person_id=kept, sequence__gte=_OWN_SEQUENCE).count()
        Identifier.objects.create(
            person_id=kept, name_id=name[0], sequence=_OWN_SEQUENCE + number, type=MERGED, value=removed
        )
    Person.objects.filter(pk=removed).delete()
    events.publish("prisoner.merged", subject=kept, data={"removed": removed}, source=Source.NOMIS)
    events.signal_live([removed])


def _belongings() -> list[tuple[Any, str]]:
    """Every table that points at a person, with the column that does."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in Person._meta.related_objects
        if relation.related_model is not Person
    ]


def _move(cursor: Any, model: Any, column: str, *, kept: str, removed: str) -> None:
    meta = model._meta
    table = connection.ops.quote_name(meta.db_table)
    field = next(found for found in meta.concrete_fields if found.attname == column)
    if not (field.unique or field.primary_key):
        clashes = "".join(
            f" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.{column} = %(kept)s"
            + "".join(
                f" AND o.{attname} IS NOT DISTINCT FROM t.{attname}"
                for name in constraint.fields
                if (attname := meta.get_field(name).attname) != column
            )
            + ")"
            for constraint in meta.constraints
            if isinstance(constraint, UniqueConstraint)
            and constraint.condition is None  # what is unique only in part, its service has prepared
            and column in [meta.get_field(name).attname for name in constraint.fields]
        )
        cursor.execute(
            f"UPDATE {table} t SET {column} = %(kept)s WHERE t.{column} = %(removed)s{clashes}",
            {"kept": kept, "removed": removed},
        )
    cursor.execute(f"DELETE FROM {table} WHERE {column} = %(removed)s", {"removed": removed})


def candidates() -> list[Merge]:
    """People here whose number somebody else carries as a merged number. NOMIS has the last word on each."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT i.person_id, i.value FROM prisoners_identifier i
                 JOIN prisoners_person p ON p.number = i.value
                WHERE i.type = %s AND i.person_id <> i.value""",
            [MERGED],
        )
        return [Merge(kept, removed) for kept, removed in cursor.fetchall()]


def nameless(numbers: Iterable[str] | None = None) -> list[str]:
    """NOMIS people here who have no name record left, of those given or of all."""
    found = Person.objects.filter(nomis_root_id__isnull=False, names__isnull=True)
    if numbers is not None:
        found = found.filter(number__in=list(numbers))
    return list(found.order_by("number").values_list("number", flat=True))
