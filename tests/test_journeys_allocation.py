"""A round of allocation, in a real browser, with scripts on and again without, against the whole running product."""

import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], None]


def choose_in_first_row(page: Any, words: str) -> str:
    """Choose in the first row whose select offers `words`; gives the number of the person."""
    row = page.locator("tr[data-result]").filter(has=page.locator("option", has_text=re.compile(words))).first
    select = row.locator("select")
    offered = select.locator("option").all_inner_texts()
    select.select_option(label=next(text for text in offered if re.search(words, text)))
    return str(row.get_attribute("data-result"))


def test_a_round_of_allocation(live_site: Any, page: Any, sign_in: Callable[..., None], axe: Check) -> None:
    sign_in(page, "KW_ADMIN")
    page.goto(f"{live_site.address}/key-workers/")
    page.get_by_role("link", name="Schemes of this prison").click()
    axe(page)
    page.get_by_label("Key workers and personal officers").check()
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_role("heading", level=1, name="Key workers and personal officers").is_visible()
    axe(page)
    page.get_by_role("link", name="Settings for key workers").click()
    page.get_by_label("Yes").check()
    page.get_by_label("Most prisoners for one key worker").fill("lots")
    page.get_by_role("button", name="Save settings").click()
    page.get_by_role("link", name="Enter a whole number of prisoners from 1 to 999").click()
    axe(page)
    page.get_by_label("Most prisoners for one key worker").fill("12")
    page.get_by_role("button", name="Save settings").click()
    assert page.get_by_text("Settings for key workers saved").is_visible()

    page.goto(f"{live_site.address}/key-workers/key-worker/allocate")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("link", name="Enter a name or number, choose a location, or tick the box").is_visible()
    axe(page)
    page.get_by_label("Residential location").select_option(index=1)
    page.get_by_role("button", name="Search").click()
    number = choose_in_first_row(page, "^Deallocate$")
    axe(page)
    page.get_by_role("button", name=re.compile("^Location")).click()
    assert page.locator(f"select#choice-{number}, input[name=choice-{number}]").input_value() == "none"
    page.get_by_role("button", name="Save changes").click()
    assert page.get_by_text("Key worker deallocated from 1 prisoner").is_visible()
    page.get_by_role("link", name="Undo these changes").click()
    axe(page)
    page.get_by_role("button", name="Undo these changes").click()
    assert page.get_by_text("Undone: 0 taken back, 1 put back as before").is_visible()

    page.get_by_label("Name or prison number").fill(number.lower())
    page.get_by_role("button", name="Search").click()
    assert choose_in_first_row(page, "^Deallocate$") == number
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("link", name="Recommend key workers automatically").click()
    assert page.get_by_text("Was their worker here before").count() >= 1
    axe(page)
    page.get_by_role("button", name="Save changes").click()
    assert page.get_by_text(re.compile(r"Key worker allocated to \d+ prisoner")).is_visible()
    assert page.get_by_text("All prisoners currently have a key worker").is_visible()

    page.goto(f"{live_site.address}/prisoners/{number}/key-work/")
    assert page.get_by_role("heading", name=re.compile("^Current key worker")).count() == 1
    assert page.get_by_text("Automatic: Was their worker here before").first.is_visible()
    axe(page)
    page.goto(f"{live_site.address}/key-workers/key-worker/allocate?query={number}")
    page.locator("tr[data-result] a[href*='/staff/']").click()
    page.goto(page.url.split("?")[0].rstrip("/") + "/reassign")
    page.get_by_label("Choose for everybody").select_option(label="As recommended")
    page.get_by_role("button", name="Fill in the list").click()
    axe(page)
    page.get_by_role("button", name="Save changes").click()
    assert page.get_by_text(re.compile(r"Key worker allocated to \d+ prisoner")).is_visible()
