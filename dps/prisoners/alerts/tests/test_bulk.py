"""One alert for many people: planned, checked, started, done once for each whatever happens to the worker."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.alerts.commands import bulk, bulk_work, reference
from dps.prisoners.alerts.models import BulkAlert
from dps.prisoners.alerts.queries import bulk as queries
from dps.prisoners.alerts.rules.bulk import Mode
from dps.prisoners.alerts.tests.conftest import account, alert_of
from dps.prisoners.alerts.tests.test_commands import MANAGER
from dps.prisoners.alerts.tests.test_pages import words
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Alert, Person
from dps.prisoners.tests.people import make_person

pytestmark = pytest.mark.django_db
NUMBERS = [f"B{n:04d}BB" for n in range(6)]


@pytest.fixture
def planner(codes: None) -> Actor:
    return actor_of(account("PLANNER", "BULK_PRISON_ESTATE_ALERTS"))


def people(today: date) -> list[Person]:
    """None has it; one has it with an end; one without; one ended today; two others who are not named have it."""
    found = [make_person(number) for number in NUMBERS]
    alert_of(found[1], starts=today - timedelta(days=9), ends=today + timedelta(days=9))
    alert_of(found[2], starts=today - timedelta(days=9))
    alert_of(found[3], starts=today - timedelta(days=9), ends=today)
    alert_of(found[4], starts=today - timedelta(days=9))
    alert_of(found[4], starts=today - timedelta(days=5), ends=today + timedelta(days=1))
    alert_of(found[5], "XEL", starts=today)
    return found


def started(by: Actor, today: date, mode: str = Mode.EXPIRE, numbers: list[str] | None = None) -> BulkAlert:
    plan = bulk.begin(by=by, at=local_time.now())
    bulk.choose_alert(plan_id=plan.pk, code="XA", reason="Fires everywhere", by=by)
    bulk.add_file(plan_id=plan.pk, content="\n".join(["Prison number", *(numbers or NUMBERS[:4])]).encode(), by=by)
    bulk.choose_mode(plan_id=plan.pk, mode=mode, by=by)
    return bulk.start(plan_id=plan.pk, by=by, at=local_time.now(), today=today)


def work(plan: BulkAlert) -> BulkAlert:
    while not bulk_work.do_some(plan_id=plan.pk, at=local_time.now()):
        pass
    return BulkAlert.objects.get(pk=plan.pk)


@pytest.mark.parametrize(("mode", "expired"), [(Mode.EXPIRE, 1), (Mode.KEEP_ALL, 0)])
def test_what_was_counted_is_what_is_done(planner: Actor, today: date, mode: str, expired: int) -> None:
    people(today)
    plan = started(planner, today, mode)
    counted = queries.affected(plan, today)
    assert (counted.created, counted.updated, counted.unchanged, counted.expired) == (2, 1, 1, expired)
    done = work(plan)
    assert (done.state, done.created, done.updated, done.unchanged, done.expired, done.failed) == (
        "COMPLETE",
        2,
        1,
        1,
        expired,
        0,
    )
    assert done.people == 4 + expired == done.done
    active = [alert.person_id for alert in Alert.objects.filter(code="XA", active_to=None).order_by("person_id")]
    assert active == NUMBERS[:4] + ([] if expired else [NUMBERS[4]])
    made = Alert.objects.get(person_id=NUMBERS[0])
    assert (made.created_by, made.description, made.active_from) == ("BULK_ALERTS", "Fires everywhere", today)
    change = Change.objects.get(person_id=NUMBERS[0])
    assert (change.display_name, change.reason) == (
        "Bulk Alerts Operation",
        f"Bulk alert {plan.pk}, planned by PLANNER",
    )
    told = Counter(DomainEvent.objects.values_list("type", "subject"))
    assert (
        told["person.alerts.changed", NUMBERS[4]] == expired
        and told["person.alert.inactive", NUMBERS[4]] == 2 * expired
    )
    assert told["person.alert.updated", NUMBERS[1]] == 1 and told["person.alerts.changed", NUMBERS[2]] == 0
    assert AuditEntry.objects.get(action="BULK_ALERTS_COMPLETED").details["created"] == 2
    work(plan)
    assert Change.objects.filter(person_id=NUMBERS[0]).count() == 1, "done again, nothing happens"


def test_people_who_are_gone_or_done_by_others_stop_nobody(planner: Actor, today: date) -> None:
    people(today)
    plan = started(planner, today, Mode.KEEP_ALL)
    Person.objects.get(pk=NUMBERS[0]).delete()
    done = work(plan)
    assert (done.created, done.failed) == (1, 1)
    rows = list(queries.result_rows(done))
    assert rows[1] == [NUMBERS[0], "Not done", "This number is no longer in use"] and len(rows) == 5


def test_a_planner_who_may_no_longer_do_it(planner: Actor, today: date) -> None:
    people(today)
    plan = started(planner, today, Mode.KEEP_ALL)
    Account.objects.filter(username="PLANNER").update(roles=[])
    done = work(plan)
    assert (done.failed, done.created) == (4, 0) and not Change.objects.exists()


def test_a_restricted_code_asks_the_planner(planner: Actor, today: date) -> None:
    reference.restrict(code="XA", by=MANAGER, at=local_time.now())
    plan = bulk.begin(by=planner, at=local_time.now())
    with pytest.raises(NotAllowed):
        bulk.choose_alert(plan_id=plan.pk, code="XA", reason="x", by=planner)
    reference.name_user(code="XA", username="PLANNER", by=MANAGER, at=local_time.now())
    assert bulk.choose_alert(plan_id=plan.pk, code="XA", reason="x", by=planner).type == "X"


def test_plans_are_ones_own_complete_and_started_once(planner: Actor, today: date) -> None:
    people(today)
    plan = bulk.begin(by=planner, at=local_time.now())
    other = Actor("OTHER", roles=planner.roles)
    for intention in (
        lambda: queries.plan(plan.pk, by=other),
        lambda: bulk.add_person(plan_id=plan.pk, number=NUMBERS[0], by=other),
        lambda: bulk.discard(plan_id=plan.pk, by=other),
    ):
        with pytest.raises(NotFound):
            intention()
    with pytest.raises(NotAllowed):
        bulk.begin(by=Actor("X", roles=frozenset({"PRISON"})), at=local_time.now())
    with pytest.raises(Invalid) as refused:
        bulk.start(plan_id=plan.pk, by=planner, at=local_time.now(), today=today)
    assert set(refused.value.problems) == {"code", "people", "mode"}
    with pytest.raises(Invalid) as refused:
        bulk.choose_alert(plan_id=plan.pk, code="XOLD", reason="", by=planner)
    assert set(refused.value.problems) == {"code", "reason"}
    begun = started(planner, today)
    with pytest.raises(Conflict):
        bulk.start(plan_id=begun.pk, by=planner, at=local_time.now(), today=today)
    with pytest.raises(Conflict):
        queries.result_rows(begun)
    bulk.forget_old_drafts(local_time.now() + timedelta(seconds=1))
    assert list(BulkAlert.objects.all()) == [begun]
    assert bulk_work.lost(local_time.now() + timedelta(minutes=11)) == [begun.pk]


def test_counting_costs_the_same_for_few_and_many(planner: Actor, today: date) -> None:
    people(today)
    plan = started(planner, today)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.affected(plan, today)
            queries.people(plan.pk, start=0, size=50)
        return len(captured)

    few = statements()
    plan.items.bulk_create(type(plan.items.first())(plan=plan, number=f"C{n:04d}CC") for n in range(60))  # type: ignore[misc]
    assert statements() == few == 3


def test_the_whole_way_by_pages(signed_in: Callable[..., Client], person: Person, today: date) -> None:
    people(today)
    client = signed_in("BULK_PRISON_ESTATE_ALERTS", username="PLANNER")
    assert "None has been planned" in words(client.get("/alerts/bulk/"))
    at = client.post("/alerts/bulk/begin/")["Location"].removesuffix("alert/")
    assert "Choose a type" in words(client.get(f"{at}alert/")) and "Escape List" in words(
        client.get(f"{at}alert/?type=X")
    )
    assert "Say why" in words(client.post(f"{at}alert/?type=X", {"code": "XA", "reason": ""}))
    assert client.post(f"{at}alert/?type=X", {"code": "XA", "reason": "Fires"})["Location"] == f"{at}people/"
    for sent, said in [
        ({"number": ""}, "Enter a prison number"),
        ({"number": "12"}, "Enter a prison number"),
        ({"number": "Z9999ZZ"}, "Nobody has this prison number"),
        ({"upload": "yes"}, "Choose a file"),
        ({"upload": "yes", "people": SimpleUploadedFile("p.csv", b"B0000BB\nZ9999ZZ\nY9999YY\n")}, "in rows 2 and 3"),
        ({"upload": "yes", "people": SimpleUploadedFile("p.csv", b"B0000BB\nx\n")}, "such as A1234BC in row 2"),
    ]:
        reply = client.post(f"{at}people/", sent)
        assert reply.status_code == 400 and said in words(reply), sent
    assert "A1111AA added" in words(client.post(f"{at}people/", {"number": "a1111aa"}, follow=True))
    assert "in the list already" in words(client.post(f"{at}people/", {"number": "A1111AA"}, follow=True))
    file = SimpleUploadedFile("p.csv", "\n".join(["prison number", *NUMBERS, NUMBERS[0]]).encode())
    page = words(client.post(f"{at}people/", {"upload": "yes", "people": file}, follow=True))
    assert "6 people added; 1 named again and left out" in page and "7 people in the list" in page
    assert "B0005BB removed" in words(client.post(f"{at}people/B0005BB/remove/", follow=True))
    assert "Choose what happens" in words(client.post(f"{at}mode/", {"mode": ""}))
    assert client.post(f"{at}mode/", {"mode": Mode.KEEP_ALL})["Location"] == f"{at}check/"
    page = words(client.get(f"{at}check/"))
    assert "Will get a new alert" in page and "6 people" in page and "Arsonist (XA)" in page
    assert "Handed over" in words(client.post(f"{at}check/", follow=True))
    assert client.get(f"{at}check/").status_code == 409
    plan = BulkAlert.objects.get()
    assert "0% done" in words(client.get(at))
    work(plan)
    page = words(client.get(at))
    assert "Complete on" in page and "End date removed" in page
    assert b"B0000BB,New alert," in b"".join(client.get(f"{at}results.csv"))  # type: ignore[arg-type]
    assert AuditEntry.objects.get(action="REPORT_DOWNLOADED").details["rows"] == 6
    assert "Arsonist (XA)" in words(client.get("/alerts/bulk/"))
    again = client.post("/alerts/bulk/begin/")["Location"].removesuffix("alert/")
    assert client.get(again)["Location"] == f"{again}alert/"
    assert "Nobody's alerts were changed" in words(client.post(f"{again}discard/", follow=True))


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_each_person_is_done_once(planner: Actor, today: date) -> None:
    """The worker's connection is cut again and again, wherever it happens to be, as when the worker is killed."""
    numbers = [make_person(f"C{n:04d}CC").pk for n in range(30)]
    plan = started(planner, today, Mode.KEEP_ALL, numbers)
    kills = 0
    for _ in range(60):
        pid: list[int] = []

        def work_on(known: list[int] = pid) -> str:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    known.append(cursor.fetchone()[0])
                return "done" if bulk_work.do_some(plan_id=plan.pk, at=local_time.now()) else "more"
            except (OperationalError, InterfaceError):
                return "killed"
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as threads:
            running = threads.submit(work_on)
            while not pid and not running.done():
                time.sleep(0.001)
            if kills < 4:
                time.sleep(0.01 + 0.03 * kills)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(%s)", pid)
            outcome = running.result(30)
        kills += outcome == "killed"
        plan.refresh_from_db()
        assert plan.done == plan.created == Alert.objects.count() == Change.objects.count()
        if outcome == "done":
            break
    assert plan.state == "COMPLETE" and plan.created == 30 and kills >= 2
    assert DomainEvent.objects.filter(type="person.alert.created").count() == 30
