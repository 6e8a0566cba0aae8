"""Case notes that arrive from NOMIS (case-notes.md 5.6).

New ones are stored by the statement of their feed, some thousands at a time. Those that are here already are compared
one by one, because what is here may be longer than NOMIS's copy of it: only what somebody changed there is taken over,
and what it was before is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from dps.case_notes import watchers
from dps.case_notes.models import Amendment, CaseNote, DeletedNote, NoteSubType, NoteType
from dps.case_notes.rules.authors import LONGEST_USERNAME
from dps.case_notes.writing import keeping
from dps.case_notes.writing.recording import keep_words, told_of
from dps.estate.models import ReferenceCode
from dps.legacy.feeds.feed import Settled
from dps.legacy.note_text import Added, Came, NoteText, as_json, by_author_and_second, what_came
from dps.platform import events, local_time
from dps.platform.access import Actor
from dps.platform.events import Source

NOMIS = Actor(username="NOMIS", display_name="NOMIS")
"""Whoever changed something there."""
Cause = DeletedNote.Cause


def settle_known(cursor: Any, staged: str, tell: bool) -> Settled:
    """Add types nobody here has heard of, and settle the staged notes that are here already: those rows leave the
    staging table."""
    _add_missing_types(cursor, staged)
    _leave_out_deleted(cursor, staged)
    arrived = _known_ones(cursor, staged)
    if not arrived:
        return Settled()
    cursor.execute(f"DELETE FROM {staged} s WHERE s.nomis_id = ANY(%s)", [list(arrived)])
    changed = _take_changes(arrived, tell)
    return Settled({note.person_id for note in changed}, len(changed))


def _add_missing_types(cursor: Any, staged: str) -> None:
    """Types and sub-types that only NOMIS knows are kept for history, and offered to nobody."""
    cursor.execute(
        f"""SELECT DISTINCT s.type, s.sub_type FROM {staged} s
              LEFT JOIN case_notes_notesubtype k ON k.type_id = s.type AND k.code = s.sub_type
             WHERE k.id IS NULL"""
    )
    missing = sorted(cursor.fetchall())
    if not missing:
        return
    words = {
        (domain, code): description
        for domain, code, description in ReferenceCode.objects.filter(
            domain__in=["TASK_TYPE", "TASK_SUBTYPE"], code__in={code for pair in missing for code in pair}
        ).values_list("domain", "code", "description")
    }
    NoteType.objects.bulk_create(
        [
            NoteType(code=kind, description=words.get(("TASK_TYPE", kind), kind)[:80])
            for kind in sorted({kind for kind, _ in missing})
        ],
        ignore_conflicts=True,
    )
    now = local_time.now()
    NoteSubType.objects.bulk_create(
        [
            NoteSubType(
                type_id=kind,
                code=code,
                description=words.get(("TASK_SUBTYPE", code), code)[:80],
                active=False,
                selectable=False,
                changed_at=now,
                changed_by=NOMIS.username,
            )
            for kind, code in missing
        ],
        ignore_conflicts=True,
    )


def _leave_out_deleted(cursor: Any, staged: str) -> None:
    """A note of a type that does not go to NOMIS is deleted here alone: its copy there does not bring it back."""
    of_such = f"""FROM {staged} s JOIN case_notes_notesubtype k ON k.type_id = s.type AND k.code = s.sub_type
                 WHERE NOT k.sync_to_nomis"""
    cursor.execute(f"SELECT s.nomis_id {of_such}")
    if ids := [row[0] for row in cursor.fetchall()]:
        cursor.execute(
            f"""DELETE FROM {staged} s USING case_notes_deletednote d
                 WHERE d.legacy_id = s.nomis_id AND s.nomis_id = ANY(%s) AND d.cause = 'DELETE' AND d.system = 'DPS'
                   AND d.amendment_id IS NULL AND d.restored_at IS NULL""",
            [ids],
        )


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What NOMIS now says of a note that is here."""

    id: UUID
    person_id: str | None
    """None when its booking is not here yet."""
    booking_id: int
    sub_type_id: int
    occurred_at: datetime
    location: str
    text: str


def _known_ones(cursor: Any, staged: str) -> dict[int, _Arrived]:
    cursor.execute(
        f"""SELECT DISTINCT ON (s.nomis_id) s.nomis_id, t.id, b.person_id, s.booking_id, k.id, s.occurred_at,
                   s.location, s.whole_text
              FROM {staged} s
              JOIN case_notes_casenote t ON t.nomis_id = s.nomis_id
              JOIN case_notes_notesubtype k ON k.type_id = s.type AND k.code = s.sub_type
              LEFT JOIN prisoners_booking b ON b.id = s.booking_id
             ORDER BY s.nomis_id, s._n DESC"""
    )
    return {row[0]: _Arrived(*row[1:]) for row in cursor.fetchall()}


