"""Filters with counts, a saved search and a search by description, in a real browser, with scripts and without."""

import re
from collections.abc import Callable
from typing import Any


def test_filter_by_counts_then_save_the_search_and_run_it_again(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/")
    page.get_by_text("Filters and alerts").click()
    words = page.get_by_label("Incentive level").locator("option").nth(1).inner_text()
    expected = int(re.search(r"\((\d+)\)", words)[1])  # type: ignore[index]
    page.get_by_label("Incentive level").select_option(index=1)
    page.get_by_role("button", name="Apply filters").click()
    assert page.locator(".dps-tools__count", has_text=re.compile(rf"{expected} results?")).is_visible()
    assert page.get_by_role("link", name=re.compile("Remove the filter Incentive level")).is_visible()
    axe(page)
    page.get_by_role("link", name="Save this search").click()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Enter a name for this search").is_visible()
    name = f"Lot {expected} {id(page)}"
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text(f"Search saved: {name}").is_visible()
    page.get_by_role("link", name=re.compile("^all ")).click()
    axe(page)
    page.get_by_role("link", name=name, exact=True).click()
    assert page.locator(".dps-tools__count", has_text=re.compile(rf"{expected} results?")).is_visible()
    page.goto(f"{live_site.address}/prisoners/saved-searches")
    page.get_by_role("link", name=f"Delete {name}").click()
    page.get_by_role("button", name="Delete").click()
    assert page.get_by_text(f"Search deleted: {name}").is_visible()


def test_find_somebody_by_what_they_look_like(
    live_site: Any, page: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/")
    page.get_by_role("link", name="by description").click()
    axe(page)
    page.get_by_label("Height from, cm").fill("190")
    page.get_by_label("Height to, cm").fill("150")
    page.get_by_role("button", name="Search", exact=True).click()
    assert page.get_by_role("link", name="Height: the lowest must not be above the highest").is_visible()
    page.get_by_label("Height to, cm").fill("")
    page.get_by_label("Hair", exact=True).select_option(label="Brown")
    page.get_by_label("Height from, cm").fill("100")
    page.get_by_role("button", name="Search", exact=True).click()
    assert page.get_by_text(re.compile("Fits [12] of 2: ")).first.is_visible()
    axe(page)
    page.goto(f"{live_site.address}/prisoners/attributes")
    page.get_by_role("button", name="Add a line").click()
    page.get_by_label("Line 3: field").select_option(label="Last name")
    page.get_by_label("Line 3: how").select_option(label="starts with")
    page.get_by_label("Line 3: value").fill("s")
    page.get_by_role("button", name="Search", exact=True).click()
    assert page.locator("[data-result]").count()
    axe(page)
