"""An officer writes a note, finds it again, puts its type right and adds more details: with and without scripts."""

from collections.abc import Callable
from typing import Any

from conftest import Site

SOMEBODY = """
from dps.case_notes.models import CaseNote, Draft
from dps.prisoners.models import SearchRecord
number = SearchRecord.objects.filter(agency="LEI").order_by("-pk").values_list("pk", flat=True)[0]
CaseNote.objects.filter(author_username={username!r}).delete()
Draft.objects.all().delete()
print(number)
"""
KEPT = """
from dps.case_notes.models import Draft
print(sum("second helping" in one.values["text"] for one in Draft.objects.all()))
"""


def test_a_note_from_the_first_word_to_more_details(
    live_site: Site,
    page: Any,
    sign_in: Callable[..., None],
    in_the_product: Callable[..., str],
    axe: Callable[[Any], None],
) -> None:
    number = in_the_product(SOMEBODY, "LEEDS_OFFICER").split()[-1]
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/{number}/")
    page.get_by_role("link", name="Add case note").click()
    axe(page)
    page.get_by_label("What happened?").fill("Gave up his second helping at dinner.\n\nHis neighbour had none.")
    scripts = not page.get_by_role("button", name="Show sub-types").count()
    if scripts:
        page.get_by_label("Find a type by its name").press_sequentially("encourag")
        page.get_by_role("option", name="Positive Behaviour: Incentive Encouragement").wait_for()
        page.keyboard.press("Enter")
        page.get_by_text("Draft kept at").wait_for()
    else:
        page.get_by_label("Type", exact=True).select_option(label="Positive Behaviour")
        page.get_by_role("button", name="Show sub-types").click()
        page.get_by_label("Sub-type").select_option(label="Incentive Encouragement")
        page.get_by_role("button", name="Save as draft").click()
        assert page.get_by_text("Draft saved").is_visible()
    assert in_the_product(KEPT, "LEEDS_OFFICER").split()[-1] == "1"
    page.goto(f"{live_site.address}/prisoners/{number}/case-notes/")
    page.get_by_role("button", name="Add case note").click()
    assert page.get_by_text("Nobody else can see it").is_visible()
    axe(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Date").fill("31/2/2026")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_role("link", name="Enter a real date, as DD/MM/YYYY").is_visible()
    assert "second helping" in page.get_by_label("What happened?").input_value()
    page.get_by_label("Date").fill("1/11/2024")
    page.get_by_role("button", name="Save", exact=True).click()
    if page.get_by_role("button", name="Save it all the same").count():
        page.get_by_role("button", name="Save it all the same").click()
    assert page.get_by_text("Case note added").is_visible()
    assert in_the_product(KEPT, "LEEDS_OFFICER").split()[-1] == "0"
    axe(page)
    page.get_by_label("Search the text").fill("neighbours")
    page.get_by_role("button", name="Search").click()
    card = page.locator(".dps-note", has_text="second helping")
    assert card.count() == 1 and "Positive Behaviour: Incentive Encouragement" in card.inner_text()
    card.get_by_role("link", name="Correct the type").click()
    axe(page)
    page.get_by_label("Sub-type").select_option(label="Quality Attitude")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_text("Type of the case note corrected").is_visible()
    card = page.locator(".dps-note", has_text="second helping")
    assert "Positive Behaviour: Quality Attitude" in card.inner_text()
    card.get_by_role("link", name="Add more details").click()
    axe(page)
    page.get_by_label("More details").fill("He asked for nothing in return.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_text("Case note updated").is_visible()
    assert page.get_by_text("He asked for nothing in return.").is_visible()


def test_one_note_about_everybody_of_a_landing(
    live_site: Site, page: Any, sign_in: Callable[..., None], axe: Callable[[Any], None]
) -> None:
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/case-notes/several/")
    page.get_by_label("Wing").select_option(index=1)
    page.get_by_role("button", name="Show the people of this wing").click()
    boxes = page.locator("input[name=people]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    axe(page)
    page.get_by_role("button", name="Continue").click()
    axe(page)
    page.get_by_label("What happened?").fill("Cleaned the servery together.")
    page.get_by_label("Type", exact=True).select_option(label="Observations")
    show = page.get_by_role("button", name="Show sub-types")
    if show.count():
        show.click()
    page.get_by_label("Sub-type").select_option(label="General Entry")
    page.get_by_role("button", name="Save 2 notes").click()
    if page.get_by_role("button", name="Save it all the same").count():
        page.get_by_role("button", name="Save it all the same").click()
    assert page.get_by_text("Case note added for 2 people").is_visible()
    for address in ("drafts/", "favourites/", "ready-texts/", "ready-texts/add/"):
        page.goto(f"{live_site.address}/case-notes/{address}")
        axe(page)