def _take_changes(arrived: dict[int, _Arrived], tell: bool) -> list[CaseNote]:
    """Take over what differs. Gives the notes that were changed."""
    notes = CaseNote.objects.select_related("sub_type").defer("words").in_bulk([one.id for one in arrived.values()])
    added = _amendments_of(notes)
    replaced: list[tuple[CaseNote, _Arrived, Came]] = []
    extended: list[tuple[CaseNote, Came]] = []
    moved: list[tuple[CaseNote, _Arrived]] = []
    for one in arrived.values():
        note = notes[one.id]
        came = what_came(_text_of(note, added[note.pk]), one.text)
        if _differs(note, one) or came.replaced is not None:
            replaced.append((note, one, came))
        elif came.more:
            extended.append((note, came))
        if _is_elsewhere(note, one):
            moved.append((note, one))
    if replaced:
        keeping.keep(
            [note for note, _, _ in replaced], cause=Cause.UPDATE, by=NOMIS, at=local_time.now(), system="NOMIS"
        )
    for note, one, came in replaced:
        _replace(note, one, came, added[note.pk])
    _append([(note, came.more) for note, _, came in replaced if came.more] + [(n, came.more) for n, came in extended])
    _place(moved, tell)
    changed = [note for note, _, _ in replaced] + [note for note, _ in extended]
    CaseNote.objects.filter(pk__in=[note.pk for note, _ in extended]).update(version=F("version") + 1)
    _tell("updated", changed, tell)
    return [*changed, *(note for note, _ in moved if note not in changed)]


def _differs(note: CaseNote, one: _Arrived) -> bool:
    """Whether more than the text was changed there. NOMIS keeps times to the second."""
    happened = note.occurred_at.replace(microsecond=0) != one.occurred_at.replace(microsecond=0)
    return happened or note.sub_type_id != one.sub_type_id


def _is_elsewhere(note: CaseNote, one: _Arrived) -> bool:
    somebody_else = one.person_id is not None and one.person_id != note.person_id
    place = one.location or note.location
    return somebody_else or (one.booking_id, place) != (note.booking_id, note.location)


def _amendments_of(notes: Iterable[UUID]) -> dict[UUID, list[Amendment]]:
    found: dict[UUID, list[Amendment]] = defaultdict(list)
    for one in Amendment.objects.filter(note__in=list(notes)).order_by("created_at", "id"):
        found[one.note_id].append(one)
    return found


def _text_of(note: CaseNote, amendments: Sequence[Amendment]) -> NoteText:
    return NoteText(note.text, tuple(_as_added(one) for one in amendments))


def _as_added(one: Amendment) -> Added:
    return Added(one.author_username, one.created_at, one.text)


def _replace(note: CaseNote, one: _Arrived, came: Came, amendments: Sequence[Amendment]) -> None:
    """The note says what NOMIS says; id, author and time of creation stay, and so do amendments still there."""
    note.sub_type_id = one.sub_type_id
    if note.occurred_at.replace(microsecond=0) != one.occurred_at.replace(microsecond=0):
        note.occurred_at = one.occurred_at
    note.created_at = max(note.created_at, note.occurred_at)
    note.version += 1
    if came.replaced is not None:
        note.text = came.replaced.original
        there = dict(by_author_and_second(came.replaced.added))
        keys = (key for key, _ in by_author_and_second(map(_as_added, amendments)))
        mine = dict(zip(keys, amendments, strict=True))
        gone = [row.pk for key, row in mine.items() if key not in there]
        Amendment.objects.filter(pk__in=gone).delete()
        for key, row in mine.items():
            if key in there and there[key].text != row.text:
                Amendment.objects.filter(pk=row.pk).update(text=there[key].text)
        _append([(note, tuple(added for key, added in there.items() if key not in mine))])
    note.save(update_fields=["sub_type", "occurred_at", "created_at", "version", "text"])
    note.sub_type = NoteSubType.objects.get(pk=one.sub_type_id)


def _append(additions: Sequence[tuple[CaseNote, tuple[Added, ...]]]) -> None:
    """Add amendments to notes that are here already."""
    rows = [(note.pk, as_json(note.nomis_id, added)) for note, added in additions if added]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD_AMENDMENTS.format(source="unnest(%s::uuid[], %s::jsonb[]) AS s (note_id, added)"),
            [[pk for pk, _ in rows], [added for _, added in rows]],
        )


