"""Records that may be of one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.platform.prepared import Statement
from dps.prisoners.models import Identifier, SearchName
from dps.prisoners.rules.access import Whereabouts
from dps.prisoners.search.duplicates.rules import Known, Name, Supplied, possible_match
from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in

MOST_RECORDS = 200
_LIKE = """
    SELECT other.person_id, mine.type::text AS why
      FROM prisoners_identifier mine JOIN prisoners_identifier other
        ON dps_identifier_key(other.type, other.value) = dps_identifier_key(mine.type, mine.value)
       AND other.type IN ('PNC', 'CRO', 'MERGED', 'NOMS') AND other.type = mine.type
     WHERE mine.person_id = %(number)s AND mine.type IN ('PNC', 'CRO') AND other.person_id <> mine.person_id
    UNION
    SELECT other.person_id, 'NAME'
      FROM prisoners_searchname mine JOIN prisoners_searchname other
        ON other.date_of_birth = mine.date_of_birth AND other.last = mine.last AND other.first = mine.first
     WHERE mine.person_id = %(number)s AND mine.first <> '' AND other.person_id <> mine.person_id
"""
_SHOWN = f"""
    SELECT r.*, why.codes FROM (SELECT person_id, array_agg(why ORDER BY why) AS codes FROM ({_LIKE}) alike
                                 GROUP BY person_id) why
      JOIN prisoners_searchrecord r ON r.person_id = why.person_id WHERE r.agency <> 'ZZGHI'
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another record that may be the same person's, and why: codes of `rules.REASONS`."""

    person: Found
    why: tuple[str, ...]
    pnc: str

    @property
    def whereabouts(self) -> Whereabouts:
        return Whereabouts(self.person.agency, self.person.supporting_prison)


def duplicates_of(number: str, today: date) -> list[Alike]:
    """Other records with the same PNC or CRO, or the same names and birth, main or alias. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {SELECTED}, '', {ACTIVE_ALERTS}, r.codes, r.pnc FROM ({_SHOWN}) r"
            f" ORDER BY r.name_sort, r.person_id LIMIT {MOST_RECORDS}",
            {"number": number, "today": today},
        )
        return [Alike(found_in(row[:-2]), tuple(row[-2]), row[-1]) for row in cursor.fetchall()]


def where_duplicates_are(number: str) -> list[Whereabouts]:
    """What the access rules ask of the records that lend reading: those with the same PNC or CRO. One statement.

    The same names and birth make a possible duplicate to look at, and are too little to open a record for.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.agency, r.supporting_prison FROM ({_SHOWN}) r WHERE r.codes::text[] && ARRAY['PNC', 'CRO']"
            f" LIMIT {MOST_RECORDS}",
            {"number": number},
        )
        return [Whereabouts(agency, supporting) for agency, supporting in cursor.fetchall()]


_HOW_MANY = Statement("how_many_duplicates", f"SELECT count(*) FROM ({_SHOWN}) r", {"number": "text"})


def how_many_duplicates(number: str) -> int:
    """How many other records may be the same person's. One statement."""
    with connection.cursor() as cursor:
        _HOW_MANY.execute(cursor, {"number": number})
        return int(cursor.fetchone()[0])


def candidates(given: Supplied) -> list[Known]:
    """Records that any rule of matching could find, at most MOST_RECORDS, by number. Three statements."""
    lanes, values = [], {"most": MOST_RECORDS}
    if given.number:
        lanes.append("SELECT number AS person_id FROM prisoners_person WHERE number = %(number)s")
    keys = [value for value in (given.number, given.pnc, given.cro) if value]
    if keys:
        lanes.append(
            "SELECT person_id FROM prisoners_identifier WHERE dps_identifier_key(type, value) = ANY (%(keys)s)"
            " AND type IN ('PNC', 'CRO', 'MERGED', 'NOMS')"
        )
    if given.last_name and given.born:
        lanes.append(
            "SELECT person_id FROM prisoners_searchname WHERE date_of_birth = ANY (%(days)s) AND last = %(last)s"
        )
    elif given.last_name and given.first_name:
        lanes.append("SELECT person_id FROM prisoners_searchname WHERE last = %(last)s AND first = %(first)s")
    if not lanes:
        return []
    asked: dict[str, Any] = values | {
        "number": given.number,
        "keys": keys,
        "days": list(given.days),
        "last": given.last_name,
        "first": given.first_name,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id FROM ({' UNION '.join(lanes)}) found JOIN prisoners_searchrecord r USING (person_id)"
            " WHERE r.agency <> 'ZZGHI' ORDER BY person_id LIMIT %(most)s",
            asked,
        )
        numbers = [row[0] for row in cursor.fetchall()]
    return _known(numbers)


def _known(numbers: Collection[str]) -> list[Known]:
    names: dict[str, list[Name]] = {number: [] for number in numbers}
    rows = SearchName.objects.filter(person__in=numbers).order_by("-is_working", "id")
    for person, first, last, born, working in rows.values_list(
        "person_id", "first", "last", "date_of_birth", "is_working"
    ):
        names[person].append(Name(first, last, born, working))
    held: dict[str, dict[str, set[str]]] = {number: {"PNC": set(), "CRO": set(), "MERGED": set()} for number in numbers}
    identifiers = Identifier.objects.filter(person__in=numbers, type__in=["PNC", "CRO", "MERGED"]).extra(
        select={"key": "dps_identifier_key(type, value)"}
    )
    for person, kind, key in identifiers.values_list("person_id", "type", "key"):
        held[person][kind].add(key)
    return [
        Known(
            number,
            frozenset({number, *held[number]["MERGED"]}),
            frozenset(held[number]["PNC"]),
            frozenset(held[number]["CRO"]),
            tuple(names[number]),
        )
        for number in names
    ]


def possible_matches(given: Supplied) -> list[Known]:
    """Records of the union of the three rules, each once."""
    return [record for record in candidates(given) if possible_match(given, record)]
