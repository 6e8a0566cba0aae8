"""People to choose one note for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.case_notes.adding.several.rules import MOST_PEOPLE
from dps.case_notes.reach import readable
from dps.estate.rules import location_prefix
from dps.platform.access import Actor
from dps.prisoners.rules import names


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person whose notes one may write."""

    number: str
    name: str
    agency: str
    cell_path: str
    born: date | None


_COLUMNS = "r.person_id, r.last_name, r.first_name, r.agency, r.cell_path, r.date_of_birth"


def named(numbers: Sequence[str], *, by: Actor) -> list[Somebody]:
    """Those of these numbers whose notes the actor may write, by name. One statement."""
    return _people("r.person_id = ANY (%(numbers)s)", {"numbers": list(numbers)}, "r.name_sort, r.person_id", by)


def of_wing(wing: str, *, by: Actor) -> list[Somebody]:
    """The people of a wing of the prison the actor works in, by cell. One statement."""
    where = "r.agency = %(prison)s AND (starts_with(r.cell_path, %(wing)s) OR r.cell_path = rtrim(%(wing)s, '-'))"
    values = {"prison": by.active_caseload, "wing": location_prefix(by.active_caseload, wing)}
    return _people(where, values, "r.cell_sort, r.name_sort, r.person_id", by)


def _people(where: str, values: dict[str, Any], order: str, by: Actor) -> list[Somebody]:
    condition, more = readable(by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM prisoners_searchrecord r WHERE {where} AND {condition}"
            f" ORDER BY {order} LIMIT %(most)s",
            {**values, **more, "most": 4 * MOST_PEOPLE},
        )
        return [
            Somebody(number, names.last_first(last, first), agency, cell, born)
            for number, last, first, agency, cell, born in cursor.fetchall()
        ]
