"""Changing a password, and being made to (identity.md 2.7)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, StaffSession
from dps.identity.passwords.tests.outbox import templates
from dps.identity.sessions.store import kept_as
from dps.identity.sign_in.steps import ON_THE_WAY
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NEXT = "seven red kettles"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def change(client: Client, current: str = PASSWORD, new: str = NEXT, repeated: str | None = None) -> HttpResponse:
    typed = {"current_password": current, "new_password": new, "repeated": new if repeated is None else repeated}
    return client.post("/account/password", typed)


@pytest.fixture
def signed_in(client: Client, aisha: Account) -> Client:
    client.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD})
    assert client.get("/account/password").status_code == 200
    return client


# changing it


def test_changing_it_keeps_this_session_and_ends_the_others(signed_in: Client, aisha: Account) -> None:
    other = Client()
    other.post("/sign-in", {"username": "aisha_gen", "password": PASSWORD})
    key, public_id = signed_in.cookies["dps-session"].value, signed_in.session["public_id"]
    answer = change(signed_in)
    assert answer["Location"] == "/account/"
    assert "Your password is changed" in text_of(signed_in.get("/account/"))
    assert signed_in.cookies["dps-session"].value != key, "the session goes on under a new key"
    assert signed_in.session["public_id"] == public_id, "and is the same to other systems"
    assert not StaffSession.objects.filter(session_key=kept_as(key)).exists()
    assert other.get("/")["Location"] == "/sign-in"
    aisha.refresh_from_db()
    assert aisha.check_password(NEXT)
    assert templates() == ["password-changed"]
    assert AuditEntry.objects.get(action="PASSWORD_CHANGED").address is not None


def test_a_double_click_changes_it_once(signed_in: Client, aisha: Account) -> None:
    typed = {"current_password": PASSWORD, "new_password": NEXT, "repeated": NEXT,
             "submission": "6f2c7f0e-6a3f-4f0a-8d0e-3c1f5a9b7d21"}  # fmt: skip
    for _ in range(2):
        assert signed_in.post("/account/password", typed)["Location"] == "/account/"
    assert templates() == ["password-changed"]
    assert signed_in.get("/").status_code == 200


def test_a_wrong_current_password_is_counted_and_tells_nothing_of_earlier_ones(
    signed_in: Client, aisha: Account
) -> None:
    change(signed_in)
    answer = change(signed_in, current="wrong", new=PASSWORD)
    assert answer.status_code == 400
    assert "The current password is not right" in text_of(answer)
    assert "use now or used before" not in text_of(answer) and 'value="wrong"' not in text_of(answer)
    assert "at least 12" in text_of(change(signed_in, current="wrong", new="short")).split("Your new password must")[0]
    aisha.refresh_from_db()
    assert aisha.failed_attempts == 2 and aisha.check_password(NEXT)


def test_ten_wrong_ones_lock_the_account_and_sign_out(signed_in: Client, aisha: Account) -> None:
    for _ in range(9):
        assert change(signed_in, current="wrong").status_code == 400
    with time_machine.travel(local_time.now() + timedelta(minutes=3)):  # late enough for the session to be saved
        assert change(signed_in, current="wrong")["Location"] == "/sign-in"
    assert signed_in.get("/account/")["Location"].startswith("/sign-in")
    assert not StaffSession.objects.filter(account_id=aisha.pk).exists()
    aisha.refresh_from_db()
    assert aisha.locked and aisha.check_password(PASSWORD)
    assert templates() == ["account-locked"]


@pytest.mark.parametrize(
    ("current", "new", "repeated", "words"),
    [
        ("", "", "", ["Enter your current password", "Enter a new password", "Enter the new password again"]),
        (PASSWORD, PASSWORD, PASSWORD, ["use now or used before"]),
        (PASSWORD, "short", "other", ["at least 12", "not the same"]),
        ("", "short", "short", ["Enter your current password", "at least 12"]),
        (PASSWORD, "aisha holroyd!", "aisha holroyd!", ["your name"]),
    ],
)
def test_everything_wrong_is_said(
    signed_in: Client, aisha: Account, current: str, new: str, repeated: str, words: list[str]
) -> None:
    answer = change(signed_in, current, new, repeated)
    assert answer.status_code == 400
    summary = text_of(answer).partition("There is a problem")[2].partition("</ul>")[0]
    assert all(line in summary for line in words), summary
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)
    assert signed_in.get("/account/password").status_code == 200


@pytest.mark.parametrize("change_", [{"source": "delius"}, {"source": "azuread"}])
def test_there_is_no_password_to_change_where_it_is_kept_elsewhere(
    signed_in: Client, aisha: Account, change_: dict[str, Any]
) -> None:
    Account.objects.filter(pk=aisha.pk).update(**change_)
    assert signed_in.get("/account/password").status_code == 404
    assert change(signed_in).status_code == 404


def test_the_page_costs_what_every_page_costs(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        signed_in.get("/account/password")


# being made to


@pytest.fixture
def forced(client: Client, aisha: Account) -> Client:
    Account.objects.filter(pk=aisha.pk).update(must_change_password=True, roles=["PRISON"])
    answer = client.post(
        "/sign-in", {"username": "aisha_gen", "password": PASSWORD, "next": "/authorise?state=xyz&a=b"}
    )
    assert answer["Location"] == "/sign-in/new-password"
    return client


def choose(client: Client, new: str = NEXT, repeated: str | None = None) -> HttpResponse:
    return client.post(
        "/sign-in/new-password", {"new_password": new, "repeated": new if repeated is None else repeated}
    )


def test_a_new_password_is_chosen_on_the_way_in_and_the_way_goes_on(forced: Client, aisha: Account) -> None:
    page = text_of(forced.get("/sign-in/new-password"))
    assert "before you can go on" in page and "at least 12 characters" in page
    assert forced.get("/")["Location"] == "/sign-in", "nobody is in yet"
    assert choose(forced)["Location"] == "/authorise?state=xyz&a=b"
    assert forced.get("/account/").status_code == 200
    aisha.refresh_from_db()
    assert aisha.check_password(NEXT) and not aisha.must_change_password and aisha.failed_attempts == 0
    assert AuditEntry.objects.get(action="PASSWORD_CHANGED").details == {"forced": True}
    assert templates() == ["password-changed"]


def test_the_old_one_does_not_do(forced: Client, aisha: Account) -> None:
    assert "use now or used before" in text_of(choose(forced, PASSWORD))
    assert "not the same" in text_of(choose(forced, NEXT, "other"))
    assert ON_THE_WAY in forced.session
    aisha.refresh_from_db()
    assert aisha.must_change_password


def test_nobody_on_the_way_starts_again(client: Client, aisha: Account) -> None:
    for answer in (client.get("/sign-in/new-password"), choose(client)):
        assert answer["Location"] == "/sign-in?timed-out=yes"
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)


def test_whoever_is_in_or_need_not_is_led_on(client: Client, aisha: Account) -> None:
    client.force_login(aisha)
    assert client.get("/sign-in/new-password")["Location"] == "/"
    assert choose(client)["Location"] == "/"
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)


def test_an_account_closed_on_the_way_gets_no_further(forced: Client, aisha: Account) -> None:
    Account.objects.filter(pk=aisha.pk).update(inactive=True)
    assert choose(forced)["Location"] == "/sign-in?timed-out=yes"
    aisha.refresh_from_db()
    assert aisha.check_password(PASSWORD)
