"""Getting back in, by hand, in a real browser, with scripts on and again without: the e-mails are read in the stand-in's
inbox."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[1]
FIRST, SECOND = "landing keys kettle 7", "seven red kettles"
Check = Callable[[Any], None]


@pytest.fixture
def officer(manage: Callable[..., str]) -> dict[str, str]:
    """Somebody new at Leeds with a mailbox and a telephone of their own."""
    name = f"journey{uuid4().hex[:8]}"
    mobile = f"7700 900 {uuid4().int % 1000:03d}"
    words = [
        "create_user", "--username", name.upper(), "--email", f"{name}@justice.gov.uk", "--first-name", "Bronwen",
        "--last-name", "Achebe", "--password", FIRST, "--role", "PRISON", "--caseload", "LEI",
    ]  # fmt: skip
    manage(*words)
    return {"username": name.upper(), "email": f"{name}@justice.gov.uk", "mobile": mobile}


def read_mail(window: Any, site: Any, to: str, about: str) -> Any:
    """The newest message somebody got, once it is about this."""
    deadline = time.monotonic() + 30
    while True:
        window.goto(f"{site.address}/notify/inbox/?recipient={to}")
        newest = window.locator(".dps-mail").first
        if newest.count() and about in newest.inner_text():
            return newest
        assert time.monotonic() < deadline, f"no {about!r} for {to}"
        window.wait_for_timeout(300)


def follow(window: Any, site: Any, to: str, about: str) -> str:
    """Open the link in the newest message; gives it."""
    link = str(read_mail(window, site, to, about).locator("p a").last.get_attribute("href"))
    assert link.startswith(site.address)
    window.goto(link)
    return link


def sign_in(window: Any, site: Any, username: str, password: str) -> None:
    window.goto(f"{site.address}/sign-in")
    window.get_by_label("User name").fill(username)
    window.get_by_label("Password", exact=True).fill(password)
    window.get_by_role("button", name="Sign in").click()


def choose(window: Any, new: str, repeated: str = "") -> None:
    window.get_by_label("New password", exact=True).fill(new)
    window.get_by_label("New password again").fill(repeated or new)
    window.get_by_role("button", name="Save password").click()


def is_in(window: Any) -> bool:
    return bool(window.get_by_role("button", name="Sign out").count())


def test_a_forgotten_password(live_site: Any, page: Any, axe: Check, officer: dict[str, str]) -> None:
    page.goto(f"{live_site.address}/sign-in")
    page.get_by_role("link", name=re.compile("forgotten my password")).click()
    axe(page)
    page.get_by_role("button", name="Send the link").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    page.get_by_label("User name or email address").fill(officer["username"].lower())
    page.get_by_role("button", name="Send the link").click()
    assert page.get_by_role("heading", name="Check your email").is_visible()
    axe(page)
    link = follow(page, live_site, officer["email"], "Choose it here")
    assert page.url == f"{live_site.address}/new-password", "the token is not in the address"
    axe(page)
    choose(page, "short", "other")
    for words in ("Password must be at least 12 characters", "The two passwords are not the same"):
        assert page.get_by_role("link", name=words).is_visible()
    choose(page, SECOND)
    assert page.get_by_role("heading", name="New password saved").is_visible()
    axe(page)
    assert not is_in(page)
    page.goto(link)
    assert page.get_by_role("heading", name=re.compile("has been used")).is_visible()
    axe(page)
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, live_site, officer["username"], FIRST)
    assert not is_in(page)
    sign_in(page, live_site, officer["username"], SECOND)
    assert is_in(page)
    read_mail(page, live_site, officer["email"], "password is a new one")


def test_an_account_locked_by_wrong_passwords(live_site: Any, page: Any, officer: dict[str, str]) -> None:
    for _ in range(10):
        sign_in(page, live_site, officer["username"], "not this one")
    sign_in(page, live_site, officer["username"], FIRST)
    assert not is_in(page)
    follow(page, live_site, officer["email"], "account is locked")
    page.get_by_label("User name or email address").fill(officer["email"])
    page.get_by_role("button", name="Send the link").click()
    follow(page, live_site, officer["email"], "Choose it here")
    choose(page, SECOND)
    sign_in(page, live_site, officer["username"], SECOND)
    assert is_in(page)


def test_a_forgotten_user_name(live_site: Any, page: Any, axe: Check, officer: dict[str, str]) -> None:
    page.goto(f"{live_site.address}/sign-in")
    page.get_by_role("link", name=re.compile("forgotten my user name")).click()
    axe(page)
    page.get_by_label("Email address").fill(officer["email"])
    page.get_by_role("button", name="Send my user names").click()
    axe(page)
    assert officer["username"] in read_mail(page, live_site, officer["email"], "Your user names").inner_text()


def test_changing_password_address_and_number(
    live_site: Any, page: Any, axe: Check, officer: dict[str, str], enter_code: Callable[..., None]
) -> None:
    sign_in(page, live_site, officer["username"], FIRST)
    page.goto(f"{live_site.address}/account/")
    axe(page)
    page.get_by_role("link", name="Change password").click()
    axe(page)
    page.get_by_label("Current password").fill(FIRST)
    choose(page, SECOND)
    assert page.get_by_text("Your password is changed").is_visible() and is_in(page)
    page.get_by_role("link", name="Change email address").click()
    if page.get_by_label("Your password").count():
        page.get_by_label("Your password").fill(SECOND)
        page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("heading", name="Check your email").is_visible(), "a stolen password alone changes nothing"
    enter_code(page, officer["username"])
    axe(page)
    new = f"new.{officer['email']}"
    page.get_by_label("New email address").fill(new)
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("takes its place once it is confirmed").is_visible()
    axe(page)
    follow(page, live_site, new, "Confirm your email address")
    axe(page)
    page.get_by_role("button", name="Yes, confirm it").click()
    assert page.get_by_text(f"{new} is confirmed").is_visible()
    read_mail(page, live_site, officer["email"], "has changed")
    page.goto(f"{live_site.address}/account/mobile")
    axe(page)
    page.get_by_label("Mobile number").fill(f"+44 {officer['mobile']}")
    page.get_by_role("button", name="Send the code").click()
    number = f"44{officer['mobile']}".replace(" ", "")
    text = read_mail(page, live_site, number, "confirms your mobile number").inner_text()
    page.goto(f"{live_site.address}/account/mobile/code")
    axe(page)
    code = re.search(r"\b\d{6}\b", text)
    assert code
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("Your mobile number is confirmed").is_visible()


def test_the_terms(live_site: Any, page: Any, axe: Check) -> None:
    page.goto(f"{live_site.address}/sign-in")
    page.get_by_role("link", name="Terms of use").click()
    assert page.get_by_role("heading", name="Terms of use").is_visible()
    axe(page)
