"""Similar names: misspelt, or sounding the same (search.md 11).

Names are few beside people: first the names in use that are like what was typed are found in a small table, then the
people who bear them, by index. Looking for likeness among all people took forty times as long on a million of them.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in
from dps.prisoners.search.rules import Term, as_first_and_last, other_spellings, slips_allowed

MOST_SIMILAR = 20
LIKE_ENOUGH = 0.2
"""Trigram likeness at which a name in use is looked at; the number of slips then decides."""
MOST_NAMES, MOST_PAIRS, MOST_EACH = 12, 150, 40


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Among whom to look: conditions on the search record `r` and on its names `n`, with their values."""

    records: list[str]
    names: list[str]
    values: dict[str, Any]
    in_one_prison: bool


def similar_names(term: Term, among: Narrowed) -> list[Found]:
    """Up to MOST_SIMILAR people whose names are spelt or sound like these, fewest slips first. Three statements."""
    splits = as_first_and_last(term.tokens)
    wanted = {("L", last) for _, last in splits} | {("F", first) for first, _ in splits}
    if not splits:
        wanted = {(which, term.tokens[0]) for which in "LF"}
    names = names_like(sorted(wanted))
    if not splits:
        lanes, values = _of_one_name(names, among)
    else:
        lanes, values = _of_two_names(splits, names, among)
    if not lanes:
        return []
    mine = ""
    if among.in_one_prison:
        mine = """mine AS MATERIALIZED (
            SELECT n.* FROM prisoners_searchrecord r JOIN prisoners_searchname n USING (person_id)
             WHERE r.agency = %(prison)s),"""
    statement = f"""
        WITH {mine} alike AS (
            SELECT person_id, min(slips) AS slips FROM ({" UNION ALL ".join(lanes)}) lane
             WHERE person_id <> ALL (%(shown)s) GROUP BY person_id)
        SELECT {SELECTED}, '', {ACTIVE_ALERTS}
          FROM alike JOIN prisoners_searchrecord r USING (person_id)
         WHERE {" AND ".join(among.records)}
         ORDER BY slips, r.name_sort, r.person_id LIMIT %(most_similar)s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, among.values | values | {"most_similar": MOST_SIMILAR})
        return [found_in(row) for row in cursor.fetchall()]


def names_like(wanted: list[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """For each (L or F, typed name): the names in use like it, with how many letters differ, the same name too."""
    values: dict[str, Any] = {
        "which": [which for which, _ in wanted],
        "typed": [name for _, name in wanted],
        "slips": [slips_allowed(name) for _, name in wanted],
        "spellings": ["|".join([name, *other_spellings(name)]) for _, name in wanted],
        "most": MOST_NAMES,
    }
    statement = """
        SELECT t.which, t.typed, u.name, u.slips
          FROM unnest(%(which)s::text[], %(typed)s::text[], %(slips)s::int[], %(spellings)s::text[])
            AS t (which, typed, allowed, spellings)
         CROSS JOIN LATERAL (
            SELECT name, least(levenshtein(name, t.typed), CASE WHEN alike THEN t.allowed END) AS slips FROM (
                SELECT name, false AS alike FROM prisoners_nameinuse i WHERE i.which = t.which AND i.name %% t.typed
                   AND levenshtein_less_equal(i.name, t.typed, t.allowed) <= t.allowed
                UNION ALL
                SELECT name, true FROM prisoners_nameinuse i
                 WHERE i.which = t.which AND i.sound = dmetaphone(t.typed) AND i.sound <> ''
                UNION ALL
                SELECT name, true FROM prisoners_nameinuse i
                 WHERE i.which = t.which AND i.name = ANY (string_to_array(t.spellings, '|'))) i
             ORDER BY slips, levenshtein(name, t.typed), name LIMIT %(most)s) u"""
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('pg_trgm.similarity_threshold', '{LIKE_ENOUGH}', false)")
        cursor.execute(statement, values)
        for which, typed, name, slips in cursor.fetchall():
            names = dict(found.setdefault((which, typed), []))
            names[name] = min(slips, names.get(name, slips))
            found[which, typed] = sorted(names.items(), key=lambda pair: (pair[1], pair[0]))
    return found


_Names = dict[tuple[str, str], list[tuple[str, int]]]


def _of_one_name(names: _Names, among: Narrowed) -> tuple[list[str], dict[str, Any]]:
    """People with a last name like the one typed, and those with a first name like it."""
    lanes: list[str] = []
    values: dict[str, Any] = {}
    for (which, _), alike in names.items():
        column = "last" if which == "L" else "first"
        values |= {f"{column}_names": [name for name, _ in alike], f"{column}_slips": [slips for _, slips in alike]}
        source = f"unnest(%({column}_names)s::text[], %({column}_slips)s::int[]) AS w (name, slips)"
        lanes.append(_bearers(source, "w.slips", f"n.{column} = w.name", among))
    return lanes, values


def _of_two_names(splits: list[tuple[str, str]], names: _Names, among: Narrowed) -> tuple[list[str], dict[str, Any]]:
    """People with both names like those typed, and those with one like it and the other beginning as typed."""
    pairs: dict[tuple[str, str], int] = {}
    halves: dict[tuple[str, str, str], int] = {}
    for first, last in splits:
        lasts, firsts = names.get(("L", last), []), names.get(("F", first), [])
        for last_name, last_slips in lasts:
            for first_name, first_slips in firsts:
                pair, slips = (last_name, first_name), last_slips + first_slips
                pairs[pair] = min(slips, pairs.get(pair, slips))
        if len(first) > 1:
            halves |= {("last", name, first): slips for name, slips in lasts if name != last}
        if len(last) > 1:
            halves |= {("first", name, last): slips for name, slips in firsts if name != first}
    chosen = sorted(pairs.items(), key=lambda item: (item[1], item[0]))[:MOST_PAIRS]
    lanes: list[str] = []
    values: dict[str, Any] = {}
    if chosen:
        values |= {
            "pair_lasts": [last for (last, _), _ in chosen],
            "pair_firsts": [first for (_, first), _ in chosen],
            "pair_slips": [slips for _, slips in chosen],
        }
        source = "unnest(%(pair_lasts)s::text[], %(pair_firsts)s::text[], %(pair_slips)s::int[]) AS w (l, f, slips)"
        lanes.append(_bearers(source, "w.slips", "n.last = w.l AND n.first = w.f", among))
    for column, other in (("last", "first"), ("first", "last")):
        mine = [(name, begun, slips) for (which, name, begun), slips in halves.items() if which == column]
        if mine:
            values |= {
                f"{column}_likes": [name for name, _, _ in mine],
                f"{column}_begun": [begun for _, begun, _ in mine],
                f"{column}_after": [begun[:-1] + chr(ord(begun[-1]) + 1) for _, begun, _ in mine],
                f"{column}_half": [slips + 1 for _, _, slips in mine],
            }
            source = (
                f"unnest(%({column}_likes)s::text[], %({column}_begun)s::text[], %({column}_after)s::text[],"
                f" %({column}_half)s::int[]) AS w (name, begun, after, slips)"
            )
            condition = f"n.{column} = w.name AND n.{other} >= w.begun AND n.{other} < w.after"
            lanes.append(_bearers(source, "w.slips", condition, among))
    return lanes, values


def _bearers(source: str, slips: str, condition: str, among: Narrowed) -> str:
    """SQL of (person, slips) who bear the names of `source`: by index everywhere, by joining within one prison."""
    narrowed = "".join(f" AND {clause}" for clause in among.names)
    if among.in_one_prison:
        return f"SELECT n.person_id, {slips} AS slips FROM {source} JOIN mine n ON {condition}{narrowed}"
    return (
        f"SELECT n.person_id, {slips} AS slips FROM {source} CROSS JOIN LATERAL (SELECT n.person_id"
        f" FROM prisoners_searchname n WHERE {condition}{narrowed} ORDER BY n.person_id LIMIT {MOST_EACH}) n"
    )
