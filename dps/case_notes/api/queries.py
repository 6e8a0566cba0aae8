"""Notes as programs ask for them. A known number of statements, however many notes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dps.case_notes.catalogue.queries import SubType, by_ids
from dps.case_notes.models import Amendment, CaseNote, NoteSubType
from dps.case_notes.reach import readable
from dps.case_notes.usage.rules import KeyedBy, Kinds, is_wanted
from dps.platform.access import Actor

SORTS = {
    f"{name},{way}": f"n.{column} {way}, n.id {way}"
    for name, column in (("occurredAt", "occurred_at"), ("createdAt", "created_at"))
    for way in ("asc", "desc")
}


@dataclass(frozen=True, slots=True)
class Found:
    """One note with all that was added to it, oldest first."""

    note: CaseNote
    kind: SubType
    amendments: Sequence[Amendment]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrows a search. None and empty values filter nothing; both times are included."""

    kinds: Kinds
    begins: datetime | None
    ends: datetime | None
    sensitive: bool
    """Whether sensitive notes are found: only for whoever may read them."""
    sort: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of notes, how many match, and whether there is any note at all, as far as the reader may know."""

    notes: list[Found]
    total: int
    has_notes: bool


Scope = tuple[str, Mapping[str, Any]]
"""A condition on `n`, a row of case_notes_casenote, with its values."""


def about(number: str) -> Scope:
    """The notes about a person."""
    return "n.person_id = %(person)s", {"person": number}


def by_author(prison: str, author: str, keyed_by: KeyedBy, *, reader: Actor | None) -> Scope:
    """The notes an author wrote at a prison; of those about people whose notes `reader` may read, when there is one."""
    condition, values = (
        f"n.{keyed_by.value} = %(author)s AND n.location = %(prison)s",
        {
            "author": author,
            "prison": prison,
        },
    )
    if reader is None:
        return condition, values
    theirs, more = readable(reader)
    return (
        f"{condition} AND EXISTS (SELECT 1 FROM prisoners_searchrecord r WHERE r.person_id = n.person_id AND {theirs})",
        {**values, **more},
    )


def found(scope: Scope, wanted: Narrowed, *, start: int, size: int) -> Results:
    """Some of the notes of a scope. At most six statements."""
    whole, values = scope
    values = {**values, "begins": wanted.begins, "ends": wanted.ends, "start": start, "size": size}
    conditions = []
    if wanted.kinds or not wanted.sensitive:
        every = NoteSubType.objects.values_list("id", "type_id", "code", "sensitive")
        if hidden := [id for id, *_, sensitive in every if sensitive and not wanted.sensitive]:
            whole, values["hidden"] = f"{whole} AND n.sub_type_id <> ALL (%(hidden)s)", hidden
        if wanted.kinds:
            conditions.append("n.sub_type_id = ANY (%(chosen)s)")
            values["chosen"] = [id for id, type, code, _ in every if is_wanted(wanted.kinds, type, code)]
    if wanted.begins:
        conditions.append("n.occurred_at >= %(begins)s")
    if wanted.ends:
        conditions.append("n.occurred_at <= %(ends)s")
    narrowed = " AND ".join([whole, *conditions])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM case_notes_casenote n WHERE {narrowed}", values)
        total: int = cursor.fetchone()[0]
        ids: list[UUID] = []
        if total > start:
            cursor.execute(
                f"SELECT n.id FROM case_notes_casenote n WHERE {narrowed} ORDER BY {SORTS[wanted.sort]}"
                " OFFSET %(start)s LIMIT %(size)s",
                values,
            )
            ids = [row[0] for row in cursor.fetchall()]
        has_notes = total > 0
        if not has_notes:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM case_notes_casenote n WHERE {whole})", values)
            has_notes = cursor.fetchone()[0]
    notes = CaseNote.objects.defer("words").in_bulk(ids)
    return Results(_with_amendments([notes[id] for id in ids if id in notes]), total, has_notes)


def one(key: UUID | int, number: str | None = None) -> Found | None:
    """One note by its id or its number in older systems, of one person when `number` is given. At most three
    statements."""
    named = {"pk": key} if isinstance(key, UUID) else {"legacy_id": key}
    of = {} if number is None else {"person_id": number}
    note = CaseNote.objects.defer("words").filter(**named, **of).first()
    if note is None:
        return None
    return _with_amendments([note])[0]


def _with_amendments(notes: Collection[CaseNote]) -> list[Found]:
    kinds = by_ids({note.sub_type_id for note in notes}) if notes else {}
    added: dict[UUID, list[Amendment]] = {note.pk: [] for note in notes}
    for one in Amendment.objects.filter(note_id__in=added).order_by("created_at", "id") if notes else ():
        added[one.note_id].append(one)
    return [Found(note, kinds[note.sub_type_id], added[note.pk]) for note in notes]
