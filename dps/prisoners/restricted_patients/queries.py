"""Reads of restricted patients: the one list that the menu, prisoner search and the API show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.estate.models import Agency
from dps.platform import local_time
from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in
from dps.prisoners.search.rules import fold

MOST_SHOWN = 500
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Patient:
    """One restricted patient."""

    person: Found
    discharged_on: date | None


_SELECTED = f"SELECT {SELECTED}, '', {ACTIVE_ALERTS}, p.discharged_to_hospital_on, count(*) OVER ()"
_PATIENTS = """
  FROM prisoners_searchrecord r JOIN prisoners_person p ON p.number = r.person_id WHERE r.supporting_prison <> ''
"""


def patients(
    *,
    words: str = "",
    prisons: Sequence[str] | None = None,
    by_name: bool = False,
    first: int = 0,
    size: int | None = None,
) -> tuple[list[Patient], int]:
    """Restricted patients whose number or names begin with each of `words`, and how many there are in all.

    `prisons` are those that look after them, None is all; by number, or by name. One statement.
    """
    clauses = ["(%(prisons)s::text[] IS NULL OR r.supporting_prison = ANY (%(prisons)s))"]
    values: dict[str, Any] = {"prisons": None if prisons is None else list(prisons), "first": first, "size": size}
    for place, word in enumerate(fold(words).split()[:MOST_WORDS]):
        clauses.append(
            f"(r.person_id ILIKE %(number{place})s OR EXISTS (SELECT 1 FROM prisoners_searchname n"
            f" WHERE n.person_id = r.person_id AND n.words LIKE %(word{place})s))"
        )
        values |= {f"word{place}": f"% {word}%", f"number{place}": f"{word}%"}
    order = "r.name_sort, r.person_id" if by_name else "r.person_id"
    return _read(f"AND {' AND '.join(clauses)} ORDER BY {order} LIMIT %(size)s OFFSET %(first)s", values)


def patient(number: str) -> Patient | None:
    """One restricted patient; None for anybody else. One statement."""
    found, _ = _read("AND r.person_id = %(number)s", {"number": number.upper()[:10]})
    return found[0] if found else None


def _read(conditions: str, values: dict[str, Any]) -> tuple[list[Patient], int]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECTED}{_PATIENTS}{conditions}", values | {"today": local_time.today()})
        rows = cursor.fetchall()
    return [Patient(found_in(row[:-2]), row[-2]) for row in rows], rows[0][-1] if rows else 0


def hospitals() -> dict[str, str]:
    """Code to name of every secure hospital, by name."""
    return dict(Agency.objects.filter(type="HSHOSP", active=True).order_by("name", "code").values_list("code", "name"))
