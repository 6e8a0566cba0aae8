"""Fills the NOMIS database with a whole synthetic estate."""

import multiprocessing
import time
from collections.abc import Callable
from datetime import date, datetime
from random import Random

import django
import psycopg

from demo.awkward import add_awkward_people, add_likely_duplicates, add_pairs_apart
from demo.estate import add_agencies, add_demo_users, add_key_workers, add_prison
from demo.people import Custody, Person, World, make_person
from demo.people.identity import add_identity
from demo.places import Prison, build
from demo.rows import Rows

WOMENS = {"AGI", "BZI", "DWI", "DHI", "ESI", "EWI", "FHI", "LNI", "NHI", "PFI", "SDI", "STI"}
SEND_EVERY = 400
NATIONAL_FROM = 5_000
FIRST_AWKWARD_INDEX, FIRST_DUPLICATE_INDEX = 2_500_000, 2_600_000
DUPLICATES, EVERY = 12, 37
Say = Callable[[str], None]


def _share(prisons: list[str], people: int) -> list[int]:
    """People per prison: women's prisons a little smaller."""
    weights = [0.5 if code in WOMENS else 1.0 for code in prisons]
    exact = [people * weight / sum(weights) for weight in weights]
    counts = [int(count) for count in exact]
    counts[0] += people - sum(counts)
    return counts


def fill(*, url: str, prisons: list[str], in_custody: int, records: int, seed: int, today: date, say: Say) -> int:
    """Make everybody. `url` is PostgreSQL with the tables already made. Gives the number of rows.

    The same arguments always make the same rows.
    """
    counts = _share(prisons, in_custody)
    built = [
        build(code, count, (place + 1) * 10_000)
        for place, (code, count) in enumerate(zip(prisons, counts, strict=True))
    ]
    national = in_custody >= NATIONAL_FROM
    world = World(today=today, seed=seed, national=national, prison_codes=prisons)
    stamp = datetime.combine(today, datetime.min.time()).replace(hour=1)
    beds = _beds(built, counts, seed)
    rows = Rows()
    rows.stamp = stamp
    with psycopg.connect(url) as connection:
        add_agencies(rows)
        for place, prison in enumerate(built, 1):
            staff = add_prison(rows, prison, place, stamp, seed)
            world.usernames |= staff
            world.staff[prison.code] = list(staff)
            world.key_workers[prison.code] = add_key_workers(rows, prison, world.staff[prison.code], stamp, seed)
        for code, more in add_demo_users(rows, prisons, stamp).items():
            world.key_workers[code] += more
        add_awkward_people(rows, built[0], today, FIRST_AWKWARD_INDEX)
        add_likely_duplicates(rows, _to_be_doubled(world, built, beds), FIRST_DUPLICATE_INDEX)
        roots = [(index + 1) * 1000 + 1 for index in range(min(in_custody, 2_000))]
        add_pairs_apart(rows, roots, today)
        rows.send(connection)
    total = max(records, in_custody)
    processes = 2 if total > NATIONAL_FROM else 1
    arguments = [
        (url, world, built, beds, range(part, total, processes), stamp, part == 0) for part in range(processes)
    ]
    if processes == 1:
        return rows.sent + _make_people(*arguments[0], say=say)
    with multiprocessing.get_context("spawn").Pool(processes, initializer=django.setup) as pool:
        return rows.sent + sum(pool.starmap(_make_people, arguments))


def _beds(built: list[Prison], counts: list[int], seed: int) -> list[tuple[int, int]]:
    """(prison, cell) for each person in custody, spread over the beds there are."""
    beds = []
    for place, (prison, count) in enumerate(zip(built, counts, strict=True)):
        chosen = Random(seed * 7 + place).sample(prison.beds, count)
        beds += [(place, cell) for cell in chosen]
    return beds


def _held(index: int, built: list[Prison], beds: list[tuple[int, int]]) -> tuple[Custody | None, bool]:
    """Where the person at `index` is held, and whether only women are held there."""
    if index >= len(beds):
        return None, False
    place, cell = beds[index]
    return Custody(built[place], cell), built[place].code in WOMENS


def _to_be_doubled(world: World, built: list[Prison], beds: list[tuple[int, int]]) -> list[Person]:
    """Some people in custody, as far as names and numbers: who they are comes out the same whenever it is asked."""
    found = []
    for index in range(0, len(beds), EVERY)[:DUPLICATES]:
        person = Person(index, world, Rows(), *_held(index, built, beds))
        add_identity(person)
        found.append(person)
    return found


def _make_people(
    url: str,
    world: World,
    built: list[Prison],
    beds: list[tuple[int, int]],
    indexes: range,
    stamp: datetime,
    loud: bool,
    say: Say = print,
) -> int:
    rows = Rows()
    rows.stamp = stamp
    started = said = time.monotonic()
    with psycopg.connect(url) as connection:
        for done, index in enumerate(indexes, 1):
            make_person(index, world, rows, *_held(index, built, beds))
            if done % SEND_EVERY == 0:
                rows.send(connection)
                if loud and time.monotonic() - said > 5:
                    said = time.monotonic()
                    say(f"  {done:,} of {len(indexes):,} people, {rows.sent / (said - started):,.0f} rows a second")
        rows.send(connection)
    return rows.sent
