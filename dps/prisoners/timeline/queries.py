"""Reads a timeline: one statement however much happened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import DatabaseError, connection

from dps.platform import local_time
from dps.prisoners.changes import kinds
from dps.prisoners.profile.failing_alone import failing_alone
from dps.prisoners.profile.frame import Opened
from dps.prisoners.timeline.sources import Entry, Source

log = structlog.get_logger("dps.prisoners")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page. `older` is where the next begins, '' for none; `missing` are titles of sources that cannot be read."""

    entries: list[Entry]
    older: str
    missing: list[str]


def timeline(person: Opened, sources: Sequence[Source], *, before: str = "") -> Timeline:
    """The newest entries of these sources, those before the place `before` of an earlier page."""
    place = _place(before)
    missing: list[str] = []
    try:
        rows = _read(person, sources, place)
    except DatabaseError:
        rows = []
        for source in sources:
            try:
                rows += _read(person, [source], place)
            except DatabaseError as failure:
                log.error("timeline source unavailable", source=source.key, kind=type(failure).__name__)
                missing.append(source.title)
        rows.sort(reverse=True, key=lambda row: row[:3])
    shown = rows[:SIZE]
    by_key = {source.key: source for source in sources}
    entries = []
    for at, kind, _, data in shown:
        source = by_key[kind]
        told = source.tell(json.loads(data))
        entries.append(Entry(local_time.in_london(at), source.title, told, source.whole_days))
    older = "|".join((shown[-1][0].isoformat(), shown[-1][1], shown[-1][2])) if len(rows) > SIZE else ""
    return Timeline(entries, older, missing)


def _place(before: str) -> tuple[datetime, str, str] | None:
    at, _, rest = before.partition("|")
    kind, _, id = rest.partition("|")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, kind[:40], id[:80]) if moment.tzinfo else None


def _read(
    person: Opened, sources: Sequence[Source], place: tuple[datetime, str, str] | None
) -> list[tuple[datetime, str, str, str]]:
    if not sources:
        return []
    values: dict[str, Any] = {
        "number": person.number,
        "booking": person.booking_id,
        "today": person.today,
        "kinds": [kind.key for kind in kinds.registered() if kind.key != "alert" and person.may(kind.part)],
        "most": SIZE + 1,
    }
    beyond = ""
    if place is not None:
        beyond = " WHERE (at, kind, id) < (%(at)s, %(kind)s, %(id)s)"
        values |= dict(zip(("at", "kind", "id"), place, strict=True))
    order = "ORDER BY at DESC, kind DESC, id DESC LIMIT %(most)s"
    lanes = " UNION ALL ".join(
        f"(SELECT * FROM (SELECT at, '{source.key}'::text AS kind, id, data::text AS data FROM ({source.sql}) s) lane"
        f"{beyond} {order})"
        for source in sources
    )
    with (
        failing_alone(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT at, kind, id, data FROM ({lanes}) entries {order}", values)
        return list(cursor.fetchall())
