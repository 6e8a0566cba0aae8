"""Allocations of a person in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dps.estate.queries import agency_name
from dps.key_workers.history.queries import ENDED, REASONS, Held
from dps.key_workers.policies import Policy
from dps.platform import local_time
from dps.prisoners.rules import names
from dps.prisoners.timeline.sources import Told

NONE = "-"
_SYSTEMS = {"SYS": "The system", "NOMIS": "NOMIS"}


@dataclass(frozen=True, slots=True)
class Card:
    """One allocation. `rows` are (what, value)."""

    heading: str
    is_current: bool
    rows: list[tuple[str, str]]


def card(held: Held) -> Card:
    """One allocation as its card tells it; '-' where there is nothing."""
    worker = names.full_name(held.first_name, held.last_name) or f"Staff {held.staff_id}"
    when = "Current" if held.is_active else "Previous"
    how = REASONS.get(held.reason, held.reason)
    rows = [
        ("Establishment", agency_name(held.prison)),
        ("Allocated on", local_time.long_date_and_time(held.allocated_at)),
        ("Allocated by", _user(held.allocated_by, held.allocated_by_name)),
        ("How allocated", f"{how}: {held.why}" if held.why else how),
        ("Deallocated on", local_time.long_date_and_time(held.deallocated_at) or NONE),
        ("Deallocated by", _user(held.deallocated_by, held.deallocated_by_name)),
        ("Deallocation reason", ENDED.get(held.deallocation_reason, held.deallocation_reason) or NONE),
    ]
    if held.is_active:
        rows.append(("Last session", local_time.long_date(held.last_session_on) or "None at this establishment"))
        rows.append(("Next session due", local_time.long_date(held.next_due_on) or NONE))
    return Card(f"{when} {held.policy.words.worker}: {worker}", held.is_active, rows)


def _user(username: str, name: str) -> str:
    return _SYSTEMS.get(username) or names.title_case(name) or username or NONE


TIMELINE_SQL = """
SELECT a.allocated_at AS at, a.id::text || 's' AS id, jsonb_build_object('what', 'start', 'policy', a.policy,
       'prison', a.prison, 'first', coalesce(w.first_name, ''), 'last', coalesce(w.last_name, '')) AS data
  FROM key_workers_allocation a
  LEFT JOIN key_workers_staffrole w ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id
 WHERE a.person_id = %(number)s
 UNION ALL
SELECT a.deallocated_at, a.id::text || 'e', jsonb_build_object('what', 'end', 'policy', a.policy, 'prison', a.prison,
       'first', coalesce(w.first_name, ''), 'last', coalesce(w.last_name, ''), 'reason', a.deallocation_reason)
  FROM key_workers_allocation a
  LEFT JOIN key_workers_staffrole w ON w.prison = a.prison AND w.policy = a.policy AND w.staff_id = a.staff_id
 WHERE a.person_id = %(number)s AND a.deallocated_at IS NOT NULL
"""


def told(data: Mapping[str, Any]) -> Told:
    """An entry of the timeline."""
    words = Policy(data["policy"]).words
    worker = names.full_name(data["first"], data["last"])
    where = agency_name(data["prison"])
    if data["what"] == "start":
        return Told(f"{words.capital} allocated: {worker}" if worker else f"{words.capital} allocated", where)
    said = f"{words.capital} deallocated: {worker}" if worker else f"{words.capital} deallocated"
    return Told(said, f"{where}. {ENDED.get(data['reason'], data['reason'])}")
