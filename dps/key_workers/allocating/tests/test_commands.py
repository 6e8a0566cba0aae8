from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dps.identity.accounts.commands import actor_of
from dps.key_workers.allocating.commands import Unwanted, Wanted, end_all_of, save
from dps.key_workers.models import Allocation, StaffRole, WorkerSettings
from dps.key_workers.tests.workers import (
    KW,
    PO,
    allocated,
    give_role,
    high_complexity,
    scheme_on,
    session_held,
    somebody,
)
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Invalid, NotAllowed
from dps.prisoners.models import KeyWorker
from dps.prisoners.search.index.models import SearchDetail
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def by(db: None) -> Actor:
    make_agencies()
    scheme_on()
    give_role(1, "ANN", "LEE")
    give_role(2, "BOB", "RAY")
    for number in ("A1111AA", "A2222AA", "A3333AA"):
        make_person(number)
    return actor_of(somebody("ALLOCATOR", "OMIC_ADMIN"))


def refused(by: Actor, *wanted: Wanted, deallocate: Any = ()) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        save(by, "LEI", KW, allocate=wanted, deallocate=deallocate)
    return found.value.problems


def test_a_save_makes_ends_audits_tells_and_names_the_worker_on_the_record(by: Actor) -> None:
    old = allocated("A1111AA", 2)
    gone = allocated("A2222AA", 2)
    saved = save(
        by, "LEI", KW, allocate=[Wanted("A1111AA", 1), Wanted("A3333AA", 2, "AUTO", "Most room: 1 of 9")],
        deallocate=[Unwanted("A2222AA", 2)], at=AT,
    )  # fmt: skip
    assert (saved.allocated, len(saved.ended), saved.replaced, saved.over_capacity) == (2, 2, 1, ())
    made = Allocation.objects.get(person_id="A1111AA", is_active=True)
    old.refresh_from_db()
    gone.refresh_from_db()
    assert (made.staff_id, made.allocated_at, made.allocated_by, made.reason) == (1, AT, "ALLOCATOR", "MANUAL")
    assert (old.deallocation_reason, old.deallocated_at, old.next_due_on) == ("OVERRIDE", AT, None)
    assert (gone.deallocation_reason, gone.deallocated_by) == ("MANUAL", "ALLOCATOR")
    assert Allocation.objects.get(person_id="A3333AA").why == "Most room: 1 of 9"
    named = {row.booking.person_id: row.last_name for row in KeyWorker.objects.all()}
    assert named == {"A1111AA": "LEE", "A3333AA": "RAY"}
    assert SearchDetail.objects.get(person_id="A1111AA").key_worker_id == 1
    assert SearchDetail.objects.get(person_id="A2222AA").key_worker_id is None
    assert AuditEntry.objects.filter(action="KEY_WORKER_ALLOCATED").count() == 2
    assert AuditEntry.objects.filter(action="KEY_WORKER_DEALLOCATED", subject_id="A2222AA").count() == 1
    assert DomainEvent.objects.filter(type="key-work.allocation.made", subject="A1111AA").count() == 1
    told = DomainEvent.objects.get(type="key-work.allocations.changed").data
    assert (told["made"], told["ended"], told["by"]) == ({"1": 1, "2": 1}, {"2": 2}, "ALLOCATOR")


def test_forty_people_take_no_more_statements_than_two(by: Actor) -> None:
    numbers = [f"B{n:04d}AA" for n in range(44)]
    for number in numbers:
        make_person(number)

    def statements(people: list[str]) -> int:
        """Half of them have another worker now, the last is given up: each is audited and told of by itself."""
        for number in people[::2]:
            allocated(number, 2)
        allocated(people[-1], 2)
        before = AuditEntry.objects.count(), DomainEvent.objects.count()
        with CaptureQueriesContext(connection) as found:
            saved = save(
                by,
                "LEI",
                KW,
                allocate=[Wanted(number, 1) for number in people[:-1]],
                deallocate=[Unwanted(people[-1], 2)],
            )
        changes = len(saved.made) + len(saved.ended)
        assert (len(saved.made), saved.replaced) == (len(people) - 1, len(people[:-1:2]))
        after = AuditEntry.objects.count(), DomainEvent.objects.count()
        assert (after[0] - before[0], after[1] - before[1]) == (changes, changes + 1)
        return len(found)

    few = statements(numbers[:4])
    assert statements(numbers[4:]) <= few <= 45


def test_the_same_worker_again_and_a_deallocation_of_another_change_nothing(by: Actor) -> None:
    allocated("A1111AA", 2)
    saved = save(by, "LEI", KW, allocate=[Wanted("A1111AA", 2)], deallocate=[Unwanted("A1111AA", 1)], at=AT)
    assert (saved.made, saved.ended, saved.round_id) == ((), (), None)
    assert Allocation.objects.count() == 1 and not DomainEvent.objects.filter(type__startswith="key-work").exists()


