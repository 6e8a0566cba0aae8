"""What changes a worker, against PostgreSQL (key-workers.md 2.6 and 4.4)."""

from datetime import timedelta

import pytest

from dps.identity.accounts.commands import actor_of
from dps.key_workers.models import Allocation, Cover, StaffRole, WorkerSettings
from dps.key_workers.rules.status import Change, People, Status
from dps.key_workers.staff import commands, queries
from dps.key_workers.tests.workers import KW, PO, allocated, give_role, scheme_on, somebody
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Actor:
    make_agencies()
    scheme_on(capacity=7)
    return actor_of(somebody("BOSS", "OMIC_ADMIN"))


def status(staff_id: int = 1) -> WorkerSettings:
    return WorkerSettings.objects.get(prison="LEI", policy=KW, staff_id=staff_id)


def test_a_worker_has_the_prisons_capacity_until_they_have_their_own(by: Actor) -> None:
    give_role(1, "AMY", "OHARA")
    give_role(2, "BEN", "ADAMS", capacity=3, status="INACTIVE", schedule_type="PT")
    give_role(3, "GONE", "LONG", to_date=local_time.today())
    give_role(4, "OTHER", "POLICY", policy=PO)
    make_person("A1111AA")
    allocated("A1111AA", 1, reason="AUTO")
    found = queries.workers("LEI", KW, local_time.today())
    assert [(one.staff_id, one.status, one.capacity, one.allocated, one.schedule_type) for one in found] == [
        (2, "INACTIVE", 3, 0, "PT"), (1, "ACTIVE", 7, 1, "FT"),
    ]  # fmt: skip
    assert found[1].latest_auto_at is not None and found[0].latest_auto_at is None
    assert queries.worker("LEI", KW, 1) == found[1] and queries.worker("LEI", KW, 3) is None


def test_keeping_and_deallocating_when_somebody_is_away(by: Actor) -> None:
    give_role(1)
    for number, prison in (("A1111AA", "LEI"), ("B2222BB", "LEI"), ("C3333CC", "MDI")):
        make_person(number, prison=prison)
        allocated(number, 1, prison=prison)
    back = local_time.today() + timedelta(days=9)
    done = commands.change_status(by, "LEI", KW, 1, Change(Status.ANNUAL_LEAVE, People.KEEP, back), version=0)
    assert done.ended == 0 and status().reactivate_on == back and status().changed_by == "BOSS"
    done = commands.change_status(by, "LEI", KW, 1, Change(Status.LONG_TERM_ABSENCE, People.DEALLOCATE), version=1)
    assert done.ended == 2 and status().reactivate_on is None
    ended = Allocation.objects.filter(is_active=False)
    assert {(one.person_id, one.deallocation_reason, one.deallocated_by) for one in ended} == {
        ("A1111AA", "STAFF_STATUS_CHANGE", "BOSS"), ("B2222BB", "STAFF_STATUS_CHANGE", "BOSS"),
    }  # fmt: skip
    assert Allocation.objects.filter(person_id="C3333CC", is_active=True).exists(), "another prison's stay"
    entry = AuditEntry.objects.filter(action="KEY_WORKER_STATUS_CHANGED").latest("id")
    assert entry.details["deallocated"] == 2 and entry.subject_id == "1"
    assert entry.details["changes"]["status"] == ["UNAVAILABLE_ANNUAL_LEAVE", "UNAVAILABLE_LONG_TERM_ABSENCE"]


def test_whoever_may_not_does_not_and_nothing_changes(by: Actor) -> None:
    give_role(1)
    for who in (actor_of(somebody("MONITOR", "KEYWORKER_MONITOR")), actor_of(somebody("OTHER", "OMIC_ADMIN", prison="MDI"))):  # fmt: skip
        with pytest.raises(NotAllowed):
            commands.change_status(who, "LEI", KW, 1, Change(Status.INACTIVE))
        with pytest.raises(NotAllowed):
            commands.change_capacity(who, "LEI", KW, 1, 5)
        with pytest.raises(NotAllowed):
            commands.change_pattern(who, "LEI", KW, 1, "PT")
    assert not WorkerSettings.objects.exists() and StaffRole.objects.get().schedule_type == "FT"


def test_refusals_of_each_command(by: Actor) -> None:
    give_role(1)
    with pytest.raises(NotFound):
        commands.change_capacity(by, "LEI", KW, 99, 5)
    with pytest.raises(NotFound):
        commands.change_pattern(by, "LEI", KW, 99, "PT")
    with pytest.raises(NotFound):
        commands.change_status(by, "LEI", KW, 99, Change(Status.INACTIVE))
    for capacity in (0, 1000, -1):
        with pytest.raises(Invalid, match="from 1 to 999"):
            commands.change_capacity(by, "LEI", KW, 1, capacity)
    with pytest.raises(Invalid):
        commands.change_pattern(by, "LEI", KW, 1, "SESS")
    with pytest.raises(Invalid):
        commands.change_status(by, "LEI", KW, 1, Change(Status.ACTIVE))
    commands.change_capacity(by, "LEI", KW, 1, 5, version=0)
    with pytest.raises(Conflict):
        commands.change_capacity(by, "LEI", KW, 1, 6, version=0)
    with pytest.raises(Conflict):
        commands.change_status(by, "LEI", KW, 1, Change(Status.INACTIVE), version=0)
    commands.change_pattern(by, "LEI", KW, 1, "PT", version=1)
    with pytest.raises(Conflict):
        commands.change_pattern(by, "LEI", KW, 1, "FT", version=1)
    role = StaffRole.objects.get()
    assert (status().capacity, role.schedule_type, role.hours_per_week) == (5, "PT", 6)


def test_the_nightly_job_brings_back_those_whose_day_has_come_and_their_cover_ends(by: Actor) -> None:
    today, at = local_time.today(), local_time.now()
    for staff_id, code, back in (
        (1, Status.ANNUAL_LEAVE, today), (2, Status.ANNUAL_LEAVE, today - timedelta(days=3)),
        (3, Status.ANNUAL_LEAVE, today + timedelta(days=1)), (4, Status.LONG_TERM_ABSENCE, None),
        (5, Status.ANNUAL_LEAVE, None),
    ):  # fmt: skip
        give_role(staff_id, status=code)
        WorkerSettings.objects.filter(staff_id=staff_id).update(reactivate_on=back)
    Cover.objects.create(
        prison="LEI", policy=KW, staff_id=1, cover_staff_id=9, from_date=today - timedelta(days=5),
        to_date=today + timedelta(days=5), made_at=at, made_by="BOSS",
    )  # fmt: skip
    assert commands.bring_back(today=today, at=at) == 2
    assert commands.bring_back(today=today, at=at) == 0
    assert [status(one).status == Status.ACTIVE for one in range(1, 6)] == [True, True, False, False, False]
    assert status(1).reactivate_on is None and status(3).reactivate_on is not None
    assert Cover.objects.get().ended_at == at
    assert DomainEvent.objects.filter(type=commands.BACK_FROM_LEAVE).count() == 2
