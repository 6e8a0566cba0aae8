"""Deleting and replacing anybody's notes, for a reason (case-notes.md 5.8). Used by the pages and by the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from dps.case_notes.administration import rules
from dps.case_notes.administration.permitted import is_system_that_administers, may_administer_kind
from dps.case_notes.administration.rules import Replacement
from dps.case_notes.catalogue import queries as catalogue
from dps.case_notes.catalogue.queries import SubType
from dps.case_notes.models import Amendment, CaseNote, DeletedNote
from dps.case_notes.opening import locked, may_open_notes
from dps.case_notes.permissions import CaseNotePermission
from dps.case_notes.rules import writing
from dps.case_notes.writing.keeping import keep
from dps.case_notes.writing.recording import carried, note_changed, note_deleted
from dps.platform import local_time
from dps.platform.access import Actor, require
from dps.platform.web.refusals import Conflict, Invalid, NotFound

NO_SUCH_KIND = "Choose a type and sub-type from the list"
CHANGED_MEANWHILE = "This note was changed while your page was open"


@transaction.atomic
def delete_note(
    actor: Actor, note_id: UUID, *, reason: str, version: int | None = None, number: str | None = None
) -> DeletedNote:
    """Delete a note with its amendments. It is kept, with the reason, and can be restored.

    `version` and `number` are what the page was about; none are not asked. Raises Invalid (`reason`), NotAllowed,
    NotFound, Conflict when it was changed meanwhile.
    """
    at = local_time.now()
    note = _take(actor, note_id, number)
    reason = _reason(reason)
    _require_version(note, version)
    before = carried(note)
    kept = keep([note], cause=DeletedNote.Cause.DELETE, by=actor, at=at, reason=reason)[0]
    CaseNote.objects.filter(pk=note.pk).delete()
    note_deleted(note, before=before, by=actor, at=at, details={"reason": reason, "kept": kept.pk})
    return kept


@transaction.atomic
def delete_amendment(
    actor: Actor,
    note_id: UUID,
    amendment_id: UUID,
    *,
    reason: str,
    version: int | None = None,
    number: str | None = None,
) -> DeletedNote:
    """Delete one thing that was added to a note. The note as it was is kept, with the reason.

    Raises Invalid (`reason`), NotAllowed, NotFound, Conflict when the note was changed meanwhile.
    """
    at = local_time.now()
    note = _take(actor, note_id, number)
    amendment = Amendment.objects.filter(pk=amendment_id, note_id=note.pk).first()
    if amendment is None:
        raise NotFound(str(amendment_id))
    reason = _reason(reason)
    _require_version(note, version)
    before = carried(note)
    kept = keep([note], cause=DeletedNote.Cause.DELETE, by=actor, at=at, reason=reason)[0]
    kept.amendment_id = amendment_id
    kept.save(update_fields=["amendment_id"])
    amendment.delete()
    changed = _raise_version(note)
    details = {"amendment": str(amendment_id), "reason": reason, "kept": kept.pk}
    note_changed(changed, before=before, by=actor, at=at, action="CASE_NOTE_AMENDMENT_DELETED", details=details)
    return kept


@dataclass(frozen=True, slots=True)
class Replaced:
    """A note after it was replaced; `changed` is False when it said that already, and nothing was written."""

    note: CaseNote
    changed: bool


@transaction.atomic
def replace_note(
    actor: Actor,
    note_id: UUID,
    new: Replacement,
    *,
    reason: str,
    version: int | None = None,
    number: str | None = None,
) -> Replaced:
    """Have a note say something else. Amendments that are not listed are dropped; the original is kept whole.

    Raises Invalid with every problem of `type`, `text`, `occurred_at`, `amendment-<id>` and `reason`; NotAllowed;
    NotFound, also for a listed amendment that is not on the note; Conflict when it was changed meanwhile.
    """
    at = local_time.now()
    note = _take(actor, note_id, number)
    amendments = {one.pk: one for one in Amendment.objects.filter(note_id=note.pk)}
    if unknown := set(new.amendments) - set(amendments):
        raise NotFound(str(min(unknown)))
    kind = _checked(actor, note, new, amendments, reason)
    _require_version(note, version)
    assert new.occurred_at is not None  # a time that is none is a problem
    texts = {id: writing.kept_text(text) for id, text in new.amendments.items()}
    wanted = {"sub_type_id": kind.id, "text": writing.kept_text(new.text), "occurred_at": new.occurred_at}
    same = all(getattr(note, name) == value for name, value in wanted.items())
    if same and texts == {id: one.text for id, one in amendments.items()}:
        return Replaced(note, changed=False)
    before, was = carried(note), f"{note.sub_type.type_id}/{note.sub_type.code}"
    kept = keep([note], cause=DeletedNote.Cause.UPDATE, by=actor, at=at, reason=_reason(reason))[0]
    Amendment.objects.filter(note_id=note.pk).exclude(pk__in=texts).delete()
    for id, text in texts.items():
        if text != amendments[id].text:
            Amendment.objects.filter(pk=id).update(text=text)
    changed = _raise_version(note, **wanted)
    details = {
        "changes": {"type": [was, f"{kind.type}/{kind.code}"]},
        "dropped": [str(id) for id in amendments if id not in texts],
        "reason": kept.reason,
        "kept": kept.pk,
    }
    note_changed(changed, before=before, by=actor, at=at, action="CASE_NOTE_REPLACED", details=details)
    return Replaced(changed, changed=True)


def _checked(
    actor: Actor, note: CaseNote, new: Replacement, amendments: Mapping[UUID, Amendment], reason: str
) -> SubType:
    problems = rules.replacement_problems(
        new,
        created_at=note.created_at,
        was=note.text,
        amendments_were={id: one.text for id, one in amendments.items()},
    )
    if words := rules.reason_problem(reason):
        problems["reason"] = words
    kind = catalogue.sub_type(new.type, new.sub_type) if new.type and new.sub_type else None
    if kind is None and "type" not in problems:
        problems["type"] = NO_SUCH_KIND
    if kind is not None and not may_administer_kind(actor, kind, now=kind.id == note.sub_type_id):
        raise NotFound(f"{new.type}/{new.sub_type}")
    if problems:
        raise Invalid(problems)
    assert kind is not None  # a kind that is none is a problem
    return kind


def _take(actor: Actor, note_id: UUID, number: str | None) -> CaseNote:
    """A note this actor may administer, its person locked. Raises NotAllowed, NotFound."""
    if not is_system_that_administers(actor):
        require(actor, CaseNotePermission.DELETE)
    whose = CaseNote.objects.filter(pk=note_id).values_list("person_id", flat=True).first()
    if whose is None or (number is not None and number != whose):
        raise NotFound(str(note_id))
    require_reach(actor, whose)
    note = CaseNote.objects.select_related("sub_type").filter(pk=note_id, person_id=whose).first()
    kind = catalogue.by_id(note.sub_type_id) if note else None
    if note is None or kind is None or not may_administer_kind(actor, kind, now=True):
        raise NotFound(str(note_id))
    return note


def require_reach(actor: Actor, number: str) -> None:
    """Lock somebody whose notes this actor may administer until the transaction ends. Raises NotFound."""
    _, record = locked(number)
    if not is_system_that_administers(actor) and not may_open_notes(record, actor):
        raise NotFound(number)


def _reason(reason: str) -> str:
    if words := rules.reason_problem(reason):
        raise Invalid({"reason": words})
    return writing.kept_text(reason)


def _require_version(note: CaseNote, version: int | None) -> None:
    if version is not None and version != note.version:
        raise Conflict(CHANGED_MEANWHILE)


def _raise_version(note: CaseNote, **values: object) -> CaseNote:
    CaseNote.objects.filter(pk=note.pk).update(version=note.version + 1, **values)
    return CaseNote.objects.select_related("sub_type").get(pk=note.pk)
