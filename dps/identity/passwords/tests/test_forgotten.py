"""Forgotten passwords and user names, from the page to the e-mail to the new password (identity.md 2.4 and 2.5)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.identity.accounts.commands import create_user
from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, Attempts, OneTimeLink, StaffSession
from dps.identity.passwords import commands
from dps.identity.passwords.models import Asked, UserNameWanted
from dps.identity.passwords.tests.outbox import mails, path_in, templates, work
from dps.identity.sign_in.commands import check_password
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry
from dps.platform.notify.models import Message

pytestmark = pytest.mark.django_db
NEXT = "seven red kettles"
AISHAS = "aisha.holroyd@justice.gov.uk"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def ask(client: Client, who: str, **more: Any) -> HttpResponse:
    answer = client.post("/forgotten-password", {"who": who}, **more)
    work()
    return answer


def follow(client: Client, path: str = "") -> HttpResponse:
    return client.get(path or path_in("password-reset"), follow=True)


def choose(client: Client, new: str = NEXT, repeated: str | None = None) -> HttpResponse:
    return client.post("/new-password", {"new_password": new, "repeated": new if repeated is None else repeated})


@pytest.fixture
def shared(aisha: Account, details: dict[str, Any]) -> Account:
    """Aisha's administrator account, with the same mailbox."""
    return create_user(**{**details, "username": "AISHA_ADM", "administrator": True})


# what is asked


@pytest.mark.parametrize("who", ["aisha_gen", " AISHA_GEN ", AISHAS, AISHAS.upper(), " Aisha.Holroyd@justice.gov.uk "])
def test_the_whole_way_to_a_new_password(client: Client, aisha: Account, who: str) -> None:
    Account.objects.filter(pk=aisha.pk).update(locked=True, email_verified=False, must_change_password=True)
    Client().force_login(aisha)
    assert ask(client, who)["Location"] == "/forgotten-password/sent"
    assert "Check your email" in text_of(client.get("/forgotten-password/sent"))
    page = text_of(follow(client))
    assert "Choose a new password" in page and "at least 12 characters" in page
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD) and aisha.locked, "opening the link changes nothing"
    assert choose(client)["Location"] == "/new-password/saved"
    assert 'href="/sign-in"' in text_of(client.get("/new-password/saved"))
    aisha.refresh_from_db()
    assert aisha.check_password(NEXT)
    assert (aisha.locked, aisha.email_verified, aisha.must_change_password) == (False, True, False)
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    assert templates() == ["password-reset", "password-changed"]
    assert mails("password-changed")[0][1]["username"] == "AISHA_GEN"
    entry = AuditEntry.objects.get(action="PASSWORD_RESET")
    assert entry.details == {"changes": {"locked": [True, False], "email_verified": [False, True]}}
    assert entry.username == "AISHA_GEN"
    assert "_auth_user_id" not in client.session, "a reset signs nobody in: the second step is still to come"
    signed_in = client.post("/sign-in", {"username": "aisha_gen", "password": NEXT})
    assert signed_in.status_code == 302


def test_the_page_is_the_same_and_so_is_the_work(client: Client, aisha: Account, shared: Account) -> None:
    for username, change in (
        ("GONE", {"inactive": True}), ("SHUT", {"locked": True}), ("MUTE", {"email": ""}), ("FAR", {"source": "delius"}),
    ):  # fmt: skip
        Account.objects.create(username=username, password=aisha.password, email="x@justice.gov.uk")
        Account.objects.filter(username=username).update(**change)
    client.get("/forgotten-password")
    seen = set()
    for who in (
        "aisha_gen", "gone", "shut", "mute", "far", "nobody_at_all", AISHAS, "nobody@justice.gov.uk", "x@justice.gov.uk",
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as done:
            answer = client.post("/forgotten-password", {"who": who}, REMOTE_ADDR="10.0.0.9")
        statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in done.captured_queries]
        if "@" in who:
            statements = [sql for sql in statements if "emaildomain" not in sql]
        assert not any("identity_account" in sql for sql in statements), "nobody is looked up while the page waits"
        seen.add((answer.status_code, answer["Location"], tuple(statements)))
        Attempts.objects.all().delete()
    assert len(seen) == 1
    assert Asked.objects.count() == 9 and ProcrastinateJob.objects.filter(task_name="answer_asked").count() == 9
    work()
    assert not Asked.objects.exists(), "what was typed is forgotten once it is answered"


