import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts.commands import create_user
from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, StaffSession
from dps.identity.sessions import commands
from dps.identity.sessions.jobs import sessions_that_are_over
from dps.identity.sessions.queries import device_in_words
from dps.identity.sessions.store import kept_as
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
OLD = "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)"


def signed_in(agent: str = FIREFOX, address: str = "10.1.2.3", username: str = "aisha_gen") -> Client:
    client = Client(raise_request_exception=False, HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert client.post("/sign-in", {"username": username, "password": PASSWORD})["Location"] == "/"
    return client


def test_a_session_knows_whose_it_is_and_where(aisha: Account) -> None:
    client = signed_in()
    session = StaffSession.objects.get()
    assert (session.account_id, session.address, session.device) == (aisha.pk, "10.1.2.3", FIREFOX)
    assert session.methods == ["pwd"] and session.started_at and session.seen_at
    assert str(session.public_id) == client.session["public_id"] != session.session_key
    secret = client.cookies["dps-session"].value
    assert session.session_key == kept_as(secret) and secret not in str(StaffSession.objects.values())


def test_nobody_is_in_a_session_before_the_sign_in_is_complete(aisha: Account) -> None:
    client = Client()
    client.get("/sign-in")
    assert not StaffSession.objects.filter(account_id__isnull=False).exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (OLD, "Internet Explorer on Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Microsoft Edge on Linux",
        ),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
        ("<script>", "Unknown browser"),
    ],
)
def test_a_browser_in_words(said: str, words: str) -> None:
    assert device_in_words(said) == words


