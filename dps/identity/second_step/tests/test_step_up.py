"""A system that people sign in to here asks for a second step of somebody who is signed in already."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client as Browser

from dps.identity.conftest import PASSWORD
from dps.identity.models import Account, StaffSession
from dps.identity.provider.models import Client
from dps.identity.provider.tests import flow

pytestmark = pytest.mark.django_db


@pytest.fixture
def rp() -> Client:
    flow.have_a_key()
    return flow.make_client()


@pytest.fixture
def browser(aisha: Account) -> Browser:
    made = Browser(raise_request_exception=False)
    made.post("/sign-in", {"username": aisha.username, "password": PASSWORD})
    return made


@pytest.mark.parametrize(
    ("asks", "trusted", "roles", "asked"),
    [
        ("none", [], ["PRISON"], False),
        ("untrusted", ["127.0.0.0/8"], ["PRISON"], False),
        ("untrusted", [], ["PRISON"], True),
        ("all", ["127.0.0.0/8"], ["PRISON"], True),
        ("none", [], ["PRISON", "MFA"], True),
        ("none", ["127.0.0.0/8"], ["PRISON", "MFA"], False),
        ("none", ["127.0.0.0/8"], ["PRISON", "OAUTH_ADMIN"], True),
    ],
)
def test_which_systems_ask_and_of_whom(
    rp: Client,
    browser: Browser,
    aisha: Account,
    settings: Any,
    asks: str,
    trusted: list[str],
    roles: list[str],
    asked: bool,
) -> None:
    settings.TRUSTED_NETWORKS = trusted
    Client.objects.update(second_step=asks)
    Account.objects.filter(pk=aisha.pk).update(roles=roles)
    answer = flow.authorise(browser)
    assert (answer["Location"] == "/second-step/") is asked
    assert asked or flow.told(answer)["code"]


def test_there_and_back_once_for_all_systems(
    rp: Client, browser: Browser, aisha: Account, last_sent: Callable[..., Any]
) -> None:
    Client.objects.update(second_step="all")
    public, before = browser.session["public_id"], browser.cookies["dps-session"].value
    assert flow.authorise(browser, state="a b&c=d")["Location"] == "/second-step/"
    page = browser.get("/second-step/")
    assert "form-action 'self' https://rp.example" in page["Content-Security-Policy"], (
        "a browser would stop the way back"
    )
    assert flow.authorise(browser, prompt="none")["Location"].startswith(flow.CALLBACK)
    answer = browser.post("/second-step/", {"code": last_sent(aisha).values["code"]})
    assert answer["Location"].startswith("/oauth2/authorize?response_type=code&client_id=rp&")
    said = flow.told(browser.get(answer["Location"]))
    assert said["code"] and said["state"] == "a b&c=d", "a silent request meanwhile changed nothing"
    assert browser.session["methods"] == ["pwd", "otp"] and browser.session["public_id"] == public
    assert browser.cookies["dps-session"].value != before
    assert StaffSession.objects.get(account_id=aisha.pk).methods == ["pwd", "otp"]
    flow.make_client("other", second_step="all")
    assert flow.told(flow.authorise(browser, client_id="other"))["code"], "not asked again"
    assert "rp.example" not in browser.get("/")["Content-Security-Policy"]


def test_a_second_step_at_sign_in_serves_systems_too(rp: Client, ruth: Account, last_sent: Callable[..., Any]) -> None:
    Client.objects.update(second_step="all")
    browser = Browser()
    asked = flow.authorise(browser)["Location"]
    assert asked.startswith("/sign-in?next=")
    wanted = asked.removeprefix("/sign-in?next=")
    sent = {"username": ruth.username, "password": PASSWORD, "next": unquote(wanted)}
    assert browser.post("/sign-in", sent)["Location"] == "/second-step/"
    assert "https://rp.example" in browser.get("/second-step/")["Content-Security-Policy"]
    answer = browser.post("/second-step/", {"code": last_sent(ruth).values["code"]})
    assert flow.told(browser.get(answer["Location"]))["code"]


def test_leaving_it_leaves_one_signed_in(rp: Client, browser: Browser) -> None:
    Client.objects.update(second_step="all")
    flow.authorise(browser)
    assert 'href="/">Cancel' in browser.get("/second-step/").content.decode()
    assert browser.get("/").status_code == 200
    assert flow.authorise(browser)["Location"] == "/second-step/", "and it is asked for again"
