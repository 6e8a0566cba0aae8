"""Which worker each person should have (key-workers.md 4.2). The same answer whatever the order of what is given.

Ties go to whoever was never allocated somebody automatically, then to whom it happened longest ago, then to the lowest
staff id.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction

_NEVER = datetime.min.replace(tzinfo=UTC)
NO_ONE_TO_ONE, RISK_TO_FEMALES = "RNO121", "XRF"
CAUTIONS = {
    RISK_TO_FEMALES: "Risk to females alert: check that this choice is suitable",
    NO_ONE_TO_ONE: "No one-to-one alert: agree first how sessions can be held",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the prison who has no worker, with no high complexity of need."""

    number: str
    last_name: str
    first_name: str
    alerts: frozenset[str] = frozenset()
    """Codes of active alerts."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A role holder who may be recommended: active, or never set up."""

    staff_id: int
    name: str
    capacity: int
    load: int
    """Active allocations at this prison."""
    latest_auto_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Had:
    """That a worker had this person at this prison; `at` is when they were last allocated."""

    number: str
    staff_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A worker for one person, why, and what to think of first."""

    person: Person
    staff_id: int
    why: str
    previous: bool
    """Whether the worker had this person before, and so may be taken over their capacity."""
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommended:
    """What came of it. `staff` are those who could be chosen, with the loads they started with."""

    choices: Sequence[Choice] = ()
    nobody_for: Sequence[Person] = ()
    staff: Sequence[Staff] = field(default_factory=tuple)


def recommend(people: Iterable[Person], staff: Iterable[Staff], history: Iterable[Had]) -> Recommended:
    """A worker for each person in order of last name, first name and number.

    A worker who had the person here before comes first, the latest of them, whatever their load. Otherwise the one
    whose load is the smallest part of their capacity, and never above it. Each choice counts for the people after.
    """
    able = {one.staff_id: one for one in staff}
    before = _latest(history, able)
    pool = _Pool(able.values())
    choices, nobody_for = [], []
    for person in sorted(people, key=lambda one: (one.last_name, one.first_name, one.number)):
        had = before.get(person.number)
        chosen = pool.take(had.staff_id) if had else pool.take_next()
        if chosen is None:
            nobody_for.append(person)
            continue
        why = f"Was their worker here before. {_load(chosen)}" if had else f"Most room: {_load(chosen)}"
        cautions = tuple(said for code, said in CAUTIONS.items() if code in person.alerts)
        choices.append(Choice(person, chosen.staff_id, why, had is not None, cautions))
    return Recommended(choices, nobody_for, sorted(able.values(), key=lambda one: one.staff_id))


def _load(one: Staff) -> str:
    over = ", over capacity" if one.load > one.capacity else ""
    return f"{one.load} of {one.capacity} with this person{over}"


def _latest(history: Iterable[Had], able: dict[int, Staff]) -> dict[str, Had]:
    """By number, the able worker whose allocation is the newest; of two at one moment the lower staff id."""
    latest: dict[str, Had] = {}
    for one in history:
        if one.staff_id not in able:
            continue
        known = latest.get(one.number)
        if known is None or (one.at, -one.staff_id) > (known.at, -known.staff_id):
            latest[one.number] = one
    return latest


class _Pool:
    """The staff, the next to be chosen on top. Loads only grow: what was pushed before a growth is stale and is passed
    over, so that a choice costs the logarithm of the number of staff."""

    def __init__(self, staff: Iterable[Staff]) -> None:
        self._now = {one.staff_id: one for one in staff}
        self._heap = [_place(one) for one in self._now.values() if one.load < one.capacity]
        heapq.heapify(self._heap)

    def take(self, staff_id: int) -> Staff:
        """Give this worker one more person."""
        one = self._now[staff_id]
        self._now[staff_id] = one = replace(one, load=one.load + 1)
        if one.load < one.capacity:
            heapq.heappush(self._heap, _place(one))
        return one

    def take_next(self) -> Staff | None:
        """Give the worker with the most room one more person; None when nobody has room."""
        while self._heap:
            place = heapq.heappop(self._heap)
            one = self._now[place[2]]
            if one.load < one.capacity and place == _place(one):
                return self.take(one.staff_id)
        return None


def _place(one: Staff) -> tuple[Fraction | int, datetime, int]:
    share = Fraction(one.load, one.capacity) if one.load and one.capacity else 0
    return share, one.latest_auto_at or _NEVER, one.staff_id
