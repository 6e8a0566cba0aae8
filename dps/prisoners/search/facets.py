"""How many people each choice of a filter would leave, counted for the search on the page: one statement for all.

A choice is counted with every other filter in use and without its own, so that the number says what choosing it
instead would show. Each person is read once: what keeps them out is kept as bits, and only those whom at most one
filter keeps out are counted.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.search.filters import DETAIL, Filters, of_name, of_record
from dps.prisoners.search.queries import identified, named_in_prison
from dps.prisoners.search.rules import AGE_BANDS, CONVICTED, Term, born_between

LEAVES_WITHIN = (7, 14, 28, 90)
ARRIVED_WITHIN = (24, 72)
_PLAIN = {
    "legal": "r.legal_status",
    "incentive": "r.incentive",
    "category": "r.category",
    "csra": "r.csra",
    "religion": "r.religion",
    "inside": "r.in_out",
    "photo": "CASE WHEN r.image_id IS NULL THEN 'NO' ELSE 'YES' END",
    "language": "coalesce(d.language, '')",
    "key_worker": "coalesce(d.key_worker_id || '|' || d.key_worker, '')",
}
Counts = dict[str, dict[str, int]]
"""Filter -> value -> how many people."""


def count_facets(term: Term, *, prison: str, filters: Filters, today: date) -> Counts:
    """The counts of every filter's choices for a search in one prison. One statement (one more for an identifier)."""
    conditions, values = of_record(filters, prison, today)
    bits = {name: 1 << place for place, name in enumerate(conditions)}
    fails = " + ".join(f"CASE WHEN {sql} THEN 0 ELSE {bits[name]} END" for name, sql in conditions.items()) or "0"
    columns = _columns(filters, today, values)
    values |= {"prison": prison, "near": [0, *bits.values()]}
    named, more = _named(term, filters)
    values |= more
    sets = ", ".join(f"(fails, {name})" for name in columns)
    flags = [(code, flag.label) for flag in estate.alert_flags() for code in flag.codes]
    values |= {"flag_codes": [code for code, _ in flags], "flag_labels": [label for _, label in flags]}
    shown = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    statement = f"""
        WITH near AS MATERIALIZED (
            SELECT * FROM (
                SELECT {shown}, {fails} AS fails, d.alert_codes, d.alert_ends
                  FROM prisoners_searchrecord r
                  LEFT JOIN {DETAIL} d ON d.person_id = r.person_id AND d.agency = %(prison)s
                 WHERE r.agency = %(prison)s AND {named} OFFSET 0) everybody
             WHERE fails = ANY (%(near)s)),
        flagged AS (
            SELECT near.fails, f.label, count(*) AS people FROM near
             CROSS JOIN LATERAL (
                SELECT DISTINCT f.label FROM unnest(near.alert_codes, near.alert_ends) AS a (code, ends)
                  JOIN unnest(%(flag_codes)s::text[], %(flag_labels)s::text[]) AS f (code, label) ON f.code = a.code
                 WHERE a.ends > %(today)s) f
             GROUP BY near.fails, f.label)
        SELECT GROUPING({", ".join(columns)}), coalesce({", ".join(columns)}), fails, count(*)
          FROM near GROUP BY GROUPING SETS ({sets})
        UNION ALL
        SELECT -1, label, fails, people FROM flagged"""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return _counted(rows, list(columns), bits)


def _columns(filters: Filters, today: date, values: dict[str, Any]) -> dict[str, str]:
    """Filter name -> the expression whose values are its choices."""
    moment = local_time.now()
    for hours in ARRIVED_WITHIN:
        values[f"arrived_{hours}"] = moment - timedelta(hours=hours)
    for days in LEAVES_WITHIN:
        values[f"leaves_{days}"] = today + timedelta(days=days)
    for band in AGE_BANDS:
        key = band.replace("-", "_")
        values[f"from_{key}"], values[f"to_{key}"] = born_between(band, today)
    ages = " ".join(
        f"WHEN r.date_of_birth BETWEEN %(from_{k})s AND %(to_{k})s THEN '{band}'"
        for band, k in ((band, band.replace("-", "_")) for band in AGE_BANDS)
    )
    leaves = " ".join(
        f"WHEN r.release_on BETWEEN %(today)s AND %(leaves_{d})s"
        f" OR d.sentence_ends_on BETWEEN %(today)s AND %(leaves_{d})s THEN '{d}'"
        for d in LEAVES_WITHIN
    )
    arrived = " ".join(f"WHEN r.arrived_at > %(arrived_{h})s THEN '{h}'" for h in ARRIVED_WITHIN)
    columns = {
        **_PLAIN,
        "age": f"CASE {ages} ELSE '' END",
        "leaves": f"CASE {leaves} ELSE '' END",
        "arrived": f"CASE {arrived} ELSE '' END",
        "wing": "split_part(r.cell_path, '-', 1)",
        "landing": "split_part(r.cell_path, '-', 1) || '-' || split_part(r.cell_path, '-', 2)",
    }
    if filters.location:
        columns["cell"] = "r.cell_path"
    return columns


def _named(term: Term, filters: Filters) -> tuple[str, dict[str, Any]]:
    clauses, values = of_name(filters)
    if term.has_identifier:
        values["numbers"] = identified(term)
        clauses.append("n.is_working AND n.person_id = ANY (%(numbers)s)")
    elif not term.is_blank:
        condition, more = named_in_prison(term)
        values |= more
        clauses.append(condition)
    elif clauses:
        clauses.append("n.is_working")
    if not clauses:
        return "true", values
    found = " AND ".join(clauses)
    return f"EXISTS (SELECT 1 FROM prisoners_searchname n WHERE n.person_id = r.person_id AND {found})", values


_LOCATIONS = ("wing", "landing", "cell")
_BIT_OF = {"alert": "alerts", **dict.fromkeys(_LOCATIONS, "location")}


def _counted(rows: list[tuple[int, str, int, int]], columns: list[str], bits: Mapping[str, int]) -> Counts:
    """Sums by filter and value; what holds for a few days holds for more, and a conviction has several kinds."""
    counted: dict[str, Counter[str]] = {"location": Counter(), "alerts": Counter()}
    everything = (1 << len(columns)) - 1
    for grouping, value, fails, people in rows:
        name = "alert" if grouping < 0 else columns[len(columns) - (everything ^ grouping).bit_length()]
        key = _BIT_OF.get(name, name)
        if fails in (0, bits.get(key, 0)):
            counted.setdefault(key, Counter())[value] += people
    for name, steps in (("leaves", LEAVES_WITHIN), ("arrived", ARRIVED_WITHIN)):
        so_far = 0
        for step in steps:
            so_far += counted.get(name, Counter())[str(step)]
            counted.setdefault(name, Counter())[str(step)] = so_far
    legal = counted.setdefault("legal", Counter())
    legal["CONVICTED"] = sum(legal[status] for status in CONVICTED)
    return {name: dict(values) for name, values in counted.items()}
