"""What officers type: a mixed set of searches about known people, the same for the same people and seed."""

import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True)
class Known:
    """A person the bench asks for."""

    number: str
    first_name: str
    last_name: str
    agency: str
    pnc: str
    bearers: int
    """How many names in the whole table are the same first and last name."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed and who is meant."""

    text: str
    number: str
    kind: str


def people_in(database_url: str, count: int, seed: int = 7) -> list[Known]:
    """`count` people with two proper names, spread over the whole table, most of them in custody."""
    bearers = """(SELECT count(*) FROM prisoners_searchname mine JOIN prisoners_searchname n USING (first, last)
                   WHERE mine.person_id = r.person_id AND mine.is_working)"""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            f"""
            (SELECT r.person_id, r.first_name, r.last_name, r.agency, r.pnc, {bearers} FROM prisoners_searchrecord r
              WHERE agency NOT IN ('', 'OUT', 'TRN', 'ZZGHI') AND length(first_name) > 3 AND length(last_name) > 3
              ORDER BY md5(person_id) LIMIT %(most)s)
            UNION ALL
            (SELECT r.person_id, r.first_name, r.last_name, r.agency, r.pnc, {bearers} FROM prisoners_searchrecord r
              WHERE agency = 'OUT' AND booking_id IS NOT NULL
                AND length(first_name) > 3 AND length(last_name) > 3
              ORDER BY md5(person_id) LIMIT %(rest)s)
            """,
            {"most": count * 3 // 4, "rest": count - count * 3 // 4},
        ).fetchall()
    people = [Known(*(value if value is not None else "" for value in row)) for row in rows]
    random.Random(seed).shuffle(people)
    return people


def one_edit(word: str, chance: random.Random) -> str:
    """`word` with one letter lost, doubled, swapped with its neighbour or mistyped; the first letter stays."""
    letters = list(word)
    place = chance.randrange(1, len(letters))
    slip = chance.choice(["lose", "double", "swap", "mistype"])
    if slip == "lose" and len(letters) > 3:
        del letters[place]
    elif slip == "double":
        letters.insert(place, letters[place])
    elif slip == "swap" and letters[place] != letters[place - 1] and place > 1:
        letters[place - 1], letters[place] = letters[place], letters[place - 1]
    else:
        letters[place] = chance.choice([c for c in string.ascii_uppercase if c != letters[place]])
    return "".join(letters)


def misspelt_queries(people: Sequence[Known], count: int, seed: int = 11) -> list[Query]:
    """First and last name with one slip in either."""
    chance = random.Random(seed)
    queries = []
    for person in people[:count]:
        first, last = person.first_name, person.last_name
        if chance.random() < 0.5:
            first = one_edit(first, chance)
        else:
            last = one_edit(last, chance)
        queries.append(Query(f"{first} {last}".lower(), person.number, "misspelt"))
    return queries


def swapped_queries(people: Sequence[Known], count: int) -> list[Query]:
    """Last name first and the other way round, by turns."""
    return [
        Query(
            (f"{p.last_name} {p.first_name}" if i % 2 else f"{p.first_name} {p.last_name}").lower(),
            p.number,
            "swapped",
        )
        for i, p in enumerate(people[:count])
    ]


def mixed_queries(people: Sequence[Known], count: int, seed: int = 13) -> list[Query]:
    """A day's mix: full names either way, last names alone, prefixes, slips, prison numbers, PNC."""
    chance = random.Random(seed)
    kinds: list[tuple[int, Callable[[Known], Query]]] = [
        (25, lambda p: Query(f"{p.last_name} {p.first_name}", p.number, "last first")),
        (20, lambda p: Query(f"{p.first_name} {p.last_name}", p.number, "first last")),
        (15, lambda p: Query(f"{p.last_name[:4]} {p.first_name[:3]}", p.number, "prefixes")),
        (10, lambda p: Query(p.last_name, p.number, "last name")),
        (10, lambda p: misspelt_queries([p], 1, seed=chance.randrange(10**6))[0]),
        (15, lambda p: Query(p.number.lower(), p.number, "prison number")),
        (5, lambda p: Query(p.pnc or p.number, p.number, "PNC")),
    ]
    weights = [weight for weight, _ in kinds]
    makers = [make for _, make in kinds]
    return [chance.choices(makers, weights)[0](people[index % len(people)]) for index in range(count)]
