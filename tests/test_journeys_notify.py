"""From a forgotten password to a new one by the inbox, and what an administrator sees of it, in a real browser."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import psycopg


def wait_for_mail(page: Any, address: str, recipient: str, subject: str) -> None:
    """The inbox, with a message of this subject the newest."""
    deadline = time.monotonic() + 30
    while True:
        page.goto(f"{address}/notify/inbox/?recipient={recipient}")
        if page.locator(".dps-mail").count() and subject in page.locator(".dps-mail").first.inner_text():
            return
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.3)


def test_a_forgotten_password_by_the_inbox(live_site: Any, page: Any, axe: Callable[[Any], None]) -> None:
    with psycopg.connect(live_site.database_url, autocommit=True) as connection:
        connection.execute("TRUNCATE notify_stand_in_message")
    page.goto(f"{live_site.address}/forgotten-password")
    page.locator("main input[type=text]").first.fill("SECURITY")
    page.locator("main button[type=submit]").first.click()
    wait_for_mail(page, live_site.address, "tomasz.brennan", "Choose a new password")
    assert page.get_by_text("This page exists only in a demonstration").is_visible()
    axe(page)
    page.locator(".dps-mail__subject a").first.click()
    axe(page)
    page.get_by_role("link", name=re.compile("^http")).first.click()
    assert urlsplit(page.url).path != "/sign-in"
    assert page.get_by_role("heading", level=1).inner_text() != "Page not found"


def test_an_administrator_finds_a_message(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, "MOORLAND_OFFICER")
    with psycopg.connect(live_site.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE identity_account SET roles = array_append(roles, 'NOTIFY_ADMIN')"
            " WHERE username = 'MOORLAND_OFFICER'"
        )
    page.goto(f"{live_site.address}/forgotten-password")
    page.locator("main input[type=text]").first.fill("HEAD_OF_OMU")
    page.locator("main button[type=submit]").first.click()
    wait_for_mail(page, live_site.address, "ruth.castellano", "Choose a new password")
    page.goto(f"{live_site.address}/notify/")
    axe(page)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("User name").fill("head_of_omu")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=re.compile(": password-reset to r")).first.click()
    axe(page)
    assert page.get_by_text("[not shown]").is_visible()
    assert page.get_by_text("GOV.UK Notify has it").is_visible()
    page.goto(f"{live_site.address}/notify/templates/")
    axe(page)
    page.get_by_role("link", name="password-reset", exact=True).click()
    axe(page)
    with psycopg.connect(live_site.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE identity_account SET roles = array_remove(roles, 'NOTIFY_ADMIN')"
            " WHERE username = 'MOORLAND_OFFICER'"
        )
