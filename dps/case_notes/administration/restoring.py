"""Restoring what was deleted: a whole note, or one thing that was added to one (case-notes.md 3 and 5.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dps.case_notes.administration import rules
from dps.case_notes.administration.commands import require_reach
from dps.case_notes.administration.permitted import is_system_that_administers, may_administer_kind
from dps.case_notes.administration.queries import is_hidden_from
from dps.case_notes.catalogue import queries as catalogue
from dps.case_notes.models import Amendment, CaseNote, DeletedNote
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import writing
from dps.case_notes.writing.keeping import AMENDMENT_FIELDS, NOTE_FIELDS
from dps.case_notes.writing.recording import carried, note_changed, note_written
from dps.platform import local_time
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotFound
from dps.prisoners.search.queries import person_by_number

_MOMENTS = ("occurred_at", "created_at")


@transaction.atomic
def restore_note(actor: Actor, deleted_id: int, *, reason: str) -> CaseNote:
    """Put a deleted note back with its amendments: the same ids, authors and times.

    Raises Invalid (`reason`), NotAllowed, NotFound, Conflict when it cannot be put back (`rules.note_refusal`).
    """
    at = local_time.now()
    row, number_is_there = _take(actor, deleted_id)
    reason = _reason(reason)
    refused = rules.note_refusal(
        deleted=row.cause == DeletedNote.Cause.DELETE,
        restored=row.restored_at is not None,
        single=row.amendment_id is not None,
        number_is_there=number_is_there,
        note_is_there=CaseNote.objects.filter(Q(pk=row.note_id) | Q(legacy_id=row.legacy_id)).exists(),
    )
    kind = catalogue.sub_type(row.content["type"], row.content["sub_type"])
    if refused or kind is None or not may_administer_kind(actor, kind, now=True):
        raise Conflict(refused or rules.Refused.NO_SUCH_KIND)
    # NOMIS gives it a number of its own when it is written there again.
    values = _values(row.content, NOTE_FIELDS) | {"nomis_id": None, "version": row.content["version"] + 1}
    note = CaseNote.objects.create(sub_type_id=kind.id, **values)
    Amendment.objects.bulk_create(
        Amendment(note=note, **_values(one, AMENDMENT_FIELDS)) for one in row.content["amendments"]
    )
    _mark(row, actor, at, reason)
    note = CaseNote.objects.select_related("sub_type").get(pk=note.pk)
    note_written(note, by=actor, at=at, action="CASE_NOTE_RESTORED", details={"reason": reason, "kept": row.pk})
    return note


@transaction.atomic
def restore_amendment(actor: Actor, deleted_id: int, amendment_id: UUID, *, reason: str) -> Amendment:
    """Put one amendment of a kept note back on the note, in its place. What was dropped by a replacement can be put
    back too.

    Raises Invalid (`reason`), NotAllowed, NotFound, Conflict when it cannot be put back (`rules.amendment_refusal`).
    """
    at = local_time.now()
    row, number_is_there = _take(actor, deleted_id)
    kept = next((one for one in row.content["amendments"] if one["id"] == str(amendment_id)), None)
    if kept is None or row.amendment_id not in (None, amendment_id):
        raise NotFound(str(amendment_id))
    reason = _reason(reason)
    note = CaseNote.objects.select_related("sub_type").filter(pk=row.note_id).first()
    refused = rules.amendment_refusal(
        restored=row.amendment_id is not None and row.restored_at is not None,
        number_is_there=number_is_there,
        note_is_there=note is not None,
        on_note=Amendment.objects.filter(pk=amendment_id).exists(),
    )
    if refused or note is None:
        raise Conflict(refused or rules.Refused.NOTE_IS_GONE)
    before = carried(note)
    amendment = Amendment.objects.create(note=note, **_values(kept, AMENDMENT_FIELDS))
    CaseNote.objects.filter(pk=note.pk).update(version=note.version + 1)
    if row.amendment_id is not None:
        _mark(row, actor, at, reason)
    note = CaseNote.objects.select_related("sub_type").get(pk=note.pk)
    details = {"amendment": str(amendment_id), "reason": reason, "kept": row.pk}
    note_changed(note, before=before, by=actor, at=at, action="CASE_NOTE_AMENDMENT_RESTORED", details=details)
    return amendment


def _take(actor: Actor, deleted_id: int) -> tuple[DeletedNote, bool]:
    """What was deleted, its person locked and it too; and whether the number it was under is still there. Raises
    NotAllowed, NotFound."""
    if not is_system_that_administers(actor):
        require(actor, CaseNotePermission.DELETE)
    written_under = DeletedNote.objects.filter(pk=deleted_id).values_list("person_id", flat=True).first()
    found = person_by_number(written_under) if written_under else None
    if found is None:
        raise NotFound(str(deleted_id))
    require_reach(actor, found[0])
    row = DeletedNote.objects.select_for_update().get(pk=deleted_id)
    if is_hidden_from(actor, row.note_id):
        raise NotFound(str(deleted_id))
    return row, found[0] == written_under


def _values(kept: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(kept[name]) if name in _MOMENTS and kept[name] else kept[name]
        for name in names
        if name in kept
    }


def _mark(row: DeletedNote, actor: Actor, at: datetime, reason: str) -> None:
    row.restored_at, row.restored_by, row.restored_because = at, actor.username, reason
    row.save(update_fields=["restored_at", "restored_by", "restored_because"])


def _reason(reason: str) -> str:
    if words := rules.reason_problem(reason):
        raise Invalid({"reason": words})
    return writing.kept_text(reason)
