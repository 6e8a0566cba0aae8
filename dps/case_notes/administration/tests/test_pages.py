"""The pages of administrators, as they use them without a script."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.case_notes.administration import commands, queries, rules
from dps.case_notes.administration.tests.conftest import ADMINISTRATOR, READS_SENSITIVE, account
from dps.case_notes.models import Amendment, CaseNote, DeletedNote, NoteSubType
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.identity.accounts.commands import actor_of
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Person
from dps.prisoners.tests.officers import statements
from dps.prisoners.tests.people import give_identifier, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/case-notes/"
WHY = "Written about the wrong person"
SignedIn = Callable[..., Client]


def words(reply: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    return signed_in(*ADMINISTRATOR)


def test_deleting_a_note_shows_it_first_and_asks_why(browser: Client) -> None:
    note = a_note("A1111AA", text="First line\n<b>second</b>", occurred_at=local_time.now() - timedelta(days=2))
    an_amendment(note, "And more.", author_name="Bo Berg")
    at = f"{BASE}{note.pk}/delete/"
    page = words(browser.get(at))
    for said in ("Delete this case note?", "A1111AA", "Observations: General Entry", "First line", "<b>second</b>",
                 "And more.", "by Bo Berg", "Aisha Khan", "Confirm delete", "Cancel"):  # fmt: skip
        assert said in page
    assert "&lt;b&gt;second" in browser.get(at).content.decode()
    refused = browser.post(at, {"reason": " ", "version": "1"})
    assert refused.status_code == 400 and rules.SAY_WHY in words(refused)
    an_amendment(note, "Added meanwhile.")
    CaseNote.objects.update(version=2)
    first = browser.post(at, {"reason": WHY, "version": "1"})
    assert first.status_code == 409 and WHY in words(first) and "Added meanwhile." in words(first)
    assert 'name="version" value="2"' in first.content.decode()
    done = browser.post(at, {"reason": WHY, "version": "2"})
    assert (done.status_code, done["Location"]) == (302, BASE) and not CaseNote.objects.exists()
    assert browser.get(at).status_code == 404
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED", details__page="delete case note").exists()


def test_deleting_one_amendment_has_its_own_page(browser: Client) -> None:
    note = a_note("A1111AA")
    one, other = an_amendment(note, "This goes."), an_amendment(note, "This stays.")
    at = f"{BASE}{note.pk}/more/{one.pk}/delete/"
    assert f'href="{at}"' in browser.get(f"{BASE}{note.pk}/delete/").content.decode()
    page = words(browser.get(at))
    assert "Delete these details?" in page and "This goes." in page and "The rest of the note stays" in page
    assert browser.post(at, {"reason": "", "version": "1"}).status_code == 400
    assert browser.post(at, {"reason": WHY, "version": "1"}).status_code == 302
    assert list(Amendment.objects.all()) == [other] and browser.get(at).status_code == 404


def sent(note: CaseNote, **more: str) -> dict[str, str]:
    happened = local_time.in_london(note.occurred_at)
    return {
        "kind": str(note.sub_type_id), "text": note.text, "day-day": str(happened.day), "day-month": str(happened.month),
        "day-year": str(happened.year), "clock": f"{happened:%H:%M}", "reason": WHY, "version": str(note.version), **more,
    }  # fmt: skip


def test_replacing_a_note(browser: Client) -> None:
    note = a_note("A1111AA")
    kept, dropped = an_amendment(note, "Kept."), an_amendment(note, "Dropped.")
    at = f"{BASE}{note.pk}/replace/"
    page = browser.get(at).content.decode()
    assert "Replace this case note" in page and f">{note.text}</textarea>" in page and ">Kept.</textarea>" in page
    positive = NoteSubType.objects.get(type_id="POS", code="POS_GEN")
    wrong = sent(note, kind="", text=" ", clock="25:00", reason="", **{f"amendment-{kept.pk}": " "})
    refused = browser.post(at, wrong)
    assert refused.status_code == 400
    for said in (rules.CHOOSE_KIND, rules.SAY_TEXT, "Enter a time such as 14:05", rules.SAY_AMENDMENT, rules.SAY_WHY):
        assert said in words(refused)
    later = local_time.in_london(local_time.now() + timedelta(days=1))
    future = {"day-day": str(later.day), "day-month": str(later.month), "day-year": str(later.year)}
    refused = browser.post(at, sent(note, **future))
    assert refused.status_code == 400 and rules.AFTER_CREATED in words(refused)
    CaseNote.objects.update(version=2)
    good = {"kind": str(positive.pk), "text": "What really happened", f"amendment-{kept.pk}": "Put right.",
            f"leave-out-amendment-{dropped.pk}": "yes"}  # fmt: skip
    first = browser.post(at, sent(note, **good))
    assert first.status_code == 409 and "What really happened" in words(first) and "Put right." in words(first)
    done = browser.post(at, sent(note, **good, version="2"))
    assert (done.status_code, done["Location"]) == (302, BASE)
    after = CaseNote.objects.select_related("sub_type").get()
    assert (after.sub_type, after.text, after.occurred_at) == (positive, "What really happened", note.occurred_at)
    assert list(Amendment.objects.values_list("text", flat=True)) == ["Put right."]
    assert browser.post(at, sent(after, version="3")).status_code == 302
    assert DeletedNote.objects.count() == 1, "what it says already is not replaced"


def test_links_at_notes(browser: Client, signed_in: SignedIn) -> None:
    """The link to delete stands only at notes NOMIS does not keep; every note can be replaced (5.8)."""
    ours, theirs = a_note("A1111AA", type="ACP", sub_type="REFD"), a_note("A1111AA")
    page = browser.get(BASE).content.decode()
    assert f'href="{BASE}{ours.pk}/delete/"' in page and f'href="{BASE}{theirs.pk}/delete/"' not in page
    assert f'href="{BASE}{ours.pk}/replace/"' in page and f'href="{BASE}{theirs.pk}/replace/"' in page
    assert f'href="{BASE}deleted/"' in page
    assert f'href="{BASE}{theirs.pk}/delete/"' in browser.get(f"{BASE}{theirs.pk}/replace/").content.decode()
    page = signed_in("PRISON", username="OFFICER").get(BASE).content.decode()
    assert "/delete/" not in page and "/replace/" not in page and f"{BASE}deleted/" not in page


def kept_note(by: Actor, number: str = "A1111AA", **more: Any) -> DeletedNote:
    return commands.delete_note(by, a_note(number, **more).pk, reason=WHY)


def test_the_deleted_of_everybody_are_found_and_restored(by: Actor, browser: Client, person: Person) -> None:
    make_person("B2222BB", "JONES")
    make_person("C3333CC", "FAR", prison="MDI")
    system = Actor("S", roles=frozenset({"PRISONER_CASE_NOTES__ADMIN"}))
    one = kept_note(by, text="Alpha")
    two = kept_note(by, "B2222BB", text="Beta")
    kept_note(system, "C3333CC", text="Gamma")
    replaced = a_note("A1111AA", text="Delta")
    commands.replace_note(
        by, replaced.pk, rules.Replacement("POS", "POS_GEN", "Epsilon", replaced.occurred_at), reason="Wrong type"
    )
    at = "/case-notes/deleted/"

    def texts(query: str = "") -> list[str]:
        page = words(browser.get(at + query))
        return [text for text in ("Alpha", "Beta", "Gamma", "Delta") if text in page]

    assert texts() == ["Alpha", "Beta"] and texts("?show=all") == ["Alpha", "Beta", "Delta"]
    assert texts("?show=replaced") == ["Delta"] and texts("?show=moved") == []
    assert texts("?number=b2222bb") == ["Beta"] and texts("?by=ann+l") == ["Alpha", "Beta"] and texts("?by=S") == []
    day = local_time.today() + timedelta(days=1)
    assert texts(f"?since-day={day.day}&since-month={day.month}&since-year={day.year}") == []
    refused = browser.get(at + "?since-day=2&since-month=2&since-year=2026&until-day=1&until-month=2&until-year=2026")
    assert refused.status_code == 400 and "must not be before" in words(refused)
    assert "Beta" in words(browser.get("/prisoners/B2222BB/case-notes/deleted/"))
    assert "Alpha" not in words(browser.get("/prisoners/B2222BB/case-notes/deleted/"))
    page = words(browser.get(f"{at}{one.pk}/"))
    assert "Alpha" in page and WHY in page and "by Ann Lee" in page and "Restore this case note" in page
    assert browser.post(f"{at}{one.pk}/", {"reason": ""}).status_code == 400
    done = browser.post(f"{at}{one.pk}/", {"reason": "Right person"})
    assert (done.status_code, done["Location"]) == (302, BASE)
    assert texts() == ["Beta"] and texts("?show=deleted") == ["Alpha", "Beta"]
    again = browser.post(f"{at}{one.pk}/", {"reason": "Right person"})
    assert again.status_code == 409 and "restored already" in words(again)
    page = words(browser.get(f"{at}{one.pk}/"))
    assert "by Ann Lee Why it was restored Right person" in page and WHY in page
    give_identifier(person, "MERGED", "B2222BB")
    Person.objects.get(pk="B2222BB").delete()
    page = words(browser.get(f"{at}{two.pk}/"))
    assert rules.Refused.NUMBER_GONE in page and "Restore this" not in page and "Number it was under B2222BB" in page
    assert "Beta" in words(browser.get("/prisoners/A1111AA/case-notes/deleted/")), "also of the number that was lost"


def test_details_are_restored_on_a_page_of_their_own(by: Actor, browser: Client) -> None:
    note = a_note("A1111AA")
    one = an_amendment(note, "These details.")
    kept = commands.delete_amendment(by, note.pk, one.pk, reason=WHY)
    at = f"/case-notes/deleted/{kept.pk}/more/{one.pk}/"
    assert browser.get(f"/case-notes/deleted/{kept.pk}/")["Location"] == at
    assert "Details that were added to a case note" in words(browser.get(at))
    assert browser.post(at, {"reason": WHY})["Location"] == BASE and Amendment.objects.get() == one
    new = rules.Replacement("OBSERVE", "OBS_GEN", "Without it", note.occurred_at)
    commands.replace_note(by, note.pk, new, reason=WHY)
    dropped = DeletedNote.objects.latest("id")
    page = browser.get(f"/case-notes/deleted/{dropped.pk}/").content.decode()
    assert f'href="/case-notes/deleted/{dropped.pk}/more/{one.pk}/"' in page and rules.Refused.NOT_DELETED in page
    assert browser.post(f"/case-notes/deleted/{dropped.pk}/more/{one.pk}/", {"reason": WHY}).status_code == 302
    assert browser.get(f"/case-notes/deleted/{dropped.pk}/more/{note.pk}/").status_code == 404


def test_sensitive_notes_are_not_seen_there_either(person: Person, signed_in: SignedIn) -> None:
    """Nor is what was kept of a note that became sensitive, or once was."""
    reader = actor_of(account("READER", *READS_SENSITIVE))
    sensitive = NoteSubType.objects.filter(type_id="OMIC", code="GEN")
    assert sensitive.update(sensitive=True)
    gone = kept_note(reader, type="OMIC", sub_type="GEN", text="Secret one")
    became = a_note("A1111AA", text="Secret two")
    commands.replace_note(
        actor_of(account("WRITER", *READS_SENSITIVE, "ADD_SENSITIVE_CASE_NOTES")), became.pk,
        rules.Replacement("OMIC", "GEN", "Secret two", became.occurred_at), reason=WHY,
    )  # fmt: skip
    was = DeletedNote.objects.latest("id")
    plain = kept_note(reader, text="Plain")
    pages = ["/case-notes/deleted/?show=all", f"{BASE}deleted/?show=all"]
    for roles, seen in ((ADMINISTRATOR, False), (READS_SENSITIVE, True)):
        browser = signed_in(*roles, username=f"SEES_{seen}".upper())
        for page in pages:
            said = words(browser.get(page))
            assert ("Secret one" in said) is seen and ("Secret two" in said) is seen and "Plain" in said
        for kept in (gone, was):
            assert browser.get(f"/case-notes/deleted/{kept.pk}/").status_code == (200 if seen else 404)
        assert browser.get(f"/case-notes/deleted/{plain.pk}/").status_code == 200
        for what in ("delete", "replace"):
            assert browser.get(f"{BASE}{became.pk}/{what}/").status_code == (200 if seen else 404)
        offered = ">OMIC: " in browser.get(f"{BASE}{a_note('A1111AA').pk}/replace/").content.decode()
        assert not offered or seen


def test_who_opens_none_of_them(by: Actor, signed_in: SignedIn) -> None:
    note = a_note("A1111AA")
    kept = kept_note(by)
    pages = [f"{BASE}{note.pk}/delete/", f"{BASE}{note.pk}/replace/", f"{BASE}deleted/",
             f"/case-notes/deleted/{kept.pk}/", "/case-notes/deleted/"]  # fmt: skip
    officer = signed_in("PRISON", username="OFFICER")
    assert [officer.get(page).status_code for page in pages] == [403] * 5
    elsewhere = signed_in(*ADMINISTRATOR, username="ELSEWHERE", caseloads=("MDI",))
    assert [elsewhere.get(page).status_code for page in pages] == [404] * 4 + [200]
    assert "There are no deleted case notes" in words(elsewhere.get("/case-notes/deleted/"))


def test_a_hundred_cost_what_one_does(by: Actor, browser: Client) -> None:
    first = kept_note(by)
    pages = ["/case-notes/deleted/", f"{BASE}deleted/", f"/case-notes/deleted/{first.pk}/"]
    before = [statements(browser, page) for page in pages]
    assert max(before) < 16
    note = a_note("A1111AA")
    for n in range(30):
        an_amendment(note, f"More {n}")
    one = statements(browser, f"{BASE}{note.pk}/replace/")
    for _ in range(30):
        kept_note(by)
    commands.delete_note(by, note.pk, reason=WHY)
    assert [statements(browser, page) for page in pages] == before
    other = a_note("A1111AA")
    assert statements(browser, f"{BASE}{other.pk}/replace/") == one
    with CaptureQueriesContext(connection) as captured:
        assert browser.post(f"{BASE}{other.pk}/delete/", {"reason": WHY, "version": "1"}).status_code == 302
    assert len(captured) < 45


def test_a_list_asks_for_a_filter_beyond_what_anybody_turns(
    by: Actor, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    monkeypatch.setattr(queries, "A_PAGE", 1)
    for text in ("One", "Two", "Three"):
        kept_note(by, text=text)
    page = words(browser.get("/case-notes/deleted/?page=9"))
    assert "2 to 2 of the newest 2. There are more: use the filters." in page and "Two" in page
    assert "There are more" not in words(browser.get("/case-notes/deleted/?show=replaced"))
