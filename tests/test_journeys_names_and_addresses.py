"""A legal change of name, and a new address, in a real browser with scripts on and off."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

Check = Callable[[Any], None]


@pytest.fixture
def someone(live_site: Any, request: pytest.FixtureRequest) -> dict[str, str]:
    """Somebody held at Leeds: another with scripts than without, as a name is changed once."""
    with psycopg.connect(live_site.database_url) as connection:
        rows = connection.execute(
            """SELECT r.person_id, r.first_name, r.last_name FROM prisoners_searchrecord r
                WHERE r.agency = 'LEI' AND r.in_out = 'IN' AND r.last_name ~ '^[A-Z]{5,12}$' AND r.first_name ~ '^[A-Z]+$'
                ORDER BY r.person_id DESC LIMIT 2"""
        ).fetchall()
    number, first, last = rows["off" in request.node.name]
    return {"number": number, "first": first.capitalize(), "last": last.capitalize()}


@pytest.fixture
def editor(live_site: Any, page: Any, sign_in: Callable[..., None], in_the_product: Callable[..., str]) -> Any:
    """A window of an officer at Leeds who may change sensitive things."""
    in_the_product(
        "from dps.identity.models import Account\n"
        "account = Account.objects.get(username={username!r})\n"
        "account.roles = sorted(set(account.roles) | {{'PRISONER_PROFILE_SENSITIVE_RW'}})\n"
        "account.save()",
        "LEEDS_OFFICER",
    )
    sign_in(page, "LEEDS_OFFICER")
    return page


def test_a_legal_change_of_name(live_site: Any, editor: Any, axe: Check, someone: dict[str, str]) -> None:
    editor.goto(f"{live_site.address}/prisoners/{someone['number']}/personal/")
    axe(editor)
    editor.get_by_role("link", name="Change Name", exact=True).click()
    editor.get_by_role("button", name="Continue").click()
    assert editor.get_by_role("heading", name="There is a problem").is_visible()
    editor.get_by_label("They changed it by law").check()
    axe(editor)
    editor.get_by_role("button", name="Continue").click()
    editor.get_by_label("Last name").fill("N0tting")
    editor.get_by_role("button", name="Save").click()
    assert editor.get_by_label("Last name").input_value() == "N0tting"
    axe(editor)
    editor.get_by_label("Last name").fill("O’Journey-Smith")
    editor.get_by_role("button", name="Save").click()
    assert editor.get_by_text("Name updated").is_visible()
    assert editor.get_by_role("heading", level=1).inner_text() == f"O'Journey-Smith, {someone['first']}"
    assert editor.get_by_text(f"{someone['first']} {someone['last']}").first.is_visible()
    editor.goto(f"{live_site.address}/prisoners/?term=O'Journey")
    assert editor.get_by_role("link", name="O'Journey-Smith").count()


def test_a_new_address(live_site: Any, editor: Any, axe: Check, someone: dict[str, str]) -> None:
    editor.goto(f"{live_site.address}/prisoners/{someone['number']}/personal/")
    editor.get_by_role("link", name="Add an address").click()
    editor.get_by_label("In the United Kingdom").check()
    axe(editor)
    editor.get_by_role("button", name="Continue").click()
    editor.get_by_label("Postcode, or words").fill("no such lane")
    editor.get_by_role("button", name="Find").click()
    assert editor.get_by_text("0 addresses found").is_visible()
    axe(editor)
    editor.get_by_role("link", name="None of these").click()
    editor.get_by_label("House number").fill("12")
    editor.get_by_label("Address line 1").fill("Journey Street")
    editor.get_by_label("Postcode").fill("LS1")
    editor.get_by_label("Country").select_option(label="England")
    editor.get_by_role("button", name="Continue").click()
    assert editor.get_by_role("link", name="Enter a full UK postcode").is_visible()
    axe(editor)
    editor.get_by_label("Postcode").fill("ls122tj")
    editor.get_by_role("button", name="Continue").click()
    assert editor.get_by_text("LS12 2TJ").is_visible()
    editor.get_by_role("button", name="Change the address").click()
    assert editor.get_by_label("Address line 1").input_value() == "Journey Street"
    editor.get_by_role("button", name="Continue").click()
    editor.get_by_label("Primary and postal address").check()
    editor.get_by_role("button", name="Save").click()
    assert editor.get_by_text("Address added").is_visible()
    assert editor.get_by_text("12 Journey Street").is_visible()
    axe(editor)