def test_the_list_shows_mine_and_nobody_elses(
    aisha: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    create_user(
        username="OTHER", email="o@justice.gov.uk", first_name="O", last_name="Ther", password="gravel violet spoons 9"
    )
    Client(HTTP_USER_AGENT=OLD).post("/sign-in", {"username": "other", "password": "gravel violet spoons 9"})
    for number in range(4):
        signed_in(address=f"10.0.0.{number}")
    mine = signed_in(OLD)
    mine.get("/account/sessions/")
    with django_assert_num_queries(3):  # session, account, the list
        page = mine.get("/account/sessions/").content.decode()
    assert page.count("Firefox on Windows") == 4 * 2  # the row and the words of its button
    assert page.count("Internet Explorer on Windows (this one)") == 1
    assert StaffSession.objects.count() == 6
    for session in StaffSession.objects.all():
        assert session.session_key not in page


def test_signing_out_elsewhere_ends_that_browser_only(aisha: Account) -> None:
    here, there = signed_in(), signed_in(OLD)
    ended: list[list[str]] = []
    commands.when_ended(lambda ids: ended.append(list(ids)))
    there_id = there.session["public_id"]
    here.post(f"/account/sessions/{there_id}/end")
    assert there.get("/")["Location"] == "/sign-in"
    assert here.get("/").status_code == 200
    assert ended == [[there_id]]
    assert AuditEntry.objects.filter(action="SESSION_ENDED", username="AISHA_GEN").count() == 1


def test_signing_out_of_all_the_others(aisha: Account) -> None:
    here, others = signed_in(), [signed_in(OLD) for _ in range(3)]
    answer = here.post("/account/sessions/end-others", follow=True)
    assert "You are signed out of 3 other browsers" in answer.content.decode()
    assert [other.get("/").status_code for other in others] == [302] * 3
    assert here.get("/").status_code == 200


@pytest.mark.parametrize("whose", ["nobody", "other"])
def test_nobody_ends_a_session_that_is_not_theirs(aisha: Account, whose: str) -> None:
    create_user(username="OTHER", email="o@justice.gov.uk", first_name="O", last_name="Ther", password=PASSWORD)
    theirs = signed_in(username="other")
    wanted = theirs.session["public_id"] if whose == "other" else str(uuid.uuid4())
    assert signed_in().post(f"/account/sessions/{wanted}/end").status_code == 404
    assert theirs.get("/").status_code == 200


def test_closing_an_account_ends_its_sessions_everywhere(aisha: Account) -> None:
    from dps.identity.accounts.commands import disable
    from dps.platform import local_time
    from dps.platform.access import SYSTEM

    browsers = [signed_in(), signed_in(OLD)]
    disable(username="aisha_gen", reason="Left the service", at=local_time.now(), by=SYSTEM)
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    assert [browser.get("/").status_code for browser in browsers] == [302, 302]
    aisha.refresh_from_db()
    assert (aisha.inactive, aisha.inactive_reason) == (True, "Left the service")


def test_an_administration_page_asks_again_sooner(aisha: Account) -> None:
    import time_machine

    Account.objects.filter(pk=aisha.pk).update(roles=["PRISON", "OAUTH_ADMIN"])
    client = Client(raise_request_exception=False)
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        client.force_login(Account.objects.get(pk=aisha.pk))
        assert client.get("/services/").status_code == 200
        clock.shift(14 * 60)
        assert client.get("/services/").status_code == 200
        clock.shift(16 * 60)
        assert client.get("/services/")["Location"] == "/sign-in?next=%2Fservices%2F"
        assert client.get("/")["Location"] == "/sign-in", "the session is over, not only the page"


def test_a_session_gets_a_new_secret_and_keeps_its_public_id(aisha: Account) -> None:
    client = signed_in()
    session = client.session
    before, public_id = session.session_key, session["public_id"]
    session.cycle_key()
    session.save()
    kept = StaffSession.objects.get(account_id=aisha.pk)
    assert kept.session_key == kept_as(session.session_key) != kept_as(before)
    assert str(kept.public_id) == public_id


def test_a_session_that_was_ended_meanwhile_does_not_come_back_under_a_new_key(aisha: Account) -> None:
    session = signed_in().session
    assert session["public_id"]
    commands.end_all_of(aisha.pk)
    with pytest.raises(SessionInterrupted):
        session.cycle_key()
    assert not StaffSession.objects.exists()


# nobody comes back to it

MADE = datetime(2026, 11, 24, 9, tzinfo=UTC)
HALF_A_DAY = timedelta(hours=12)


@pytest.fixture
def told() -> Iterator[list[str]]:
    """The public ids of which other rooms are told that they ended."""
    ids: list[str] = []
    note = ids.extend
    commands.when_ended(note)
    yield ids
    commands._when_ended.remove(note)


def made(key: str, *, account: int | None = 1, seen: timedelta | None = None, expires: timedelta = HALF_A_DAY) -> str:
    seen_at = None if seen is None else MADE + seen
    row = StaffSession.objects.create(session_key=key, account_id=account, seen_at=seen_at, expire_date=MADE + expires)
    return str(row.public_id)


def test_what_is_over_ends_and_what_hangs_on_it(db: None, told: list[str], settings: Any) -> None:
    idle = timedelta(minutes=settings.IDLE_MINUTES)
    over = {
        made("idle", seen=-idle - timedelta(seconds=1)),
        made("idle for days", seen=-timedelta(days=3)),
        made("expired", seen=timedelta(), expires=timedelta()),
        made("expired before anybody was in", account=None, expires=-timedelta(seconds=1)),
    }
    made("just not idle", seen=-idle)
    made("seen now", seen=timedelta())
    made("never noted")
    made("signing in", account=None, seen=-timedelta(hours=2))
    assert commands.end_those_that_are_over(MADE) == 4
    assert set(told) == over and len(told) == 4
    kept = set(StaffSession.objects.values_list("session_key", flat=True))
    assert kept == {"just not idle", "seen now", "never noted", "signing in"}
    assert commands.end_those_that_are_over(MADE) == 0 and len(told) == 4


def test_many_are_ended_in_batches_by_an_index(db: None, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "BATCH", 3)
    for number in range(7):
        made(f"idle {number}", account=number, seen=-timedelta(hours=2))
    with CaptureQueriesContext(connection) as captured:
        assert commands.end_those_that_are_over(MADE) == 7
    assert len(told) == 7 and not StaffSession.objects.exists()
    found = [query["sql"] for query in captured if "FOR UPDATE SKIP LOCKED" in query["sql"]]
    assert len(found) == 1 + 3, "none has expired; three batches of idle ones"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql, index in ((found[0], "expire_date"), (found[1], "session_by_account")):
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert f"using {index}" in plan or f"using identity_staffsession_{index}" in plan, plan


def test_the_worker_does_it_every_five_minutes(aisha: Account) -> None:
    signed_in()
    StaffSession.objects.update(seen_at=local_time.now() - timedelta(hours=2))
    timers = app.periodic_registry.periodic_tasks.values()
    [timer] = [one for one in timers if one.task.name.endswith("sessions_that_are_over")]
    assert timer.cron == "*/5 * * * *"
    sessions_that_are_over(timestamp=0)
    assert not StaffSession.objects.exists()
