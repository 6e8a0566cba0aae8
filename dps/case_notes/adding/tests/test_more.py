"""Adding more details, and putting right a wrong type."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from dps.case_notes.adding.tests.conftest import BASE, actor, chosen, said_wrong, whole, words
from dps.case_notes.models import Amendment, CaseNote, DeletedNote, Draft, NoteSubType
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.case_notes.writing.commands import amend
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.design.ie8 import problems_in_page
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_person


def of(note: CaseNote, page: str = "more") -> str:
    return f"{BASE}{note.pk}/{page}/"


def test_more_details(browser: Client, person: Person) -> None:
    note = a_note("A1111AA", text="First\nline <b>")
    an_amendment(note, "Then this")
    page = browser.get(of(note))
    assert "about Seán O'Brien" in words(page) and "Observations: General Entry" in words(page)
    assert "First<br>line &lt;b&gt;" in page.content.decode() and "Then this" in words(page)
    assert "up to 4,000 characters" in words(page)
    for text, wrong in [(" ", "Enter more details"), ("x" * 4001, "Use 4,000 characters or fewer")]:
        reply = browser.post(of(note), {"text": text, "save": "yes"})
        assert reply.status_code == 400 and said_wrong(reply) == [("id_text", wrong)]
    reply = browser.post(of(note), {"text": "x" * 4000, "save": "yes", "seen": "1"}, follow=True)
    assert reply.redirect_chain == [(BASE, 302)] and "Case note updated" in words(reply)
    assert Amendment.objects.filter(note=note, author_username="WRITER").count() == 1


def test_two_at_once_are_both_kept_and_told_of_each_other(browser: Client, signed_in: Callable[..., Client]) -> None:
    note = a_note("A1111AA")
    assert 'name="seen" value="0"' in whole(browser.get(of(note)))
    other = signed_in(username="OTHER")
    other.post(of(note), {"text": "Of the other", "save": "yes", "seen": "0"})
    reply = browser.post(of(note), {"text": "Mine", "save": "yes", "seen": "0"}, follow=True)
    assert "Case note updated. Sam Hall added more details while you were writing: read both" in words(reply)
    assert list(note.amendments.order_by("created_at").values_list("text", flat=True)) == ["Of the other", "Mine"]


def test_a_note_from_nomis_has_room_to_the_last_character(browser: Client) -> None:
    note = a_note("A1111AA", text="x" * 3000, system="NOMIS", legacy_id=77)
    an_amendment(note, "y" * 200)
    room = 4000 - 3000 - (200 + 53 + 8) - 53 - len("WRITER")
    assert f"up to {room} characters" in words(browser.get(of(note)))
    reply = browser.post(of(note), {"text": "z" * (room + 1), "save": "yes"})
    assert reply.status_code == 400 and f"Use {room} characters or fewer" in said_wrong(reply)[0][1]
    assert "z" * (room + 1) in whole(reply)
    assert browser.post(of(note), {"text": "z" * room, "save": "yes"}).status_code == 302
    page = browser.get(of(note))
    assert "This note is full" in words(page) and "<textarea" not in whole(page) and "add/?type=OBSERVE" in whole(page)
    reply = browser.post(of(note), {"text": "Too late", "save": "yes"})
    assert reply.status_code == 400 and "Too late" in whole(reply) and note.amendments.count() == 2


def test_a_note_of_ours_is_never_full(browser: Client) -> None:
    note = a_note("A1111AA", text="x" * 4000)
    an_amendment(note, "y" * 4000)
    assert browser.post(of(note), {"text": "z" * 4000, "save": "yes"}).status_code == 302


def test_notes_one_may_not_add_to_are_not_there(browser: Client, signed_in: Callable[..., Client]) -> None:
    make_person("B1111BB")
    sensitive, open_note = a_note("A1111AA", "POM", "GEN"), a_note("A1111AA", "OMIC", "OPEN_COMM")
    elsewhere = a_note("B1111BB")
    reads = signed_in("VIEW_SENSITIVE_CASE_NOTES", username="READS")
    for client in (browser, reads):
        for note in (sensitive, open_note, elsewhere):
            assert (
                client.get(of(note)).status_code
                == client.post(of(note), {"text": "x", "save": "yes"}).status_code
                == 404
            )
            assert client.post(of(note, "more/draft"), {"text": "x"}).status_code == 404
            assert client.get(of(note, "type")).status_code == 404
    assert not Amendment.objects.exists() and not Draft.objects.exists()
    manager = signed_in("POM", username="MANAGER")
    assert "Do not put sensitive information in it" in words(manager.get(of(open_note)))
    assert "Do not put sensitive" not in words(manager.get(of(sensitive)))
    assert manager.post(of(sensitive), {"text": "x", "save": "yes"}).status_code == 302
    NoteSubType.objects.filter(type_id="OBSERVE", code="OBS_GEN").update(sensitive=True)
    assert browser.get(of(a_note("A1111AA"))).status_code == 404, "the flag works at once"


def test_a_draft_of_more_details(browser: Client) -> None:
    note = a_note("A1111AA")
    assert browser.post(of(note, "more/draft"), {"text": "Begun"}).status_code == 204
    page = browser.get(of(note))
    assert "Begun</textarea>" in whole(page) and "This is your draft" in words(page)
    assert browser.post(of(note, "more/draft"), {"throw": "yes"})["Location"].startswith(of(note))
    assert not Draft.objects.exists()
    browser.post(of(note), {"text": "Begun again", "draft": "yes"})
    assert Draft.objects.get().about == str(note.pk)
    browser.post(of(note), {"text": "Begun again", "save": "yes"})
    browser.post(of(note, "more/draft"), {"text": "Begun again"})
    assert not Draft.objects.exists() and note.amendments.count() == 1


def test_the_author_puts_the_type_right_the_same_day(browser: Client) -> None:
    note = a_note("A1111AA", "KA", "KE", author_username="WRITER", created_at=local_time.now())
    assert f'href="{of(note, "type")}"' in whole(browser.get(BASE))
    page = browser.get(of(note, "type"))
    assert chosen(page, "id_type") == "KA" and chosen(page, "id_sub_type") == "KE"
    page = browser.post(of(note, "type"), {"type": "POS", "sub_type": "KE", "show": "yes", "version": "1"})
    assert page.status_code == 200 and chosen(page, "id_type") == "POS" and chosen(page, "id_sub_type") == ""
    reply = browser.post(of(note, "type"), {"type": "POS", "sub_type": "KE", "save": "yes", "version": "1"})
    assert said_wrong(reply) == [("id_sub_type", "Choose the sub-type")]
    reply = browser.post(of(note, "type"), {"type": "KA", "sub_type": "KS", "save": "yes", "version": "1"}, follow=True)
    assert "Type of the case note corrected" in words(reply) and "Key Worker Session" in words(reply)
    note.refresh_from_db()
    assert note.sub_type.code == "KS" and DeletedNote.objects.get().content["sub_type"] == "KE"
    entry = AuditEntry.objects.get(action="CASE_NOTE_TYPE_CORRECTED")
    assert entry.details["changes"] == {"type": ["KA/KE", "KA/KS"]}


def test_somebody_added_to_it_while_the_type_was_chosen(browser: Client, signed_in: Callable[..., Client]) -> None:
    note = a_note("A1111AA", "KA", "KE", author_username="WRITER", created_at=local_time.now())
    signed_in(username="OTHER")
    amend(actor("OTHER"), "A1111AA", note.pk, "Added meanwhile")
    reply = browser.post(of(note, "type"), {"type": "KA", "sub_type": "KS", "save": "yes", "version": "1"})
    assert reply.status_code == 409 and "Added meanwhile" in words(reply) and chosen(reply, "id_sub_type") == "KS"
    assert 'name="version" value="2"' in whole(reply)
    assert (
        browser.post(of(note, "type"), {"type": "KA", "sub_type": "KS", "save": "yes", "version": "2"}).status_code
        == 302
    )


def test_only_the_author_on_the_day_and_only_kinds_they_may_use(browser: Client) -> None:
    yesterday = local_time.now() - timedelta(days=1)
    theirs, old = a_note("A1111AA"), a_note("A1111AA", author_username="WRITER", created_at=yesterday)
    for note in (theirs, old):
        assert browser.get(of(note, "type")).status_code == 403 and of(note, "type") not in whole(browser.get(BASE))
    mine = a_note("A1111AA", author_username="WRITER", created_at=local_time.now())
    for type, code in [("POM", "GEN"), ("ALERT", "ACTIVE"), ("NONE", "X")]:
        assert browser.post(of(mine, "type"), {"type": type, "sub_type": code, "save": "yes"}).status_code == 404
    mine.refresh_from_db()
    assert mine.sub_type.code == "OBS_GEN"


def test_every_page_as_internet_explorer_8_reads_it(browser: Client) -> None:
    note = a_note("A1111AA", author_username="WRITER", created_at=local_time.now())
    browser.post(MAKE_TEXT, {"name": "Cell check", "text": "Checked.", "shared": "yes", "save": "yes"})
    browser.post(FAVOURITES, {"type": "KA", "sub_type": "KS", "add": "yes"})
    browser.post(of(note, "more/draft"), {"text": "Begun"})
    for address in (
        f"{BASE}add/",
        f"{BASE}add/?type=NEG",
        of(note),
        of(note, "type"),
        f"{BASE}incentive-review/",
        "/case-notes/drafts/",
        "/case-notes/several/",
        FAVOURITES,
        "/case-notes/ready-texts/",
        MAKE_TEXT,
    ):
        reply = browser.get(address)
        assert reply.status_code == 200 and problems_in_page(reply.content.decode()) == [], address
        assert "<script" not in browser.get(f"{address}{'&' if '?' in address else '?'}ie8=1").content.decode()
    browser.post(f"{BASE}add/draft/", {"text": "Begun"})
    for reply in (
        browser.get(f"{BASE}add/"),
        browser.post(f"{BASE}add/", {"save": "yes"}),
        browser.post("/case-notes/several/", {"people": "A1111AA", "next": "yes"}),
    ):
        assert problems_in_page(reply.content.decode()) == []


MAKE_TEXT, FAVOURITES = "/case-notes/ready-texts/add/", "/case-notes/favourites/"
