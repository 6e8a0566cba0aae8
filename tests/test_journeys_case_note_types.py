"""Somebody at the centre sees how much a sub-type is used before hiding it, offers it again, and adds a new one."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from conftest import Site


def test_a_sub_type_is_hidden_and_offered_again(
    live_site: Site, page: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, "CENTRAL")
    page.goto(f"{live_site.address}/case-notes/types/")
    axe(page)
    page.get_by_label("Words or code").fill("veteran custody")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("heading", name="1 sub-type found").is_visible()
    page.get_by_role("link", name="Safer Custody").click()
    axe(page)
    page.get_by_label("Hidden: kept on old notes").check()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("heading", name="How much it is used").is_visible()
    page.get_by_role("button", name="Change them").click()
    assert page.get_by_label("Hidden: kept on old notes").is_checked()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Save these settings").click()
    assert page.get_by_text("Safer Custody saved").is_visible()
    assert page.locator("tr", has_text="VET_SC").get_by_text("Hidden").is_visible()
    page.get_by_role("link", name="Safer Custody").click()
    page.get_by_label("In use", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Save these settings").click()
    assert not page.locator("tr", has_text="VET_SC").get_by_text("Hidden").count()
    page.goto(f"{live_site.address}/case-notes/system-notes/")
    axe(page)


def test_a_type_and_a_sub_type_are_added_and_offered(
    live_site: Site, page: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    code = f"AIR {token_hex(4).upper()}"
    sign_in(page, "CENTRAL")
    page.goto(f"{live_site.address}/case-notes/types/")
    page.get_by_role("link", name="Add a type").click()
    axe(page)
    page.get_by_role("button", name="Add", exact=True).click()
    assert page.get_by_role("link", name="Enter a code").is_visible()
    axe(page)
    page.get_by_label("Code", exact=True).fill(code.lower())
    page.get_by_label("What staff read").fill(f"From the air {code}")
    page.get_by_role("button", name="Add", exact=True).click()
    assert page.get_by_text("Add its first sub-type").is_visible()
    axe(page)
    page.get_by_label("Code", exact=True).fill("DRONE")
    page.get_by_label("What staff read").fill("Drone found")
    assert page.get_by_label("In use", exact=True).is_checked()
    page.get_by_role("button", name="Add", exact=True).click()
    assert page.locator("tr", has_text="DRONE").get_by_text("Offered to staff").is_visible()
    axe(page)
    page.get_by_role("link", name="Drone found").click()
    page.get_by_label("Hidden: kept on old notes").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Save these settings").click()
    assert page.locator("tr", has_text="DRONE").get_by_text("Hidden").is_visible()
