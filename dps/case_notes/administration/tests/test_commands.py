"""Deleting, replacing and restoring notes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from dps.case_notes import watchers
from dps.case_notes.administration import commands, restoring, rules
from dps.case_notes.administration.rules import Refused, Replacement
from dps.case_notes.administration.tests.conftest import ADMINISTRATOR, READS_SENSITIVE, account
from dps.case_notes.models import Amendment, CaseNote, DeletedNote, NoteSubType
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.identity.accounts.commands import actor_of
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Person
from dps.prisoners.tests.people import give_identifier, make_person

pytestmark = pytest.mark.django_db
WHY = "Written about the wrong person"


@pytest.fixture
def told() -> list[UUID]:
    """The notes that watchers were told of."""
    heard: list[UUID] = []
    watcher = heard.extend
    watchers.register(watcher)
    yield heard
    watchers._watchers.remove(watcher)  # nothing but a test takes one away


def found_by(word: str) -> list[UUID]:
    return list(CaseNote.objects.filter(words=word).values_list("pk", flat=True))


def state_of(note_id: UUID) -> dict[str, Any]:
    """A note with its amendments, but for how often it was changed and the key by which NOMIS knows it."""
    note = CaseNote.objects.values().get(pk=note_id)
    amendments = list(Amendment.objects.filter(note_id=note_id).order_by("created_at", "id").values())
    return {k: v for k, v in note.items() if k not in ("version", "nomis_id", "words")} | {"amendments": amendments}


def events_of() -> list[str]:
    return list(DomainEvent.objects.order_by("id").values_list("type", flat=True))


def test_a_deleted_note_is_kept_whole_and_comes_back_as_it_was(person: Person, by: Actor, told: list[UUID]) -> None:
    note = a_note("A1111AA", text="A zebra was seen.", nomis_id=77, legacy_id=77)
    an_amendment(note, "It was a horse.")
    before = state_of(note.pk)
    kept = commands.delete_note(by, note.pk, reason=f" {WHY}\r\n", version=1)
    assert not CaseNote.objects.exists() and not Amendment.objects.exists()
    assert (kept.cause, kept.reason, kept.deleted_by, kept.deleted_by_name, kept.caseload, kept.system) == (
        "DELETE", WHY, "ADMIN", "Ann Lee", "LEI", "DPS",
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="CASE_NOTE_DELETED")
    assert (entry.subject_id, entry.details["reason"], "zebra" in str(entry.details)) == ("A1111AA", WHY, False)
    carried = Change.objects.get(kind="case note", key=str(note.pk))
    assert carried.after is None and carried.before and carried.before["text"] == "A zebra was seen."
    back = restoring.restore_note(by, kept.pk, reason="It was the right person")
    assert back.nomis_id is None, "NOMIS deleted it, and gives it a number of its own when it is written there again"
    assert milliseconds(state_of(note.pk)) == milliseconds(before) and back.version == 2
    assert found_by("horse") == [note.pk]
    assert Change.objects.filter(kind="case note").latest("id").before is None
    assert events_of() == ["person.case-note.deleted", "person.case-note.created", "prison.case-note.published"]
    assert told == [note.pk, note.pk]
    kept.refresh_from_db()
    assert kept.restored_by == "ADMIN" and kept.restored_at and kept.restored_because == "It was the right person"
    assert AuditEntry.objects.get(action="CASE_NOTE_RESTORED").details["reason"] == "It was the right person"
    with pytest.raises(Conflict, match="restored already"):
        restoring.restore_note(by, kept.pk, reason="Again")


def milliseconds(state: dict[str, Any]) -> dict[str, Any]:
    """Times as exactly as they are kept."""
    trim = lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)  # noqa: E731
    state = {name: trim(value) if name.endswith("_at") else value for name, value in state.items()}
    state["amendments"] = [{**one, "created_at": trim(one["created_at"])} for one in state["amendments"]]
    return state


def test_one_amendment_is_deleted_and_comes_back_in_its_place(person: Person, by: Actor) -> None:
    note = a_note("A1111AA")
    first, second = (an_amendment(note, text, created_at=note.created_at + timedelta(minutes=m))
                     for text, m in (("The giraffe.", 1), ("The tiger.", 2)))  # fmt: skip
    kept = commands.delete_amendment(by, note.pk, first.pk, reason=WHY, version=1)
    assert list(Amendment.objects.values_list("text", flat=True)) == ["The tiger."] and found_by("giraffe") == []
    assert CaseNote.objects.get().version == 2 and kept.amendment_id == first.pk
    assert len(kept.content["amendments"]) == 2, "the note is kept as it was"
    assert events_of() == ["person.case-note.updated"]
    with pytest.raises(Conflict, match="Restore that"):
        restoring.restore_note(by, kept.pk, reason=WHY)
    with pytest.raises(NotFound):
        restoring.restore_amendment(by, kept.pk, second.pk, reason=WHY)
    restoring.restore_amendment(by, kept.pk, first.pk, reason=WHY)
    texts = Amendment.objects.order_by("created_at", "id").values_list("text", flat=True)
    assert list(texts) == ["The giraffe.", "The tiger."] and found_by("giraffe") == [note.pk]
    assert CaseNote.objects.get().version == 3
    with pytest.raises(Conflict):
        restoring.restore_amendment(by, kept.pk, first.pk, reason=WHY)
    assert {"CASE_NOTE_AMENDMENT_DELETED", "CASE_NOTE_AMENDMENT_RESTORED"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def replacement(note: CaseNote, **more: Any) -> Replacement:
    values = {"type": "POS", "sub_type": "POS_GEN", "text": "Now.", "occurred_at": note.occurred_at, **more}
    return Replacement(**values)


def test_a_replaced_note_keeps_who_wrote_it_and_what_it_said(person: Person, by: Actor, told: list[UUID]) -> None:
    note = a_note("A1111AA", text="Before.", system_generated=True, nomis_id=5)
    kept = an_amendment(note, "Kept.")
    dropped = an_amendment(note, "Dropped.", created_at=kept.created_at + timedelta(minutes=1))
    when = note.occurred_at - timedelta(days=3)
    new = replacement(note, occurred_at=when, amendments={kept.pk: "Kept, put right."})
    done = commands.replace_note(by, note.pk, new, reason=WHY, version=1)
    assert done.changed
    after = CaseNote.objects.select_related("sub_type").get()
    assert (after.sub_type.code, after.text, after.occurred_at, after.version) == ("POS_GEN", "Now.", when, 2)
    stays = ("id", "legacy_id", "nomis_id", "author_username", "author_name", "created_at", "location",
             "system_generated", "system")  # fmt: skip
    assert [getattr(after, name) for name in stays] == [getattr(note, name) for name in stays]
    assert list(Amendment.objects.values_list("pk", "text")) == [(kept.pk, "Kept, put right.")]
    original = DeletedNote.objects.get()
    assert (original.cause, original.reason, original.content["text"]) == ("UPDATE", WHY, "Before.")
    assert [one["text"] for one in original.content["amendments"]] == ["Kept.", "Dropped."]
    assert events_of() == ["person.case-note.updated"] and told == [note.pk]
    details = AuditEntry.objects.get(action="CASE_NOTE_REPLACED").details
    assert details["changes"] == {"type": ["OBSERVE/OBS_GEN", "POS/POS_GEN"]}
    assert details["dropped"] == [str(dropped.pk)]
    with pytest.raises(Conflict, match="not deleted"):
        restoring.restore_note(by, original.pk, reason=WHY)
    restoring.restore_amendment(by, original.pk, dropped.pk, reason=WHY)
    assert set(Amendment.objects.values_list("text", flat=True)) == {"Kept, put right.", "Dropped."}


def test_replacing_with_the_same_writes_nothing(person: Person, by: Actor) -> None:
    note = a_note("A1111AA")
    new = replacement(note, type="OBSERVE", sub_type="OBS_GEN", text=f"{note.text}\r\n")
    assert not commands.replace_note(by, note.pk, new, reason=WHY).changed
    assert not DeletedNote.objects.exists() and CaseNote.objects.get().version == 1


def test_what_a_replacement_is_refused_for(person: Person, by: Actor) -> None:
    note = a_note("A1111AA")
    one = an_amendment(note)
    new = replacement(note, text=" ", sub_type="NONE", amendments={one.pk: "\0"})
    with pytest.raises(Invalid) as refused:
        commands.replace_note(by, note.pk, new, reason=" ")
    assert refused.value.problems == {
        "text": rules.SAY_TEXT,
        f"amendment-{one.pk}": rules.SAY_AMENDMENT,
        "reason": rules.SAY_WHY,
        "type": commands.NO_SUCH_KIND,
    }
    with pytest.raises(NotFound):
        commands.replace_note(by, note.pk, replacement(note, amendments={uuid4(): "x"}), reason=WHY)
    assert not DeletedNote.objects.exists()


def delete(by: Actor, note: CaseNote, **more: Any) -> None:
    commands.delete_note(by, note.pk, **{"reason": WHY, **more})


def replace(by: Actor, note: CaseNote, **more: Any) -> None:
    commands.replace_note(by, note.pk, replacement(note), **{"reason": WHY, **more})


def delete_details(by: Actor, note: CaseNote, **more: Any) -> None:
    commands.delete_amendment(by, note.pk, note.amendments.get().pk, **{"reason": WHY, **more})


@pytest.mark.parametrize("do", [delete, replace, delete_details])
def test_who_may_not_and_when_not(do: Callable[..., None], person: Person, by: Actor) -> None:
    note = a_note("A1111AA")
    an_amendment(note)
    with pytest.raises(NotAllowed):
        do(actor_of(account("OFFICER", "PRISON")), note)
    elsewhere = actor_of(account("ELSEWHERE", *ADMINISTRATOR, caseloads=("MDI",)))
    with pytest.raises(NotFound):
        do(elsewhere, note)
    with pytest.raises(NotFound):
        do(by, note, number="B2222BB")
    with pytest.raises(Conflict):
        do(by, note, version=2)
    with pytest.raises(Invalid, match=rules.SAY_WHY):
        do(by, note, reason="")
    with pytest.raises(Invalid, match="1,000"):
        do(by, note, reason="r" * 1001)
    NoteSubType.objects.filter(pk=note.sub_type_id).update(sensitive=True)
    with pytest.raises(NotFound):
        do(by, note)
    assert CaseNote.objects.count() == Amendment.objects.count() == 1 and not DeletedNote.objects.exists()
    do(actor_of(account("READER", *READS_SENSITIVE)), note)
    assert DeletedNote.objects.count() == 1


def test_a_system_administers_everybody(person: Person) -> None:
    make_person("B2222BB", prison="MDI")
    note = a_note("B2222BB")
    machine = Actor("admin-system", roles=frozenset({"PRISONER_CASE_NOTES__ADMIN"}))
    with pytest.raises(NotAllowed):
        delete(Actor("rw-system", roles=frozenset({"PRISONER_CASE_NOTES__RW"})), note)
    delete(machine, note)
    assert DeletedNote.objects.get().deleted_by == "admin-system"


def test_a_restricted_type_is_given_only_by_who_may_write_it(person: Person, by: Actor) -> None:
    NoteSubType.objects.filter(type_id="POS", code="POS_GEN").update(restricted_use=True)
    note = a_note("A1111AA")
    with pytest.raises(NotFound):
        replace(by, note)
    already = a_note("A1111AA", type="POS", sub_type="POS_GEN")
    replace(by, already)
    replace(SYSTEM, note)
    assert {one.sub_type.code for one in CaseNote.objects.select_related("sub_type")} == {"POS_GEN"}


def kept_note(by: Actor, **more: Any) -> DeletedNote:
    return commands.delete_note(by, a_note("A1111AA", **more).pk, reason=WHY)


def test_a_note_that_is_there_again_is_not_restored(person: Person, by: Actor) -> None:
    kept = kept_note(by, legacy_id=123)
    a_note("A1111AA", legacy_id=123)  # read from NOMIS again
    with pytest.raises(Conflict, match="there again"):
        restoring.restore_note(by, kept.pk, reason=WHY)
    assert CaseNote.objects.count() == 1


def test_a_note_of_a_number_that_was_merged_away_is_not_restored(person: Person, by: Actor) -> None:
    kept = kept_note(by)
    survivor = make_person("B2222BB")
    give_identifier(survivor, "MERGED", "A1111AA")
    person.delete()
    with pytest.raises(Conflict) as refused:
        restoring.restore_note(by, kept.pk, reason=WHY)
    assert str(refused.value) == Refused.NUMBER_GONE
    elsewhere = actor_of(account("ELSEWHERE", *ADMINISTRATOR, caseloads=("MDI",)))
    with pytest.raises(NotFound):
        restoring.restore_note(elsewhere, kept.pk, reason=WHY)


def test_restoring_asks_what_deleting_asked(person: Person, by: Actor) -> None:
    kept = kept_note(by)
    with pytest.raises(NotAllowed):
        restoring.restore_note(actor_of(account("OFFICER", "PRISON")), kept.pk, reason=WHY)
    with pytest.raises(Invalid, match=rules.SAY_WHY):
        restoring.restore_note(by, kept.pk, reason=" ")
    with pytest.raises(NotFound):
        restoring.restore_note(by, kept.pk + 1, reason=WHY)
    sub_type = NoteSubType.objects.get(type_id="OBSERVE", code="OBS_GEN")
    NoteSubType.objects.filter(pk=sub_type.pk).update(sensitive=True)
    with pytest.raises(NotFound):
        restoring.restore_note(by, kept.pk, reason=WHY)
    reader = actor_of(account("READER", *READS_SENSITIVE))
    NoteSubType.objects.filter(pk=sub_type.pk).update(code="GONE")
    with pytest.raises(Conflict, match="no longer known"):
        restoring.restore_note(reader, kept.pk, reason=WHY)
    NoteSubType.objects.filter(pk=sub_type.pk).update(code="OBS_GEN")
    restoring.restore_note(reader, kept.pk, reason=WHY)
    assert CaseNote.objects.count() == 1


def test_two_at_once(person: Person, by: Actor) -> None:
    """The second finds it gone, and nothing is kept twice."""
    note = a_note("A1111AA")
    delete(by, note)
    with pytest.raises(NotFound):
        delete(by, note)
    with pytest.raises(NotFound):
        replace(by, note)
    assert DeletedNote.objects.count() == 1