def test_policies_never_mix(by: Actor) -> None:
    scheme_on(policy=PO)
    give_role(1, policy=PO)
    officer = allocated("A1111AA", 1, policy=PO)
    save(by, "LEI", KW, allocate=[Wanted("A1111AA", 1)], deallocate=[], at=AT)
    officer.refresh_from_db()
    assert officer.is_active
    with pytest.raises(NotAllowed):
        save(by, "LEI", PO, allocate=[Wanted("A1111AA", 1)], deallocate=[])


def test_all_or_nothing_each_refusal_in_words(by: Actor) -> None:
    make_person("A4444AA", "MOVED", prison="MDI")
    high_complexity("A3333AA")
    WorkerSettings.objects.create(
        prison="LEI", staff_id=2, policy=KW, status="UNAVAILABLE_ANNUAL_LEAVE", changed_at=AT, changed_by="A"
    )
    good = Wanted("A1111AA", 1)
    assert refused(by) == {"": "Choose a key worker for at least one person"}
    assert "is not at Leeds (HMP) now" in refused(by, good, Wanted("A4444AA", 1))["A4444AA"]
    assert "high complexity of need" in refused(by, good, Wanted("A3333AA", 1))["A3333AA"]
    assert "is not active at the moment" in refused(by, good, Wanted("A2222AA", 2))["A2222AA"]
    assert "is not a key worker here now" in refused(by, good, Wanted("A2222AA", 3))["A2222AA"]
    StaffRole.objects.filter(staff_id=1).update(to_date=date(2026, 1, 6))
    assert "Ann Lee is not a key worker here now" in refused(by, good)["A1111AA"]
    assert not Allocation.objects.exists()


def test_somebody_else_was_first(by: Actor) -> None:
    allocated("A1111AA", 2)
    said = refused(by, Wanted("A1111AA", 1, expected=None))["A1111AA"]
    assert "Somebody else changed the key worker of John Smith (A1111AA)" in said and "It is now Bob Ray" in said
    save(by, "LEI", KW, allocate=[Wanted("A1111AA", 1, expected=2)], deallocate=[])


def test_going_over_capacity_is_told_and_allowed(by: Actor) -> None:
    WorkerSettings.objects.create(prison="LEI", staff_id=1, policy=KW, capacity=1, changed_at=AT, changed_by="A")
    assert save(by, "LEI", KW, allocate=[Wanted("A1111AA", 1)], deallocate=[]).over_capacity == ()
    assert save(by, "LEI", KW, allocate=[Wanted("A2222AA", 1)], deallocate=[]).over_capacity == ("Ann Lee",)


def test_the_next_session_counts_from_the_last_one_of_this_stay(by: Actor) -> None:
    session_held("A1111AA", datetime(2026, 11, 20, 9, tzinfo=UTC))
    session_held("A2222AA", datetime(2026, 8, 1, 9, tzinfo=UTC))  # before they arrived, on 1 September
    save(by, "LEI", KW, allocate=[Wanted("A1111AA", 1), Wanted("A2222AA", 1)], deallocate=[], at=AT)
    due = dict(Allocation.objects.values_list("person_id", "next_due_on"))
    assert due == {"A1111AA": date(2026, 11, 27), "A2222AA": date(2026, 12, 1)}


def test_who_may_not_allocate(by: Actor) -> None:
    for roles in (["KEYWORKER_MONITOR"], ["PERSONAL_OFFICER_ALLOCATE"]):
        with pytest.raises(NotAllowed):
            save(actor_of(somebody(roles[0], *roles)), "LEI", KW, allocate=[Wanted("A1111AA", 1)], deallocate=[])
    with pytest.raises(NotAllowed):
        save(by, "MDI", KW, allocate=[Wanted("A1111AA", 1)], deallocate=[])


def test_ending_everybody_of_one_worker_here(by: Actor) -> None:
    allocated("A1111AA", 1)
    allocated("A2222AA", 1)
    other = allocated("A3333AA", 2)
    assert end_all_of("LEI", KW, 1, reason="STAFF_STATUS_CHANGE", by=SYSTEM, at=AT) == 2
    assert list(Allocation.objects.filter(is_active=True)) == [other]
    ended = Allocation.objects.filter(is_active=False).first()
    assert ended and (ended.deallocated_by, ended.deallocation_reason) == ("SYS", "STAFF_STATUS_CHANGE")
    assert end_all_of("LEI", KW, 1, reason="STAFF_STATUS_CHANGE", by=SYSTEM, at=AT) == 0
