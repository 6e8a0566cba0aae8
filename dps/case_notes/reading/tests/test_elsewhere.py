"""Slips, my notes, and what other pages show of notes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from dps.case_notes.models import NoteSubType
from dps.case_notes.reading.tests.conftest import BASE, NOW, TODAY, texts, whole, words
from dps.case_notes.tests.notes import a_note, an_amendment
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import IncentiveReview, Person
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.officers import statements
from dps.prisoners.tests.people import booking_of, make_person

pytestmark = pytest.mark.django_db


def test_the_slip_of_a_warning(reader: Client) -> None:
    note = a_note(
        "A1111AA", "NEG", "IEP_WARN", "Refused to attend - Gym - Hall - 24/11/2026 09:00\n\nSwore <b>", system_generated=True,
        created_at=NOW - timedelta(days=1), occurred_at=NOW - timedelta(days=2),
    )  # fmt: skip
    an_amendment(note, "Said sorry", author_name="Ben Ode", created_at=NOW - timedelta(hours=2))
    page = whole(reader.get(BASE))
    assert f'href="{BASE}{note.pk}/slip/" target="_blank"' in page and "incentive level warning" in page
    slip = words(reader.get(f"{BASE}{note.pk}/slip/"))
    for said in (
        "Incentive level warning", f"Date and time raised {local_time.long_date_and_time(NOW - timedelta(days=2))}",
        "Name Seán O'Brien", "Prison number A1111AA", "Activity or area Gym - Hall", "Swore <b>", "Said sorry", "B Ode",
        f"Raised by A Khan, {local_time.long_date(NOW - timedelta(days=1))}", f"Issued by S Hall, {local_time.long_date(TODAY)}",
    ):  # fmt: skip
        assert said in slip, said
    assert AuditEntry.objects.get(action="CASE_NOTE_SLIP_OPENED").details == {"note": str(note.pk), "slip": "warning"}


def test_other_notes_have_no_slip(reader: Client) -> None:
    note, praise = a_note("A1111AA", "NEG", "NEG_GEN"), a_note("A1111AA", "POS", "IEP_ENC")
    assert reader.get(f"{BASE}{note.pk}/slip/").status_code == 404
    slip = words(reader.get(f"{BASE}{praise.pk}/slip/"))
    assert "Incentive level encouragement" in slip and "Activity or area" not in slip


def test_my_notes_are_mine_here_and_about_people_i_may_read(person: Person, signed_in: Callable[..., Client]) -> None:
    me = signed_in("VIEW_SENSITIVE_CASE_NOTES", username="AISHA")
    assert "You have not written any case notes here" in words(me.get("/case-notes/"))
    make_person("B1111BB", "ADAMS", "LEE", prison="MDI")
    make_person("C1111CC", "BELL", "JO")
    a_note("A1111AA", text="mine", created_at=NOW - timedelta(days=2))
    a_note("C1111CC", "NEG", "NEG_GEN", "mine too, about a fight")
    a_note("A1111AA", text="of another", author_username="BEN")
    a_note("B1111BB", text="somebody who left", location="LEI")
    a_note("A1111AA", text="of another prison", location="MDI")
    a_note("A1111AA", text="long ago", created_at=NOW - timedelta(days=400))
    reply = me.get("/case-notes/")
    assert texts(reply) == ["mine too, about a fight", "mine"] and "2 case notes" in words(reply)
    assert 'About <a class="govuk-link" href="/prisoners/C1111CC/">Bell, Jo</a>' in whole(reply)
    assert texts(me.get("/case-notes/?words=fight")) == ["mine too, about a fight"]
    assert texts(me.get("/case-notes/?type=OBSERVE")) == ["mine"]
    assert texts(me.get("/case-notes/?sort=createdAt,ASC&showAll=true")) == ["mine", "mine too, about a fight"]
    assert texts(me.get("/case-notes/?whole=true&type=OBSERVE")) == ["mine", "long ago"]
    assert texts(me.get("/case-notes/?words=agox*&whole=true")) == [] and texts(me.get("/case-notes/?words=min*")) == [
        "mine too, about a fight", "mine",
    ]  # fmt: skip
    assert me.get("/case-notes/?since-day=x").status_code == 400
    found = AuditEntry.objects.filter(action="CASE_NOTES_SEARCHED").values_list("details__filters__words", flat=True)
    assert "fight" in found and AuditEntry.objects.filter(action="OWN_CASE_NOTES_VIEWED").exists()
    cost = statements(me, "/case-notes/")
    for place in range(30):
        make_person(f"D{place:04d}DD")
        a_note(f"D{place:04d}DD")
    assert statements(me, "/case-notes/") == cost


def test_my_notes_without_the_right_to_sensitive_ones(person: Person, signed_in: Callable[..., Client]) -> None:
    me = signed_in(username="AISHA")
    a_note("A1111AA", text="Once mine to read")
    NoteSubType.objects.filter(type_id="OBSERVE").update(sensitive=True)
    assert "You have not written any case notes here" in words(me.get("/case-notes/"))


def test_the_tile_and_the_timeline(reader: Client) -> None:
    a_note("A1111AA", "KA", "KS", "Words of a session")
    a_note("A1111AA", "ALERT", "ACTIVE", system_generated=True)
    assert "My case notes" in words(reader.get("/"))
    page = words(reader.get("/prisoners/A1111AA/timeline/?show=case-note"))
    assert "Key Worker Activity: Key Worker Session" in page and "By Aisha Khan" in page
    assert "Words of a session" not in page and "Made Active" not in page


def test_behaviour_since_the_last_review(person: Person, reader: Client) -> None:
    def behaviour() -> str:
        refresh_records(["A1111AA"])
        return words(reader.get("/prisoners/A1111AA/"))

    review = TODAY - timedelta(days=9)
    midnight = local_time.now().astimezone(local_time.LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    for kind, days, more in (
        (("POS", "IEP_ENC"), 9, 0), (("POS", "IEP_ENC"), 1, 0), (("POS", "IEP_ENC"), 9, -60), (("NEG", "IEP_WARN"), 2, 0),
        (("NEG", "NEG_GEN"), 2, 0), (("POS", "POS_GEN"), 2, 0),
    ):  # fmt: skip
        a_note("A1111AA", *kind, occurred_at=midnight - timedelta(days=days, seconds=-more))
    assert "Positive behaviours" not in behaviour(), "nobody knows since when"
    IncentiveReview.objects.create(booking=booking_of(person), sequence=1, level="STD", on=review - timedelta(days=40))
    IncentiveReview.objects.create(booking=booking_of(person), sequence=2, level="STD", on=review)
    assert "Positive behaviours 2 Negative behaviours 1" in behaviour()
    NoteSubType.objects.filter(type_id="NEG", code="IEP_WARN").update(sensitive=True)
    assert "Positive behaviours 2 Negative behaviours 0" in behaviour()
