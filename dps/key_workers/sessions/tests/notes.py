"""Notes and workers made by hand for the tests of figures."""

from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from django.db import transaction

from dps.case_notes.models import CaseNote, NoteSubType, NoteType
from dps.key_workers.models import Allocation, PrisonSettings, StaffRole
from dps.key_workers.policies import Policy
from dps.key_workers.sessions.watching import notes_changed
from dps.prisoners.models import Person

_ids = count(-900_000, -1)


def kind(type: str, code: str) -> NoteSubType:
    """A kind of note, made when it is not there."""
    NoteType.objects.get_or_create(code=type, defaults={"description": type})
    return NoteSubType.objects.get_or_create(type_id=type, code=code, defaults={"description": code})[0]


def a_note(
    person: Person | str, at: datetime, code: str = "KS", *, type: str = "KA", prison: str = "LEI", staff: str = "101",
    by: str = "OFFICER", written_at: datetime | None = None, told: bool = True,
) -> CaseNote:  # fmt: skip
    """A session unless told otherwise; the watcher hears of it as of a note written on a page."""
    with transaction.atomic():
        note = CaseNote.objects.create(
            id=uuid4(),
            person_id=person if isinstance(person, str) else person.pk,
            sub_type=kind(type, code),
            occurred_at=at,
            location=prison,
            author_username=by,
            author_user_id=staff,
            author_name="Ann Lee",
            text="Words",
            legacy_id=next(_ids),
            created_at=written_at or at + timedelta(minutes=5),
            created_by=by,
        )
        if told:
            notes_changed([note.pk])
    return note


def delete(*ids: UUID) -> None:
    """Notes deleted by an administrator."""
    with transaction.atomic():
        CaseNote.objects.filter(pk__in=ids).delete()
        notes_changed(ids)


def switch_on(prison: str, at: datetime, *policies: Policy, weeks: int = 1, high: bool = False) -> None:
    """The schemes of a prison, key work unless told otherwise."""
    for policy in policies or (Policy.KEY_WORKER,):
        PrisonSettings.objects.create(
            prison=prison, policy=policy, enabled=True, frequency_in_weeks=weeks, has_high_complexity=high,
            changed_at=at, changed_by="A",
        )  # fmt: skip


def a_worker(staff_id: int, last_name: str, prison: str = "LEI", policy: Policy = Policy.KEY_WORKER) -> StaffRole:
    """Somebody who is a key worker since long ago."""
    return StaffRole.objects.create(
        prison=prison, staff_id=staff_id, policy=policy, first_name="ANN", last_name=last_name,
        username=f"W{staff_id}", from_date=datetime(2020, 1, 1).date(),
    )  # fmt: skip


def allocate(
    person: Person, staff_id: int, at: datetime, *, prison: str = "LEI", policy: Policy = Policy.KEY_WORKER,
    ended_at: datetime | None = None, **more: object,
) -> Allocation:  # fmt: skip
    """An allocation, ended when told so."""
    return Allocation.objects.create(
        person=person, staff_id=staff_id, prison=prison, policy=policy, allocated_at=at, allocated_by="A",
        reason="MANUAL", is_active=ended_at is None, deallocated_at=ended_at, **more,
    )  # fmt: skip