def test_a_job_that_runs_twice_answers_once(client: Client, aisha: Account) -> None:
    client.post("/forgotten-password", {"who": "aisha_gen"})
    work()
    work()
    assert templates() == ["password-reset"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter your user name or email address"),
        ("   ", "Enter your user name or email address"),
        ("aisha@", "correct format"),
        ("aisha@gmail.com", "work email"),
        ("aisha@fredjustice.gov.uk", "work email"),
        ("ai sha@justice.gov.uk", "spaces"),
        ("x" * 241, "240 characters"),
    ],
)
def test_what_cannot_be_a_user_name_or_work_address_is_said_and_kept(client: Client, typed: str, words: str) -> None:
    answer = ask(client, typed)
    assert answer.status_code == 400 and words in text_of(answer)
    assert typed.strip() in text_of(answer)
    assert not Asked.objects.exists() and not mails()


def test_an_address_of_the_old_secure_mail_is_answered(client: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(email="aisha@hmps.gsi.gov.uk")
    ask(client, "aisha@hmps.gsi.gov.uk")
    assert mails("password-reset")[0][0] == "aisha@hmps.gsi.gov.uk"


# what is e-mailed


@pytest.mark.parametrize(
    ("change", "who", "sent"),
    [
        ({}, "aisha_gen", ["password-reset"]),
        ({"locked": True}, "aisha_gen", ["password-reset"]),
        ({"email_verified": False}, AISHAS, ["password-reset"]),
        ({"password": "!"}, AISHAS, ["password-reset"]),
        ({"inactive": True}, "aisha_gen", ["password-reset-refused"]),
        ({"inactive": True}, AISHAS, ["password-reset-refused"]),
        ({"inactive": True, "locked": True}, AISHAS, ["password-reset-refused"]),
        ({"source": "delius"}, AISHAS, ["password-reset-refused"]),
        ({"source": "azuread"}, "aisha_gen", ["password-reset-refused"]),
        ({"email": ""}, "aisha_gen", []),
        ({}, "nobody", []),
        ({}, "nobody@justice.gov.uk", ["password-reset-unknown"]),
    ],
)
def test_which_email_is_sent(client: Client, aisha: Account, change: dict[str, Any], who: str, sent: list[str]) -> None:
    Account.objects.filter(pk=aisha.pk).update(**change)
    ask(client, who)
    assert templates() == sent
    assert all(to in (AISHAS, "nobody@justice.gov.uk") for to, _ in mails())
    if sent == ["password-reset-refused"]:
        named = {"delius": "Delius", "azuread": "Microsoft"}.get(change.get("source", ""), "administrator")
        assert named in mails()[0][1]["whom_to_ask"]
    if sent != ["password-reset"]:
        assert AuditEntry.objects.filter(action="PASSWORD_RESET_REFUSED").exists()
        assert not OneTimeLink.objects.exists()


def test_an_account_that_signs_in_with_an_address_it_no_longer_reads(client: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(username="OLD@JUSTICE.GOV.UK")
    ask(client, "old@justice.gov.uk")
    assert mails("password-reset")[0][0] == AISHAS


def test_where_it_was_asked_from_is_recorded(client: Client, aisha: Account) -> None:
    ask(client, "aisha_gen", REMOTE_ADDR="10.9.8.7")
    entry = AuditEntry.objects.get(action="PASSWORD_RESET_ASKED")
    assert (entry.address, entry.subject_id, entry.username) == ("10.9.8.7", "AISHA_GEN", "SYS")


def test_an_imported_account_without_a_password_gets_its_first_one(client: Client, details: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None}, caseloads=["LEI"])
    ask(client, "aisha_gen")
    follow(client)
    choose(client)
    new.refresh_from_db()
    assert new.check_password(NEXT)


# several accounts, one mailbox


def test_several_accounts_share_a_mailbox(client: Client, aisha: Account, shared: Account) -> None:
    ask(client, AISHAS)
    page = follow(client)
    assert page.redirect_chain[-1][0] == "/new-password/user-name" and "Which account is it?" in text_of(page)
    assert choose(client)["Location"] == "/new-password/user-name", "the step cannot be left out"
    for typed, words in (
        ("", "Enter your user name"),
        ("nobody", "does not belong to the email address"),
        ("AISHA_GEN2", "does not belong to the email address"),
    ):
        answer = client.post("/new-password/user-name", {"username": typed})
        assert answer.status_code == 400 and words in text_of(answer)
    assert client.post("/new-password/user-name", {"username": " aisha_adm "})["Location"] == "/new-password"
    assert "at least 14 characters" in text_of(client.get("/new-password"))
    assert "at least 14 characters" in text_of(choose(client, "thirteen keys"))
    assert choose(client, "fourteen red keys").status_code == 302
    aisha.refresh_from_db(), shared.refresh_from_db()
    assert aisha.check_password(PASSWORD) and shared.check_password("fourteen red keys")
    assert not UserNameWanted.objects.exists()


def test_an_account_of_another_mailbox_or_closed_cannot_be_chosen(
    client: Client, aisha: Account, shared: Account, details: dict[str, Any]
) -> None:
    create_user(**{**details, "username": "SOMEONE_ELSE", "email": "someone@justice.gov.uk"})
    Account.objects.filter(pk=shared.pk).update(inactive=True)
    ask(client, AISHAS)
    follow(client)
    other = client.post("/new-password/user-name", {"username": "SOMEONE_ELSE"})
    unknown = client.post("/new-password/user-name", {"username": "NOBODY"})
    plain = [
        re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|value="\w+"', "", text_of(p))
        for p in (other, unknown)
    ]
    assert plain[0] == plain[1] and other.status_code == 400
    closed = client.post("/new-password/user-name", {"username": "AISHA_ADM"})
    assert closed.status_code == 400 and "cannot choose a password for this account" in text_of(closed)


def test_by_user_name_the_account_is_known(client: Client, aisha: Account, shared: Account) -> None:
    ask(client, "aisha_adm")
    assert follow(client).redirect_chain[-1][0] == "/new-password"


# limits


def test_three_emails_an_hour_for_an_account_and_still_the_same_page(client: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        for number, who in enumerate(["aisha_gen", AISHAS, "aisha_gen", AISHAS, "aisha_gen"]):
            assert ask(client, who, REMOTE_ADDR=f"10.0.0.{number}")["Location"] == "/forgotten-password/sent"
        assert len(mails("password-reset")) == 3
        clock.shift(timedelta(hours=1, seconds=1))
        ask(client, "aisha_gen")
        assert len(mails("password-reset")) == 4


def test_three_emails_an_hour_to_a_mailbox_nobody_has_an_account_with(client: Client) -> None:
    for number in range(5):
        ask(client, "nobody@justice.gov.uk", REMOTE_ADDR=f"10.0.0.{number}")
    assert len(mails()) == 3


def test_ten_requests_an_hour_from_one_address(client: Client, details: dict[str, Any]) -> None:
    for number in range(12):
        create_user(**{**details, "username": f"USER_{number}", "email": f"user{number}@justice.gov.uk"})
        assert ask(client, f"user_{number}", REMOTE_ADDR="10.0.0.1")["Location"] == "/forgotten-password/sent"
    assert len(mails()) == 10
    ask(client, "user_11", REMOTE_ADDR="10.0.0.2")
    assert len(mails()) == 11
    client.post("/forgotten-username", {"email": "user0@justice.gov.uk"}, REMOTE_ADDR="10.0.0.1")
    assert not Asked.objects.exists(), "both pages count together"


# attacks


def test_a_link_works_once(client: Client, aisha: Account) -> None:
    ask(client, "aisha_gen")
    path = path_in("password-reset")
    follow(client, path)
    choose(client)
    for other in (client, Client()):
        page = follow(other, path)
        assert page.status_code == 404 and "This link has been used or replaced" in text_of(page)
        assert choose(other, "eight red kettles").status_code == 404
    aisha.refresh_from_db()
    assert aisha.check_password(NEXT)


def test_opening_a_link_any_number_of_times_uses_nothing_up(client: Client, aisha: Account) -> None:
    ask(client, "aisha_gen")
    path = path_in("password-reset")
    before = OneTimeLink.objects.values().get()
    for _ in range(3):
        reader = Client()
        assert reader.head(path).status_code == 302
        assert follow(reader, path).status_code == 200
    assert OneTimeLink.objects.values().get() == before
    follow(client, path)
    assert choose(client).status_code == 302


def test_a_new_link_makes_the_older_void(client: Client, aisha: Account) -> None:
    ask(client, "aisha_gen")
    first = path_in("password-reset")
    ask(client, "aisha_gen")
    assert "This link has been used or replaced" in text_of(follow(client, first))
    assert choose(client).status_code == 404
    assert follow(client).status_code == 200


def test_a_link_is_good_for_a_day(client: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        ask(client, "aisha_gen")
        clock.shift(timedelta(hours=24) - timedelta(seconds=1))
        assert follow(client).status_code == 200
        clock.shift(timedelta(seconds=1))
        page = follow(client)
        assert page.status_code == 404 and "This link is too old" in text_of(page)
        assert 'href="/forgotten-password"' in text_of(page)
        assert choose(client).status_code == 404
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)


@pytest.mark.parametrize("token", ["x", "A" * 43, "../../x", "%2e%2e", "a.b", "'", "🗝"])
def test_a_link_that_never_was(client: Client, token: str) -> None:
    page = follow(client, f"/forgotten-password/{token}".replace("../../", ""))
    assert page.status_code == 404 and "This link does not work" in text_of(page)
    assert 'href="/forgotten-password"' in text_of(page)
    assert choose(client).status_code == 404


def test_the_token_shows_nowhere(client: Client, aisha: Account, capsys: Any) -> None:
    ask(client, "aisha_gen")
    path = path_in("password-reset")
    token = path.rsplit("/", 1)[1]
    answer = client.get(path)
    assert answer["Location"] == "/new-password"
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    page = client.get("/new-password")
    assert token not in text_of(page) and page["Cache-Control"] == "no-store"
    choose(client)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE strpos(t::text, %s) > 0', [token])
            assert cursor.fetchone()[0] == 0, table
    assert token not in str([session.get_decoded() for session in StaffSession.objects.all()])
    assert token not in capsys.readouterr().out


def test_links_begin_with_what_is_ours_whatever_a_browser_claims(client: Client, aisha: Account, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, "aisha_gen", HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")
    assert path_in("password-reset").startswith("/forgotten-password/")
    assert "evil" not in str(mails())


def test_a_planted_session_gains_nothing(client: Client, aisha: Account) -> None:
    """Somebody puts their own session in another's browser, waits for the link to be followed, and goes on with it."""
    ask(client, "aisha_gen")
    attacker = Client()
    attacker.get("/verify-email/anything")  # gets a session of its own
    planted = attacker.cookies["dps-session"].value
    client.cookies["dps-session"] = planted
    assert follow(client).status_code == 200
    assert client.cookies["dps-session"].value != planted
    attacker.cookies["dps-session"] = planted
    assert choose(attacker).status_code == 404
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)


def test_a_form_from_another_site_is_refused(aisha: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    ask(Client(), "aisha_gen")
    follow(strict)
    assert choose(strict).status_code == 403
    assert strict.post("/forgotten-password", {"who": "aisha_gen"}).status_code == 403


def test_two_windows_with_one_link(client: Client, aisha: Account) -> None:
    ask(client, "aisha_gen")
    other = Client()
    follow(client), follow(other)
    assert choose(client).status_code == 302
    assert choose(other, "eight red kettles").status_code == 404
    aisha.refresh_from_db()
    assert aisha.check_password(NEXT)


@pytest.mark.parametrize(
    "change", [{"inactive": True}, {"source": "delius"}, {"email": "other@justice.gov.uk"}], ids=lambda c: next(iter(c))
)
def test_an_account_that_changed_since_is_safe_from_its_link(
    client: Client, aisha: Account, change: dict[str, Any]
) -> None:
    ask(client, "aisha_gen")
    follow(client)
    Account.objects.filter(pk=aisha.pk).update(**change)
    answer = choose(client)
    assert answer.status_code == 404
    if "email" not in change:
        assert "cannot have a new password here" in text_of(answer)
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)


def test_whoever_is_signed_in_with_the_account_is_signed_out(client: Client, aisha: Account) -> None:
    client.force_login(aisha)
    ask(client, "aisha_gen")
    follow(client)
    assert choose(client)["Location"] == "/new-password/saved"
    assert client.get("/")["Location"] == "/sign-in"


def test_whoever_is_signed_in_with_another_account_stays_so(client: Client, aisha: Account, shared: Account) -> None:
    client.force_login(shared)
    ask(client, "aisha_gen")
    follow(client)
    assert choose(client)["Location"] == "/new-password/saved"
    assert client.get("/").status_code == 200


def test_somebody_half_way_in_with_the_old_password_gets_no_further(client: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(must_change_password=True)
    thief = Client()
    assert (
        thief.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD})["Location"] == "/sign-in/new-password"
    )
    ask(client, "aisha_gen")
    follow(client)
    choose(client)
    answer = thief.post("/sign-in/new-password", {"new_password": "thief red kettles", "repeated": "thief red kettles"})
    assert answer["Location"] == "/sign-in?timed-out=yes"


@pytest.mark.parametrize(
    ("new", "repeated", "words"),
    [
        ("", "", ["Enter a new password", "Enter the new password again"]),
        ("short", "other", ["at least 12", "not the same"]),
        (PASSWORD, PASSWORD, ["used before"]),
        ("aisha", "aisha", ["at least 12", "your name"]),
        ("aaaaaaaaaaaa", "", ["different characters", "Enter the new password again"]),
        ("x" * 300, "x" * 300, ["256 characters or fewer"]),
    ],
)
def test_the_page_tells_everything_that_is_wrong(
    client: Client, aisha: Account, new: str, repeated: str, words: list[str]
) -> None:
    ask(client, "aisha_gen")
    follow(client)
    answer = choose(client, new, repeated)
    assert answer.status_code == 400
    summary = re.search(r'class="govuk-error-summary.*?</ul>', text_of(answer), re.S)
    assert summary and all(line in summary[0] for line in words)
    assert not new or new not in text_of(answer).replace("user name", "")
    assert follow(client).status_code == 200, "the link is not used up by what was refused"


# first password


def test_the_whole_way_to_a_first_password(client: Client, details: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None})
    commands.send_first_password(account=new, by=SYSTEM, at=datetime.now(UTC))
    page = follow(client, path_in("first-password"))
    assert page.redirect_chain[-1][0] == "/new-password" and "Choose your password" in text_of(page)
    assert choose(client)["Location"] == "/new-password/saved"
    new.refresh_from_db()
    assert new.check_password(NEXT) and new.email_verified
    assert AuditEntry.objects.get(action="FIRST_PASSWORD_CHOSEN").username == "AISHA_GEN"
    assert "This link has been used or replaced" in text_of(follow(client, path_in("first-password")))


