"""Where people live outside and how they are reached. Numbers are of the ranges kept for fiction."""

from datetime import date, timedelta
from random import Random

from demo import gazetteer
from demo.people.person import Person, wall


def add_reach(p: Person, came: date) -> None:
    """One in twelve has no fixed address; the others a home, some an earlier one; phones and e-mail for most."""
    c = p.about(16)
    if c.random() < 0.08:
        add_address(p, c, "OFF", p.root, came, homeless=True)
    elif c.random() < 0.92:
        home = add_address(p, c, "OFF", p.root, came - timedelta(days=c.randrange(200, 3000)))
        if c.random() < 0.3:
            add_phone(p, "ADDR", home, "HOME", f"01632 960{c.randrange(1000):03d}")
        if c.random() < 0.25:
            ended = came - timedelta(days=c.randrange(20, 190))
            add_address(p, c, "OFF", p.root, ended - timedelta(days=c.randrange(200, 3000)), ended=ended)
    if c.random() < 0.5:
        add_phone(p, "OFF", p.root, "MOB", mobile(c))
    if c.random() < 0.12:
        add_email(p, "OFF", p.root, p.first, p.last, c)


def mobile(c: Random) -> str:
    """A mobile number nobody has."""
    return f"07700 900{c.randrange(1000):03d}"


def add_address(
    p: Person,
    c: Random,
    owner: str,
    owner_id: int,
    started: date,
    *,
    ended: date | None = None,
    homeless: bool = False,
    business: str | None = None,
) -> int:
    """An address of an owner of this class; without an end it is their main one. Gives its id."""
    id_, town = p.new_id(), gazetteer.town(c)
    flat = f"Flat {c.randrange(1, 40)}" if not homeless and not business and c.random() < 0.15 else None
    premise = None if homeless else business or str(c.randrange(1, 180))
    p.add(
        "addresses",
        id_,
        owner,
        owner_id,
        flat,
        premise,
        None if homeless else f"{c.randrange(1, 90)} {gazetteer.street(c)}" if business else gazetteer.street(c),
        None,
        town.code,
        town.county,
        town.country,
        None if homeless else gazetteer.postcode(c, town),
        "N" if ended else "Y",
        "N" if ended or homeless or c.random() < 0.3 else "Y",
        "Y" if homeless else "N",
        wall(started),
        wall(ended) if ended else None,
        "Sofa surfing with friends in the area." if homeless and c.random() < 0.4 else None,
    )
    _add_usages(p, id_, owner, over=ended is not None, homeless=homeless, business=business is not None)
    return id_


def _add_usages(p: Person, address: int, owner: str, *, over: bool, homeless: bool, business: bool) -> None:
    """What an address is for, with chance of its own: mostly a home; of people, some where they are let out to."""
    c = Random(p.world.seed * 10_000_019 + address)
    if business:
        return
    if not homeless and c.random() < (0.8 if owner == "OFF" else 0.3):
        p.add("address_usages", address, "HOME", "Y")
    if owner == "OFF" and c.random() < 0.15:
        released_to = "DNF" if homeless else c.choice(["CURFEW", "HDC", "ROTL", "DPH", "RES"])
        p.add("address_usages", address, released_to, "N" if over or c.random() < 0.3 else "Y")


def add_phone(p: Person, owner: str, owner_id: int, kind: str, number: str, extension: str | None = None) -> None:
    """A phone number of an owner of this class."""
    p.add("phones", p.new_id(), owner, owner_id, kind, number, extension)


def add_email(p: Person, owner: str, owner_id: int, first: str, last: str, c: Random) -> None:
    """An e-mail address that leads nowhere."""
    address = f"{first}.{last}{c.randrange(100)}@example.com".lower().replace("'", "").replace(" ", "")
    p.add("internet_addresses", p.new_id(), owner, owner_id, "EMAIL", address)
