"""Looking up a prison and a code in a real browser, with scripts and without."""

from collections.abc import Callable
from typing import Any


def test_looking_up_a_prison_and_a_code(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    page.get_by_role("navigation", name="Services").get_by_role("link", name="Prisons and codes").click()
    axe(page)
    page.get_by_label("Name or code").fill("carchar caer")
    page.get_by_role("button", name="Search").click()
    assert page.locator("main tbody tr").count() == 1
    page.get_by_label("Name or code").fill("leeds")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Leeds (HMP)").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Leeds (HMP)"
    assert page.get_by_role("rowheader", name="A", exact=True).is_visible()
    axe(page)
    page.get_by_role("link", name="All prisons").click()
    page.get_by_role("link", name="Look up a reference code").click()
    page.get_by_label("Words or code").fill("arsonist")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("cell", name="XA", exact=True).is_visible()
    axe(page)