_ADD_AMENDMENTS = f"""
INSERT INTO case_notes_amendment (id, note_id, author_username, author_user_id, author_name, text, system, created_at,
                                  created_by)
SELECT a.id, s.note_id, a.username, coalesce(u.staff_id::text, ''),
       coalesce(nullif(left(trim(u.first_name || ' ' || u.last_name), 80), ''), left(a.username, 80)),
       a.text, 'NOMIS', a.at, a.username
  FROM {{source}}
  CROSS JOIN LATERAL jsonb_to_recordset(s.added) AS a (id uuid, username varchar({LONGEST_USERNAME}), at timestamptz,
                                                       text text)
  LEFT JOIN identity_account u ON u.username = upper(a.username)
 WHERE s.added IS NOT NULL
ON CONFLICT (id) DO NOTHING
"""


def _place(moved: Sequence[tuple[CaseNote, _Arrived]], tell: bool) -> None:
    """Notes that NOMIS has on another booking, perhaps somebody else's, or in another prison."""
    for note, one in moved:
        CaseNote.objects.filter(pk=note.pk).update(booking_id=one.booking_id, location=one.location or note.location)
    by_person: dict[str, list[UUID]] = defaultdict(list)
    for note, one in moved:
        if one.person_id and one.person_id != note.person_id:
            by_person[one.person_id].append(note.pk)
    for number, pks in by_person.items():
        move(pks, number, tell=tell)
    watchers.tell([note.pk for note, one in moved if one.person_id in (None, note.person_id)])


def move(pks: Sequence[UUID], number: str, *, tell: bool) -> None:
    """Notes are somebody else's: they keep everything else, and what they were is kept (case-notes.md 5.7)."""
    notes = list(CaseNote.objects.select_related("sub_type").defer("words").filter(pk__in=pks))
    keeping.keep(notes, cause=Cause.MOVE, by=NOMIS, at=local_time.now(), system="NOMIS")
    CaseNote.objects.filter(pk__in=pks).update(person_id=number)
    watchers.tell(list(pks))
    if tell:
        for note in notes:
            events.publish(
                "person.case-note.moved",
                subject=number,
                data={**told_of(note), "previousNumber": note.person_id},
                source=Source.NOMIS,
            )


def finish_new(cursor: Any, staged: str, tell: bool) -> None:
    """After new notes were stored: their amendments, and whoever must know."""
    source = (
        f"(SELECT t.id AS note_id, n.added FROM {staged} n JOIN case_notes_casenote t ON t.id = n.new_id"
        " WHERE n.added IS NOT NULL) AS s"
    )
    cursor.execute(_ADD_AMENDMENTS.format(source=source))
    cursor.execute(f"SELECT t.id FROM {staged} n JOIN case_notes_casenote t ON t.id = n.new_id ORDER BY n._n")
    new = [row[0] for row in cursor.fetchall()]
    if not new:
        return
    watchers.tell(new)
    if tell:
        for note in (
            CaseNote.objects.select_related("sub_type").defer("words", "text").filter(pk__in=new).order_by("id")
        ):
            events.publish("person.case-note.created", subject=note.person_id, data=told_of(note), source=Source.NOMIS)
            events.publish(
                "prison.case-note.published",
                subject=note.person_id,
                data={
                    "caseNoteId": str(note.pk),
                    "caseNoteType": f"{note.sub_type.type_id}-{note.sub_type.code}",
                    "agencyLocationId": note.location,
                },
                source=Source.NOMIS,
            )


def remove(pks: Sequence[Any], tell: bool) -> None:
    """Notes that NOMIS no longer has: kept as deleted there, and gone."""
    notes = list(CaseNote.objects.select_related("sub_type").defer("words").filter(pk__in=list(pks)))
    keeping.keep(notes, cause=Cause.DELETE, by=NOMIS, at=local_time.now(), system="NOMIS", reason="Deleted in NOMIS")
    CaseNote.objects.filter(pk__in=[note.pk for note in notes]).delete()
    watchers.tell([note.pk for note in notes])
    if tell:
        for note in notes:
            events.publish("person.case-note.deleted", subject=note.person_id, data=told_of(note), source=Source.NOMIS)


def _tell(what: str, notes: Sequence[CaseNote], tell: bool) -> None:
    pks = [note.pk for note in notes]
    keep_words(pks)
    watchers.tell(pks)
    if tell:
        for note in notes:
            events.publish(f"person.case-note.{what}", subject=note.person_id, data=told_of(note), source=Source.NOMIS)


def follow_bookings(numbers: Sequence[str] | None, *, tell: bool) -> None:
    """Notes of bookings that are another person's now go to that person; none means everybody's."""
    mine = "" if numbers is None else "AND t.person_id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT b.person_id, array_agg(t.id) FROM case_notes_casenote t
                  JOIN prisoners_booking b ON b.id = t.booking_id
                 WHERE b.person_id <> t.person_id {mine} GROUP BY 1""",
            [] if numbers is None else [list(numbers)],
        )
        for number, pks in cursor.fetchall():
            move(pks, number, tell=tell)
