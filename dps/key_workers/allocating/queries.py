"""Who is at the prison, with the worker they have, as the allocate page and the API list them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.key_workers.policies import Policy
from dps.key_workers.rules.recommendation import CAUTIONS
from dps.key_workers.rules.search import PRISON_NUMBER, closed_prefix
from dps.prisoners.search.rules import fold

SORTS = {
    "name": "r.name_sort, r.person_id",
    "-name": "r.name_sort DESC, r.person_id DESC",
    "location": "r.cell_sort, r.person_id",
    "-location": "r.cell_sort DESC, r.person_id",
    "worker": "w.last_name NULLS FIRST, w.first_name, r.name_sort, r.person_id",
    "-worker": "w.last_name DESC NULLS LAST, w.first_name DESC, r.name_sort, r.person_id",
}
_PEOPLE = """
WITH found AS (
  SELECT r.person_id, r.first_name, r.last_name, r.cell_path, a.id AS allocation_id, a.staff_id, a.prison AS held_at,
         a.allocated_at, a.last_session_on, a.next_due_on, w.first_name AS worker_first, w.last_name AS worker_last,
         c.person_id IS NOT NULL AS high_complexity, count(*) OVER () AS total,
         row_number() OVER (ORDER BY {order}) AS place
    FROM prisoners_searchrecord r
    LEFT JOIN key_workers_allocation a ON a.person_id = r.person_id AND a.policy = %(policy)s AND a.is_active
    LEFT JOIN key_workers_staffrole w ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id
    LEFT JOIN key_workers_complexityofneed c ON c.person_id = r.person_id AND c.active AND c.level = 'HIGH'
   WHERE {conditions}
   ORDER BY place LIMIT %(size)s OFFSET %(start)s)
SELECT f.person_id, f.first_name, f.last_name, f.cell_path, f.allocation_id, f.staff_id, f.held_at, f.allocated_at,
       f.last_session_on, f.next_due_on,
       coalesce(f.worker_first, ''), coalesce(f.worker_last, ''), f.high_complexity, alert.count, alert.cautions,
       EXISTS (SELECT 1 FROM key_workers_allocation h WHERE h.person_id = f.person_id AND h.policy = %(policy)s),
       f.total
  FROM found f CROSS JOIN LATERAL (
    SELECT count(*) AS count,
           coalesce(array_agg(DISTINCT code) FILTER (WHERE code = ANY (%(cautions)s)), '{{}}') AS cautions
      FROM prisoners_alert WHERE person_id = f.person_id AND deleted_at IS NULL
       AND active_from <= %(today)s AND (active_to IS NULL OR active_to > %(today)s)) alert
 ORDER BY f.place
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. A location is the path of a wing, or of something below one."""

    query: str = ""
    location: str = ""
    unallocated: bool = False
    """Only people without a worker who may have one."""
    number: str = ""
    """Exactly this person."""
    staff_id: int | None = None
    """Only people of this worker."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the prison."""

    number: str
    first_name: str
    last_name: str
    cell_path: str
    allocation_id: Any
    staff_id: int | None
    held_at: str | None
    """The prison of the allocation: another one when a movement was missed."""
    allocated_at: Any
    last_session_on: date | None
    next_due_on: date | None
    worker_first: str
    worker_last: str
    high_complexity: bool
    active_alerts: int
    cautions: tuple[str, ...]
    """Codes of active alerts that bear on the choice of a worker."""
    has_history: bool


def find(
    prison: str,
    policy: Policy,
    asked: Asked,
    *,
    today: date,
    sort: str = "name",
    start: int = 0,
    size: int | None = None,
) -> tuple[list[Row], int]:
    """People at a prison in order, and how many there are altogether. One statement."""
    conditions = ["r.agency = %(prison)s"]
    values: dict[str, Any] = {
        "prison": prison, "policy": policy, "today": today, "start": start, "size": size, "cautions": list(CAUTIONS),
    }  # fmt: skip
    if asked.query:
        conditions.append(_by_query(asked.query, values))
    if asked.location:
        conditions.append("(starts_with(r.cell_path, %(prefix)s) OR r.cell_path = %(location)s)")
        values |= {"prefix": closed_prefix(asked.location), "location": asked.location}
    if asked.unallocated:
        conditions.append("a.id IS NULL AND c.person_id IS NULL")
    if asked.number:
        conditions.append("r.person_id = %(number)s")
        values["number"] = asked.number
    if asked.staff_id is not None:
        conditions.append("a.staff_id = %(staff_id)s AND a.prison = %(prison)s")
        values["staff_id"] = asked.staff_id
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE.format(conditions=" AND ".join(conditions), order=SORTS[sort]), values)
        found = cursor.fetchall()
    rows = [Row(*[*row[:14], tuple(row[14]), row[15]]) for row in found]
    return rows, found[0][16] if found else 0


def _by_query(query: str, values: dict[str, Any]) -> str:
    upper = query.strip().upper()
    if PRISON_NUMBER.match(upper):
        values["asked_number"] = upper
        return "r.person_id = %(asked_number)s"
    words = fold(query).split()[:8]
    for place, word in enumerate(words):
        values[f"word{place}"] = f"% {word}%"
    each = " AND ".join(f"n.words LIKE %(word{place})s" for place in range(len(words))) or "false"
    return (
        "EXISTS (SELECT 1 FROM prisoners_searchname n"  # any name they are known by
        f" WHERE n.person_id = r.person_id AND {each})"
    )


def locations(prison: str) -> list[tuple[str, str]]:
    """Path and words of every wing and what is below it, without cells, in natural order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT path, local_name FROM estate_location WHERE agency = %s AND active"
            " AND type IN ('WING', 'BLK', 'CB', 'RESI', 'SPUR', 'LAND', 'TIER') ORDER BY sort_key, id",
            [prison],
        )
        found = cursor.fetchall()
    return [(path, f"– {path}" if "-" in path else name or path) for path, name in found]
