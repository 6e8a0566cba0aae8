"""Whom somebody knows: family and friends, those who work with them, their key worker."""

from datetime import date, timedelta
from random import Random

from demo import names
from demo.people import reaching
from demo.people.person import Known, Person, wall

FAMILY = [
    ("MOT", True, 25),
    ("FA", False, 27),
    ("SIS", True, 2),
    ("BRO", False, -1),
    ("WIFE", True, 0),
    ("GIF", True, -2),
    ("PART", True, 1),
    ("FRI", False, 0),
    ("FRI", True, 3),
    ("AUNT", True, 22),
    ("UN", False, 24),
    ("GMOT", True, 48),
    ("SON", False, -24),
    ("DAU", True, -22),
    ("COU", False, 1),
]
"""Relationship, whether a woman, and how many years older."""
SHARE_A_NAME = {"MOT", "FA", "SIS", "BRO", "WIFE", "SON", "DAU", "GMOT"}
FIRMS = ["Bridge Chambers", "Probation Office", "Castle House", "Justice Centre"]


def add_contacts(p: Person, booking: int, came: date) -> None:
    """A key worker for most, up to four of family and friends, and often a solicitor or probation officer."""
    c = p.about(17)
    if c.random() < 0.8:
        day = max(came, p.today - timedelta(days=c.randrange(1, 200)))
        worker = c.choice(p.world.key_workers[p.place.code])
        p.key_worker = (worker, day)
        p.add("offender_key_workers", booking, worker, wall(day), wall(day, 10), "OMU", p.place.code, "Y", None)
        _add_earlier_key_worker(p, booking, came, day, worker)
    possible = [one for one in FAMILY if p.age + one[2] >= 0 or one[0] not in ("SON", "DAU")]
    if p.woman:
        possible = [one for one in possible if one[0] not in ("WIFE", "GIF")] + [("HUS", False, 2), ("BOF", False, 1)]
    for place, kin in enumerate(c.sample(possible, c.choices([0, 1, 2, 3, 4], [15, 25, 30, 20, 10])[0])):
        _add_family(p, c, booking, came, place, kin)
    if c.random() < 0.6:
        _add_official(p, c, booking, came)


def _add_earlier_key_worker(p: Person, booking: int, came: date, day: date, worker: int) -> None:
    """Some had another key worker before."""
    c = p.about(18)
    started = max(came, day - timedelta(days=c.randrange(30, 300)))
    earlier = c.choice(p.world.key_workers[p.place.code])
    if c.random() < 0.4 and started < day and earlier != worker:
        at = wall(started, 11)
        p.add("offender_key_workers", booking, earlier, wall(started), at, "OMU", p.place.code, "N", wall(day))


def _add_family(p: Person, c: Random, booking: int, came: date, place: int, kin: tuple[str, bool, int]) -> None:
    relationship, woman, older = kin
    age = max(p.age + older + c.randrange(-2, 3), 2)
    born = p.today - timedelta(days=age * 365 + c.randrange(300) + age // 4)
    first = p.a_first_name(c, woman)
    last = p.last if relationship in SHARE_A_NAME else names.pick(c, p.heritage.last)
    middle = p.a_first_name(c, woman) if c.random() < 0.2 else None
    person = p.new_id()
    p.known.append(Known(person, False, age))
    p.add("persons", person, last, first, middle, wall(born) if c.random() < 0.85 else None, "F" if woman else "M")
    adult = age >= 18
    next_of_kin = adult and place == 0
    emergency = adult and (place == 0 or (place == 1 and c.random() < 0.4))
    former = place > 1 and c.random() < 0.15
    p.add(
        "offender_contact_persons",
        p.new_id(),
        booking,
        person,
        "S",
        relationship,
        "N" if former or c.random() < 0.2 else "Y",
        "Y" if next_of_kin else "N",
        "Y" if emergency else "N",
        "N" if former else "Y",
        wall(p.today - timedelta(days=5)) if former else None,
        c.choice([None, None, None, "Speaks little English.", "Prefers to be called in the evening."]),
    )
    if p.world.national and not next_of_kin:
        return
    if next_of_kin or c.random() < 0.5:
        home = reaching.add_address(p, c, "PER", person, came - timedelta(days=c.randrange(300, 4000)))
        if c.random() < 0.2:
            reaching.add_phone(p, "ADDR", home, "HOME", f"01632 960{c.randrange(1000):03d}")
    if adult and (emergency or c.random() < 0.5):
        reaching.add_phone(p, "PER", person, "MOB", reaching.mobile(c))
    if adult and c.random() < 0.15:
        reaching.add_email(p, "PER", person, first, last, c)


def _add_official(p: Person, c: Random, booking: int, came: date) -> None:
    person, woman = p.new_id(), c.random() < 0.5
    first = names.pick(c, names.ENGLISH_WOMEN if woman else names.ENGLISH_MEN)
    last = names.pick(c, names.ENGLISH_LAST)
    relationship = c.choice(["SOL", "SOL", "PROB", "SWO"])
    p.known.append(Known(person, True, 40))
    p.add("persons", person, last, first, None, None, "F" if woman else "M")
    p.add("offender_contact_persons", p.new_id(), booking, person, "O", relationship, "N", "N", "N", "Y", None, None)
    if p.world.national:
        return
    reaching.add_address(p, c, "PER", person, came - timedelta(days=900), business=c.choice(FIRMS))
    reaching.add_phone(p, "PER", person, "BUS", f"01632 960{c.randrange(1000):03d}", str(c.randrange(100, 999)))
    reaching.add_email(p, "PER", person, first, last, c)
