"""Who works with a person, in the words of key-workers.md 2.11."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dps.key_workers.policies import Policy
from dps.key_workers.staff.presenters import full_name
from dps.platform import local_time
from dps.prisoners.quick_look.cards import Facts
from dps.prisoners.staff_contacts.presenters import Row

UNASSIGNED = "Unassigned"
HIGH = "None - high complexity of need"
_MET = {
    Policy.KEY_WORKER: ("Last key worker session", "No previous session"),
    Policy.PERSONAL_OFFICER: ("Last personal officer entry", "No previous entry"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme that is on in the person's prison, in words."""

    role: str
    name: str
    since: date | None
    cover: str
    last: str
    """What the last session or entry is called."""
    met_on: date | None
    never: str


def schemes(read: Mapping[str, Any]) -> list[Scheme]:
    """Of what was read by `queries.CARD_SQL`: key worker first. A scheme that is off has no line."""
    return [_scheme(policy, read[policy]) for policy in Policy if policy in read]


def card(read: Any, facts: Facts) -> Mapping[str, Any]:
    """The card of the quick look."""
    return {"schemes": schemes(read)}


def rows(read: Mapping[str, Any]) -> list[Row]:
    """The rows of the staff contacts page."""
    found = []
    for one in schemes(read):
        since = f"Since {local_time.long_date(one.since)}" if one.since else ""
        found.append(Row(one.role, one.name, comment=". ".join(part for part in (since, one.cover) if part)))
        found.append(Row(one.last, local_time.long_date(one.met_on) or one.never))
    return found


def _scheme(policy: Policy, read: Mapping[str, Any]) -> Scheme:
    last, never = _MET[policy]
    cover = read["cover"]
    name = HIGH if read["high"] else UNASSIGNED
    if read["staff"] is not None:
        name = full_name(read["first"] or "", read["last"] or "", read["staff"])
    until = local_time.long_date(date.fromisoformat(cover["to"])) if cover else ""
    return Scheme(
        role=policy.words.capital,
        name=name,
        since=_day(read["since"]) if read["staff"] is not None else None,
        cover=f"Covered by {full_name(cover['first'], cover['last'], 0)} until {until}" if cover else "",
        last=last,
        met_on=_day(read["met"]),
        never=never,
    )


def _day(text: str | None) -> date | None:
    return local_time.in_london(datetime.fromisoformat(text)).date() if text else None
