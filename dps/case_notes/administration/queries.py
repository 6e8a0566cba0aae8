"""What was deleted, replaced or moved: lists a page at a time, and one of them with what has become of the note."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from dps.case_notes.administration import rules
from dps.case_notes.administration.permitted import is_system_that_administers
from dps.case_notes.catalogue.queries import SubType, by_id
from dps.case_notes.models import Amendment, CaseNote, DeletedNote
from dps.case_notes.reach import readable
from dps.case_notes.rules.access import may_read_sensitive
from dps.platform.access import Actor
from dps.platform.web.refusals import NotFound
from dps.prisoners.permissions import viewer_of

A_PAGE = 20
MOST = 1000
"""Nobody turns fifty pages: beyond this a list asks for a filter."""
_SENSITIVE_NOW = """
coalesce((SELECT s.sensitive FROM case_notes_casenote n JOIN case_notes_notesubtype s ON s.id = n.sub_type_id
           WHERE n.id = {note}), FALSE)
OR coalesce((SELECT bool_or(coalesce(s.sensitive, TRUE)) FROM case_notes_deletednote o
               LEFT JOIN case_notes_notesubtype s
                      ON s.type_id = o.content->>'type' AND s.code = o.content->>'sub_type'
              WHERE o.note_id = {note}), FALSE)
"""
"""Whether a note is, or in any state that was kept of it was, of a sub-type that is sensitive today or not known."""


class Show(StrEnum):
    """Which of them a list shows."""

    GONE = "gone"
    DELETED = "deleted"
    REPLACED = "replaced"
    MOVED = "moved"
    ALL = "all"


_SHOWN = {
    Show.GONE: "d.cause = 'DELETE' AND d.restored_at IS NULL",
    Show.DELETED: "d.cause = 'DELETE'",
    Show.REPLACED: "d.cause = 'UPDATE'",
    Show.MOVED: "d.cause IN ('MERGE', 'MOVE')",
    Show.ALL: "TRUE",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list. Empty values filter nothing."""

    show: Show = Show.GONE
    number: str = ""
    by: str = ""
    """User name or part of the name of whoever did it."""
    begins: datetime | None = None
    over: datetime | None = None
    """The first moment after."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One note, or state of one, that is no longer there."""

    id: int
    person: str
    """The number it was under."""
    number_now: str
    """The number the person has now."""
    first_name: str
    last_name: str
    note_id: UUID
    amendment_id: UUID | None
    content: Mapping[str, Any]
    at: datetime
    by: str
    """The name of whoever did it; the user name when none is known."""
    cause: str
    reason: str
    restored_at: datetime | None
    restored_by: str
    restored_because: str
    kind: str
    """Type and sub-type in words; codes when they are no longer known."""


_FROM = """
  FROM case_notes_deletednote d
  LEFT JOIN prisoners_person p ON p.number = d.person_id
  LEFT JOIN LATERAL (SELECT i.person_id FROM prisoners_identifier i
           WHERE p.number IS NULL AND i.type = 'MERGED' AND dps_identifier_key(i.type, i.value) = d.person_id
           LIMIT 1) m ON TRUE
  JOIN prisoners_searchrecord r ON r.person_id = coalesce(p.number, m.person_id)
"""
_COLUMNS = """
SELECT d.id, d.person_id, r.person_id, r.first_name, r.last_name, d.note_id, d.amendment_id, d.content::text,
       d.deleted_at, coalesce(nullif(d.deleted_by_name, ''), d.deleted_by), d.cause, d.reason, d.restored_at,
       coalesce((SELECT nullif(btrim(a.first_name || ' ' || a.last_name), '') FROM identity_account a
                  WHERE a.username = d.restored_by), d.restored_by),
       d.restored_because,
       coalesce((SELECT t.description || ': ' || s.description FROM case_notes_notesubtype s
                   JOIN case_notes_notetype t ON t.code = s.type_id
                  WHERE s.type_id = d.content->>'type' AND s.code = d.content->>'sub_type'),
                (d.content->>'type') || ': ' || (d.content->>'sub_type'))
"""


