"""Looking people up by lists of numbers, by release dates, by prison, and everybody's place."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from dps.prisoners.search.filters import DETAIL
from dps.prisoners.search.found import ACTIVE_ALERTS, SELECTED, Found, found_in

LOCATIONS_A_PAGE = 10_000


def by_numbers(numbers: Sequence[str], booking_ids: Sequence[int], today: date) -> dict[str, Found]:
    """What was asked (a prison number, one lost in a merge, or a booking id) -> the person. One statement."""
    statement = f"""
        SELECT {SELECTED}, '', {ACTIVE_ALERTS}, asked FROM (
            SELECT number AS person_id, number AS asked FROM prisoners_person WHERE number = ANY (%(numbers)s)
            UNION
            SELECT person_id, dps_identifier_key(type, value) FROM prisoners_identifier
             WHERE dps_identifier_key(type, value) = ANY (%(numbers)s) AND type = 'MERGED'
            UNION
            SELECT person_id, id::text FROM prisoners_booking WHERE id = ANY (%(booking_ids)s)) wanted
          JOIN prisoners_searchrecord r USING (person_id) WHERE r.agency <> 'ZZGHI'"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"numbers": list(numbers), "booking_ids": list(booking_ids), "today": today})
        return {row[-1]: found_in(row[:-1]) for row in cursor.fetchall()}


def leaving_between(
    earliest: date, latest: date, *, prisons: Sequence[str] | None, first: int, size: int, today: date
) -> tuple[list[tuple[Found, date]], int]:
    """People whose conditional, confirmed or post-recall release date lies in the span, with the first such date.

    Soonest first. `prisons`: codes, OUT and TRN too; None is everywhere. One statement; also for the total.
    """
    values: dict[str, Any] = {
        "earliest": earliest,
        "latest": latest,
        "first": first,
        "size": size,
        "today": today,
        "prisons": list(prisons) if prisons is not None else None,
    }
    kinds = ("conditional_release_on", "confirmed_release_on", "post_recall_release_on")
    lanes = " UNION ALL ".join(
        f"SELECT person_id, {kind} AS leaves FROM {DETAIL} WHERE {kind} BETWEEN %(earliest)s AND %(latest)s"
        " AND (%(prisons)s::text[] IS NULL OR agency = ANY (%(prisons)s))"
        for kind in kinds
    )
    statement = f"""
        WITH leaving AS (SELECT person_id, min(leaves) AS leaves FROM ({lanes}) lane GROUP BY person_id),
        shown AS (SELECT l.person_id, l.leaves, r.name_sort, count(*) OVER () AS total
                    FROM leaving l JOIN prisoners_searchrecord r USING (person_id) WHERE r.agency <> 'ZZGHI'
                   ORDER BY l.leaves, r.name_sort, l.person_id LIMIT %(size)s OFFSET %(first)s)
        SELECT {SELECTED}, '', {ACTIVE_ALERTS}, s.leaves, s.total
          FROM shown s JOIN prisoners_searchrecord r USING (person_id) ORDER BY s.leaves, s.name_sort, s.person_id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [(found_in(row[:-2]), row[-2]) for row in rows], rows[0][-1] if rows else 0


def everybody_in(prison: str, *, restricted_too: bool, first: int, size: int, today: date) -> tuple[list[Found], int]:
    """Everybody in a prison by number; its restricted patients too when asked. One statement."""
    supported = "OR r.supporting_prison = %(prison)s" if restricted_too else ""
    statement = f"""
        SELECT {SELECTED}, '', {ACTIVE_ALERTS}, count(*) OVER () FROM prisoners_searchrecord r
         WHERE r.agency = %(prison)s {supported} ORDER BY r.person_id LIMIT %(size)s OFFSET %(first)s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"prison": prison, "first": first, "size": size, "today": today})
        rows = cursor.fetchall()
    return [found_in(row[:-1]) for row in rows], rows[0][-1] if rows else 0


def locations_after(number: str, size: int = LOCATIONS_A_PAGE) -> list[tuple[str, str, str, str]]:
    """(Number, prison, cell, prison left last) of the people after `number`, in order of number. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, agency, cell_path, left_agency FROM prisoners_searchrecord"
            " WHERE person_id > %s AND agency <> 'ZZGHI' ORDER BY person_id LIMIT %s",
            [number, size],
        )
        return [(number, agency, cell, left) for number, agency, cell, left in cursor.fetchall()]
