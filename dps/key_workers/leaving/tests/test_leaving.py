from datetime import UTC, datetime, timedelta

import pytest

from dps.identity.accounts.commands import actor_of
from dps.key_workers.leaving import commands
from dps.key_workers.models import Allocation
from dps.key_workers.tests.workers import KW, PO, allocated, give_role, high_complexity, scheme_on, somebody
from dps.platform import events, local_time
from dps.platform.access import Actor
from dps.platform.events.commands import deliver
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound
from dps.prisoners.models import KeyWorker, Movement, SearchRecord
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
MOVED_AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def estate(db: None) -> None:
    make_agencies()
    scheme_on()
    give_role(1)
    give_role(1, policy=PO)


def move(number: str, kind: str, reason: str, to: str, event: str, prison: str) -> None:
    """A movement as it comes from NOMIS, with the event that tells of it, delivered."""
    from dps.prisoners.models import Person

    booking = booking_of(Person.objects.get(pk=number))
    Movement.objects.filter(booking=booking).update(active=False)
    Movement.objects.create(
        booking=booking, sequence=2, at=MOVED_AT, type=kind, reason=reason, to_agency=to, from_agency="LEI", active=True
    )
    booking.agency = prison
    booking.save()
    refresh_records([number])
    told = events.publish(event, subject=number, data={}, at=MOVED_AT + timedelta(hours=1))
    deliver(told.pk)


@pytest.mark.parametrize(
    ("kind", "reason", "to", "event", "prison", "ended"),
    [
        ("REL", "CR", "OUT", "prisoner.released", "OUT", "RELEASED"),
        ("TRN", "NOTR", "MDI", "prisoner.released", "TRN", "TRANSFER"),
        ("ADM", "INT", "MDI", "prisoner.received", "MDI", "TRANSFER"),
        ("CRT", "CRT", "OUT", "prisoner.released", "LEI", ""),
        ("TRN", "HOS", "HAZLWD", "prisoner.released", "LEI", ""),
        ("ADM", "N", "LEI", "prisoner.received", "LEI", ""),
    ],
)
def test_movements(kind: str, reason: str, to: str, event: str, prison: str, ended: str) -> None:
    make_person("A1111AA")
    one = allocated("A1111AA", 1)
    other = allocated("A1111AA", 1, policy=PO)
    move("A1111AA", kind, reason, to, event, prison)
    for row in (one, other):
        row.refresh_from_db()
        assert row.is_active is not bool(ended)
        assert (row.deallocation_reason, row.deallocated_at) == (ended, MOVED_AT if ended else None)
    assert KeyWorker.objects.count() == 0


def test_an_allocation_made_after_the_event_stays() -> None:
    make_person("A1111AA")
    one = allocated("A1111AA", 1, at=MOVED_AT + timedelta(hours=2))
    move("A1111AA", "ADM", "INT", "MDI", "prisoner.received", "MDI")
    one.refresh_from_db()
    assert one.is_active


@pytest.fixture
def system(db: None) -> Actor:
    return actor_of(somebody("SYSTEM_X", "ALLOCATIONS__ALLOCATIONS_UI"))


def test_high_complexity_of_need_ends_both_schemes(system: Actor) -> None:
    make_person("A1111AA")
    one, officer = allocated("A1111AA", 1), allocated("A1111AA", 1, policy=PO)
    commands.record_complexity(system, "A1111AA", level="MEDIUM", assessed_at=MOVED_AT - timedelta(1))
    commands.record_complexity(system, "A1111AA", level="HIGH", active=False, assessed_at=MOVED_AT - timedelta(1))
    assert Allocation.objects.filter(is_active=True).count() == 2
    commands.record_complexity(system, "A1111AA", level="HIGH", assessed_at=MOVED_AT, assessed_by="NURSE")
    for row in (one, officer):
        row.refresh_from_db()
        assert (row.deallocation_reason, row.deallocated_at, row.deallocated_by) == (
            "CHANGE_IN_COMPLEXITY_OF_NEED", MOVED_AT, "NURSE",
        )  # fmt: skip
    older = commands.record_complexity(system, "A1111AA", level="LOW", assessed_at=MOVED_AT - timedelta(9))
    assert older.level == "HIGH"


def test_what_of_complexity_is_refused(system: Actor) -> None:
    make_person("A1111AA")
    with pytest.raises(Invalid):
        commands.record_complexity(system, "A1111AA", level="SKY HIGH", assessed_at=MOVED_AT)
    with pytest.raises(Invalid):
        commands.record_complexity(system, "A1111AA", level="LOW", assessed_at=local_time.now() + timedelta(1))
    with pytest.raises(NotFound):
        commands.record_complexity(system, "Z9999ZZ", level="LOW", assessed_at=MOVED_AT)
    with pytest.raises(NotAllowed):
        commands.record_complexity(
            actor_of(somebody("OFFICER", "OMIC_ADMIN")), "A1111AA", level="LOW", assessed_at=MOVED_AT
        )


def test_the_nightly_comparison_with_the_roll() -> None:
    for number, prison in (
        ("A1111AA", "LEI"),
        ("A2222AA", "MDI"),
        ("A3333AA", "OUT"),
        ("A4444AA", "LEI"),
        ("A5555AA", "LEI"),
        ("A6666AA", "LEI"),
    ):
        make_person(number, prison=prison)
        allocated(number, 2 if number == "A6666AA" else 1)
    SearchRecord.objects.filter(pk="A4444AA").delete()
    high_complexity("A5555AA")
    now = local_time.now()
    assert commands.reconcile(today=local_time.today(), at=now) == {
        "NO_LONGER_IN_PRISON": 2, "MISSING": 1, "CHANGE_IN_COMPLEXITY_OF_NEED": 1, "STAFF_STATUS_CHANGE": 1,
    }  # fmt: skip
    (kept,) = Allocation.objects.filter(is_active=True)
    assert kept.person_id == "A1111AA" and kept.policy == KW
    assert KeyWorker.objects.get().staff_id == 1
    assert commands.reconcile(today=local_time.today(), at=now) == {}
