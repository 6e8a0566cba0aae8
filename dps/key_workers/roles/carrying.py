"""Who carries a change of a job role on to another system: the NOMIS link registers itself here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from dps.key_workers.models import StaffRole
from dps.platform.access import Actor


class Held(TypedDict):
    """A job role as it stood: what a change of it is described by."""

    prison: str
    staff_id: int
    position: str
    schedule_type: str
    hours_per_week: Decimal
    from_date: date
    to_date: date | None


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One change of one job role. `before` is None for somebody who never held it there."""

    policy: str
    before: Held | None
    after: Held
    by: str
    at: datetime


Carrier = Callable[[RoleChange], None]
_carriers: list[Carrier] = []


def register(carrier: Carrier) -> None:
    """Call `carrier` with every change, in the transaction that makes it. Called from `AppConfig.ready`."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def held(role: StaffRole) -> Held | None:
    """A role as it stands; None for one that was never saved."""
    return None if role.pk is None else _held(role)


def hand_over(role: StaffRole, *, before: Held | None, by: Actor, at: datetime) -> None:
    """Give a change to every carrier, in the current transaction; nothing when it is as it was. `before` is what `held`
    gave before it."""
    change = RoleChange(str(role.policy), before, _held(role), by.username, at)
    for carrier in _carriers if change.before != change.after else ():
        carrier(change)


def _held(role: StaffRole) -> Held:
    return Held(
        prison=role.prison,
        staff_id=role.staff_id,
        position=role.position,
        schedule_type=role.schedule_type,
        hours_per_week=Decimal(role.hours_per_week),
        from_date=role.from_date,
        to_date=role.to_date,
    )
