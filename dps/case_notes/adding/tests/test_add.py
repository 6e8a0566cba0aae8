"""Adding a note, as staff do it without a script."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.case_notes.adding.tests.conftest import BASE, a_note_typed, chosen, options, said_wrong, whole, words
from dps.case_notes.models import CaseNote, NoteSubType
from dps.case_notes.tests.notes import a_note
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Booking, Person
from dps.prisoners.tests.people import make_person

ADD = f"{BASE}add/"


def test_a_note_from_the_overview_and_back(browser: Client, person: Person) -> None:
    overview = browser.get("/prisoners/A1111AA/")
    assert f'href="{ADD}"' in whole(overview)
    page = browser.get(ADD, headers={"Referer": "http://testserver/prisoners/A1111AA/"})
    clock = local_time.in_london(local_time.now())
    assert f'value="{clock:%d/%m/%Y}"' in whole(page) and f'value="{clock:%H}"' in whole(page)
    back = re.search(r'name="from" value="([^"]*)"', whole(page))
    assert back and back[1] == "/prisoners/A1111AA/"
    reply = browser.post(ADD, a_note_typed(**{"from": back[1]}), follow=True)
    assert reply.redirect_chain == [("/prisoners/A1111AA/", 302)] and "Case note added" in words(reply)
    note = CaseNote.objects.get()
    assert note.text == "Settled in well.\n\nAsked for a job in the kitchen." and note.author_username == "WRITER"
    assert note.occurred_at.second == 0 and note.location == "LEI"
    assert AuditEntry.objects.filter(action="CASE_NOTE_CREATED", subject_id="A1111AA").count() == 1
    assert browser.post(ADD, a_note_typed(text="Another"))["Location"] == BASE


def test_nul_is_left_out_of_what_was_typed(browser: Client, person: Person) -> None:
    """As by the API (case-notes.md 5.2); elsewhere it is refused."""
    assert browser.post(ADD, a_note_typed(text="A quiet\0 day\0"))["Location"] == BASE
    assert CaseNote.objects.get().text == "A quiet day"
    assert "Say what happened" in words(browser.post(ADD, a_note_typed(text="\0")))
    assert browser.post(ADD, {**a_note_typed(), "no\0te": "1"}).status_code == 400
    assert browser.get(f"{ADD}?type=%00").status_code == 400
    assert browser.post("/prisoners/A1111AA/watch/", {"words": "a\0"}).status_code == 400


def test_the_address_may_ask_for_a_kind(browser: Client) -> None:
    page = browser.get(f"{ADD}?type=KA&subType=KS")
    assert chosen(page, "id_type") == "KA" and chosen(page, "id_sub_type") == "KS"
    assert "Key Worker Session only for a full session" in words(page)
    for asked in ("?type=ALERT&subType=ACTIVE", "?type=KA&subType=NONE", "?type=POM", "?type=%3Cb%3E"):
        reply = browser.get(ADD + asked)
        assert reply.status_code == 200 and chosen(reply, "id_sub_type") == ""


def test_without_a_script_a_button_shows_the_sub_types_and_keeps_everything(browser: Client) -> None:
    page = browser.get(ADD)
    assert options(page, "id_sub_type") == ["Choose the type first"]
    typed = a_note_typed(
        type="POS", sub_type="", text="Half a <b>sentence</b>", date="x", hours="7", minutes="", show="yes"
    )
    del typed["save"]
    page = browser.post(ADD, typed)
    assert page.status_code == 200 and said_wrong(page) == []
    assert options(page, "id_sub_type")[1:] == [
        "General Entry",
        "Incentive Encouragement",
        "Quality Attitude",
        "Quality Work",
    ]
    assert "Half a <b>sentence</b></textarea>" in whole(page) and "<b>sentence" not in page.content.decode()
    assert 'name="date" type="text" value="x"' in whole(
        page
    ) and 'id="id_hours" name="hours" type="text" inputmode="numeric" value="7"' in whole(page)
    assert CaseNote.objects.count() == 0
    wrong = browser.post(ADD, a_note_typed(type="NEG", sub_type="QUAL_WK"))
    assert said_wrong(wrong) == [("id_sub_type", "Choose the sub-type")] and wrong.status_code == 400
    assert "Behaviour Warning" in options(wrong, "id_sub_type") and chosen(wrong, "id_type") == "NEG"


def test_everything_that_is_wrong_at_once_and_in_order(browser: Client) -> None:
    reply = browser.post(ADD, {"save": "yes", "text": " \n", "date": "", "hours": "", "minutes": ""})
    assert reply.status_code == 400
    assert [box for box, _ in said_wrong(reply)] == [
        "id_type", "id_sub_type", "id_text", "id_date", "id_hours", "id_minutes", "id_hours",
    ]  # fmt: skip
    assert said_wrong(reply)[2:4] == [("id_text", "Say what happened"), ("id_date", "Give the date it happened")]
    tomorrow = local_time.today() + timedelta(days=1)
    for changes, found in [
        ({"text": "x" * 4001}, [("id_text", "Use 4,000 characters or fewer")]),
        ({"date": "31/02/2026"}, [("id_date", "Enter a real date, as DD/MM/YYYY")]),
        ({"date": f"{tomorrow:%d/%m/%Y}"}, [("id_date", "The date must not be in the future")]),
        (
            {"hours": "x", "minutes": "60"},
            [("id_hours", "Enter the hours in numbers only"), ("id_minutes", "Enter minutes of 59 or less")],
        ),
        ({"hours": "24"}, [("id_hours", "Enter hours of 23 or less")]),
    ]:
        typed = a_note_typed(**changes)
        reply = browser.post(ADD, typed)
        assert said_wrong(reply) == found, changes
        assert f"{typed['text']}</textarea>" in whole(reply) and f'value="{typed["hours"]}"' in whole(reply)
    assert not CaseNote.objects.exists()
    assert browser.post(ADD, a_note_typed(text="x" * 4000)).status_code == 302


def test_a_time_of_today_that_is_still_to_come(signed_in: Callable[..., Client]) -> None:
    with time_machine.travel("2026-07-24T09:30:40Z", tick=False):
        browser = signed_in()
        for clock, wrong in [(("10", "30"), []), (("10", "31"), [("id_hours", "The time must not be in the future")])]:
            sent = a_note_typed(date="24/07/2026", hours=clock[0], minutes=clock[1], confirm="date")
            reply = browser.post(ADD, sent)
            assert said_wrong(reply) == wrong and reply.status_code == (400 if wrong else 302), clock


def test_kinds_one_may_not_use_are_not_there(browser: Client, signed_in: Callable[..., Client]) -> None:
    page = browser.get(ADD)
    assert "Positive Behaviour" in options(page, "id_type") and "Alert" not in options(page, "id_type")
    assert "POM" not in re.search(r'data-choices="[^"]*">(.*?)</script>', whole(page))[1]  # type: ignore[index]
    for type, code in [
        ("ALERT", "ACTIVE"),
        ("POM", "GEN"),
        ("OMIC", "OPEN_COMM"),
        ("NONE", "X"),
        ("OBSERVE", "OBS_GEN"),
    ]:
        if type == "OBSERVE":
            NoteSubType.objects.filter(type_id=type, code=code).update(sensitive=True)
        assert browser.post(ADD, a_note_typed(type=type, sub_type=code)).status_code == 404, code
    assert not CaseNote.objects.exists()
    manager = signed_in("POM", username="MANAGER")
    page = manager.get(f"{ADD}?type=OMIC&subType=OPEN_COMM")
    assert chosen(page, "id_sub_type") == "OPEN_COMM" and "Do not put sensitive information in it" in words(page)
    assert manager.post(ADD, a_note_typed(type="OMIC", sub_type="OPEN_COMM")).status_code == 302


def test_advice_is_shown_for_the_type_chosen_only(browser: Client) -> None:
    page = browser.get(f"{ADD}?type=NEG")
    shown = re.findall(r'data-shown-for="(\w+)" data-shown-for-second="\w*"( hidden)?>', whole(page))
    assert ("NEG", "") in shown and ("POS", " hidden") in shown and ("KA", " hidden") in shown
    assert "OMIC" not in [type for type, _ in shown]


def test_who_may_not_finds_nothing(signed_in: Callable[..., Client]) -> None:
    elsewhere = signed_in("GLOBAL_SEARCH", caseloads=("MDI",))
    assert elsewhere.get("/prisoners/A1111AA/").status_code == 200
    assert ADD not in whole(elsewhere.get("/prisoners/A1111AA/"))
    for address in (ADD, f"{ADD}draft/", f"{BASE}incentive-review/"):
        ask = elsewhere.post if "draft" in address else elsewhere.get
        assert ask(address).status_code == 404
    assert elsewhere.post(ADD, a_note_typed()).status_code == 404 and not CaseNote.objects.exists()
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED").exists()


def test_a_warning_and_going_on(browser: Client, person: Person) -> None:
    Booking.objects.filter(person=person).update(began_at=local_time.now() - timedelta(days=1))
    early = a_note_typed(date="01/02/2020")
    page = browser.post(ADD, early)
    assert (
        page.status_code == 200
        and "before they first came into prison" in words(page)
        and not CaseNote.objects.exists()
    )
    assert f"{early['text']}</textarea>" in whole(page) and 'name="confirm" value="date"' in whole(page)
    del early["save"]
    assert browser.post(ADD, {**early, "confirm": "date"}).status_code == 302
    page = browser.post(ADD, {**early, "confirm": "date"})
    assert page.status_code == 200 and "You saved the same words" in words(page) and 'value="date same"' in whole(page)
    assert browser.post(ADD, {**early, "confirm": "date same"}).status_code == 302
    assert CaseNote.objects.count() == 2
    CaseNote.objects.update(created_at=local_time.now() - timedelta(minutes=6))
    assert browser.post(ADD, {**early, "confirm": "date"}).status_code == 302, "after a few minutes it is no slip"


def test_the_same_words_of_somebody_else_or_about_somebody_else_are_no_slip(browser: Client, person: Person) -> None:
    make_person("B1111BB")
    text = a_note_typed()["text"]
    a_note("A1111AA", text=text, author_username="OTHER", created_at=local_time.now())
    a_note("B1111BB", text=text, author_username="WRITER", created_at=local_time.now())
    assert browser.post(ADD, a_note_typed()).status_code == 302


def test_a_double_click_is_one_note(browser: Client) -> None:
    token = re.search(r'name="submission" value="([^"]+)"', whole(browser.get(ADD)).split("<main")[1])
    assert token
    sent = a_note_typed(submission=token[1])
    assert [browser.post(ADD, sent).status_code for _ in range(3)] == [302, 302, 302]
    assert CaseNote.objects.count() == 1


def test_a_fault_costs_nobody_their_words(browser: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left'; END $$;"
            "CREATE TRIGGER full_disk BEFORE INSERT ON case_notes_casenote FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )
    token = re.search(r'name="submission" value="([^"]+)"', whole(browser.get(ADD)).split("<main")[1])
    assert token
    reply = browser.post(ADD, a_note_typed(submission=token[1]))
    assert reply.status_code == 503 and "This has not been saved" in words(reply)
    assert f"{a_note_typed()['text']}</textarea>" in whole(reply) and chosen(reply, "id_sub_type") == "OBS_GEN"
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full_disk ON case_notes_casenote")
    assert browser.post(ADD, a_note_typed(submission=token[1])).status_code == 302 and CaseNote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_while_saving_costs_nobody_their_words(browser: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION go_away() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;"
            "CREATE TRIGGER go_away BEFORE INSERT ON case_notes_casenote FOR EACH ROW EXECUTE FUNCTION go_away()"
        )
    try:
        for path, sent in (
            (ADD, a_note_typed()),
            (ADD, a_note_typed(submission=str(uuid4()))),
            ("/case-notes/several/", {**a_note_typed(submission=str(uuid4())), "people": "A1111AA"}),
        ):
            reply = browser.post(path, sent)
            assert reply.status_code == 503 and "This has not been saved" in words(reply)
            assert f"{a_note_typed()['text']}</textarea>" in whole(reply)
            assert 'value="OBS_GEN"' in whole(reply) and ("people" not in sent or 'value="A1111AA"' in whole(reply))
            connection.close()
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER go_away ON case_notes_casenote; DROP FUNCTION go_away()")
    assert not CaseNote.objects.exists()


def test_after_an_incentive_review_the_level_is_asked_about(browser: Client) -> None:
    sent = a_note_typed(type="REPORTS", sub_type="REP_IEP", **{"from": "/prisoners/A1111AA/"})
    reply = browser.post(ADD, sent, follow=True)
    assert "Did you hold an incentive review" in words(reply) and "Case note added" in words(reply)
    assert 'href="/prisoners/A1111AA/"' in whole(reply).split("<main")[1]


def test_favourites_and_recent_kinds_first(browser: Client, person: Person) -> None:
    for place, (type, code) in enumerate([("POS", "QUAL_WK"), ("NEG", "NEG_GEN"), ("POS", "QUAL_WK")]):
        a_note(
            "A1111AA", type, code, author_username="WRITER", created_at=local_time.now() - timedelta(hours=5 - place)
        )
    a_note("A1111AA", "ALERT", "ACTIVE", author_username="WRITER", system_generated=True)
    browser.post(ADD, a_note_typed(type="KA", sub_type="KS", favourite="yes"))
    page = browser.get(ADD)
    picks = re.findall(r'name="pick" value="(\d+)"[^>]*>([^<]+)<', whole(page))
    assert [label for _, label in picks] == [
        "Key Worker Activity: Key Worker Session", "Positive Behaviour: Quality Work", "Negative Behaviour: General Entry",
    ]  # fmt: skip
    typed = a_note_typed(type="", sub_type="", text="Kept", pick=picks[1][0])
    del typed["save"]
    page = browser.post(ADD, typed)
    assert (
        chosen(page, "id_type") == "POS"
        and chosen(page, "id_sub_type") == "QUAL_WK"
        and "Kept</textarea>" in whole(page)
    )
    assert "Keep this type among my favourites" in words(page)
    assert "Keep this type" not in words(browser.get(f"{ADD}?type=KA&subType=KS"))


def test_the_page_costs_the_same_however_many_notes_there_are(browser: Client, person: Person) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(ADD).status_code == 200
        return len(captured)

    statements()
    before = statements()
    for _ in range(20):
        a_note("A1111AA", author_username="WRITER")
    assert statements() == before <= 20
