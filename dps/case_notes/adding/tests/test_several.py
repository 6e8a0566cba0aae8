"""One note about several people."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from dps.case_notes.adding import commands
from dps.case_notes.adding.tests.conftest import a_note_typed, actor, chosen, said_wrong, whole, words
from dps.case_notes.models import CaseNote
from dps.case_notes.tests.notes import a_note
from dps.estate.models import Location
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import NotFound
from dps.prisoners.models import Booking, Person
from dps.prisoners.tests.people import make_cell, make_person

SEVERAL = "/case-notes/several/"


@pytest.fixture
def wing(person: Person) -> None:
    """Two on A wing, one on B, one in another prison; each came into prison a year ago."""
    Location.objects.create(id=900, agency="LEI", code="A", path="A", type="WING", sort_key="A", active=True)
    make_person("B1111BB", "WOOD", "ANN", cell=make_cell("LEI", "A-1-001"))
    make_person("C1111CC", "PIKE", "JOE", cell=make_cell("LEI", "A-1-002"))
    make_person("D1111DD", "ROWE", "TOM", cell=make_cell("LEI", "B-1-001"))
    make_person("E1111EE", "FARR", "MAX", prison="MDI")
    Booking.objects.update(began_at=local_time.now() - timedelta(days=400))


def test_from_numbers_and_a_wing_to_one_note_each(browser: Client, wing: None) -> None:
    assert "Show the people of this wing" in words(browser.get(SEVERAL))
    page = browser.post(SEVERAL, {"wing": "A", "wing_show": "yes", "numbers": "d1111dd"})
    shown = re.findall(r'name="people" type="checkbox" value="(\w+)"( checked)?', whole(page))
    assert shown == [("B1111BB", ""), ("C1111CC", "")] and "d1111dd</textarea>" in whole(page)
    page = browser.post(SEVERAL, {"wing": "A", "wing_all": "yes", "people": "D1111DD"})
    shown = re.findall(r'name="people" type="checkbox" value="(\w+)"( checked)?', whole(page))
    assert shown == [
        (number, " checked") for number in ("D1111DD", "B1111BB", "C1111CC")
    ] and "3 people chosen" in words(page)
    page = browser.post(SEVERAL, {"next": "yes", "people": ["B1111BB", "C1111CC"], "numbers": "D1111DD, b1111bb"})
    assert "About 3 people" in words(page) and "Wood, Ann" in words(page) and "Save 3 notes" in words(page)
    assert f'value="{local_time.today():%d/%m/%Y}"' in whole(page)
    everybody = {"people": re.findall(r'name="people" value="(\w+)"', whole(page))}
    page = browser.post(SEVERAL, {**everybody, **a_note_typed(type="POS", sub_type=""), "save": ""} | {"show": "yes"})
    reply = browser.post(SEVERAL, {**everybody, **a_note_typed(sub_type="")})
    assert said_wrong(reply) == [("id_sub_type", "Choose the sub-type")] and "About 3 people" in words(reply)
    reply = browser.post(SEVERAL, {**everybody, **a_note_typed()}, follow=True)
    assert "Case note added for 3 people" in words(reply)
    assert sorted(CaseNote.objects.values_list("person_id", flat=True)) == ["B1111BB", "C1111CC", "D1111DD"]
    assert len(set(CaseNote.objects.values_list("text", "occurred_at"))) == 1
    assert AuditEntry.objects.filter(action="CASE_NOTE_CREATED").count() == 3


def test_changing_who_keeps_what_was_typed(browser: Client, wing: None) -> None:
    typed = a_note_typed(text="Typed", hours="7")
    del typed["save"]
    page = browser.post(SEVERAL, {**typed, "people": "B1111BB", "change": "yes"})
    assert "Who is the note about?" in words(page)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', whole(page).split("</h1>")[1]))
    page = browser.post(SEVERAL, {**hidden, "people": ["B1111BB", "C1111CC"], "next": "yes"})
    assert "Typed</textarea>" in whole(page) and 'value="7"' in whole(page) and chosen(page, "id_sub_type") == "OBS_GEN"


def test_all_problems_at_once_and_nobody_is_disclosed(browser: Client, wing: None) -> None:
    sent = {"people": ["B1111BB", "E1111EE"], "numbers": "Z9999ZZ nobody", "next": "yes"}
    reply = browser.post(SEVERAL, sent)
    assert reply.status_code == 400
    assert said_wrong(reply) == [
        ("id_numbers", "These are not prison numbers, such as A1234BC: nobody"),
        ("id_numbers", "There is nobody with this number whose case notes you can write: E1111EE, Z9999ZZ"),
    ]
    assert "Farr" not in words(reply) and "Z9999ZZ nobody</textarea>" in whole(reply)
    assert said_wrong(browser.post(SEVERAL, {"next": "yes"})) == [("id_numbers", "Choose at least one person")]
    reply = browser.post(SEVERAL, {**a_note_typed(), "people": ["B1111BB", "E1111EE"]})
    assert reply.status_code == 400 and not CaseNote.objects.exists(), "not one, when not all"


def test_everybody_or_nobody(browser: Client, wing: None) -> None:
    with pytest.raises(NotFound):
        commands.write_for_several(
            actor(), ["B1111BB", "E1111EE"], type="OBSERVE", sub_type="OBS_GEN", text="x", occurred_at=local_time.now()
        )
    assert not CaseNote.objects.exists()


def test_warnings_name_whom_they_are_about(browser: Client, wing: None) -> None:
    sent = {**a_note_typed(date="01/02/2025"), "people": ["B1111BB", "C1111CC"]}
    a_note("C1111CC", text=sent["text"], author_username="WRITER", created_at=local_time.now())
    page = browser.post(SEVERAL, sent)
    assert "You saved the same words about this person a moment ago (Pike, Joe)" in words(page)
    assert "Check the date (Pike, Joe; Wood, Ann)" in words(page) and CaseNote.objects.count() == 1
    del sent["save"]
    assert browser.post(SEVERAL, {**sent, "confirm": "date same"}).status_code == 302 and CaseNote.objects.count() == 3


def test_a_double_click_and_who_may_not(browser: Client, wing: None, signed_in: Callable[..., Client]) -> None:
    page = browser.post(SEVERAL, {"people": ["B1111BB", "C1111CC"], "next": "yes"})
    token = re.search(r'name="submission" value="([^"]+)"', whole(page).split("<main")[1])
    assert token
    sent = {**a_note_typed(submission=token[1]), "people": ["B1111BB", "C1111CC"]}
    assert [browser.post(SEVERAL, sent).status_code for _ in range(2)] == [302, 302]
    assert CaseNote.objects.count() == 2
    assert browser.post(SEVERAL, {**a_note_typed(type="POM", sub_type="GEN"), "people": "B1111BB"}).status_code == 404
    elsewhere = signed_in("GLOBAL_SEARCH", caseloads=("MDI",), username="ELSEWHERE")
    assert "Wood" not in words(elsewhere.post(SEVERAL, {"wing": "A", "wing_show": "yes", "people": "B1111BB"}))


@pytest.mark.django_db(transaction=True)
def test_two_who_write_about_the_same_people_at_once_wait_and_both_are_kept(browser: Client, wing: None) -> None:
    failed: list[Exception] = []

    def write(numbers: list[str], text: str) -> None:
        try:
            commands.write_for_several(
                by, numbers, type="OBSERVE", sub_type="OBS_GEN", text=text, occurred_at=local_time.now()
            )
        except Exception as failure:
            failed.append(failure)
        finally:
            connection.close()

    by, order = actor(), ["B1111BB", "C1111CC", "D1111DD"]
    both = [Thread(target=write, args=(order, "One")), Thread(target=write, args=(order[::-1], "Other"))]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert not failed and CaseNote.objects.count() == 6
