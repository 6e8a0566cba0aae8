"""Your account: what it shows and what can be changed (identity.md 2.8)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dps.identity.accounts.commands import actor_of, create_user
from dps.identity.conftest import PASSWORD, second_step_passed
from dps.identity.contact import commands, queries
from dps.identity.models import Account, Contact, OneTimeLink, StaffSession
from dps.identity.passwords.tests.outbox import mails, path_in, templates, work
from dps.platform.access import SYSTEM
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
AISHAS, NEW = "aisha.holroyd@justice.gov.uk", "aholroyd2@justice.gov.uk"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def rows_of(client: Client) -> dict[str, str]:
    """Each line of the page as words, with its links as [words](address)."""
    rows = re.findall(r'summary-list__key">(.*?)</dt>(.*?)</div>\s*(?=<div class="govuk-summary|</dl>)',
                      text_of(client.get("/account/")), re.S)  # fmt: skip
    return {key: " ".join(re.sub(r"<[^>]*>", " ", value).split()) for key, value in rows}


@pytest.fixture
def me(client: Client, aisha: Account) -> Client:
    """Aisha has just signed in with her password and a second factor."""
    client.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD})
    client.post("/account/password-again", {"password_again": PASSWORD, "next": "/account/"})
    second_step_passed(client)
    return client


@pytest.fixture
def local(details: dict[str, Any], client: Client) -> Account:
    """Somebody from outside whose user name is the address."""
    made = create_user(**{**details, "username": AISHAS})
    client.post("/sign-in", {"username": AISHAS, "password": PASSWORD})
    client.post("/account/password-again", {"password_again": PASSWORD, "next": "/account/"})
    second_step_passed(client)
    second_step_passed(client)
    return made


def follow_and_confirm(client: Client, path: str) -> HttpResponse:
    assert "Is <strong>" in text_of(client.get(path, follow=True))
    return client.post("/verify-email", follow=True)


# what it shows


def test_what_the_page_shows(me: Client, aisha: Account, details: dict[str, Any]) -> None:
    create_user(**{**details, "username": "AISHA_ADM"})
    create_user(**{**details, "username": "DOUBTFUL", "password": None})
    rows = rows_of(me)
    assert list(rows) == [
        "Name", "User name", "Email address", "Email confirmed", "Backup email", "Mobile number", "Second step", "Password",
    ]  # fmt: skip
    assert rows["Name"] == "Aisha Holroyd", "NOMIS says what she is called"
    assert rows["User name"] == "AISHA_GEN"
    assert rows["Email address"] == f"{AISHAS} Change email address"
    assert rows["Email confirmed"] == "Yes"
    assert rows["Backup email"] == "None Add backup email address"
    page = text_of(me.get("/account/"))
    for link in ("/account/sessions/", "/account/second-step/", "/account/password", "/access-requests/", "/terms"):
        assert f'href="{link}"' in page
    assert "AISHA_ADM" in page and "DOUBTFUL" not in page


def test_it_costs_the_same_however_much_there_is(
    me: Client, aisha: Account, details: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        create_user(**{**details, "username": f"AISHA_{number}"})
    Contact.objects.create(account=aisha, kind="MOBILE", value="07700900982", verified=True)
    me.get("/account/")
    with django_assert_num_queries(5):  # session, account, contacts, links, linked accounts
        page = me.get("/account/")
    assert text_of(page).count(">DPS<") + text_of(page).count(">External<") == 50


@pytest.mark.parametrize(
    ("source", "missing"),
    [("nomis", ["Change name"]), ("delius", ["Change name", "Change email", "Change password"]),
     ("azuread", ["Change name", "Change email", "Change password"])],
)  # fmt: skip
def test_what_another_system_keeps_cannot_be_changed_here(
    me: Client, aisha: Account, source: str, missing: list[str]
) -> None:
    Account.objects.filter(pk=aisha.pk).update(source=source)
    words = " ".join(rows_of(me).values())
    assert not any(action in words for action in missing)
    assert me.get("/account/name").status_code == 404
    assert me.get("/account/email").status_code == (404 if "Change email" in missing else 200)
    for command, typed in (
        (commands.change_name, {"first_name": "Zoe", "last_name": "Holroyd"}), (commands.change_email, {"email": NEW})
    ):  # fmt: skip
        if source == "nomis" and command is commands.change_email:
            continue
        with pytest.raises(NotAllowed):
            command(**typed, by=actor_of(aisha), at=datetime.now(UTC))


@pytest.mark.parametrize("path", ["email", "backup-email", "mobile", "user-name"])
def test_the_password_is_asked_again_before_a_change(client: Client, aisha: Account, path: str) -> None:
    Account.objects.filter(pk=aisha.pk).update(source="auth")
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        client.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD})
        clock.shift(timedelta(minutes=30))
        assert client.get(f"/account/{path}")["Location"].startswith("/account/password-again")
        assert "Confirm who you are" in text_of(
            client.post(f"/account/{path}", {"email": NEW, "mobile": "07700900982"})
        )
    assert not mails() and not OneTimeLink.objects.exists()


@pytest.mark.parametrize("path", ["email", "backup-email", "mobile", "user-name"])
def test_a_password_alone_changes_nothing_for_whoever_has_a_second_factor(
    client: Client, aisha: Account, path: str
) -> None:
    """Her own address gets the code, so whoever has only stolen her password comes no further."""
    Account.objects.filter(pk=aisha.pk).update(source="auth")
    client.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD})
    client.post("/account/password-again", {"password_again": PASSWORD, "next": "/account/"})
    sent = {"email": NEW, "mobile": "07700900982"}
    for answer in (client.get(f"/account/{path}"), client.post(f"/account/{path}", sent)):
        assert answer["Location"] == "/second-step/"
    assert not mails() and not OneTimeLink.objects.exists() and not Contact.objects.exists()
    second_step_passed(client)
    assert client.get(f"/account/{path}").status_code == 200


# name and user name


def test_changing_a_name(client: Client, local: Account) -> None:
    assert "Change name" in rows_of(client)["Name"]
    answer = client.post("/account/name", {"first_name": " Zoë ", "last_name": "O'Neil"})
    assert answer["Location"] == "/account/"
    assert rows_of(client)["Name"].startswith("Zoë O'Neil") or "O&#39;Neil" in rows_of(client)["Name"]
    entry = AuditEntry.objects.get(action="OWN_NAME_CHANGED")
    assert entry.details["changes"] == {"first_name": ["Aisha", "Zoë"], "last_name": ["Holroyd", "O'Neil"]}
    for first, last, words in (
        ("", "", ["Enter your first name", "Enter your last name"]),
        ("Z", "<b>", ["First name must be 2 to 50", "Last name must not hold"]),
    ):
        page = client.post("/account/name", {"first_name": first, "last_name": last})
        assert page.status_code == 400 and all(line in text_of(page) for line in words)


def test_using_the_address_as_user_name(client: Client, local: Account, details: dict[str, Any]) -> None:
    assert "User name" not in rows_of(client), "not told twice"
    assert client.get("/account/user-name").status_code == 404
    Account.objects.filter(pk=local.pk).update(username="AISHA_EXT")
    assert rows_of(client)["User name"] == "AISHA_EXT Use email as user name"
    taken = Account.objects.create(username=AISHAS.upper())
    assert client.post("/account/user-name").status_code == 400
    taken.delete()
    assert client.post("/account/user-name")["Location"] == "/account/"
    local.refresh_from_db()
    assert local.username == AISHAS.upper()
    assert AuditEntry.objects.get(action="USERNAME_CHANGED").details["changes"] == {
        "username": ["AISHA_EXT", AISHAS.upper()]
    }


# the main address


def test_the_old_address_counts_until_the_new_one_is_confirmed(me: Client, aisha: Account) -> None:
    answer = me.post("/account/email", {"email": " AHolroyd2@Justice.gov.uk "})
    assert answer["Location"] == "/account/"
    aisha.refresh_from_db()
    assert (aisha.email, aisha.email_verified) == (AISHAS, True)
    assert [to for to, _ in mails()] == [NEW, AISHAS] and templates() == ["confirm-email", "email-change-asked"]
    assert NEW not in str(mails("email-change-asked")), "the old mailbox may be somebody else's by now"
    rows = rows_of(me)
    assert f"{NEW} takes its place once it is confirmed" in rows["Email address"]
    assert rows["Email confirmed"] == "Yes, the new one not yet Resend the email that confirms it"
    assert queries.ways_of(aisha).waiting_email == NEW
    elsewhere = Client()
    page = text_of(follow_and_confirm(elsewhere, path_in("confirm-email")))
    assert "Your email address is confirmed" in page
    aisha.refresh_from_db()
    assert (aisha.email, aisha.email_verified, aisha.username) == (NEW, True, "AISHA_GEN")
    assert templates()[-1] == "email-changed" and mails("email-changed")[0][0] == AISHAS
    assert AuditEntry.objects.get(action="EMAIL_CONFIRMED").details["changes"]["email"] == [AISHAS, NEW]
    assert rows_of(me)["Email address"] == f"{NEW} Change email address" and not queries.ways_of(aisha).waiting_email


def test_opening_a_link_confirms_nothing_and_twice_is_harmless(me: Client, aisha: Account) -> None:
    me.post("/account/email", {"email": NEW})
    path = path_in("confirm-email")
    for _ in range(2):
        answer = Client().get(path)
        assert (answer["Location"], answer["Referrer-Policy"]) == ("/verify-email", "no-referrer")
    aisha.refresh_from_db()
    assert aisha.email == AISHAS
    follow_and_confirm(me, path)
    for client in (me, Client()):
        assert "Your email address is confirmed" in text_of(client.get(path, follow=True))
        assert "Your email address is confirmed" in text_of(client.post("/verify-email"))
    assert templates().count("email-changed") == 1


def test_a_link_that_is_too_old_sends_another(me: Client, aisha: Account) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        commands.change_email(email=NEW, by=actor_of(aisha), at=datetime.now(UTC))
        old = path_in("confirm-email")
        clock.shift(timedelta(hours=24))
        page = Client().get(old, follow=True)
        assert "We have sent a new one to ahol******@******.gov.uk" in text_of(page)
        assert "This link has been replaced" in text_of(Client().get(old, follow=True))
        follow_and_confirm(Client(), path_in("confirm-email"))
    aisha.refresh_from_db()
    assert aisha.email == NEW


def test_a_newer_link_replaces_the_older(me: Client, aisha: Account) -> None:
    me.post("/account/email", {"email": NEW})
    first = path_in("confirm-email")
    me.post("/account/email", {"email": "other@justice.gov.uk"})
    page = Client().get(first, follow=True)
    assert page.status_code == 404 and "This link has been replaced" in text_of(page)
    assert me.get("/verify-email/never", follow=True).status_code == 404
    assert me.post("/verify-email").status_code == 404
    aisha.refresh_from_db()
    assert aisha.email == AISHAS


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter an email address"),
        ("aisha", "correct format"),
        ("aisha@gmail.com", "work email"),
        ("aisha@fredjustice.gov.uk", "work email"),
        ("aisha@hmps.gsi.gov.uk", "no longer used"),
        (AISHAS, "This is the address already"),
        ("x" * 241 + "@justice.gov.uk", "240"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_and_kept(me: Client, typed: str, words: str) -> None:
    answer = me.post("/account/email", {"email": typed})
    assert answer.status_code == 400 and words in text_of(answer) and f'value="{typed}"' in text_of(answer)
    assert not mails() and not OneTimeLink.objects.exists()


def test_the_user_name_follows_the_address_it_was(client: Client, local: Account) -> None:
    taken = Account.objects.create(username=NEW.upper())
    assert "There is already an account" in text_of(client.post("/account/email", {"email": NEW}))
    taken.delete()
    assert client.post("/account/email", {"email": NEW}).status_code == 302
    taken = Account.objects.create(username=NEW.upper())
    page = follow_and_confirm(client, path_in("confirm-email"))
    assert page.status_code == 400 and "There is already an account" in text_of(page)
    taken.delete()
    follow_and_confirm(client, path_in("confirm-email"))
    local.refresh_from_db()
    assert (local.username, local.email) == (NEW.upper(), NEW)
    assert client.get("/account/").status_code == 200, "still signed in"


def test_links_to_the_old_mailbox_are_void_with_it(me: Client, aisha: Account) -> None:
    me.post("/forgotten-password", {"who": "aisha_gen"})
    work()
    reset = path_in("password-reset")
    me.post("/account/email", {"email": NEW})
    follow_and_confirm(me, path_in("confirm-email"))
    assert Client().get(reset, follow=True).status_code == 404
    Account.objects.filter(pk=aisha.pk).update(email=AISHAS)
    assert Client().get(reset, follow=True).status_code == 404, "for good"


def test_five_emails_an_hour(me: Client, aisha: Account) -> None:
    for number in range(5):
        assert me.post("/account/email", {"email": f"a{number}@justice.gov.uk"}).status_code == 302
    assert "Try again in an hour" in text_of(me.post("/account/email", {"email": NEW}))
    assert "Try again in an hour" in text_of(me.post("/account/email/resend", follow=True))
    assert len(mails("confirm-email")) == 5


def test_resending(me: Client, aisha: Account) -> None:
    assert me.post("/account/email/resend", follow=True).status_code == 200
    assert not mails(), "nothing to confirm"
    Account.objects.filter(pk=aisha.pk).update(email_verified=False)
    assert rows_of(me)["Email confirmed"] == "No Resend the email that confirms it"
    assert f"another email to {AISHAS}" in text_of(me.post("/account/email/resend", follow=True))
    follow_and_confirm(me, path_in("confirm-email"))
    assert rows_of(me)["Email confirmed"] == "Yes"
    assert templates() == ["confirm-email"], "nobody is told of a change that is none"


@pytest.mark.parametrize("change", [{"inactive": True}, {"inactive": True, "locked": True}])
def test_a_closed_account_confirms_nothing(me: Client, aisha: Account, change: dict[str, Any]) -> None:
    me.post("/account/email", {"email": NEW})
    Account.objects.filter(pk=aisha.pk).update(**change)
    assert Client().get(path_in("confirm-email"), follow=True).status_code == 404
    with pytest.raises(Conflict):
        commands.confirm(hash=OneTimeLink.objects.get().hash, at=datetime.now(UTC))
    aisha.refresh_from_db()
    assert aisha.email == AISHAS


def test_the_link_of_one_account_does_nothing_for_another(me: Client, aisha: Account, details: dict[str, Any]) -> None:
    other = create_user(**{**details, "username": "OTHER", "email": "other@justice.gov.uk"})
    me.post("/account/email", {"email": NEW})
    thief = Client()
    thief.force_login(other)
    follow_and_confirm(thief, path_in("confirm-email"))
    other.refresh_from_db()
    assert other.email == "other@justice.gov.uk"


def test_a_planted_session_does_not_confirm(me: Client, aisha: Account) -> None:
    me.post("/account/email", {"email": NEW})
    attacker, reader = Client(), Client()
    attacker.get("/verify-email/anything")
    reader.cookies["dps-session"] = planted = attacker.cookies["dps-session"].value
    reader.get(path_in("confirm-email"), follow=True)
    attacker.cookies["dps-session"] = planted
    assert attacker.post("/verify-email").status_code == 404
    aisha.refresh_from_db()
    assert aisha.email == AISHAS


# by an administrator


def test_an_administrator_changes_it_the_same_way(aisha: Account) -> None:
    commands.change_email_of(username="aisha_gen", email=NEW, by=SYSTEM, at=datetime.now(UTC))
    aisha.refresh_from_db()
    assert aisha.email == AISHAS and queries.ways_of(aisha).waiting_email == NEW
    assert templates() == ["confirm-email", "email-change-asked"]
    follow_and_confirm(Client(), path_in("confirm-email"))
    aisha.refresh_from_db()
    assert aisha.email == NEW
    for typed in ("gmail", "a@gmail.com"):
        with pytest.raises(Invalid):
            commands.change_email_of(username="AISHA_GEN", email=typed, by=SYSTEM, at=datetime.now(UTC))
    with pytest.raises(NotFound):
        commands.change_email_of(username="NOBODY", email=NEW, by=SYSTEM, at=datetime.now(UTC))


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("sent", ["once", "again by the holder", "again when too late"])
def test_it_ends_the_sessions_and_the_old_address_is_told(
    aisha: Account, me: Client, sent: str, verified: bool
) -> None:
    elsewhere, reader = Client(), Client()
    elsewhere.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD})
    Account.objects.filter(pk=aisha.pk).update(email_verified=verified)
    commands.change_email_of(username="aisha_gen", email=NEW, by=SYSTEM, at=datetime.now(UTC))
    assert [to for to, _ in mails("email-change-asked")] == [AISHAS]
    if sent == "again by the holder":
        me.post("/account/email/resend")
    elif sent == "again when too late":
        OneTimeLink.objects.filter(kind="EMAIL").update(expires_at=datetime.now(UTC))
        assert reader.get(path_in("confirm-email"), follow=True).status_code == 200
    assert len(mails("confirm-email")) == (1 if sent == "once" else 2)
    assert StaffSession.objects.filter(account_id=aisha.pk).count() == 2, "nothing ends before it is confirmed"
    follow_and_confirm(reader, path_in("confirm-email"))
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    assert me.get("/")["Location"] == elsewhere.get("/")["Location"] == "/sign-in"
    assert [to for to, _ in mails("email-changed")] == [AISHAS]
    assert AuditEntry.objects.get(action="EMAIL_CONFIRMED").details["sessions"] == 2


def test_one_who_confirms_what_an_administrator_asked_for_while_signed_in_is_told_so(
    aisha: Account, me: Client
) -> None:
    commands.change_email_of(username="aisha_gen", email=NEW, by=SYSTEM, at=datetime.now(UTC))
    me.get(path_in("confirm-email"), follow=True)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3)):  # late enough for the session to be saved
        answer = me.post("/verify-email", follow=True)
        assert answer.status_code == 200 and "Your email address is confirmed" in text_of(answer)
        assert 'href="/sign-in"' in text_of(answer) and me.get("/")["Location"] == "/sign-in"


def test_ones_own_change_ends_no_session(aisha: Account, me: Client) -> None:
    me.post("/account/email", {"email": NEW})
    follow_and_confirm(Client(), path_in("confirm-email"))
    aisha.refresh_from_db()
    assert aisha.email == NEW and me.get("/").status_code == 200


def test_somebody_who_never_chose_a_password_is_invited_at_the_new_address(details: dict[str, Any]) -> None:
    new = create_user(
        **{**details, "username": "TYPO@JUSTICE.GOV.UK", "email": "typo@justice.gov.uk", "password": None}
    )
    commands.change_email_of(username=new.username, email=NEW, by=SYSTEM, at=datetime.now(UTC))
    new.refresh_from_db()
    assert (new.email, new.email_verified, new.username) == (NEW, False, NEW.upper())
    assert [(to, values["username"]) for to, values in mails("first-password")] == [(NEW, NEW.upper())]


# backup address and mobile


def test_a_backup_address_of_any_domain(me: Client, aisha: Account) -> None:
    for typed, words in ((AISHAS, "not your main one"), ("x", "correct format"), ("", "Enter an email address")):
        assert words in text_of(me.post("/account/backup-email", {"email": typed}))
    me.post("/account/backup-email", {"email": "Aisha@gmail.com"})
    assert not Contact.objects.exists()
    assert "aisha@gmail.com waits to be confirmed" in rows_of(me)["Backup email"]
    me.post("/account/backup-email/resend")
    follow_and_confirm(Client(), path_in("confirm-backup-email"))
    kept = Contact.objects.get()
    assert (kept.kind, kept.value, kept.verified) == ("BACKUP_EMAIL", "aisha@gmail.com", True)
    assert rows_of(me)["Backup email"] == "aisha@gmail.com Change backup email address"
    me.post("/account/backup-email", {"email": "aisha@other.example"})
    assert Contact.objects.get().value == "aisha@gmail.com", "the old one counts until the new one is confirmed"
    follow_and_confirm(Client(), path_in("confirm-backup-email"))
    assert Contact.objects.get().value == "aisha@other.example"
    assert AuditEntry.objects.filter(action="BACKUP_EMAIL_CONFIRMED").count() == 2
    [_, (to, values)] = mails("account-changed")
    assert to == AISHAS, "whoever holds the account is told, in the mailbox the change was not made from"
    assert values["what"] == "the backup email address ai******@******example was confirmed for it"
    aisha.refresh_from_db()
    assert aisha.email == AISHAS


def code_in_text() -> str:
    return str(mails("confirm-mobile")[-1][1]["code"])


def wrong_code() -> str:
    return f"{(int(code_in_text()) + 1) % 1_000_000:06d}"


def enter(client: Client, code: str) -> HttpResponse:
    return client.post("/account/mobile/code", {"code": code})


def test_a_mobile_number_is_confirmed_by_the_code_sent_to_it(me: Client, aisha: Account) -> None:
    assert "UK mobile number" in text_of(me.post("/account/mobile", {"mobile": "0113 496 0000"}))
    assert me.post("/account/mobile", {"mobile": "+44 7700 900 982"})["Location"] == "/account/mobile/code"
    [(to, values)] = mails("confirm-mobile")
    assert to == "07700900982" and re.fullmatch(r"\d{6}", values["code"])
    page = text_of(me.get("/account/mobile/code"))
    assert "*******0982" in page and values["code"] not in page
    assert not Contact.objects.exists() and "waits to be confirmed" in rows_of(me)["Mobile number"]
    assert "Enter the code" in text_of(enter(me, ""))
    assert "not right" in text_of(enter(me, wrong_code()))
    assert enter(me, f" {values['code'][:3]} {values['code'][3:]} ")["Location"] == "/account/"
    kept = Contact.objects.get()
    assert (kept.kind, kept.value, kept.verified) == ("MOBILE", "07700900982", True)
    assert [(to, told["what"]) for to, told in mails("account-changed")] == [
        (AISHAS, "a mobile number was confirmed for it")
    ]
    assert me.get("/account/mobile/code")["Location"] == "/account/mobile", "a code works once"
    assert values["code"] not in str(AuditEntry.objects.values()) + str(OneTimeLink.objects.values("hash", "address"))


def test_a_code_is_tried_five_times_at_most(me: Client, aisha: Account) -> None:
    me.post("/account/mobile", {"mobile": "07700900982"})
    right = code_in_text()
    for _ in range(4):
        assert "not right" in text_of(enter(me, wrong_code()))
    assert "can no longer be used" in text_of(enter(me, wrong_code()))
    assert "can no longer be used" in text_of(enter(me, right))
    assert not Contact.objects.exists()
    me.post("/account/mobile", {"mobile": "07700900982"})
    assert enter(me, code_in_text()).status_code == 302


def test_for_a_code_that_is_too_old_a_new_one_is_sent(me: Client, aisha: Account) -> None:
    by = actor_of(aisha)
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    commands.change_mobile(number="07700900982", by=by, at=at)
    old = code_in_text()
    late = at + timedelta(minutes=10)
    assert commands.confirm_mobile(code=old, by=by, at=late).name == "EXPIRED"
    assert len(mails("confirm-mobile")) == 2 and not Contact.objects.exists()
    assert commands.confirm_mobile(code=code_in_text(), by=by, at=late).name == "RIGHT"


def test_five_codes_an_hour(me: Client) -> None:
    for _ in range(5):
        assert me.post("/account/mobile", {"mobile": "07700900982"}).status_code == 302
    assert "Try again in an hour" in text_of(me.post("/account/mobile", {"mobile": "07700900982"}))
    assert len(mails("confirm-mobile")) == 5


# what cannot be delivered


def test_an_address_that_does_not_exist_counts_no_longer(me: Client, aisha: Account) -> None:
    Contact.objects.create(account=aisha, kind="BACKUP_EMAIL", value="aisha@gmail.com", verified=True)
    Contact.objects.create(account=aisha, kind="MOBILE", value="07700900982", verified=True)
    me.post("/account/email", {"email": NEW})
    for address in (AISHAS, "aisha@gmail.com", "07700900982", NEW, NEW, "other@justice.gov.uk"):
        commands.note_undeliverable("AISHA_GEN", address)
    commands.note_undeliverable("NOBODY", AISHAS)
    commands.note_undeliverable("", AISHAS)
    aisha.refresh_from_db()
    assert not aisha.email_verified and not Contact.objects.filter(verified=True).exists()
    assert queries.ways_of(aisha).waiting_email == ""
    assert [e.details["which"] for e in AuditEntry.objects.filter(action="ADDRESS_UNDELIVERABLE").order_by("id")] == [
        ["main"], ["BACKUP_EMAIL"], ["MOBILE"], ["waiting EMAIL"],
    ]  # fmt: skip
    rows = rows_of(me)
    assert "not confirmed" in rows["Backup email"] and "not confirmed" in rows["Mobile number"]
    me.post("/account/backup-email/resend")
    follow_and_confirm(me, path_in("confirm-backup-email"))
    assert "not confirmed" not in rows_of(me)["Backup email"]


# on the way in


def arrive(client: Client, **more: str) -> str:
    return str(client.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD, **more})["Location"])


def test_an_address_not_confirmed_is_asked_about_once_a_day(client: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(email_verified=False)
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        assert arrive(client, next="/estate/") == "/sign-in/confirm-email"
        assert AISHAS in text_of(client.get("/sign-in/confirm-email"))
        assert client.get("/")["Location"] == "/sign-in", "nobody is in yet"
        assert client.post("/sign-in/confirm-email", {"skip": "yes"})["Location"] == "/estate/"
        assert AuditEntry.objects.filter(action="EMAIL_CONFIRMATION_SKIPPED").exists() and not mails()
        assert arrive(Client()) == "/"
        clock.shift(timedelta(hours=24, seconds=1))
        again = Client()
        assert arrive(again) == "/sign-in/confirm-email"
        again.get("/sign-in/confirm-email")
        assert again.post("/sign-in/confirm-email", {"send": "yes"})["Location"] == "/"
        assert "We have sent an email" in text_of(again.get("/"))
        follow_and_confirm(again, path_in("confirm-email"))
    aisha.refresh_from_db()
    assert aisha.email_verified


@pytest.mark.parametrize(
    "change", [{}, {"email_verified": False, "email": ""}, {"email_verified": False, "source": "delius"}]
)
def test_who_is_not_asked(client: Client, aisha: Account, change: dict[str, Any]) -> None:
    Account.objects.filter(pk=aisha.pk).update(**change)
    assert arrive(client) == "/"


def test_the_page_on_the_way_is_for_those_on_the_way(client: Client, aisha: Account) -> None:
    for answer in (client.get("/sign-in/confirm-email"), client.post("/sign-in/confirm-email", {"send": "yes"})):
        assert answer["Location"] == "/sign-in?timed-out=yes"
    client.force_login(aisha)
    assert client.get("/sign-in/confirm-email")["Location"] == "/"
    assert not mails() and StaffSession.objects.filter(account_id=aisha.pk).count() == 1


def test_somebody_on_the_way_who_opens_the_link_first_goes_on(client: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(email_verified=False)
    arrive(client)
    commands.send_on_the_way(account=aisha, by=actor_of(aisha), at=datetime.now(UTC))
    follow_and_confirm(client, path_in("confirm-email"))
    assert client.get("/sign-in/confirm-email")["Location"] == "/"


def test_the_terms_are_for_everybody(client: Client) -> None:
    page = client.get("/terms")
    assert page.status_code == 200 and "Terms of use" in text_of(page)