def kept(wanted: Wanted, *, by: Actor, start: int, size: int) -> tuple[list[Kept], int]:
    """Some of what this actor may know of, newest first, and how much there is so narrowed, counted up to one more
    than `MOST`. Two statements."""
    where, values = _where(by)
    where.append(_SHOWN[wanted.show])
    if wanted.number:
        where.append(
            "d.person_id IN (SELECT %(number)s UNION ALL SELECT dps_identifier_key(i.type, i.value)"
            " FROM prisoners_identifier i WHERE i.person_id = %(number)s AND i.type = 'MERGED')"
        )
    if wanted.by:
        where.append("(d.deleted_by = upper(%(who)s) OR strpos(lower(d.deleted_by_name), lower(%(who)s)) > 0)")
    if wanted.begins:
        where.append("d.deleted_at >= %(begins)s")
    if wanted.over:
        where.append("d.deleted_at < %(over)s")
    condition = " AND ".join(f"({one})" for one in where)
    values |= {
        "number": wanted.number,
        "who": wanted.by,
        "begins": wanted.begins,
        "over": wanted.over,
        "start": start,
        "size": size,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 {_FROM} WHERE {condition} LIMIT {MOST + 1}) counted", values)
        total: int = cursor.fetchone()[0]
        cursor.execute(
            f"{_COLUMNS} {_FROM} WHERE {condition} ORDER BY d.deleted_at DESC, d.id DESC"
            " OFFSET %(start)s LIMIT %(size)s",
            values,
        )
        return [_kept(row) for row in cursor.fetchall()], total


def one_kept(id: int, *, by: Actor) -> Kept:
    """One of them. One statement. Raises NotFound, also for what this actor may not know of."""
    where, values = _where(by)
    condition = " AND ".join(f"({one})" for one in [*where, "d.id = %(id)s"])
    with connection.cursor() as cursor:
        cursor.execute(f"{_COLUMNS} {_FROM} WHERE {condition}", {**values, "id": id})
        row = cursor.fetchone()
    if row is None:
        raise NotFound(str(id))
    return _kept(row)


def _where(by: Actor) -> tuple[list[str], dict[str, Any]]:
    if is_system_that_administers(by):
        return ["TRUE"], {}
    condition, values = readable(by)
    if may_read_sensitive(viewer_of(by)):
        return [condition], values
    return [condition, f"NOT ({_SENSITIVE_NOW.format(note='d.note_id')})"], values


def _kept(row: tuple[Any, ...]) -> Kept:
    values = list(row)
    values[7] = json.loads(values[7])
    return Kept(*values)


def is_hidden_from(actor: Actor, note_id: UUID) -> bool:
    """Whether what was kept of a note is hidden from an actor who may not read sensitive notes: it or any state of it
    was sensitive. One statement, none for whoever may."""
    if is_system_that_administers(actor) or may_read_sensitive(viewer_of(actor)):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SENSITIVE_NOW.format(note='%(note)s')}", {"note": note_id})
        hidden: bool = cursor.fetchone()[0]
    return hidden


@dataclass(frozen=True, slots=True)
class Now:
    """What has become of a note of which something was kept."""

    note_refused: rules.Refused | None
    """Why the whole of it cannot be restored."""
    amendments: Mapping[UUID, rules.Refused | None]
    """Why each amendment that was kept cannot be restored."""
    note_is_there: bool


def restorable(found: Kept) -> Now:
    """What of it can be restored. Two statements."""
    number_is_there = found.person == found.number_now
    present = CaseNote.objects.filter(pk=found.note_id).exists()
    on_note = set(Amendment.objects.filter(note_id=found.note_id).values_list("pk", flat=True)) if present else set()
    single = found.amendment_id
    return Now(
        rules.note_refusal(
            deleted=found.cause == DeletedNote.Cause.DELETE,
            restored=found.restored_at is not None,
            single=single is not None,
            number_is_there=number_is_there,
            note_is_there=present,
        ),
        {
            id: rules.amendment_refusal(
                restored=single is not None and found.restored_at is not None,
                number_is_there=number_is_there,
                note_is_there=present,
                on_note=id in on_note,
            )
            for id in (UUID(one["id"]) for one in found.content["amendments"])
            if single is None or id == single
        },
        present,
    )


@dataclass(frozen=True, slots=True)
class Administered:
    """A note as an administrator sees it before doing something to it."""

    note: CaseNote
    kind: SubType
    amendments: list[Amendment]


def to_administer(number: str, note_id: UUID, may: Callable[[SubType], bool]) -> Administered:
    """A note of a person, of a sub-type this actor may administer. Three statements. Raises NotFound."""
    note = CaseNote.objects.defer("words").filter(pk=note_id, person_id=number).first()
    kind = by_id(note.sub_type_id) if note else None
    if note is None or kind is None or not may(kind):
        raise NotFound(str(note_id))
    return Administered(note, kind, list(note.amendments.order_by("created_at", "id")))
