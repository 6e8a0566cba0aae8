"""Roles, e-mail domains, changes in bulk and people outside prisons, in a real browser, with scripts and without."""

import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from conftest import PASSWORD

WHO = "CATALOGUE_ADM"
ROLES = "{PRISON,ROLES_ADMIN,MAINTAIN_EMAIL_DOMAINS,MANAGE_USER_BULK_JOBS,MAINTAIN_OAUTH_USERS}"


@pytest.fixture
def administrator(live_site: Any, page: Any, sign_in: Callable[..., None], manage: Callable[..., str]) -> Any:
    """Somebody who looks after all of it, signed in. They get the roles once they are in: these ask for a second step."""
    with psycopg.connect(live_site.database_url, autocommit=True) as connection:
        connection.execute("DELETE FROM external_groupmember")
        connection.execute("DELETE FROM external_grouprole")
        connection.execute("DELETE FROM external_group")
        connection.execute("DELETE FROM identity_onetimelink WHERE address = 'jo.ng@justice.gov.uk'")
        connection.execute(
            "DELETE FROM identity_rolegiven USING identity_account a WHERE a.id = account_id AND a.username = 'JO.NG@JUSTICE.GOV.UK'"
        )
        connection.execute("DELETE FROM identity_account WHERE username = 'JO.NG@JUSTICE.GOV.UK'")
        connection.execute("DELETE FROM identity_role WHERE code = 'JOURNEY__ROLE__RO'")
        connection.execute("DELETE FROM user_admin_emaildomain WHERE name = 'journey.org.uk'")
        if not connection.execute("SELECT 1 FROM identity_account WHERE username = %s", [WHO]).fetchone():
            words = [
                "--username",
                WHO,
                "--email",
                "kim.ray@justice.gov.uk",
                "--first-name",
                "Kim",
                "--last-name",
                "Ray",
            ]
            manage("create_user", *words, "--password", PASSWORD, "--caseload", "LEI")
            manage("load_identity")
        connection.execute("UPDATE identity_account SET roles = '{PRISON}' WHERE username = %s", [WHO])
        sign_in(page, WHO)
        connection.execute("UPDATE identity_account SET roles = %s WHERE username = %s", [ROLES, WHO])
    page.goto(f"{live_site.address}/users/")
    return page


def heading(page: Any) -> str:
    return str(page.get_by_role("heading", level=1).inner_text())


def test_a_role_and_a_domain(administrator: Any, axe: Callable[[Any], None]) -> None:
    page = administrator
    page.get_by_role("link", name="Create a role").click()
    axe(page)
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Choose at least one kind of administrator").is_visible()
    page.get_by_label("Code").fill("journey__role__ro")
    page.get_by_label("Name", exact=True).fill("Role of a journey")
    page.get_by_label("Local system administrator").check()
    page.get_by_role("button", name="Save").click()
    assert heading(page) == "Role of a journey"
    assert page.get_by_text("Local system administrator, Central administrator").first.is_visible()
    axe(page)
    page.get_by_role("link", name="Roles", exact=True).click()
    page.get_by_label("Code").fill("journey")
    page.get_by_role("button", name="Search").click()
    assert page.locator("main tbody tr").count() == 1
    axe(page)
    page.get_by_role("link", name="see which roles are used").click()
    page.get_by_role("link", name="Held by nobody").click()
    assert page.get_by_role("cell", name="JOURNEY__ROLE__RO").is_visible()
    axe(page)
    page.goto(page.url.partition("/users/")[0] + "/users/domains/")
    axe(page)
    page.get_by_role("button", name="Add a domain", exact=True).click()
    page.get_by_label("Domain", exact=True).fill("journey.org.uk")
    page.get_by_label("Whose domain is it?").fill("A journey")
    page.get_by_role("button", name="Add the domain").click()
    page.get_by_role("link", name="Remove journey.org.uk").click()
    axe(page)
    page.get_by_role("button", name="Remove the domain").click()
    assert page.get_by_text("New addresses at journey.org.uk are no longer allowed").is_visible()


def test_a_change_in_bulk_with_its_job(administrator: Any, axe: Callable[[Any], None]) -> None:
    page = administrator
    page.get_by_role("link", name="Change roles in bulk").click()
    axe(page)
    page.get_by_label("Ticket reference").fill("RITM4242")
    page.get_by_role("button", name="Continue").click()
    axe(page)
    page.get_by_label("Add roles").check()
    page.get_by_label("Update Alert", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    axe(page)
    page.get_by_label("File of people").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": b"userId\nLEEDS_OFFICER\n\nNOBODY_GEN\n"}
    )
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("link", name="Row 3 is blank").is_visible()
    page.get_by_label("File of people").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": b"userId\nLEEDS_OFFICER\nNOBODY_GEN\n"}
    )
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("2 people: 1 found, 1 not found").is_visible()
    axe(page)
    page.get_by_role("button", name="Start the change").click()
    assert heading(page).endswith("Add roles in bulk")
    axe(page)
    deadline = time.monotonic() + 30
    while not page.get_by_text("Complete.").is_visible() and time.monotonic() < deadline:
        page.reload()
    assert page.get_by_text("1 of 2 assignments done, 1 error").is_visible()
    assert page.get_by_role("row", name="NOBODY_GEN UPDATE_ALERT Error User not found").is_visible()
    axe(page)


def test_somebody_outside_prisons_and_their_group(administrator: Any, axe: Callable[[Any], None]) -> None:
    page = administrator
    page.get_by_role("link", name="Create a group").click()
    page.get_by_label("Code").fill("journey_court")
    page.get_by_label("Name", exact=True).fill("Journey Crown Court")
    page.get_by_role("button", name="Create group").click()
    axe(page)
    page.get_by_role("button", name="Add a role", exact=True).click()
    page.get_by_label("Role", exact=True).select_option("VIDEO_LINK_COURT_USER")
    page.get_by_label("At once, to everybody who joins from now on").check()
    page.get_by_role("button", name="Add role").click()
    assert page.get_by_role("rowheader", name="Video Link Court User").is_visible()
    page.get_by_role("link", name="Groups", exact=True).click()
    axe(page)
    page.get_by_role("link", name="Manage user accounts").click()
    page.get_by_role("link", name="Create an external user").click()
    page.get_by_role("button", name="Create user").click()
    axe(page)
    page.get_by_label("Email address").fill("jo.ng@justice.gov.uk")
    page.get_by_label("First name").fill("Jo")
    page.get_by_label("Last name").fill("Ng")
    page.get_by_label("Group").select_option("JOURNEY_COURT")
    page.get_by_role("button", name="Create user").click()
    assert heading(page).startswith("Jo Ng")
    assert page.get_by_role("term").filter(has_text="Video Link Court User").is_visible()
    axe(page)
    page.get_by_role("button", name="Add another role", exact=True).click()
    axe(page)
    page.get_by_label("PECS Court User").check()
    page.get_by_role("button", name="Add roles").click()
    page.get_by_role("button", name="Deactivate account", exact=True).click()
    page.get_by_label("Reason").fill("Left the court")
    page.get_by_role("button", name="Deactivate account").click()
    page.get_by_role("button", name="Activate account", exact=True).click()
    axe(page)
    page.get_by_role("button", name="Activate account").click()
    assert page.get_by_text("The account of Jo Ng is active").is_visible()
    page.get_by_role("link", name="External users").click()
    page.get_by_label("Name, user name or email address").fill("jo ng")
    page.get_by_role("button", name="Search").click()
    assert page.locator("main tbody tr").count() == 1
    axe(page)
