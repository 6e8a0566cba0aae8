"""What workers and those who allocate are e-mailed (key-workers.md 8)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.key_workers.allocating.commands import Wanted, save
from dps.key_workers.emails import commands, jobs, rules, subscribers
from dps.key_workers.emails.rules import Kind
from dps.key_workers.models import Allocation, EmailWish, PrisonSettings, StaffRole, WorkerSettings
from dps.key_workers.staff.commands import BACK_FROM_LEAVE, bring_back
from dps.key_workers.tests.workers import KW, allocated, give_role, high_complexity, scheme_on, somebody
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.notify.models import Message
from dps.platform.notify.sealed import unseal
from dps.platform.web.refusals import NotAllowed
from dps.prisoners.models import SearchRecord
from dps.prisoners.tests.officers import words_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def boss(db: None) -> Account:
    make_agencies()
    scheme_on()
    for staff_id, username in ((1, "AMY"), (2, "BEN")):
        give_role(staff_id, username, "O'HARA", username=username)
        reachable(somebody(username))
    return reachable(somebody("BOSS", "OMIC_ADMIN"))


def reachable(account: Account) -> Account:
    account.email_verified = True
    account.save()
    return account


def asks(username: str, *kinds: Kind) -> None:
    commands.wish(actor_of(Account.objects.get(username=username)), KW, kinds)


def sent() -> list[tuple[str, str, dict[str, str]]]:
    return [
        (one.username, one.template, unseal(bytes(one.sealed_values))) for one in Message.objects.order_by("username")
    ]


@pytest.mark.parametrize(
    ("worker", "allocates", "kinds"),
    [
        (False, False, ""), (True, False, "ALLOCATED DUE"), (False, True, "ARRIVALS RETURNING DUE"),
        (True, True, "ALLOCATED ARRIVALS RETURNING DUE"),
    ],
)  # fmt: skip
def test_what_is_offered(worker: bool, allocates: bool, kinds: str) -> None:
    assert rules.offered(is_worker=worker, may_allocate=allocates) == kinds.split()


def test_a_save_tells_each_worker_who_asked_how_many_and_no_names(boss: Account) -> None:
    for number in ("A1111AA", "B2222BB"):
        make_person(number, "UNMISTAKABLE")
    allocated("A1111AA", 2)
    asks("AMY", Kind.ALLOCATED)
    save(actor_of(boss), "LEI", KW, allocate=[Wanted("A1111AA", 1), Wanted("B2222BB", 1)], deallocate=[])
    event = DomainEvent.objects.get(type="key-work.allocations.changed")
    subscribers.allocations_changed(event)
    ((username, template, values),) = sent()
    assert (username, template, values["allocated"], values["deallocated"]) == ("AMY", "key-work-allocated", "2", "0")
    assert values["link"].endswith("/key-workers/key-worker/mine/") and "UNMISTAKABLE" not in str(values).upper()
    asks("BEN", Kind.ALLOCATED)
    Message.objects.all().delete()
    subscribers.allocations_changed(event)
    assert [(one[0], one[2]["allocated"], one[2]["deallocated"]) for one in sent()] == [
        ("AMY", "2", "0"),
        ("BEN", "0", "1"),
    ]


def test_nobody_is_told_who_did_it_themselves_left_the_role_or_has_no_verified_address(boss: Account) -> None:
    asks("AMY", Kind.ALLOCATED)
    asks("BEN", Kind.ALLOCATED)
    at = local_time.now()
    assert commands.tell_of_a_save("LEI", KW, by="AMY", made={1: 1, 2: 1}, ended={}, at=at) == 1
    Account.objects.filter(username="BEN").update(email_verified=False)
    assert commands.tell_of_a_save("LEI", KW, by="AMY", made={1: 1, 2: 1}, ended={}, at=at) == 0
    StaffRole.objects.filter(staff_id=1).update(to_date=local_time.today())
    assert commands.tell_of_a_save("LEI", KW, by="BOSS", made={1: 1}, ended={}, at=at) == 0


def test_the_return_of_a_worker_is_told_to_those_who_allocate(boss: Account) -> None:
    WorkerSettings.objects.create(
        prison="LEI", policy=KW, staff_id=1, status="UNAVAILABLE_ANNUAL_LEAVE", reactivate_on=local_time.today(),
        changed_at=local_time.now(), changed_by="BOSS",
    )  # fmt: skip
    asks("BOSS", Kind.RETURNING)
    bring_back(today=local_time.today(), at=local_time.now())
    event = DomainEvent.objects.get(type=BACK_FROM_LEAVE)
    assert event.delivered_at is None, "a job delivers it"
    subscribers.staff_back(event)
    assert [(one[0], one[2]["name"]) for one in sent()] == [("BOSS", "Amy O'Hara")]
    Account.objects.filter(username="BOSS").update(roles=["PRISON"])
    assert commands.tell_of_a_return("LEI", KW, 1) == 0, "no longer allocates"


def test_arrivals_without_a_worker_are_counted_and_none_is_not_told(boss: Account) -> None:
    asks("BOSS", Kind.ARRIVALS)
    now = local_time.now()
    for number, hours, prison in (("A1111AA", 3, "LEI"), ("B2222BB", 3, "LEI"), ("C3333CC", 3, "LEI"), ("D4444DD", 30, "LEI"), ("E5555EE", 3, "MDI")):  # fmt: skip
        make_person(number, prison=prison)
        SearchRecord.objects.filter(pk=number).update(arrived_at=now - timedelta(hours=hours))
    allocated("B2222BB", 1)
    high_complexity("C3333CC")
    assert commands.tell_of_arrivals(since=now - timedelta(days=1)) == 1
    assert sent()[0][2]["number"] == "1"
    assert commands.tell_of_arrivals(since=now) == 0
    PrisonSettings.objects.update(enabled=False)
    assert commands.tell_of_arrivals(since=now - timedelta(days=1)) == 0


def test_the_weekly_digest_holds_ones_own_people_or_the_whole_prison(boss: Account) -> None:
    today = local_time.today()
    for number, staff_id, days in (("A1111AA", 1, -1), ("B2222BB", 1, 2), ("C3333CC", 2, -9)):
        make_person(number)
        made = allocated(number, staff_id)
        Allocation.objects.filter(pk=made.pk).update(next_due_on=today + timedelta(days=days))
    asks("AMY", Kind.DUE)
    asks("BOSS", Kind.DUE)
    assert commands.tell_what_is_due(at=local_time.now()) == 2
    assert [(one[0], one[2]["overdue"], one[2]["soon"]) for one in sent()] == [("AMY", "1", "1"), ("BOSS", "2", "1")]


@pytest.mark.parametrize(
    ("at", "arrivals", "due"),
    [
        (datetime(2026, 11, 23, 7, tzinfo=UTC), 1, 1), (datetime(2026, 11, 24, 7, tzinfo=UTC), 1, 0),
        (datetime(2026, 11, 23, 6, tzinfo=UTC), 0, 0), (datetime(2026, 7, 6, 6, tzinfo=UTC), 1, 1),
        (datetime(2026, 7, 6, 7, tzinfo=UTC), 0, 0),
    ],
)  # fmt: skip
def test_digests_go_at_seven_in_london_on_mondays_with_what_is_due(
    at: datetime, arrivals: int, due: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(jobs.local_time, "now", lambda: at)
    monkeypatch.setattr(jobs.commands, "tell_of_arrivals", lambda since: called.append("arrivals"))
    monkeypatch.setattr(jobs.commands, "tell_what_is_due", lambda at: called.append("due"))
    jobs.key_work_digests(0)
    assert (called.count("arrivals"), called.count("due")) == (arrivals, due)


def test_the_page_offers_what_fits_and_keeps_the_choice(boss: Account, signed_in: SignedIn) -> None:
    address = "/key-workers/key-worker/emails/"
    browser = signed_in(username="AMY")
    page = browser.get(address).content.decode()
    assert 'value="ALLOCATED"' in page and 'value="DUE"' in page and 'value="ARRIVALS"' not in page
    browser.post(address, {"kinds": ["ALLOCATED", "DUE"]})
    assert "checked" in browser.get(address).content.decode()
    assert browser.post(address, {"kinds": ["ARRIVALS"]}).status_code == 400
    assert set(EmailWish.objects.values_list("kind", flat=True)) == {"ALLOCATED", "DUE"}
    browser.post(address, {"kinds": []})
    assert not EmailWish.objects.exists() and AuditEntry.objects.filter(action="KEY_WORK_EMAILS_CHANGED").count() == 2
    with pytest.raises(NotAllowed):
        asks("AMY", Kind.RETURNING)
    Account.objects.filter(username="AMY").update(email_verified=False)
    assert "No email can reach you yet" in words_of(browser.get(address))
    assert signed_in("KEYWORKER_MONITOR", username="VIEWER").get(address).status_code == 404
