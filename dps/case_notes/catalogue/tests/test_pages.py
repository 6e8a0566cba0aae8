"""The pages on which types are looked after."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dps.case_notes.models import NoteSubType, SystemNoteSwitch
from dps.case_notes.tests.notes import a_note, types
from dps.estate import queries as estate
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.tests.officers import officer, statements, words_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
KEPT = {"active": "yes", "writer": "staff", "sensitive": "no", "restricted_use": "no", "version": "1"}


@pytest.fixture
def central(client: Client) -> Client:
    make_agencies()
    types()
    estate.forget_kept()
    return officer(client, "PRISON", "CENTRAL_ADMIN")


def gym() -> NoteSubType:
    return NoteSubType.objects.get(type_id="OBSERVE", code="GYM")


def at(found: NoteSubType) -> str:
    return f"/case-notes/types/sub-types/{found.pk}/"


def post(client: Client, **changed: str) -> Any:
    return client.post(at(gym()), {**KEPT, **changed})


def test_only_the_centre_opens_them(client: Client) -> None:
    types()
    officer(client, "PRISON", "DELETE_SENSITIVE_CASE_NOTES")
    for address in ("/case-notes/types/", "/case-notes/types/KA/", at(gym()), "/case-notes/system-notes/"):
        assert client.get(address).status_code == 403
    assert post(client, active="no", sure="yes").status_code == 403
    assert gym().active


def test_types_and_finding_a_sub_type(central: Client) -> None:
    words = words_of(central.get("/case-notes/types/"))
    assert "64 types with 402 sub-types" in words and "Key Worker Activity KA 2 2" in words
    assert "1 sub-type found" in words_of(central.get("/case-notes/types/?words=well-being"))
    found = words_of(central.get("/case-notes/types/?words=gym&show=offered"))
    assert "4 sub-types found" in found and "OBSERVE / GYM" in found
    assert "5 sub-types found" in words_of(central.get("/case-notes/types/?show=sensitive"))
    assert "7 sub-types found" in words_of(central.get("/case-notes/types/?show=restricted"))
    assert "60 sub-types found" in words_of(central.get("/case-notes/types/?show=hidden"))
    assert "No sub-type has these words" in words_of(central.get("/case-notes/types/?words=zzz"))
    assert central.get("/case-notes/types/?words=" + "x" * 200 + "&show=nothing").status_code == 200
    assert statements(central, "/case-notes/types/?words=gym") == statements(central, "/case-notes/types/")


def test_a_type_shows_how_much_each_sub_type_is_used(central: Client) -> None:
    make_person("A1111AA")
    address = "/case-notes/types/OBSERVE/"
    before = statements(central, address)
    for day in (1, 2, 400):
        a_note("A1111AA", "OBSERVE", "GYM", created_at=local_time.now() - timedelta(days=day))
    words = words_of(central.get(address))
    assert "Gym GYM Offered to staff Yes 2" in words
    assert statements(central, address) == before
    assert central.get("/case-notes/types/NOTHING/").status_code == 404
    assert "ENTRY WARN" in words_of(central.get("/case-notes/types/IEP%20ENTRY/"))


def test_use_is_shown_before_anything_is_hidden(central: Client) -> None:
    make_person("A1111AA")
    make_person("A2222AA", prison="MDI")
    for number in ("A1111AA", "A1111AA", "A2222AA"):
        a_note(number, "OBSERVE", "GYM")
    words = words_of(central.get(at(gym())))
    assert "3 notes of this sub-type were written in the last 12 months, in 2 places." in words
    assert "Leeds (HMP) 2 Moorland (HMP & YOI) 1" in words
    asked = post(central, active="no")
    assert asked.status_code == 200 and gym().active
    words = words_of(asked)
    assert "Check before you save" in words and "In use Yes No" in words and "3 notes of this sub-type" in words
    assert "Staff are not offered it any more." in words
    again = post(central, active="no", again="yes")
    assert re.search(r'value="no" checked', again.content.decode()) and gym().active
    saved = post(central, active="no", sure="yes")
    assert saved["Location"] == "/case-notes/types/OBSERVE/" and not gym().active
    assert AuditEntry.objects.get(action="CASE_NOTE_TYPE_CHANGED").details["notes in the last 12 months"] == 3
    assert "Gym saved" in words_of(central.get("/case-notes/types/OBSERVE/"))


def test_marking_sensitive_says_what_it_does(central: Client) -> None:
    words = words_of(
        post(central, sensitive="yes", **{"active_to-day": "1", "active_to-month": "1", "active_to-year": "2030"})
    )
    assert "Every note of it, old ones too, disappears" in words and "Its notes are also in NOMIS" in words
    assert "Last day offered Not set 1 January 2030" in words


def test_every_problem_at_once_with_what_was_typed(central: Client) -> None:
    reply = central.post(at(gym()), {"active_from-day": "31", "active_from-month": "2", "active_from-year": "2026"})
    words = words_of(reply)
    assert reply.status_code == 400
    for problem in ("Choose whether it is in use", "must be a real date", "Choose who writes it"):
        assert problem in words
    late = {"active_from-day": "2", "active_from-month": "1", "active_from-year": "2026"}
    early = {"active_to-day": "1", "active_to-month": "1", "active_to-year": "2026"}
    reply = post(central, **late, **early, sure="yes")
    assert reply.status_code == 400 and "The last day must be the same" in words_of(reply)
    assert central.get("/case-notes/types/sub-types/999999/").status_code == 404


def test_two_at_once(central: Client) -> None:
    NoteSubType.objects.filter(pk=gym().pk).update(version=2, restricted_use=True)
    reply = post(central, active="no", sure="yes")
    words = words_of(reply)
    assert reply.status_code == 409 and "Somebody else changed this sub-type" in words
    assert gym().active and 'name="version" value="2"' in reply.content.decode()
    assert post(central, active="no", version="x", sure="yes").status_code == 409
    assert post(central, restricted_use="yes").status_code == 302


def test_switching_notes_about_alerts(central: Client) -> None:
    address = "/case-notes/system-notes/"
    SystemNoteSwitch.objects.all().delete()
    assert "they are off" in words_of(central.get(address))
    assert central.post(address, {}).status_code == 400
    refused = central.post(address, {"prison": "*ALL*", "setting": "as-all"})
    assert refused.status_code == 400 and "Choose on or off" in words_of(refused)
    assert central.post(address, {"prison": "*ALL*", "setting": "on"}).status_code == 302
    assert central.post(address, {"prison": "LEI", "setting": "off"}).status_code == 302
    words = words_of(central.get(address))
    assert "they are on" in words and "Every prison On OFFICER" in words and "Leeds (HMP) Off OFFICER" in words
    central.post(address, {"prison": "LEI", "setting": "as-all"})
    assert list(SystemNoteSwitch.objects.values_list("prison", "on")) == [("*ALL*", True)]
    assert AuditEntry.objects.filter(action="SYSTEM_NOTES_SWITCHED").count() == 3


NEW = {**KEPT, "code": "drone", "description": "Drone found", "sync_to_nomis": "no"}


def test_a_type_and_its_first_sub_type_are_added(central: Client) -> None:
    assert 'href="/case-notes/types/add/"' in central.get("/case-notes/types/").content.decode()
    made = central.post("/case-notes/types/add/", {"code": "air & sky", "description": "  From the air "}, follow=True)
    address = "/case-notes/types/AIR%20&%20SKY/"
    assert made.redirect_chain == [(f"{address}add/", 302)]
    assert "From the air added. Add its first sub-type" in words_of(made)
    assert re.search(r'value="staff" checked', made.content.decode())
    assert "no sub-types yet" in words_of(central.get(address))
    assert "From the air AIR & SKY 0 0" in words_of(central.get("/case-notes/types/"))
    assert central.post(f"{address}add/", NEW)["Location"] == address
    found = NoteSubType.objects.get(type_id="AIR & SKY")
    assert (found.code, found.description, found.changed_by) == ("DRONE", "Drone found", "OFFICER")
    assert (found.active, found.selectable, found.sensitive, found.restricted_use, found.sync_to_nomis) == (
        True, True, False, False, False,
    )  # fmt: skip
    words = words_of(central.get(address))
    assert "Drone found added" in words and "Drone found DRONE Offered to staff No 0" in words
    assert "1 sub-type found" in words_of(central.get("/case-notes/types/?words=drone"))
    added = AuditEntry.objects.filter(action__startswith="CASE_NOTE_", action__endswith="_ADDED").order_by("id")
    assert [one.subject_id for one in added] == ["AIR & SKY", "AIR & SKY/DRONE"]


def test_what_is_wrong_with_a_new_one_is_said_at_once(central: Client) -> None:
    reply = central.post("/case-notes/types/add/", {"code": "a/b", "description": ""})
    words = words_of(reply)
    assert reply.status_code == 400 and 'value="a/b"' in reply.content.decode()
    assert "The code must be capital letters" in words and "Enter what staff are to read" in words
    assert "used already" in words_of(central.post("/case-notes/types/add/", {"code": "KA", "description": "Twice"}))
    wrong = central.post("/case-notes/types/KA/add/", {"code": "x" * 13, "description": "y" * 81})
    words = words_of(wrong)
    assert wrong.status_code == 400
    for said in ("12 characters or fewer", "80 characters or fewer", "Choose who writes it", "kept in NOMIS too"):
        assert said in words
    again = central.post("/case-notes/types/OBSERVE/add/", {**NEW, "code": "gym"})
    assert again.status_code == 400 and "used already" in words_of(again)
    assert central.get("/case-notes/types/NOTHING/add/").status_code == 404
    assert central.post("/case-notes/types/KA/add/", {**NEW, "code": "gym"}).status_code == 302, "of another type"
    assert statements(central, "/case-notes/types/add/") < statements(central, "/case-notes/types/KA/add/") < 20
