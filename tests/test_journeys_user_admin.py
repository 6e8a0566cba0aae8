"""Looking after accounts in a real browser, with scripts on and again without."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Check = Callable[[Any], None]
ROOT = Path(__file__).resolve().parents[1]
MADE_AND_SIGNED_IN = """
from django.test import Client
from dps.identity.accounts.catalogue import load_roles
from dps.identity.accounts.commands import create_user
from dps.identity.models import Account, AdministeredPrison
load_roles()
def made(username, first, last, roles, caseloads):
    found = Account.objects.filter(username=username).first()
    return found or create_user(username=username, email=first.lower() + ".journey@justice.gov.uk", first_name=first,
                                last_name=last, password="landing keys kettle 7", roles=roles, caseloads=caseloads,
                                source="nomis")
made("JOURNEY{n}_GEN", "Perpetua", "Journeyman", ["POM", "CELL_MOVE"], ["LEI"])
made("JOURNEY_CENTRAL", "Cora", "Bell",
     ["MAINTAIN_ACCESS_ROLES_ADMIN", "MANAGE_NOMIS_USER_ACCOUNT", "CREATE_USER"], [])
local = made("JOURNEY_LOCAL", "Lee", "Dunn", ["MAINTAIN_ACCESS_ROLES"], [])
AdministeredPrison.objects.get_or_create(account=local, prison="LEI")
client = Client()
client.force_login(Account.objects.get(username="{username}"))
print("COOKIE", client.cookies["dps-session"].value)
"""


@pytest.fixture
def administrator(
    live_site: Any, page: Any, in_the_product: Callable[..., str], request: pytest.FixtureRequest
) -> Callable[[str], str]:
    """Signs the window in as an administrator, past the second step; gives the user name of somebody to look after."""

    def sign_in(who: str) -> str:
        number = "1" if "on" in request.node.name.rpartition("[")[2] else "2"
        told = in_the_product(MADE_AND_SIGNED_IN.replace("{n}", number), who)
        cookie = re.findall(r"COOKIE (\S+)", told)[0]
        page.context.add_cookies([{"name": "dps-session", "value": cookie, "url": live_site.address}])
        return f"JOURNEY{number}_GEN"

    return sign_in


def test_a_central_administrator_finds_somebody_and_changes_what_they_may_do(
    live_site: Any, page: Any, administrator: Callable[[str], str], axe: Check
) -> None:
    username = administrator("JOURNEY_CENTRAL")
    page.goto(live_site.address)
    page.get_by_role("link", name="Manage user accounts").click()
    axe(page)
    page.get_by_role("link", name="Search for a DPS user").click()
    page.get_by_label("Name, user name or email").fill(f"{username.lower()}")
    page.get_by_label("Status", exact=True).select_option(label="Active")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("link", name="Remove the filter Status: Active").is_visible()
    axe(page)
    page.get_by_role("link", name="Perpetua Journeyman").click()
    axe(page)

    page.get_by_role("button", name="Add another role").click()
    axe(page)
    page.get_by_role("button", name="Add roles").click()
    assert page.get_by_role("link", name="Choose at least one role").is_visible()
    axe(page)
    page.get_by_label("Licence Case Admin").check()
    page.get_by_label("Ticket (optional)").fill("INC-1")
    page.get_by_role("button", name="Add roles").click()
    assert page.get_by_text("Added to Perpetua Journeyman: Licence Case Admin").is_visible()
    page.get_by_role("link", name="Remove role Licence Case Admin").click()
    axe(page)
    page.get_by_role("button", name="Remove role").click()
    assert page.get_by_text("Licence Case Admin was removed from Perpetua Journeyman").is_visible()

    page.get_by_role("button", name="Add another caseload").click()
    page.get_by_label("Moorland (HMP & YOI)").check()
    axe(page)
    page.get_by_role("button", name="Add caseloads").click()
    page.get_by_role("link", name="Change active caseload").click()
    page.get_by_label("Moorland (HMP & YOI)").check()
    axe(page)
    page.get_by_role("button", name="Save active caseload").click()
    assert page.get_by_text("Perpetua Journeyman now works in Moorland (HMP & YOI)").is_visible()

    page.get_by_role("button", name="Deactivate account").click()
    page.get_by_label("Reason").fill("Left the service")
    axe(page)
    page.get_by_role("button", name="Deactivate account").click()
    assert page.get_by_role("heading", level=1).inner_text().casefold().endswith("inactive")
    page.get_by_role("button", name="Activate account").click()
    page.get_by_role("button", name="Activate account").click()
    page.get_by_role("link", name="Every change of this account").click()
    assert page.get_by_text("Deactivated: Left the service").is_visible()
    axe(page)


def test_a_local_administrator_asks_for_the_removal_of_a_central_role(
    live_site: Any, page: Any, administrator: Callable[[str], str], axe: Check
) -> None:
    username = administrator("JOURNEY_LOCAL")
    page.goto(f"{live_site.address}/users/dps/?words={username}")
    assert page.get_by_label("Prison", exact=True).count() == 0
    page.get_by_role("link", name="Perpetua Journeyman").click()
    page.get_by_role("link", name="Ask for removal Complete cell move").click()
    assert page.get_by_text("Only a central administrator can remove it").is_visible()
    axe(page)


def test_an_account_is_created(live_site: Any, page: Any, administrator: Callable[[str], str], axe: Check) -> None:
    number = administrator("JOURNEY_CENTRAL")[7]
    page.goto(f"{live_site.address}/users/create/")
    axe(page)
    page.get_by_label("General: works in a prison").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Create user").click()
    assert page.get_by_role("link", name="Choose a default caseload").is_visible()
    axe(page)
    page.get_by_label("User name").fill(f"made{number}_gen")
    page.get_by_label("Email address").fill(f"made{number}@justice.gov.uk")
    page.get_by_label("First name").fill("Niamh")
    page.get_by_label("Last name").fill("O'Day")
    page.get_by_label("Default caseload").select_option(label="Leeds (HMP)")
    page.get_by_role("button", name="Create user").click()
    assert page.get_by_role("heading", name="User created").is_visible()
    axe(page)
    page.get_by_role("link", name="Open the account of Niamh O'Day").click()
    assert page.get_by_text("Send a new first password link").is_visible()
    page.goto(f"{live_site.address}/users/link/")
    axe(page)
