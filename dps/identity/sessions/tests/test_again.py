"""Asking for the password again: on the page in between, and in place of a form that came too late."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client

from dps.identity.conftest import PASSWORD, second_step_passed
from dps.identity.models import Account, StaffSession
from dps.identity.sessions import again
from dps.identity.sessions.store import kept_as
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
GATED = "/account/second-step/choose"
ASK = "/account/password-again?next=%2Faccount%2Fsecond-step%2Fchoose"


@pytest.fixture
def client(aisha: Account) -> Client:
    signed_in = Client(raise_request_exception=False)
    signed_in.post("/sign-in", {"username": aisha.username, "password": PASSWORD})
    second_step_passed(signed_in)
    return signed_in


def confirm(client: Client, password: str = PASSWORD, **more: str) -> object:
    return client.post("/account/password-again", {"password_again": password, "next": GATED, **more})


def test_the_password_comes_first_and_then_the_page_that_was_wanted(client: Client) -> None:
    with time_machine.travel(START, tick=False) as clock:
        assert client.get(GATED)["Location"] == ASK
        page = client.get(ASK).content.decode()
        assert "Confirm who you are" in page and 'autocomplete="current-password"' in page
        assert problems_in_page(page) == []
        assert confirm(client)["Location"] == GATED
        assert client.get(GATED).status_code == 200
        assert client.get(ASK)["Location"] == GATED, "not asked twice"
        clock.shift(timedelta(minutes=9, seconds=59))
        assert client.get(GATED).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert client.get(GATED)["Location"] == ASK


@pytest.mark.parametrize("in_place", [False, True])
def test_the_session_goes_on_under_a_new_key(client: Client, aisha: Account, in_place: bool) -> None:
    key, public_id = client.cookies["dps-session"].value, client.session["public_id"]
    confirm(client, "wrong")
    assert client.cookies["dps-session"].value == key
    if in_place:
        client.post(GATED, {"preferred": "EMAIL", "when": "needed", "password_again": PASSWORD})
    else:
        confirm(client)
    assert client.cookies["dps-session"].value != key and client.session["public_id"] == public_id
    [kept] = StaffSession.objects.filter(account_id=aisha.pk)
    assert (str(kept.public_id), kept.session_key) == (public_id, kept_as(client.cookies["dps-session"].value))
    thief = Client()
    thief.cookies["dps-session"] = key
    assert thief.get("/")["Location"] == "/sign-in" and client.get(GATED).status_code == 200


def test_signing_in_alone_is_not_enough_and_signing_in_again_asks_again(client: Client, aisha: Account) -> None:
    confirm(client)
    assert client.get(GATED).status_code == 200
    client.post("/sign-out")
    client.post("/sign-in", {"username": aisha.username, "password": PASSWORD})
    assert client.get(GATED)["Location"] == ASK


def test_a_form_sent_too_late_is_kept_and_done_after_the_password(client: Client, aisha: Account) -> None:
    sent = {"preferred": "EMAIL", "when": "needed", "note": "<b>'\"&", "working-in": "LEI"}
    answer = client.post(GATED, sent)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Confirm who you are" in page and "<b>" not in page
    assert '<input type="hidden" name="preferred" value="EMAIL">' in page
    assert 'name="note" value="&lt;b&gt;&#39;&#34;&amp;"' in page
    assert page.count('name="working-in"') == 2, "once in the form, once to sign out"
    refused = client.post(GATED, {**sent, "password_again": "wrong"})
    assert refused.status_code == 400 and again.WRONG in refused.content.decode()
    assert '<input type="hidden" name="preferred" value="EMAIL">' in refused.content.decode()
    aisha.refresh_from_db()
    assert aisha.second_step == "" and aisha.failed_attempts == 1
    assert client.post(GATED, {**sent, "password_again": PASSWORD})["Location"] == "/account/second-step/"
    aisha.refresh_from_db()
    assert aisha.second_step == "EMAIL" and aisha.failed_attempts == 0


@pytest.mark.parametrize("wanted", ["//evil", "https://evil", "/\\evil", "/sign-out", "javascript:alert(1)"])
def test_it_leads_nowhere_else(client: Client, wanted: str) -> None:
    assert confirm(client, next=wanted)["Location"] == "/"
    assert client.get("/account/password-again", {"next": wanted})["Location"] == "/"


@pytest.mark.parametrize(("typed", "words"), [("", "Enter your password"), ("wrong", again.WRONG)])
def test_a_wrong_password_is_said_so_and_never_shown(client: Client, typed: str, words: str) -> None:
    answer = confirm(client, typed)
    page = answer.content.decode()
    assert answer.status_code == 400 and words in page and 'value="wrong"' not in page
    assert f'name="next" value="{GATED}"' in page
    assert client.get(GATED)["Location"] == ASK
    assert AuditEntry.objects.filter(action="PASSWORD_NOT_CONFIRMED").exists() is bool(typed)


@pytest.mark.parametrize("in_place", [False, True])
def test_the_tenth_wrong_one_locks_and_signs_out(client: Client, aisha: Account, in_place: bool) -> None:
    for _ in range(9):
        confirm(client, "wrong")
    with time_machine.travel(local_time.now() + timedelta(minutes=3)):  # late enough for the session to be saved
        answer = client.post(GATED, {"password_again": "wrong"}) if in_place else confirm(client, "wrong")
    assert answer["Location"] == "/sign-in" and not StaffSession.objects.filter(account_id=aisha.pk).exists()
    assert "Sign in" in client.get("/sign-in").content.decode()
    assert client.get("/")["Location"] == "/sign-in"
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    aisha.refresh_from_db()
    assert aisha.locked


def test_with_a_token_of_the_form_a_wrong_password_still_counts(client: Client, aisha: Account) -> None:
    """The whole post is one transaction then, and a refusal must not undo the count."""
    page = client.get(ASK).content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', page)
    assert token
    assert confirm(client, "wrong", submission=token[1]).status_code == 400
    aisha.refresh_from_db()
    assert aisha.failed_attempts == 1


def test_somebody_another_system_signs_in_needs_a_fresh_sign_in(client: Client, aisha: Account) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client.post("/sign-out")
        client.post("/sign-in", {"username": aisha.username, "password": PASSWORD})
        second_step_passed(client)
        session, kept = client.session, aisha.password
        aisha.set_unusable_password()
        aisha.save()
        session["_auth_user_hash"] = aisha.get_session_auth_hash()
        session.save()
        assert kept and client.get(GATED).status_code == 200
        clock.shift(timedelta(minutes=10))
        page = client.get(ASK).content.decode()
        assert f'href="/sign-in?next={quote(GATED, safe="")}&amp;again=yes"' in page and "password_again" not in page
        assert problems_in_page(page) == []
        assert confirm(client, "anything").status_code == 200
        aisha.refresh_from_db()
        assert aisha.failed_attempts == 0, "nobody is locked for a password they do not have"
