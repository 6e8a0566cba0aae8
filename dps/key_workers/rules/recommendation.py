"""Which worker each person should have (key-workers.md 4.2). The same answer whatever the order of what is given.

Ties go to whoever has the fewest people on the person's wing (key-workers.md 9: balance by wing), then to whoever was
never allocated somebody automatically, then to whom it happened longest ago, then to the lowest staff id.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    wing: str = ""
    """Where they live; '' for whoever has no cell, who is on nobody's wing."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A role holder who may be recommended: active, or never set up."""

    staff_id: int
    name: str
    capacity: int
    load: int
    """Active allocations at this prison."""
    latest_auto_at: datetime | None = None
    wings: Mapping[str, int] = field(default_factory=dict)
    """How many of their people live on each wing."""


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


def wing_of(cell_path: str) -> str:
    """`A` of `A-1-001`; '' of no cell."""
    return cell_path.partition("-")[0]


def recommend(people: Iterable[Person], staff: Iterable[Staff], history: Iterable[Had]) -> Recommended:
    """A worker for each person in order of last name, first name and number.

    A worker who had the person here before comes first, the latest of them, whatever their load. Otherwise the one
    whose load is the smallest part of their capacity, and never above it; of several, the one with the fewest people on
    the wing, so that no wing hangs on one worker. Each choice counts for the people after.
    """
    able = {one.staff_id: one for one in staff}
    before = _latest(history, able)
    pool = _Pool(able.values())
    choices, nobody_for = [], []
    for person in sorted(people, key=lambda one: (one.last_name, one.first_name, one.number)):
        had = before.get(person.number)
        chosen = pool.take(had.staff_id, person.wing) if had else pool.take_next(person.wing)
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
    """The staff, and those with room in groups of as much room, so that a choice looks only at those who are equal."""

    def __init__(self, staff: Iterable[Staff]) -> None:
        self._now = {one.staff_id: one for one in staff}
        turns = sorted(self._now.values(), key=lambda one: (one.latest_auto_at or _NEVER, one.staff_id))
        self._turn = {one.staff_id: turn for turn, one in enumerate(turns)}
        self._living: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._free: dict[Fraction | int, set[int]] = {}
        self._shares: list[Fraction | int] = []
        for one in self._now.values():
            self._offer(one)
            for wing, number in one.wings.items():
                self._living[wing][one.staff_id] += number if wing else 0

    def take(self, staff_id: int, wing: str) -> Staff:
        """Give this worker one more person, of this wing."""
        one = self._now[staff_id]
        self._free.get(_share(one), set()).discard(staff_id)
        self._now[staff_id] = one = replace(one, load=one.load + 1)
        self._offer(one)
        if wing:
            self._living[wing][staff_id] += 1
        return one

    def take_next(self, wing: str) -> Staff | None:
        """Give the worker with the most room one more person, of this wing; None when nobody has room."""
        while self._shares:
            equal = self._free[self._shares[0]]
            if equal:
                there = self._living[wing]
                return self.take(min(equal, key=lambda staff_id: (there[staff_id], self._turn[staff_id])), wing)
            del self._free[heapq.heappop(self._shares)]
        return None

    def _offer(self, one: Staff) -> None:
        if one.load < one.capacity:
            share = _share(one)
            if share not in self._free:
                self._free[share] = set()
                heapq.heappush(self._shares, share)
            self._free[share].add(one.staff_id)


def _share(one: Staff) -> Fraction | int:
    return Fraction(one.load, one.capacity) if one.load and one.capacity else 0
