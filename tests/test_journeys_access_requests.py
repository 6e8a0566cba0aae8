"""Asking for access in one browser, agreeing in another, and using it, with scripts and without."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from conftest import PASSWORD

ASKS, DECIDES = "ASKS_FOR_ACCESS", "DECIDES_ACCESS"
LAST_DAY = date.today() + timedelta(days=30)


@pytest.fixture
def database(live_site: Any, manage: Callable[..., str]) -> Iterator[Any]:
    """An officer with nothing but their prison, and a colleague, both of Leeds, as they were before any test."""
    with psycopg.connect(live_site.database_url, autocommit=True) as connection:
        for username, first_name in ((ASKS, "Nerys"), (DECIDES, "Owain")):
            if not connection.execute("SELECT 1 FROM identity_account WHERE username = %s", [username]).fetchone():
                words = ["--username", username, "--email", f"{first_name}@justice.gov.uk", "--first-name", first_name]
                manage("create_user", *words, "--last-name", "Tal", "--password", PASSWORD, "--caseload", "LEI")
        connection.execute("DELETE FROM access_requests_accessrequest")
        connection.execute("DELETE FROM identity_rolegiven")
        connection.execute("UPDATE identity_account SET roles = '{PRISON}' WHERE username = ANY(%s)", [[ASKS, DECIDES]])
        yield connection


@pytest.fixture
def other(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """The window of the one who decides: of another person, on another computer."""
    scripts = request.node.callspec.params["page"]
    context = browser.new_context(viewport={"width": 1024, "height": 768}, java_script_enabled=scripts)
    yield context.new_page()
    context.close()


def test_a_role_is_asked_for_agreed_to_and_used(
    live_site: Any, page: Any, other: Any, database: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, ASKS)
    assert not page.get_by_role("link", name="Global search").count()
    page.get_by_role("link", name="Your access").click()
    axe(page)
    page.get_by_role("button", name="Ask for access").click()
    axe(page)
    page.get_by_role("button", name="Continue").first.click()
    assert page.get_by_role("link", name="Choose at least one role or a prison").is_visible()
    page.get_by_label("Find a role").fill("alert")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Update Alert").check()
    page.get_by_label("Find a role").fill("global")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_label("Update Alert").is_checked(), "what was ticked stays ticked"
    page.get_by_label("Update Alert").uncheck()
    page.get_by_label("Global Search").check()
    page.get_by_role("button", name="Continue").first.click()
    axe(page)
    page.get_by_label("Why do you need it?").fill("Covering for the security department")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.get_by_role("link", name="Enter the last day it is needed").is_visible()
    assert page.get_by_label("Why do you need it?").input_value() == "Covering for the security department"
    axe(page)
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(LAST_DAY, part)))
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.get_by_text("Asked. You will get an email").is_visible()
    assert page.get_by_text("Waiting").is_visible()

    sign_in(other, DECIDES)
    database.execute(
        "UPDATE identity_account SET roles = '{PRISON,MAINTAIN_ACCESS_ROLES_ADMIN}' WHERE username = %s", [DECIDES]
    )
    other.goto(f"{live_site.address}/users/")
    other.get_by_role("link", name="Access requests to decide").click()
    axe(other)
    other.get_by_role("link", name=re.compile("Decide the request of Nerys Tal")).click()
    assert other.get_by_text("Covering for the security department").is_visible()
    axe(other)
    other.get_by_role("button", name="Save the decision").click()
    assert other.get_by_role("link", name="Choose whether to agree or to refuse").is_visible()
    other.get_by_label("Agree: it is given at once").check()
    other.get_by_role("button", name="Save the decision").click()
    assert other.get_by_text("Agreed. Nerys Tal has it now").is_visible()

    page.reload()
    row = page.get_by_role("row", name=re.compile("^Global Search"))
    assert row.get_by_text("Given by Owain Tal").is_visible()
    assert row.get_by_text(f"{LAST_DAY.day} {LAST_DAY:%B %Y}").is_visible()
    axe(page)
    page.goto(f"{live_site.address}/")
    page.get_by_role("navigation", name="Services").get_by_role("link", name="Global search").click()
    assert page.get_by_label("Name or prison number").is_visible()


def test_who_can_do_what_is_reviewed(
    live_site: Any, page: Any, database: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, DECIDES)
    database.execute(
        "UPDATE identity_account SET roles = '{PRISON,MAINTAIN_ACCESS_ROLES_ADMIN}' WHERE username = %s", [DECIDES]
    )
    database.execute("UPDATE identity_account SET roles = '{PRISON,MAINTAIN_IEP}' WHERE username = %s", [ASKS])
    page.goto(f"{live_site.address}/access-requests/review/")
    axe(page)
    page.get_by_role("link", name="IEP Maintenance").click()
    axe(page)
    page.get_by_role("group", name=re.compile("Nerys Tal")).get_by_label("Take away").check()
    page.get_by_role("button", name="Save what you chose").click()
    assert page.get_by_text("Taken away: Nerys Tal").is_visible()
