"""Alerts of the people in one prison, counted: how long unseen, and how many started and ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dps.prisoners.alerts.rules.review import BANDS, STALE_FROM

_SEEN = """(SELECT max(v.at) FROM prisoner_alerts_alertreview v WHERE v.alert_id = a.id)"""
_DAYS = (
    f"""%(today)s - greatest(a.active_from, (greatest(a.modified_at, {_SEEN}) AT TIME ZONE 'Europe/London')::date)"""
)
_THOSE = """
  FROM prisoners_searchrecord r
  JOIN prisoners_alert a ON a.person_id = r.person_id AND a.deleted_at IS NULL
 WHERE r.agency = %(prison)s AND r.agency <> 'OUT'
"""
_WING = "split_part(r.cell_path, '-', 1)"
_ACTIVE = "AND (a.active_to IS NULL OR a.active_to > %(today)s)"


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many active alerts of one wing or type are in each band, in order of bands."""

    key: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class Ages:
    """Active alerts by how long ago somebody last looked at them: of the prison, of each wing, of each type."""

    all: Unseen
    wings: list[Unseen]
    types: list[Unseen]


def ages(prison: str, today: date, *, wing: str = "") -> Ages:
    """One statement, however many alerts."""
    columns = ", ".join(
        f"count(*) FILTER (WHERE days >= {band.least if band.least else -100_000}"
        + (f" AND days < {band.below})" if band.below is not None else ")")
        for band in BANDS
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT grouping(wing) * 2 + grouping(type), wing, type, {columns}
                  FROM (SELECT {_WING} AS wing, a.type, {_DAYS} AS days {_THOSE} {_ACTIVE} {_of_wing(wing)}) s
                 GROUP BY GROUPING SETS ((), (wing), (type)) ORDER BY 1, 2, 3""",
            {"prison": prison, "today": today, "wing": wing},
        )
        rows = cursor.fetchall()
    of_all = next((row[3:] for row in rows if row[0] == 3), (0,) * len(BANDS))
    return Ages(
        Unseen("", tuple(of_all)),
        [Unseen(row[1], tuple(row[3:])) for row in rows if row[0] == 1],
        [Unseen(row[2], tuple(row[3:])) for row in rows if row[0] == 2],
    )


def _of_wing(wing: str) -> str:
    return f"AND {_WING} = %(wing)s" if wing else ""


@dataclass(frozen=True, slots=True)
class StaleAlert:
    """An active alert nobody looked at for a year or more."""

    number: str
    first_name: str
    last_name: str
    cell_path: str
    alert_id: str
    type: str
    code: str
    active_from: date
    days: int


_STALE = f"""
SELECT r.person_id, r.first_name, r.last_name, r.cell_path, a.id, a.type, a.code, a.active_from, {_DAYS} AS days
{_THOSE} {_ACTIVE}
"""


def stale(
    prison: str, today: date, *, wing: str = "", start: int = 0, size: int | None = None
) -> tuple[list[StaleAlert], int]:
    """Alerts nobody looked at for a year or more, longest first, and how many there are. Two statements."""
    values: dict[str, Any] = {
        "prison": prison, "today": today, "wing": wing, "least": STALE_FROM, "start": start, "size": size,
    }  # fmt: skip
    those = f"FROM ({_STALE} {_of_wing(wing)}) s WHERE days >= %(least)s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {those}", values)
        total = int(cursor.fetchone()[0])
        cursor.execute(
            f"SELECT * {those} ORDER BY days DESC, last_name, person_id, code, id OFFSET %(start)s LIMIT %(size)s",
            values,
        )
        return [StaleAlert(*row) for row in cursor.fetchall()], total


def stale_rows(alerts: list[StaleAlert], types: dict[str, str], codes: dict[str, str]) -> Iterator[list[str]]:
    """Stale alerts as lines of a file, headings first."""
    yield [
        "Prison number",
        "Last name",
        "First name",
        "Location",
        "Type",
        "Alert",
        "Start date",
        "Days since last looked at",
    ]
    for one in alerts:
        yield [
            one.number, one.last_name, one.first_name, one.cell_path, types.get(one.type, one.type),
            codes.get(one.code, one.code), f"{one.active_from:%d/%m/%Y}", str(one.days),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """How many alerts started and ended in a month."""

    first_day: date
    started: int
    ended: int


def trend(prison: str, today: date, *, months: int, wing: str = "", type: str = "") -> list[Month]:
    """Alerts of the people who are in a prison now, by month, oldest first; months without any too. One statement."""
    narrowed = f"{_of_wing(wing)} {'AND a.type = %(type)s' if type else ''}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH those AS (SELECT a.active_from, a.active_to {_THOSE} {narrowed}),
                     months AS (SELECT generate_series(
                                         date_trunc('month', %(today)s::date) - make_interval(months => %(back)s),
                                         date_trunc('month', %(today)s::date), '1 month')::date AS first_day)
               SELECT m.first_day,
                      (SELECT count(*) FROM those t WHERE t.active_from >= m.first_day AND t.active_from <= %(today)s
                          AND t.active_from < m.first_day + interval '1 month'),
                      (SELECT count(*) FROM those t WHERE t.active_to >= m.first_day AND t.active_to <= %(today)s
                          AND t.active_to < m.first_day + interval '1 month')
                 FROM months m ORDER BY m.first_day""",
            {"prison": prison, "today": today, "back": months - 1, "wing": wing, "type": type},
        )
        return [Month(*row) for row in cursor.fetchall()]


def wings_lived_in(prison: str) -> list[str]:
    """The wings somebody lives in, in order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT {_WING} AS wing FROM prisoners_searchrecord r"
            " WHERE r.agency = %s AND r.agency <> 'OUT' AND r.cell_path <> '' ORDER BY wing",
            [prison],
        )
        return [row[0] for row in cursor.fetchall()]
