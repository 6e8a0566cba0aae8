"""An administrator deletes a note, finds it among the deleted and restores it, then replaces it: with and without
scripts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conftest import Site

PREPARE = """
from dataclasses import replace
from dps.identity.models import Account
account = Account.objects.get(username={username!r})
account.roles = sorted(set(account.roles) | {{"DELETE_SENSITIVE_CASE_NOTES", "SAR_DATA_ACCESS"}})
account.save()
from dps.identity.accounts.commands import actor_of
from dps.case_notes.writing.commands import amend, write_note
from dps.prisoners.models import SearchRecord
number = SearchRecord.objects.filter(agency="LEI").order_by("pk").values_list("pk", flat=True)[3]
actor = replace(actor_of(account), roles=frozenset({{*account.roles, "PRISON"}}))
made = write_note(actor, number, type="OBSERVE", sub_type="OBS_GEN", text="Rowed across the yard.")
amend(actor, number, made.pk, "With one oar.")
print(number, made.pk)
"""


GIVE_BACK = """
from dps.identity.models import Account
account = Account.objects.get(username={username!r})
account.roles = sorted(set(account.roles) - {{"DELETE_SENSITIVE_CASE_NOTES", "SAR_DATA_ACCESS"}})
account.save()
"""


@pytest.fixture
def administrator(in_the_product: Callable[..., str]) -> Iterator[str]:
    """An officer who may administer notes, for as long as the journey lasts: others use the same one."""
    yield "MOORLAND_OFFICER"
    in_the_product(GIVE_BACK, "MOORLAND_OFFICER")


def test_a_note_is_deleted_restored_and_replaced(
    live_site: Site,
    page: Any,
    sign_in: Callable[..., None],
    in_the_product: Callable[..., str],
    axe: Callable[[Any], None],
    administrator: str,
) -> None:
    number, note = in_the_product(PREPARE, administrator).split()
    sign_in(page, administrator)
    notes = f"{live_site.address}/prisoners/{number}/case-notes/"
    page.goto(f"{notes}{note}/replace/")
    axe(page)
    page.get_by_role("link", name="delete the note").click()
    axe(page)
    page.get_by_role("button", name="Confirm delete").click()
    assert page.get_by_role("link", name="Say why").is_visible()
    page.get_by_label("Why is it deleted?").fill("Of somebody else")
    page.get_by_role("button", name="Confirm delete").click()
    assert (
        page.get_by_text("Case note deleted", exact=True).is_visible() and not page.get_by_text("Rowed across").count()
    )
    page.get_by_role("link", name="Deleted case notes").click()
    axe(page)
    page.get_by_role("row").filter(has_text="Rowed across").get_by_role("link").first.click()
    axe(page)
    page.get_by_label("Why is it restored?").fill("It was his boat")
    page.get_by_role("button", name="Restore this case note").click()
    assert page.get_by_text("Case note restored", exact=True).is_visible() and page.get_by_text("With one oar.").count()
    page.goto(f"{notes}{note}/replace/")
    page.get_by_label("Text of the note").fill("Swam across the yard.")
    page.get_by_label("Leave this out").check()
    page.get_by_role("button", name="Replace the note").click()
    assert page.get_by_role("link", name="Say why").is_visible()
    page.get_by_label("Why is it replaced?").fill("There was no boat")
    page.get_by_role("button", name="Replace the note").click()
    assert page.get_by_text("Case note replaced", exact=True).is_visible() and page.get_by_text("Swam across").count()
    assert not page.get_by_text("With one oar.").count()
    page.goto(f"{live_site.address}/case-notes/subject-access/")
    axe(page)
    page.get_by_label("Prison number").fill(number)
    page.get_by_role("button", name="Show what is held").click()
    assert page.get_by_text("Swam across the yard.").first.is_visible()
    axe(page)
