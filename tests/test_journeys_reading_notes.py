"""An officer finds what was written about somebody, prints a slip of it and reads their own notes: with and without
scripts."""

from collections.abc import Callable
from typing import Any

from conftest import Site

WRITE = """
from datetime import timedelta
from dps.case_notes.models import CaseNote
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.platform import local_time
from dps.prisoners.models import SearchRecord
number = SearchRecord.objects.filter(agency="LEI", status__startswith="ACTIVE").order_by("-pk").values_list("pk", flat=True)[0]
CaseNote.objects.filter(person_id=number).delete()
for day in range(24):
    kind, text = (("NEG", "IEP_WARN"), "Was fighting in the yard") if day == 3 else (("OBSERVE", "GYM"), "Settled at the gym")
    note = a_note(number, *kind, text=text, author_username={username!r}, author_name="Aisha Holroyd",
                  created_at=local_time.now() - timedelta(days=day))
    if day == 3:
        an_amendment(note, "Said sorry\\n\\nand meant it")
print(number)
"""


def test_finding_and_printing_what_was_written(
    live_site: Site,
    page: Any,
    sign_in: Callable[..., None],
    in_the_product: Callable[..., str],
    axe: Callable[[Any], None],
) -> None:
    number = in_the_product(WRITE, "LEEDS_OFFICER").split()[-1]
    sign_in(page, "LEEDS_OFFICER")
    page.goto(f"{live_site.address}/prisoners/{number}/")
    page.get_by_role("link", name="Case notes", exact=True).click()
    assert page.get_by_text("Showing 1 to 20 of 24 case notes").is_visible()
    axe(page)
    page.get_by_role("link", name="View all").click()
    assert page.locator(".dps-note").count() == 24
    axe(page)
    page.get_by_role("link", name="View by page").click()
    page.get_by_label("Search the text").fill("fights")
    page.get_by_role("button", name="Search").click()
    assert page.locator("mark").all_inner_texts() == ["fighting"] and page.get_by_text("and meant it").is_visible()
    axe(page)
    page.get_by_label("Type", exact=True).select_option(label="Observations (23)")
    groups = page.locator("#id_sub_type optgroup").count()
    scripts = page.evaluate("document.body.className.includes('js-enabled')")
    assert groups == (1 if scripts else 2), "a script leaves only the sub-types of the type chosen"
    page.get_by_label("Sub-type").select_option(label="Gym (23)")
    page.get_by_role("button", name="Apply").click()
    assert page.get_by_text("No case notes match these filters").is_visible()
    axe(page)
    page.get_by_role("link", name="clearing all filters").click()
    page.get_by_role("link", name="Print a copy of the incentive level warning").click()
    slip = page.context.wait_for_event("page") if len(page.context.pages) == 1 else page.context.pages[1]
    assert slip.get_by_role("heading", name="Incentive level warning").is_visible()
    axe(slip)
    slip.close()
    page.goto(f"{live_site.address}/")
    page.get_by_role("link", name="My case notes").click()
    assert page.get_by_role("heading", name="My case notes").is_visible() and page.locator(".dps-note").count() == 20
    axe(page)