def test_a_first_link_that_is_too_old_sends_a_new_one(client: Client, details: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None})
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        commands.send_first_password(account=new, by=SYSTEM, at=datetime.now(UTC))
        old = path_in("first-password")
        clock.shift(timedelta(days=7))
        for _ in range(2):
            page = follow(client, old)
            assert page.status_code == 200
            assert "We have sent a new one to aisha.******@******.gov.uk" in text_of(page)
        assert templates() == ["first-password", "first-password-again"], "opened twice at once it sends one"
        clock.shift(timedelta(hours=24) - timedelta(seconds=1))
        assert "Choose your password" in text_of(follow(client, path_in("first-password-again")))
        clock.shift(timedelta(seconds=1))
        assert "We have sent a new one" in text_of(follow(client, path_in("first-password-again")))
        for _ in range(6):
            clock.shift(timedelta(minutes=9))
            assert "We have sent a new one" in text_of(follow(client, old))
        assert len(mails("first-password-again")) <= 1 + 3 + 3
        follow(client, path_in("first-password-again"))
        assert choose(client).status_code == 302
        assert "We have sent" not in text_of(follow(client, old)), "there is a password now"


def test_a_first_link_that_never_was_leads_to_forgotten_password(client: Client) -> None:
    assert client.get("/first-password/never")["Location"] == "/forgotten-password"


