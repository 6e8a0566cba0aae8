"""What is settled about a person before any row of theirs is made, and how to ask chance about them."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from demo import names, numbers
from demo.places import Prison
from demo.rows import Rows

ID_STEP = 1000
"""Ids of one person lie in a block of their own, so that people can be made in any order and by several processes."""
COURTS = ["LEEDMC", "LEEDCC", "SHEFCC", "DONCMC", "WAKECC", "BRADCC"]


@dataclass(slots=True)
class Custody:
    """Where somebody in custody is held."""

    prison: Prison
    cell: int


@dataclass(slots=True)
class World:
    """What all people share."""

    today: date
    seed: int
    national: bool
    staff: dict[str, list[int]] = field(default_factory=dict)
    key_workers: dict[str, list[int]] = field(default_factory=dict)
    usernames: dict[int, str] = field(default_factory=dict)
    prison_codes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MadeAlert:
    """An alert that a person has: what it is, when it began, and when it ended if it has."""

    type: str
    code: str
    start: date
    end: date | None


@dataclass(slots=True)
class MadeNeed:
    """A care need that a person has: its NOMIS id, what it is, when it began, and when it ended if it has."""

    id: int
    code: str
    start: date
    end: date | None


@dataclass(slots=True)
class Known:
    """Somebody a person knows: NOMIS's person id, whether official, and how old."""

    id: int
    official: bool
    age: int


def wall(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A wall-clock moment as NOMIS keeps it."""
    return datetime.combine(day, time(hour, minute))


def months_after(day: date, months: int) -> date:
    """The same day of the month some months later, or the last of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Person:
    """One person. `index` is their place in the whole country."""

    def __init__(self, index: int, world: World, rows: Rows, custody: Custody | None, women_only: bool) -> None:
        self.world, self.rows, self.custody, self.index = world, rows, custody, index
        self.add = rows.add
        self.chance = Random(world.seed * 10_000_019 + index)
        self._next_id = (index + 1) * ID_STEP
        self.root = self.new_id()
        self.number = numbers.prison_number(index)
        self.woman = women_only or (custody is None and self.chance.random() < 0.05)
        self.today = world.today
        self.age = 18 + int(min(self.chance.expovariate(1 / 19), 62))
        self.born = self.today - timedelta(days=self.age * 365 + self.chance.randrange(365) + self.age // 4)
        self.fifteen, self.eighteen = months_after(self.born, 15 * 12), months_after(self.born, 18 * 12)
        self.heritage = names.heritage(self.chance)
        self.first = self.a_first_name(self.chance, self.woman)
        self.last = names.pick(self.chance, self.heritage.last)
        self.nationality = self.chance.choice(self.heritage.nationalities)
        self.known: list[Known] = []
        self.alerts: list[MadeAlert] = []
        self.care_needs: list[MadeNeed] = []
        self.key_worker: tuple[int, date] | None = None
        self.taken_for_damage = 0
        """Pence taken from their account."""
        self.category = "U"
        self.pnc = ""

    @property
    def place(self) -> Prison:
        """The prison of somebody in custody."""
        assert self.custody is not None
        return self.custody.prison

    def new_id(self) -> int:
        """A NOMIS id of this person's block."""
        self._next_id += 1
        return self._next_id

    def about(self, subject: int) -> Random:
        """Chance of its own for one subject, so that more of one leaves the others as they are."""
        return Random((self.world.seed * 10_000_019 + self.index) * 64 + subject)

    def a_first_name(self, chance: Random, woman: bool) -> str:
        """A first name of their heritage."""
        return names.pick(chance, self.heritage.women if woman else self.heritage.men)
