"""Finding people by what they look like (search.md 7)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.estate import queries as estate
from dps.estate.rules import location_prefix
from dps.platform.web.refusals import Invalid
from dps.prisoners.search.filters import DETAIL
from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in
from dps.prisoners.search.patience import patiently
from dps.prisoners.search.physical.rules import (
    CHOICES,
    MARKS,
    RANGE_WORDS,
    RANGES,
    Description,
    MarkWanted,
    problems_of,
)
from dps.prisoners.search.reach import Reach

MOST_FOUND = 1000
DOMAINS = {
    "hair": "HAIR",
    "left_eye": "R_EYE_C",
    "right_eye": "R_EYE_C",
    "facial_hair": "FACIAL_HAIR",
    "face": "FACE",
    "build": "BUILD",
}
LABELS = {
    "hair": "Hair",
    "left_eye": "Left eye",
    "right_eye": "Right eye",
    "facial_hair": "Facial hair",
    "face": "Face",
    "build": "Build",
}
SELECTED_BODY = "d.height_cm, d.weight_kg, d.shoe_size"


@dataclass(frozen=True, slots=True)
class ByDescription:
    """The people found, those who fit most first, and what of the description fits each."""

    people: list[Found]
    why: dict[str, tuple[str, ...]]
    total: int
    more: bool


def search_description(wanted: Description, *, reach: Reach, first: int, size: int, today: date) -> ByDescription:
    """People of the prisons who fit, whom the searcher may open. Strict: all of it fits; lenient: any, best first.

    One statement. Raises Invalid: see `rules.problems_of`, and when it takes too long.
    """
    if problems := problems_of(wanted):
        raise Invalid(problems)
    values: dict[str, Any] = {
        "today": today, "prisons": list(wanted.prisons), "first": first, "size": size, **reach.values,
    }  # fmt: skip
    traits = _traits(wanted, values)
    clauses = ["r.agency = ANY (%(prisons)s)", reach.opens]
    if wanted.location:
        clauses.append("(starts_with(r.cell_path, %(place)s) OR r.cell_path = rtrim(%(place)s, '-'))")
        values["place"] = location_prefix(wanted.prisons[0], wanted.location)
    fits = ", ".join(f"CASE WHEN {sql} THEN {place} END" for place, (_, sql) in enumerate(traits)) or "NULL::int"
    if not wanted.lenient:
        clauses += [sql for _, sql in traits]
    enough = "WHERE cardinality(fits) > 0" if wanted.lenient and traits else ""
    statement = f"""
        WITH fitting AS (
            SELECT r.person_id, r.name_sort, array_remove(ARRAY[{fits}], NULL) AS fits
              FROM prisoners_searchrecord r LEFT JOIN {DETAIL} d ON d.person_id = r.person_id
             WHERE {" AND ".join(clauses)}),
        shown AS (SELECT person_id, name_sort, fits, count(*) OVER () AS total FROM fitting {enough}
                   ORDER BY cardinality(fits) DESC, name_sort, person_id LIMIT %(size)s OFFSET %(first)s)
        SELECT {SELECTED}, '', {ACTIVE_ALERTS}, s.total, s.fits
          FROM shown s JOIN prisoners_searchrecord r ON r.person_id = s.person_id
         ORDER BY cardinality(s.fits) DESC, s.name_sort, s.person_id"""
    with patiently(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    total = rows[0][-2] if rows else 0
    of = f" of {len(traits)}" if wanted.lenient else ""
    why: dict[str, tuple[str, ...]] = {
        row[0]: (f"Fits {len(row[-1])}{of}: {'; '.join(traits[place][0] for place in row[-1])}",)
        for row in rows
        if traits
    }
    return ByDescription([found_in(row[:-2]) for row in rows], why, min(total, MOST_FOUND), total > MOST_FOUND)


def _traits(wanted: Description, values: dict[str, Any]) -> list[tuple[str, str]]:
    """(What it is in words, condition true of those it fits) of each part of the description."""
    traits: list[tuple[str, str]] = []
    if wanted.sex:
        values["sex"] = wanted.sex
        named = "SELECT 1 FROM prisoners_searchname n WHERE n.person_id = r.person_id AND n.sex = %(sex)s"
        traits.append((estate.label("SEX", wanted.sex), f"(r.sex = %(sex)s OR EXISTS ({named}))"))
    if wanted.ethnicity:
        values["ethnicity"] = wanted.ethnicity
        named = "SELECT 1 FROM prisoners_personname n WHERE n.person_id = r.person_id AND n.ethnicity = %(ethnicity)s"
        words = estate.label("ETHNICITY", wanted.ethnicity)
        traits.append((words, f"(r.ethnicity = %(ethnicity)s OR EXISTS ({named}))"))
    for name in RANGES:
        low, high = wanted.ranges.get(name, (None, None))
        bounds = []
        for word, bound, compared in (("low", low, ">="), ("high", high, "<=")):
            if bound is not None:
                bounds.append(f"d.{name} {compared} %({name}_{word})s")
                values[f"{name}_{word}"] = bound
        if bounds:
            traits.append((_range_words(name, low, high), f"coalesce({' AND '.join(bounds)}, false)"))
    for name in CHOICES:
        if code := wanted.choices.get(name, ""):
            values[name] = code
            words = f"{LABELS[name]}: {estate.label(DOMAINS[name], code)}"
            traits.append((words, f"coalesce(d.{name} = %({name})s, false)"))
    for place, mark in enumerate(wanted.marks):
        if not mark.is_empty:
            traits.append((_mark_words(mark), _mark_condition(mark, place, values)))
    return traits


def _range_words(name: str, low: float | None, high: float | None) -> str:
    unit = {"height_cm": " cm", "weight_kg": " kg"}.get(name, "")
    if low is not None and high is not None:
        return f"{RANGE_WORDS[name]} {low:g} to {high:g}{unit}"
    return f"{RANGE_WORDS[name]} {'at least' if high is None else 'at most'} {low if high is None else high:g}{unit}"


def _mark_words(mark: MarkWanted) -> str:
    words = MARKS.get(mark.kind, "Mark of any kind")
    if mark.body_part:
        words += f" on {estate.label('BODY_PART', mark.body_part).lower()}"
    return f"{words}: {' '.join(mark.tokens)}" if mark.tokens else words


def _mark_condition(mark: MarkWanted, place: int, values: dict[str, Any]) -> str:
    """What the words say counts beside the type: a mark "tattoo of a dragon" is a tattoo too."""
    clauses = ["m.person_id = r.person_id"]
    kinds = {"TAT": "m.is_tattoo", "SCAR": "m.is_scar"}
    if mark.kind in kinds:
        clauses.append(kinds[mark.kind])
    if mark.body_part:
        clauses.append(f"m.body_part = %(part{place})s")
        values[f"part{place}"] = mark.body_part
    for number, token in enumerate(mark.tokens):
        clauses.append(f"m.words LIKE %(mark{place}_{number})s")
        values[f"mark{place}_{number}"] = f"% {token}%"
    return f"EXISTS (SELECT 1 FROM prisoner_search_index_searchmark m WHERE {' AND '.join(clauses)})"
