"""Reads of restricted patients."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.estate.models import Agency
from dps.prisoners.search.rules import fold

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Patient:
    """One restricted patient."""

    number: str
    first_name: str
    last_name: str
    supporting_prison: str
    hospital: str
    discharged_on: date | None


_PATIENTS = """
SELECT r.person_id, r.first_name, r.last_name, r.supporting_prison, r.hospital, p.discharged_to_hospital_on
  FROM prisoners_searchrecord r JOIN prisoners_person p ON p.number = r.person_id WHERE r.supporting_prison <> ''
"""


def patients(*, words: str = "", prison: str = "") -> list[Patient]:
    """Restricted patients by name, whose number or names begin with `words`. One statement; MOST_SHOWN at most."""
    conditions = ""
    values: dict[str, Any] = {"most": MOST_SHOWN}
    if prison:
        conditions += " AND r.supporting_prison = %(prison)s"
        values["prison"] = prison
    for place, word in enumerate(fold(words).split()[:5]):
        conditions += (
            f" AND (r.person_id ILIKE %(number{place})s OR EXISTS (SELECT 1 FROM prisoners_searchname n"
            f" WHERE n.person_id = r.person_id AND n.words LIKE %(word{place})s))"
        )
        values |= {f"word{place}": f"% {word}%", f"number{place}": f"{word}%"}
    with connection.cursor() as cursor:
        cursor.execute(f"{_PATIENTS}{conditions} ORDER BY r.name_sort, r.person_id LIMIT %(most)s", values)
        return [Patient(*row) for row in cursor.fetchall()]


def patient(number: str) -> Patient | None:
    """One restricted patient; None for anybody else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_PATIENTS} AND r.person_id = %(number)s", {"number": number.upper()[:10]})
        row = cursor.fetchone()
        return Patient(*row) if row else None


def hospitals() -> dict[str, str]:
    """Code to name of every secure hospital, by name."""
    return dict(Agency.objects.filter(type="HSHOSP", active=True).order_by("name", "code").values_list("code", "name"))
