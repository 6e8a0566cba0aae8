"""Finding people by words anywhere in their record (search.md 5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from dps.prisoners.search.filters import DETAIL
from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in
from dps.prisoners.search.keywords.rules import NAMES, OWN, RECORD, Keywords, lenient_days, query_of
from dps.prisoners.search.patience import patiently
from dps.prisoners.search.reach import Reach
from dps.prisoners.search.similar import names_like

MOST_FOUND = 200
_RANKS = "'{0.1,0.1,0.1,1.0}'"
"""Names and numbers of the person weigh ten times as much as other words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Empty values do not narrow."""

    keywords: Keywords = field(default_factory=Keywords)
    prisons: tuple[str, ...] | None = None
    """None: everywhere."""
    sex: str = ""
    where: str = ""
    born: date | None = None
    near_spellings: bool = False
    only_names_and_numbers: bool = False


@dataclass(frozen=True, slots=True)
class ByWords:
    """The people found, best first, why each was, and whether there are more than are given."""

    people: list[Found]
    why: dict[str, tuple[str, ...]]
    total: int
    more: bool


def search_keywords(wanted: Wanted, *, reach: Reach, first: int, size: int, today: date) -> ByWords:
    """People whose record holds the words, at most MOST_FOUND. Two statements, one more for near spellings.

    A word counts only where the searcher may read it. Raises Invalid when it takes too long.
    """
    keywords = wanted.keywords
    near = _near(keywords.wanted) if wanted.near_spellings else {}
    values: dict[str, Any] = {"today": today, "most": MOST_FOUND + 1, "first": first, "size": size, **reach.values}
    clauses = ["r.agency <> 'ZZGHI'"]
    score = "0"
    if not keywords.is_empty:
        weights = ("a", "a", "a") if wanted.only_names_and_numbers else (OWN, RECORD, NAMES)
        values["own_words"], values["record_words"], values["name_words"] = (
            query_of(keywords, weight, near) for weight in weights
        )
        visible = f"""to_tsquery('simple', CASE WHEN {reach.own} THEN %(own_words)s
                      WHEN {reach.opens} THEN %(record_words)s ELSE %(name_words)s END)"""
        if candidates := query_of(keywords, weights[0], near, without_none=True):
            values["candidates"] = candidates
            clauses.append("d.words @@ to_tsquery('simple', %(candidates)s)")
            score = f"ts_rank({_RANKS}, d.words, {visible})"
        clauses.append(f"d.words @@ {visible}")
    clauses += _narrowed(wanted, values)
    order = "r.name_sort, r.person_id" if wanted.only_names_and_numbers else "score DESC, r.person_id"
    values["looked_for"] = list(keywords.wanted)
    record = f"""CASE WHEN {reach.own} THEN ts_filter(d.words, '{{c,d}}') WHEN {reach.opens}
                 THEN ts_filter(d.words, '{{c}}') ELSE ''::tsvector END"""
    statement = f"""
        WITH best AS (SELECT r.person_id, r.name_sort, {score} AS score
                        FROM prisoners_searchrecord r JOIN {DETAIL} d ON d.person_id = r.person_id
                       WHERE {" AND ".join(clauses)} ORDER BY {order} LIMIT %(most)s),
        shown AS (SELECT *, (SELECT count(*) FROM best) AS total FROM best r ORDER BY {order}
                   LIMIT %(size)s OFFSET %(first)s)
        SELECT {SELECTED}, '', {ACTIVE_ALERTS}, s.total,
               ARRAY(SELECT unnest(tsvector_to_array({record})) INTERSECT SELECT unnest(%(looked_for)s::text[])),
               ARRAY(SELECT unnest(tsvector_to_array(ts_filter(d.words, '{{b}}')))
                     INTERSECT SELECT unnest(%(looked_for)s::text[])
                     EXCEPT SELECT unnest(tsvector_to_array(ts_filter(d.words, '{{a}}'))))
          FROM shown s JOIN prisoners_searchrecord r ON r.person_id = s.person_id
          JOIN {DETAIL} d ON d.person_id = r.person_id
         ORDER BY {order.replace("score", "s.score")}"""
    with patiently(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    total = rows[0][-3] if rows else 0
    why = {row[0]: _why(row[-2], row[-1]) for row in rows}
    return ByWords([found_in(row[:-3]) for row in rows], why, min(total, MOST_FOUND), total > MOST_FOUND)


def _near(words: Sequence[str]) -> dict[str, list[str]]:
    """Names in use that are spelt or sound like each word."""
    found = names_like(sorted({(which, word) for word in words if not word.isdigit() for which in "FL"}))
    near: dict[str, list[str]] = {}
    for (_, word), alike in found.items():
        near.setdefault(word, []).extend(name for name, _ in alike if name != word and " " not in name)
    return near


def _narrowed(wanted: Wanted, values: dict[str, Any]) -> list[str]:
    clauses = []
    if wanted.prisons is not None:
        clauses.append("r.agency = ANY (%(prisons)s)")
        values["prisons"] = list(wanted.prisons)
    if wanted.where:
        clauses.append("r.agency = 'OUT'" if wanted.where == "OUT" else "r.agency NOT IN ('OUT', '')")
    names = []
    if wanted.sex:
        names.append("n.sex = %(sex)s")
        values["sex"] = wanted.sex
    if wanted.born:
        names.append("n.date_of_birth = ANY (%(born)s)")
        values["born"] = list(lenient_days(wanted.born))
    if names:
        condition = " AND ".join(names)
        clauses.append(f"EXISTS (SELECT 1 FROM prisoners_searchname n WHERE n.person_id = r.person_id AND {condition})")
    return clauses


def _why(record: Sequence[str], beside: Sequence[str]) -> tuple[str, ...]:
    why = []
    if beside:
        why.append(f"In aliases, other numbers or places: {', '.join(sorted(beside))}")
    if record:
        why.append(f"In the record: {', '.join(sorted(record))}")
    return tuple(why)
