"""Changing somebody's height and religion in a real browser, and putting the height back."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

Check = Callable[[Any], None]


def someone(site: Any) -> str:
    """The number of somebody held at Leeds whose religion is recorded."""
    with psycopg.connect(site.database_url) as connection:
        row = connection.execute(
            """SELECT r.person_id FROM prisoners_searchrecord r WHERE r.agency = 'LEI' AND r.in_out = 'IN'
                  AND r.religion NOT IN ('', 'QUAK', 'BUDD') ORDER BY r.person_id DESC LIMIT 1"""
        ).fetchone()
    assert row is not None
    return str(row[0])


def test_height_and_religion(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, request: pytest.FixtureRequest
) -> None:
    number = someone(live_site)
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/{number}/")
    page.get_by_role("navigation", name="Profile").get_by_role("link", name="Personal").click()
    assert page.get_by_role("heading", name="Appearance", exact=True).is_visible()
    assert not page.get_by_text("Currently unavailable").count()
    axe(page)

    page.get_by_role("link", name="Change Height").click()
    axe(page)
    page.get_by_role("link", name="Enter height in feet and inches").click()
    page.get_by_label("Feet").fill("7")
    page.get_by_label("Inches").fill("12")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Inches must be a whole number from 0 to 11").is_visible()
    assert page.get_by_label("Inches").input_value() == "12"
    inches = "1" if "scripts on" in request.node.name else "2"
    page.get_by_label("Inches").fill(inches)
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Height updated").is_visible()
    assert page.get_by_text(f"(7 ft {inches} in)").is_visible()

    page.get_by_role("link", name="Change Religion, faith or belief").click()
    axe(page)
    page.get_by_label("Religion, faith or belief").select_option(label="Quaker")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Say whether they told you why it changed").is_visible()
    page.get_by_label("Yes").check()
    page.get_by_label("Why it changed, or details").fill("Asked for the change at reception")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Religion, faith or belief updated").is_visible()
    page.get_by_role("link", name="Until now Religion, faith or belief").click()
    assert page.get_by_text("Asked for the change at reception").is_visible()
    axe(page)

    page.goto(f"{live_site.address}/prisoners/{number}/personal/")
    page.get_by_role("link", name="History of Height").click()
    axe(page)
    page.get_by_role("link", name="Put back").first.click()
    axe(page)
    page.get_by_role("button", name="Put back").click()
    assert page.get_by_text("Height and weight put back").is_visible()
    page.get_by_role("link", name="Every change to this record").click()
    assert page.get_by_text("Why: Asked for the change at reception").first.is_visible()
    axe(page)
