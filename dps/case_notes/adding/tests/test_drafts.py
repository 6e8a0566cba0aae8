"""Notes begun and not saved yet."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.case_notes.adding.drafts import commands
from dps.case_notes.adding.tests.conftest import BASE, a_note_typed, chosen, whole, words
from dps.case_notes.models import CaseNote, Draft
from dps.case_notes.tests.notes import a_note
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.jobs import upkeep
from dps.prisoners.changes import merging
from dps.prisoners.models import Person, SearchRecord
from dps.prisoners.tests.people import make_person

ADD, KEEP = f"{BASE}add/", f"{BASE}add/draft/"


def typed(**changes: str) -> dict[str, str]:
    sent = a_note_typed(text="Half a sentence", type="POS", sub_type="QUAL_WK", hours="7", **changes)
    del sent["save"]
    return sent


def test_what_is_typed_is_kept_offered_and_gone_when_saved(browser: Client) -> None:
    assert browser.post(KEEP, typed()).status_code == 204
    browser.post(KEEP, typed() | {"text": "Half a sentence and more"})
    assert Draft.objects.get().values["text"] == "Half a sentence and more"
    assert not AuditEntry.objects.exists(), "a draft is nothing about the person yet"
    page = browser.get(f"{ADD}?type=KA&subType=KS", headers={"Referer": "http://testserver/prisoners/A1111AA/"})
    assert (
        "You have a draft" in words(page)
        and "Half a sentence and more" in words(page)
        and "<textarea" not in whole(page)
    )
    assert "add/?draft=continue&from=/prisoners/A1111AA/" in whole(page).replace("%2F", "/")
    page = browser.get(f"{ADD}?draft=continue")
    assert "Half a sentence and more</textarea>" in whole(page) and chosen(page, "id_sub_type") == "QUAL_WK"
    assert 'value="7"' in whole(page)
    browser.post(ADD, a_note_typed(text="Half a sentence and an end"))
    assert CaseNote.objects.count() == 1 and not Draft.objects.exists()
    assert browser.post(KEEP, typed() | {"text": "Half a sentence and an end"}).status_code == 204
    assert not Draft.objects.exists(), "a late message brings nothing back"


def test_the_button_without_a_script(browser: Client) -> None:
    reply = browser.post(ADD, typed(draft="yes", **{"from": "/prisoners/A1111AA/"}), follow=True)
    assert reply.redirect_chain == [("/prisoners/A1111AA/", 302)] and "Draft saved" in words(reply)
    assert Draft.objects.get().values["sub_type"] == "QUAL_WK" and not CaseNote.objects.exists()


def test_throwing_away_and_what_is_not_worth_keeping(browser: Client) -> None:
    browser.post(KEEP, typed())
    reply = browser.post(KEEP, {"throw": "yes", "type": "KA", "subType": "KS", "from": "/prisoners/A1111AA/"})
    assert reply["Location"] == f"{ADD}?from=%2Fprisoners%2FA1111AA%2F&type=KA&subType=KS"
    assert not Draft.objects.exists()
    browser.post(KEEP, typed())
    browser.post(KEEP, typed() | {"text": " "})
    assert not Draft.objects.exists()


def test_nobody_else_ever_sees_one(browser: Client, signed_in: Callable[..., Client]) -> None:
    browser.post(KEEP, typed())
    other = signed_in("POM", "CENTRAL_ADMIN", username="OTHER")
    assert "Half a sentence" not in whole(other.get(ADD)) + whole(other.get("/case-notes/drafts/"))
    other.post("/case-notes/drafts/", {"throw": str(Draft.objects.get().pk)})
    assert Draft.objects.count() == 1
    other.post(KEEP, typed() | {"text": "Of another"})
    assert sorted(Draft.objects.values_list("values__text", flat=True)) == ["Half a sentence", "Of another"]


def test_my_drafts(browser: Client, person: Person) -> None:
    make_person("B1111BB", "WOOD", "ANN")
    note = a_note("A1111AA")
    browser.post(KEEP, typed())
    browser.post(f"{BASE}{note.pk}/more/draft/", {"text": "More to say"})
    browser.post("/prisoners/B1111BB/case-notes/add/draft/", typed() | {"text": "About Ann"})
    page = browser.get("/case-notes/drafts/")
    assert all(
        said in words(page) for said in ("O'Brien, Seán", "Half a sentence", "More to say", "Wood, Ann", "About Ann")
    )
    assert f'href="{ADD}?draft=continue"' in whole(page) and f"{note.pk}/more/" in whole(page)
    SearchRecord.objects.filter(pk="B1111BB").update(agency="MDI")
    page = browser.get("/case-notes/drafts/")
    assert "Wood" not in words(page) and "B1111BB" in words(page) and "About Ann" in words(page)
    assert "You can no longer write case notes about this person" in words(page)
    assert AuditEntry.objects.filter(action="NOTE_DRAFTS_VIEWED").last().details == {"shown": ["A1111AA", "A1111AA"]}  # type: ignore[union-attr]
    gone = Draft.objects.get(person_id="B1111BB")
    assert "Draft thrown away" in words(browser.post("/case-notes/drafts/", {"throw": str(gone.pk)}, follow=True))
    assert Draft.objects.count() == 2


def test_many_drafts_cost_what_one_does(signed_in: Callable[..., Client]) -> None:
    browser = signed_in("POM", "GLOBAL_SEARCH")
    browser.post(KEEP, typed())

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/case-notes/drafts/").status_code == 200
        return len(captured)

    statements()
    before = statements()
    for place in range(8):
        make_person(f"C{place:04d}CC", prison="MDI")
        Draft.objects.create(
            account_id=Draft.objects.first().account_id,  # type: ignore[union-attr]
            person_id=f"C{place:04d}CC",
            values={"text": "x"},
            saved_at=local_time.now(),
        )
    assert statements() == before


def test_a_week_later_it_is_gone(browser: Client) -> None:
    browser.post(KEEP, typed())
    week_old = local_time.now() - timedelta(days=7, minutes=1)
    commands.forget_old(week_old)
    assert Draft.objects.exists()
    Draft.objects.update(saved_at=week_old)
    upkeep._each["drafts of case notes"]()
    assert not Draft.objects.exists()


def test_two_numbers_that_are_one_person_keep_both_drafts(browser: Client) -> None:
    make_person("B1111BB")
    browser.post(KEEP, typed())
    browser.post("/prisoners/B1111BB/case-notes/add/draft/", typed() | {"text": "Of the other number"})
    merging.prepare_all("A1111AA", "B1111BB")
    assert Draft.objects.get(person_id="A1111AA").values["text"] == "Half a sentence\n\nOf the other number"
