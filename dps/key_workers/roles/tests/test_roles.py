"""Making somebody a worker and the end of it (key-workers.md 2.7)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.key_workers.models import Allocation, Cover, StaffRole, WorkerSettings
from dps.key_workers.roles import commands, rules
from dps.key_workers.tests.workers import KW, PO, allocated, give_role, scheme_on, somebody
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.tests.officers import words_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/key-workers/key-worker/roles/"
GIVEN = {"is_officer": True, "schedule_type": "PT", "capacity": 4}
SignedIn = Callable[..., Client]


@pytest.fixture
def by() -> Actor:
    make_agencies()
    scheme_on()
    return actor_of(somebody("BOSS", "OMIC_ADMIN"))


def member(username: str, staff_id: int, first: str = "Joe", last: str = "Nash", **more: object) -> Account:
    account = somebody(username, prison=more.pop("prison", "LEI"))  # type: ignore[arg-type]
    for name, value in {"staff_id": staff_id, "first_name": first, "last_name": last, **more}.items():
        setattr(account, name, value)
    account.save()
    return account


@pytest.mark.parametrize(
    ("policy", "officer", "pattern", "capacity", "wrong"),
    [
        (KW, True, "FT", 9, set()),
        (KW, False, "FT", 9, {"officer"}),
        (KW, None, "", None, {"officer", "schedule_type", "capacity"}),
        (PO, None, "PT", 999, set()),
        (PO, None, "SESS", 1000, {"schedule_type", "capacity"}),
    ],
)
def test_what_must_be_known(policy: object, officer: bool | None, pattern: str, capacity: int, wrong: set[str]) -> None:
    found = rules.problems(policy, is_officer=officer, schedule_type=pattern, capacity=capacity)  # type: ignore[arg-type]
    assert set(found) == wrong


def test_a_role_is_given_from_today_and_again_after_it_ended(by: Actor) -> None:
    member("JOE", 7)
    made = commands.give(by, "LEI", KW, "joe", **GIVEN)  # type: ignore[arg-type]
    assert (made.staff_id, made.position, made.hours_per_week, made.from_date) == (7, "PRO", 6, local_time.today())
    assert WorkerSettings.objects.get(staff_id=7).capacity == 4
    with pytest.raises(Conflict, match="is a key worker already"):
        commands.give(by, "LEI", KW, "JOE", **GIVEN)  # type: ignore[arg-type]
    WorkerSettings.objects.update(status="INACTIVE")
    assert commands.remove(by, "LEI", KW, 7, version=1) == 0
    again = commands.give(by, "LEI", KW, "JOE", **{**GIVEN, "capacity": 9})  # type: ignore[arg-type]
    assert again.pk == made.pk and again.to_date is None and not WorkerSettings.objects.exists(), "the defaults again"
    events = DomainEvent.objects.filter(type__startswith="key-work.role.").order_by("id")
    assert [(one.type, one.data["staffId"]) for one in events] == [
        (commands.GIVEN, 7), (commands.REMOVED, 7), (commands.GIVEN, 7),
    ]  # fmt: skip


def test_removal_deallocates_here_ends_covers_and_forgets(by: Actor) -> None:
    give_role(7, capacity=3)
    give_role(8)
    today = local_time.today()
    for staff_id, other in ((7, 8), (8, 7)):
        Cover.objects.create(
            prison="LEI", policy=KW, staff_id=staff_id, cover_staff_id=other, from_date=today,
            to_date=today + timedelta(days=3), made_at=local_time.now(), made_by="BOSS",
        )  # fmt: skip
    for number, prison in (("A1111AA", "LEI"), ("B2222BB", "MDI")):
        make_person(number, prison=prison)
        allocated(number, 7, prison=prison)
    with pytest.raises(Conflict):
        commands.remove(by, "LEI", KW, 7, version=9)
    assert commands.remove(by, "LEI", KW, 7, version=1) == 1
    assert StaffRole.objects.get(staff_id=7).to_date == today and not WorkerSettings.objects.exists()
    assert Allocation.objects.get(person_id="A1111AA").deallocation_reason == "STAFF_STATUS_CHANGE"
    assert Allocation.objects.get(person_id="B2222BB").is_active
    assert not Cover.objects.filter(ended_at=None).exists()
    assert AuditEntry.objects.get(action="KEY_WORKER_ROLE_REMOVED").details["deallocated"] == 1
    with pytest.raises(NotFound):
        commands.remove(by, "LEI", KW, 7)


def test_only_active_staff_of_the_prison_and_only_by_those_who_allocate(by: Actor) -> None:
    member("CLOSED", 1, inactive=True)
    member("ELSEWHERE", 2, prison="MDI")
    somebody("NOSTAFFID")
    for username in ("CLOSED", "ELSEWHERE", "NOSTAFFID", "NOBODY"):
        with pytest.raises(NotFound):
            commands.give(by, "LEI", KW, username, **GIVEN)  # type: ignore[arg-type]
    member("JOE", 7)
    with pytest.raises(Invalid):
        commands.give(by, "LEI", KW, "JOE", **{**GIVEN, "is_officer": False})  # type: ignore[arg-type]
    for who in (actor_of(somebody("VIEWER", "KEYWORKER_MONITOR")), actor_of(somebody("THERE", "OMIC_ADMIN", prison="MDI"))):  # fmt: skip
        with pytest.raises(NotAllowed):
            commands.give(who, "LEI", KW, "JOE", **GIVEN)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            commands.remove(who, "LEI", KW, 7)
    assert not StaffRole.objects.exists()


def test_the_journey_from_finding_to_being_one_and_back(by: Actor, signed_in: SignedIn) -> None:
    member("JOE", 7, "Joe", "Nash")
    member("JIM", 8, "Jim", "Nash", inactive=True)
    member("HAS", 9, "Una", "Nash")
    give_role(9, "UNA", "NASH", username="HAS")
    browser = signed_in("OMIC_ADMIN", username="BOSS")
    assert "Make someone a key worker" in words_of(browser.get(BASE))
    assert browser.get(f"{BASE}make/?query=").status_code == 400
    for typed in ("nash", "jo na", "joe", "JOE@b.uk"):
        page = browser.get(f"{BASE}make/", {"query": typed}).content.decode()
        assert re.findall(r"roles/make/(\w+)/", page) == ["JOE"], typed
    assert "Nobody without the role was found" in words_of(browser.get(f"{BASE}make/?query=oe"))
    address = f"{BASE}make/JOE/"
    reply = browser.post(address, {"officer": "no", "capacity": "x"})
    words = words_of(reply)
    assert reply.status_code == 400 and "Only prison officers can be key workers" in words
    assert "Choose full-time or part-time" in words and "whole number from 1 to 999" in words
    good = {"officer": "yes", "schedule_type": "FT", "capacity": "6"}
    assert "Check before you save" in words_of(browser.post(address, good)) and not StaffRole.objects.filter(staff_id=7)
    words = words_of(browser.post(address, good | {"checked": "1"}, follow=True))
    assert "Joe Nash is a key worker now" in words and "Maximum capacity 6" in words
    assert browser.post(address, good | {"checked": "1"}).status_code == 409
    make_person("A1111AA")
    allocated("A1111AA", 7)
    assert "roles/remove/7/" in browser.get(f"{BASE}remove/?query=nash").content.decode()
    assert "1 person will be deallocated from Joe Nash" in words_of(browser.get(f"{BASE}remove/7/"))
    words = words_of(browser.post(f"{BASE}remove/7/", {"version": "1"}, follow=True))
    assert "Joe Nash is a key worker no more. 1 person was deallocated" in words
    assert signed_in("KEYWORKER_MONITOR", username="VIEWER").get(BASE).status_code == 403
