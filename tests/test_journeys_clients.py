"""Looking after the systems that sign in here, in a real browser, with scripts and without."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from conftest import PASSWORD

WHO = "CLIENTS_ADM"


@pytest.fixture
def administrator(live_site: Any, page: Any, sign_in: Callable[..., None], manage: Callable[..., str]) -> Any:
    """Somebody who looks after systems, signed in. They get the role once they are in: it asks for a second step."""
    words = ["--username", WHO, "--email", "ola.berg@justice.gov.uk", "--first-name", "Ola", "--last-name", "Berg"]
    with psycopg.connect(live_site.database_url, autocommit=True) as connection:
        connection.execute("DELETE FROM provider_client WHERE base_id = 'prison-roll'")
        if not connection.execute("SELECT 1 FROM identity_account WHERE username = %s", [WHO]).fetchone():
            manage("create_user", *words, "--password", PASSWORD, "--caseload", "LEI")
            manage("load_identity")
        connection.execute("UPDATE identity_account SET roles = '{PRISON}' WHERE username = %s", [WHO])
        sign_in(page, WHO)
        connection.execute("UPDATE identity_account SET roles = '{PRISON,OAUTH_ADMIN}' WHERE username = %s", [WHO])
    page.goto(f"{live_site.address}/")
    return page


def test_a_system_from_its_registration_to_its_end(administrator: Any, axe: Callable[[Any], None]) -> None:
    page = administrator
    page.get_by_role("link", name="Systems that sign in here").click()
    axe(page)
    page.get_by_role("link", name="Register a system").click()
    axe(page)
    page.get_by_label("Name", exact=True).fill("Prison roll")
    page.get_by_label("Roles").fill("ROLE_NO_SUCH")
    page.get_by_role("button", name="Register").click()
    assert page.get_by_role("link", name="Enter at least one address to return to").is_visible()
    assert page.get_by_role("link", name="There is no role NO_SUCH").is_visible()
    page.get_by_label("Addresses to return to after signing in").fill("https://roll.example.uk/back")
    page.get_by_label("Roles").fill("role_view-prisoner-data")
    page.get_by_role("button", name="Register").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Copy this secret now"
    secret = page.locator("code").nth(1).inner_text()
    assert len(secret) == 60
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == "The secret is not shown again"
    assert secret not in page.content()
    axe(page)
    page.get_by_role("link", name="Go to Prison roll").click()
    axe(page)
    page.get_by_role("link", name="Change the settings").click()
    page.get_by_label("Claim filter").fill("-name")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("The changes are saved").is_visible()
    page.get_by_role("link", name="Change who runs it").click()
    axe(page)
    page.get_by_label("Team that runs it").fill("Roll team")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Make a new secret").click()
    page.get_by_role("button", name="Make a new secret").click()
    assert page.locator("code").first.inner_text() == "prison-roll-1"
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("link", name="Delete prison-roll", exact=True).click()
    axe(page)
    page.get_by_role("button", name="Delete prison-roll").click()
    assert page.get_by_text("prison-roll is deleted").is_visible()
    page.get_by_role("link", name="Delete prison-roll-1").click()
    page.get_by_role("button", name="Delete prison-roll-1").click()
    page.get_by_label("Client id, name or team").fill("prison-roll")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_text("No system matches").is_visible()
