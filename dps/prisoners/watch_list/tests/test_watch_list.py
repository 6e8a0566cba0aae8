"""A watch list: one's own, told of what changed, silent about whoever may not be known any more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.identity.accounts.commands import actor_of, create_user
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid
from dps.prisoners.models import Person
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import give_alert, make_agencies, make_person
from dps.prisoners.watch_list import commands, queries
from dps.prisoners.watch_list.models import WatchedPerson
from dps.prisoners.watch_list.rules import MOST_WATCHED

pytestmark = pytest.mark.django_db
LIST = "/prisoners/watch-list/"


def officer(name: str = "OFFICER") -> Client:
    client = Client()
    client.force_login(
        create_user(
            username=name, first_name="Ann", last_name="Lee", email=f"{name}@b.uk", password=None, roles=["PRISON"],
            caseloads=["LEI"],
        )
    )  # fmt: skip
    return client


@pytest.fixture
def ann() -> Client:
    make_agencies()
    make_person("A1111AA", "SMITH-DOE", "JOHN")
    return officer()


def test_somebody_is_put_on_and_taken_off(ann: Client) -> None:
    assert "Add to my watch list" in ann.get("/prisoners/A1111AA/").content.decode()
    assert ann.post("/prisoners/A1111AA/watch/", {"why": "Debts"})["Location"] == "/prisoners/A1111AA/"
    assert "Stop watching" in ann.get("/prisoners/A1111AA/").content.decode()
    page = ann.get(LIST).content.decode()
    assert "Smith-Doe, John" in page and "Debts" in page and "Nothing" in page
    assert "Smith-Doe" not in officer("OTHER").get(LIST).content.decode(), "a list is its owner's alone"
    ann.post("/prisoners/A1111AA/watch/", {"stop": "yes"})
    assert not WatchedPerson.objects.exists()
    kept = list(AuditEntry.objects.filter(action__contains="WATCHED").order_by("id").values_list("action", flat=True))
    assert kept == ["PRISONER_WATCHED", "PRISONER_NO_LONGER_WATCHED"]


def test_what_changed_is_counted_until_it_is_seen(ann: Client) -> None:
    ann.post("/prisoners/A1111AA/watch/", {"why": ""})
    WatchedPerson.objects.update(looked_at=local_time.now() - timedelta(hours=1))
    alert = give_alert(Person.objects.get(pk="A1111AA"), "XVL")
    alert.created_at = local_time.now() - timedelta(minutes=1)
    alert.save()
    assert "1 alert" in ann.get(LIST).content.decode()
    ann.post(LIST)
    assert "1 alert" not in ann.get(LIST).content.decode()


def test_somebody_who_left_is_named_no_more(ann: Client) -> None:
    ann.post("/prisoners/A1111AA/watch/", {"why": ""})
    Person.objects.get(pk="A1111AA").bookings.update(agency="MDI")  # type: ignore[attr-defined]
    refresh_records(["A1111AA"])
    page = ann.get(LIST).content.decode()
    assert "Smith" not in page and "can no longer open this record" in page
    assert ann.post("/prisoners/A1111AA/watch/", {"why": ""}).status_code == 404
    ann.post(LIST, {"stop": "A1111AA"})
    assert not WatchedPerson.objects.exists()


def test_what_cannot_be_kept_is_refused_in_words(ann: Client) -> None:
    reply = ann.post("/prisoners/A1111AA/watch/", {"why": "x" * 201})
    assert reply.status_code == 400 and "must be 200 characters or fewer" in reply.content.decode()
    me = actor_of(create_user(username="ME", first_name="M", last_name="E", email="m@b.uk", password=None))
    now = local_time.now()
    for n in range(MOST_WATCHED):
        other = Person.objects.create(number=f"B{n:04d}BB", last_name="X")
        WatchedPerson.objects.create(account_id=me.account_id, person=other, added_at=now, looked_at=now)
    with pytest.raises(Invalid, match="full"):
        commands.watch("A1111AA", "", by=me)


def test_the_list_costs_one_statement_however_long(ann: Client) -> None:
    me = actor_of(create_user(username="ME", first_name="M", last_name="E", email="m@b.uk", password=None))
    for n in range(3):
        make_person(f"C{n:04d}CC")
        commands.watch(f"C{n:04d}CC", "", by=me)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.watch_list(me)) == 3
    assert len(asked) == 1
