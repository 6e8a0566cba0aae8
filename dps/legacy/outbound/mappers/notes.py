"""Case notes, with what was added to them in the one text that NOMIS keeps (case-notes.md 5.5)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from dps.case_notes.models import CaseNote, DeletedNote, NoteSubType
from dps.identity.models import Account
from dps.legacy.models import Mapping
from dps.legacy.note_text import Added, NoteText, fit, one_line_end, render, standard
from dps.legacy.outbound import values
from dps.legacy.outbound.mapper import Key, Mapper, Payload, Task, column, from_sequence, key_text, mapped, of_booking
from dps.legacy.outbound.nomis import Row
from dps.legacy.outbound.refusals import Refused
from dps.legacy.translation import tidy

KIND = "case note"
SYSTEM, PRISON = "AUTO", "INST"
"""NOTE_SOURCE_CODE of what a system wrote, and of what staff did."""


def nomis_id(note_id: str) -> int | None:
    """CASE_NOTE_ID of a note, here or deleted here; none while NOMIS has yet to give one."""
    found = CaseNote.objects.filter(pk=note_id).values_list("nomis_id", flat=True).first()
    if found is None and (known := mapped(KIND, note_id)):
        found = int(known)
    if found is None:
        kept = DeletedNote.objects.filter(note_id=note_id, legacy_id__gt=0).values_list("legacy_id", flat=True)
        found = kept.first()
    return found


def nomis_ids(note_ids: Collection[str]) -> set[int]:
    """CASE_NOTE_ID of these notes, here or deleted here, as far as NOMIS gave them one. Three statements."""
    here = CaseNote.objects.filter(pk__in=note_ids, nomis_id__isnull=False).values_list("nomis_id", flat=True)
    gone = DeletedNote.objects.filter(note_id__in=note_ids, legacy_id__gt=0).values_list("legacy_id", flat=True)
    written = Mapping.objects.filter(kind=KIND, our_key__in=note_ids).values_list("nomis_key", flat=True)
    return {int(str(found)) for found in (*here, *gone, *written)}


def _note(task: Task) -> Key | None:
    found = nomis_id(task.write.key)
    return {"case_note_id": found} if found is not None else None


def text_of(payload: Payload) -> NoteText:
    """A note and its amendments as a change describes them."""
    return NoteText(
        one_line_end(str(payload.get("text") or "")),
        tuple(
            Added(str(one["author_username"]), _moment(one["created_at"]), one_line_end(str(one["text"])))
            for one in payload.get("amendments") or ()
        ),
    )


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _staff_id(task: Task) -> int:
    """The author, by the number by which NOMIS knows staff. Raises Refused for somebody it does not know."""
    username = str(task.values.get("author_username") or "")
    found = (
        Account.objects.filter(username=username.upper(), staff_id__isnull=False)
        .values_list("staff_id", flat=True)
        .first()
    )
    if found is None:
        known = CaseNote.objects.filter(pk=task.write.key).values_list("author_user_id", flat=True).first() or ""
        found = int(known) if known.isascii() and known.isdigit() else None
    if found is None:
        raise Refused(
            f"NOMIS needs a member of staff as the author of a note, and {username or 'nobody'} is none there"
        )
    return int(found)


def _source(task: Task) -> str:
    note = CaseNote.objects.filter(pk=task.write.key).values_list("system_generated", flat=True).first()
    kind = NoteSubType.objects.filter(type_id=task.values.get("type"), code=task.values.get("sub_type")).first()
    return SYSTEM if note or (kind is not None and not kind.selectable) else PRISON


def _defaults(task: Task) -> Row:
    made = values.moment(task.write.changed_at)
    return {
        "staff_id": _staff_id(task),
        "agy_loc_id": task.values.get("location") or None,
        "note_source_code": _source(task),
        "iwp_flag": "N",
        "date_creation": values.day(made),
        "time_creation": made,
    }


def _flagged(task: Task, row: Row) -> Row:
    """Whether anything was added shows in a column of its own."""
    if "case_note_text" not in row:
        return {}
    return {"amendment_flag": "Y" if task.values.get("amendments") else "N"}


class _Notes(Mapper):
    """One column of ours may be several there and several one; the text is compared as far as NOMIS can hold it."""

    def _held(self, task: Task, payload: Payload | None) -> Row | None:
        held = super()._held(task, payload)
        if held is not None and payload is not None:
            held |= _in_columns(payload)
        return held

    def shown(self, payload: Payload | None) -> Row | None:
        if payload is None:
            return None
        made = {"case_note_type": payload.get("type"), "case_note_sub_type": payload.get("sub_type")}
        return {name: values.as_shown(value) for name, value in {**made, **_in_columns(payload)}.items()}

    def hidden(self, payload: Payload | None) -> frozenset[str]:
        """The text of a sensitive type is for those who may read such notes."""
        kind = NoteSubType.objects.filter(type_id=(payload or {}).get("type"), code=(payload or {}).get("sub_type"))
        return frozenset({"case_note_text"}) if kind.filter(sensitive=True).exists() else frozenset()

    def _read(self, task: Task, row: Row) -> Row:
        read = super()._read(task, row)
        on, at = values.moment(row.get("contact_date")), values.moment(row.get("contact_time"))
        read["contact_date"] = values.day(on)
        read["contact_time"] = datetime.combine(on.date(), at.time()) if on and at else values.day(on)
        read["case_note_text"] = standard(tidy(row.get("case_note_text"))) or None
        return read

    def _of_an_earlier_try(self, task: Task, after: Row) -> tuple[Key | None, Row | None]:
        """As for other kinds, asked so that a person with thousands of notes costs no more than one with ten."""
        owner = self.owner(task)
        asked = [*self.key, *self._names, "audit_additional_info"]
        if task.nomis.has(self.table, "audit_additional_info"):
            where = {**owner, "audit_additional_info": task.nomis.note}
            for row in task.nomis.rows(self.table, where, asked, lock=True):
                return {name: row[name] for name in self.key}, self._read(task, row)
        alike = {name: after[name] for name in ("case_note_type", "case_note_sub_type", "contact_date")}
        for row in task.nomis.rows(self.table, {**owner, **alike, "staff_id": _staff_id(task)}, asked, lock=True):
            read, key = self._read(task, row), {name: row[name] for name in self.key}
            if all(read.get(name) == value for name, value in after.items()) and not self._is_taken(task, key):
                return key, read
        return None, None

    def _is_taken(self, task: Task, key: Key) -> bool:
        known = Mapping.objects.filter(kind=self.kind, nomis_key=key_text(tuple(key.values()))).exists()
        return known or self._is_here(key)


def _in_columns(payload: Payload) -> Row:
    happened = values.moment(payload.get("occurred_at"))
    return {
        "contact_date": values.day(happened),
        "contact_time": happened,
        "case_note_text": one_line_end(fit(render(text_of(payload)))) or None,
    }


MAPPERS = (
    _Notes(
        kind=KIND,
        title="Case notes",
        table="offender_case_notes",
        key=("case_note_id",),
        columns=(
            column("case_note_type", "type", values.text(12), "a type"),
            column("case_note_sub_type", "sub_type", values.text(12), "a sub-type"),
            column("contact_date", "", values.day),
            column("contact_time", "", values.moment),
            column("case_note_text", "", lambda value: tidy(value) or None),
        ),
        target="case_notes.CaseNote",
        locate=_note,
        owner=of_booking,
        new_key=from_sequence("offender_case_notes", "case_note_id"),
        defaults=_defaults,
        derived=_flagged,
    ),
)