def test_a_closed_account_gets_no_new_first_link(client: Client, details: dict[str, Any]) -> None:
    new = create_user(**{**details, "password": None})
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        commands.send_first_password(account=new, by=SYSTEM, at=datetime.now(UTC))
        Account.objects.filter(pk=new.pk).update(inactive=True)
        clock.shift(timedelta(days=8))
        page = follow(client, path_in("first-password"))
    assert page.status_code == 404 and "cannot have a new password here" in text_of(page)
    assert templates() == ["first-password"]


# locked


def test_a_locked_account_is_told_by_email_how_to_open_it(client: Client, aisha: Account) -> None:
    for _ in range(10):
        check_password(username="AISHA_GEN", password="wrong", address=None, at=datetime.now(UTC))
    [(to, values)] = mails("account-locked")
    assert to == AISHAS and values["username"] == "AISHA_GEN"
    assert values["forgotten_link"].endswith("/forgotten-password")


# forgotten user name


def ask_for_name(client: Client, email: str) -> HttpResponse:
    answer = client.post("/forgotten-username", {"email": email})
    work()
    return answer


def test_all_user_names_of_a_confirmed_address_are_sent(client: Client, aisha: Account, shared: Account) -> None:
    for username, change in (("CLOSED", {"inactive": True}), ("DOUBTFUL", {"email_verified": False})):
        Account.objects.create(username=username, email=AISHAS, **{"email_verified": True, **change})
    Account.objects.filter(pk=shared.pk).update(locked=True)
    assert ask_for_name(client, AISHAS.upper())["Location"] == "/forgotten-username/sent"
    [(to, values)] = mails()
    assert (to, values["usernames"]) == (AISHAS, ["AISHA_ADM", "AISHA_GEN"])
    assert AuditEntry.objects.filter(action="USERNAME_REMINDER_SENT").count() == 2


def test_an_address_without_user_names_is_told_so_on_the_same_page(client: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(email_verified=False)
    assert ask_for_name(client, AISHAS)["Location"] == "/forgotten-username/sent"
    assert ask_for_name(client, "nobody@justice.gov.uk")["Location"] == "/forgotten-username/sent"
    assert templates() == ["username-unknown", "username-unknown"]
    assert "AISHA" not in str(mails())
    assert "Check your email" in text_of(client.get("/forgotten-username/sent"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter your work email address"), ("aisha", "correct format"), ("a@gmail.com", "work email")],
)
def test_what_is_no_work_address_is_said_and_kept(client: Client, typed: str, words: str) -> None:
    answer = ask_for_name(client, typed)
    assert answer.status_code == 400 and words in text_of(answer) and f'value="{typed}"' in text_of(answer)
    assert not Message.objects.exists()
