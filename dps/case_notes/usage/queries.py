"""Counting notes: one statement, from the index of a person's or an author's notes alone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from dps.case_notes.usage.rules import Count, CountBy, KeyedBy, Kinds, Wanted, problems
from dps.platform.web.refusals import Invalid

_COUNTED = """
WITH theirs AS MATERIALIZED (
    SELECT n.{key} AS key, n.sub_type_id, n.occurred_at, n.created_at
      FROM case_notes_casenote n
     WHERE n.{key} = ANY (%(keys)s){more}
       AND n.sub_type_id + 0 = ANY (ARRAY(
           SELECT s.id FROM case_notes_notesubtype s
             JOIN unnest(%(types)s::text[], %(sub_types)s::text[]) AS w(type, code)
               ON w.type = s.type_id AND (w.code IS NULL OR w.code = s.code)
            WHERE {kinds})))
SELECT n.key, s.type_id, s.code, count(*), max(n.occurred_at), max(n.created_at)
  FROM theirs n JOIN case_notes_notesubtype s ON s.id = n.sub_type_id
 GROUP BY n.key, s.type_id, s.code ORDER BY n.key, s.type_id, s.code
"""
"""Their notes are gone through, never the millions of a common sub-type: "+ 0" keeps its index out of it."""


def counted(wanted: Wanted) -> dict[str, list[Count]]:
    """Each key that was asked for to the counts of its notes, by type and sub-type; an empty list for none. One
    statement. Raises Invalid with every problem."""
    if found := problems(wanted):
        raise Invalid(found)
    return _count(wanted)


def _count(wanted: Wanted) -> dict[str, list[Count]]:
    pairs: list[tuple[str, str | None]] = []
    for type, codes in wanted.kinds.items():
        pairs += [(type, code) for code in sorted(codes)] if codes else [(type, None)]
    values: dict[str, Any] = {
        "keys": sorted(wanted.keys),
        "types": [type for type, _ in pairs],
        "sub_types": [code for _, code in pairs],
        "begins": wanted.begins,
        "ends": wanted.ends,
        "prisons": sorted(wanted.prisons),
        "author_ids": sorted(wanted.author_ids),
    }
    sql = _COUNTED.format(
        key=wanted.keyed_by.value,
        kinds="TRUE" if wanted.sensitive else "NOT s.sensitive",
        more="".join(f" AND {condition}" for condition in _narrowed(wanted)),
    )
    counts: dict[str, list[Count]] = {key: [] for key in sorted(wanted.keys)}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for key, *rest in cursor.fetchall():
            counts[key].append(Count(*rest))
    return counts


def _narrowed(wanted: Wanted) -> list[str]:
    moment = f"n.{wanted.count_by.value}"
    given = {
        f"{moment} >= %(begins)s": wanted.begins,
        f"{moment} <= %(ends)s": wanted.ends,
        "n.location = ANY (%(prisons)s)": wanted.prisons,
        "n.author_user_id = ANY (%(author_ids)s)": wanted.author_ids,
    }
    return [condition for condition, value in given.items() if value]


def last_and_count(
    numbers: Collection[str],
    kinds: Kinds,
    *,
    begins: datetime | None = None,
    ends: datetime | None = None,
    prison: str = "",
    by: CountBy = CountBy.HAPPENED,
    sensitive: bool = False,
) -> Mapping[str, tuple[datetime | None, int]]:
    """Of each person: when the latest note of these kinds was, and how many there are between two moments, both
    included. One statement, none for nobody. Any number of people.

    last_and_count(["A1234BC"], {"KA": frozenset({"KS"})}, begins=monday)
    """
    found: dict[str, tuple[datetime | None, int]] = {}
    in_order = sorted(set(numbers))
    if not in_order:
        return found
    prisons = frozenset({prison}) if prison else frozenset()
    wanted = Wanted(frozenset(in_order), kinds, KeyedBy.PERSON, by, begins, ends, prisons, sensitive=sensitive)
    for number, counts in _count(wanted).items():
        found[number] = (max((one.latest(by) for one in counts), default=None), sum(one.count for one in counts))
    return found
