"""What a save of allocations is refused for, in the order of key-workers.md 4.1, and what it then does."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from dps.key_workers.policies import Words
from dps.key_workers.rules.settings import Settings

AUTO, MANUAL, OVERRIDE = "AUTO", "MANUAL", "OVERRIDE"
REASONS = (MANUAL, AUTO)


class _NotSaid:
    def __repr__(self) -> str:
        return "not said"


NOT_SAID: Final = _NotSaid()
"""Whoever asks did not say whom they saw as the worker until now."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """That a person should have a worker. `expected` is the worker they were seen to have: None for nobody."""

    number: str
    staff_id: int
    reason: str = MANUAL
    why: str = ""
    """Of an automatic one: why this worker was recommended."""
    expected: "int | _NotSaid | None" = NOT_SAID


@dataclass(frozen=True, slots=True)
class Unwanted:
    """That a person should no longer have this worker."""

    number: str
    staff_id: int
    reason: str = MANUAL


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds the job role at the prison today."""

    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """How things stand, read under locks."""

    settings: Settings
    prison_name: str
    prisons: Mapping[str, str]
    """Where each person is; people who do not exist are missing."""
    names: Mapping[str, str]
    high_complexity: AbstractSet[str]
    holders: Mapping[int, Holder]
    current: Mapping[str, int]
    """The worker each person has now; missing for nobody."""
    worker_names: Mapping[int, str] = field(default_factory=dict)
    """Of the current workers, whether or not they still hold the role."""


def problems(allocate: Sequence[Wanted], deallocate: Sequence[Unwanted], facts: Facts, words: Words) -> dict[str, str]:
    """Why this cannot be saved: by number of the person, '' for all of it. The first check that fails tells; what it
    finds wrong with several people is told of all of them. Empty: it may be saved."""
    if not allocate and not deallocate:
        return {"": f"Choose a {words.worker} for at least one person"}
    if not facts.settings.enabled:
        return {"": f"{facts.prison_name} does not use {words.workers} in this service"}
    if not facts.settings.allow_recommendation and any(one.reason == AUTO for one in allocate):
        return {"": f"{facts.prison_name} does not allow {words.workers} to be recommended automatically"}
    twice = [number for number, times in Counter(one.number for one in allocate).items() if times > 1]
    if twice:
        return {number: f"Choose one {words.worker} for {_name(number, facts)}" for number in sorted(twice)}
    checks = (_gone, _complex, _no_holder, _not_active, _changed)
    for check in checks:
        found = {one.number: said for one in allocate if (said := check(one, facts, words))}
        if found:
            return found
    return {one.number: said for one in deallocate if (said := _unknown(one, facts))}


def _name(number: str, facts: Facts) -> str:
    return f"{facts.names[number]} ({number})" if number in facts.names else number


def _gone(one: Wanted, facts: Facts, words: Words) -> str:
    if facts.prisons.get(one.number) == facts.settings.prison:
        return ""
    return f"{_name(one.number, facts)} is not at {facts.prison_name} now"


def _unknown(one: Unwanted, facts: Facts) -> str:
    return "" if one.number in facts.prisons else f"There is nobody with the number {one.number}"


def _complex(one: Wanted, facts: Facts, words: Words) -> str:
    if one.number not in facts.high_complexity:
        return ""
    return f"{_name(one.number, facts)} has high complexity of need, so cannot have a {words.worker}"


def _worker(staff_id: int, facts: Facts) -> str:
    holder = facts.holders.get(staff_id)
    return holder.name if holder else facts.worker_names.get(staff_id, f"The member of staff {staff_id}")


def _no_holder(one: Wanted, facts: Facts, words: Words) -> str:
    if one.staff_id in facts.holders:
        return ""
    who = _worker(one.staff_id, facts)
    return f"{who} is not a {words.worker} here now. Choose somebody else for {_name(one.number, facts)}"


def _not_active(one: Wanted, facts: Facts, words: Words) -> str:
    if facts.holders[one.staff_id].active:
        return ""
    who = _worker(one.staff_id, facts)
    return f"{who} is not active at the moment. Choose somebody else for {_name(one.number, facts)}"


def _changed(one: Wanted, facts: Facts, words: Words) -> str:
    now = facts.current.get(one.number)
    if isinstance(one.expected, _NotSaid) or one.expected == now or one.staff_id == now:
        return ""
    found = f"It is now {_worker(now, facts)}" if now is not None else "They have none now"
    return (
        f"Somebody else changed the {words.worker} of {_name(one.number, facts)} while you were choosing. {found}:"
        " check your choice and save again"
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What a save does: allocations to end (number and reason), then to make."""

    end: Sequence[tuple[str, str]]
    make: Sequence[Wanted]


def plan(allocate: Sequence[Wanted], deallocate: Sequence[Unwanted], current: Mapping[str, int]) -> Plan:
    """Deallocations first, then allocations. Naming a worker who is not the current one ends nothing; allocating the
    worker a person has changes nothing; another worker's allocation is ended with OVERRIDE (key-workers.md 4.1)."""
    now = dict(current)
    end = []
    for gone in deallocate:
        if now.get(gone.number) == gone.staff_id:
            del now[gone.number]
            end.append((gone.number, gone.reason))
    make = []
    for one in allocate:
        has = now.get(one.number)
        if has == one.staff_id:
            continue
        if has is not None:
            end.append((one.number, OVERRIDE))
        now[one.number] = one.staff_id
        make.append(one)
    return Plan(end, make)
