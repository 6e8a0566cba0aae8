"""Recording what helps somebody with dyslexia, putting it right and ending it, with scripts on and off."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

Check = Callable[[Any], None]


@pytest.fixture
def someone(live_site: Any, request: pytest.FixtureRequest) -> str:
    """The number of somebody held at Leeds: another with scripts than without."""
    with psycopg.connect(live_site.database_url) as connection:
        rows = connection.execute(
            "SELECT person_id FROM prisoners_searchrecord WHERE agency = 'LEI' AND in_out = 'IN' ORDER BY person_id LIMIT 2"
        ).fetchall()
    return str(rows["off" in request.node.name][0])


def test_neurodiversity_is_recorded_changed_and_ended(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check, someone: str
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/{someone}/personal/")
    page.get_by_role("link", name="Add neurodiversity").click()
    axe(page)
    page.get_by_label("Dyslexia").check()
    page.get_by_label("What helps?").fill("Large print")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Choose how it is known").is_visible()
    assert page.get_by_role("link", name="Enter the date they said it").is_visible()
    assert page.get_by_label("What helps?").input_value() == "Large print"
    axe(page)
    page.get_by_label("Found by a screening").check()
    for part, typed in (("Day", "1"), ("Month", "3"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Neurodiversity added").is_visible()
    assert page.get_by_text("Found by a screening, 1 March 2026").is_visible()
    axe(page)

    page.get_by_role("link", name="Change Dyslexia").click()
    axe(page)
    assert page.get_by_label("Dyslexia").is_checked()
    page.get_by_label("What helps?").fill("Large print, and read letters out")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Neurodiversity updated").is_visible()
    assert page.get_by_text("What helps: Large print, and read letters out").is_visible()
    page.get_by_role("link", name="Add neurodiversity").click()
    page.get_by_label("Dyslexia").check()
    page.get_by_label("Said by the person").check()
    for part, typed in (("Day", "2"), ("Month", "3"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Dyslexia is on the record already").is_visible()

    page.goto(f"{live_site.address}/prisoners/{someone}/personal/")
    page.get_by_role("link", name="End Dyslexia").click()
    axe(page)
    page.get_by_role("button", name="End the record").click()
    assert page.get_by_role("link", name="Say why this is no longer recorded").is_visible()
    page.get_by_label("Why is this no longer recorded?").fill("An assessment found otherwise")
    page.get_by_role("button", name="End the record").click()
    assert page.get_by_text("Neurodiversity record ended").is_visible()
    page.get_by_role("link", name="Past neurodiversity records (1)").click()
    assert page.get_by_text("An assessment found otherwise").is_visible()
    axe(page)
    page.goto(f"{live_site.address}/prisoners/{someone}/changes/neurodiversity/")
    assert page.get_by_text("Why: An assessment found otherwise").is_visible()
    axe(page)
