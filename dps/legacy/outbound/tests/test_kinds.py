"""Every kind of change, written to NOMIS as its forms and reports expect it, and known again when it comes back."""

from datetime import date, datetime
from typing import Any

import pytest

from dps.legacy.inbound import follow
from dps.legacy.models import Mapping, QueuedWrite
from dps.legacy.outbound import writer
from dps.legacy.outbound.tests.conftest import ANN, FEEDS, NUMBER, Edit, write_of
from dps.legacy.tests.conftest import Nomis
from dps.prisoners.changes.models import Change
from dps.prisoners.models import (
    Address,
    Alert,
    Belief,
    Booking,
    Contact,
    EmailAddress,
    Identifier,
    Image,
    Language,
    Mark,
    Person,
    PersonName,
    Phone,
    PhysicalAttributes,
    ProfileDetail,
)
from dps.prisoners.models.own_ids import next_own_id

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])
BOOKING = 501001


def sent(change: Change) -> QueuedWrite:
    """Written, and done."""
    writer.drain()
    write = write_of(change)
    assert write.state == "DONE", (write.state, write.reason)
    return write


def row(nomis: Nomis, table: str, columns: str, where: str) -> tuple[Any, ...]:
    found = nomis.run(f"SELECT {columns} FROM {table} WHERE {where}")
    assert len(found) == 1, found
    return found[0]


def assert_nothing_comes_back() -> None:
    """Neither following nor looking for deleted rows changes anything here."""
    QueuedWrite.objects.update(done_at=datetime(2026, 1, 1, tzinfo=None).astimezone())
    assert follow.once(lambda words: None, FEEDS) == (0, 0)


def test_a_profile_detail_that_is_there_and_one_that_is_new(stand_in: Nomis, edit: Edit) -> None:
    ProfileDetail.objects.filter(type="SMOKE").update(code="N")
    ProfileDetail.objects.create(booking_id=BOOKING, type="SHOESIZE", code="9", sequence=1)
    first = edit("profile detail", "SMOKE", {"code": "Y", "sequence": 1}, {"code": "N", "sequence": 1})
    second = edit("profile detail", "SHOESIZE", None, {"code": "9", "sequence": 1})
    assert sent(first).outcome == "WRITTEN" and sent(second).outcome == "WRITTEN"
    audit = "profile_code, audit_module_name, audit_additional_info, modify_user_id"
    of = f"offender_book_id = {BOOKING} AND profile_type ="
    found = row(stand_in, "offender_profile_details", audit, f"{of} 'SMOKE'")
    assert found == ("N", "DPS_SYNCHRONISATION", f"DPS change {first.pk}", ANN.username)
    assert row(stand_in, "offender_profile_details", "profile_code, profile_seq, list_seq", f"{of} 'SHOESIZE'") == (
        "9",
        1,
        99,
    )
    assert row(stand_in, "offender_profiles", "profile_seq", f"offender_book_id = {BOOKING}") == (1,)
    assert_nothing_comes_back()
    cleared = edit("profile detail", "SMOKE", {"code": "N", "sequence": 1}, {"code": "", "sequence": 1})
    sent(cleared)
    assert row(stand_in, "offender_profile_details", "profile_code", f"{of} 'SMOKE'") == (None,)


def test_height_is_written_in_both_units_and_compared_with_feet(stand_in: Nomis, edit: Edit) -> None:
    assert PhysicalAttributes.objects.get().height_cm == 180
    PhysicalAttributes.objects.update(height_cm=183, weight_kg=76)
    before = {"height_cm": 180, "weight_kg": 80, "sequence": 1}
    sent(edit("physical attributes", "", before, {"height_cm": 183, "weight_kg": 76, "sequence": 1}))
    columns = "height_cm, height_ft, height_in, weight_kg, weight_lbs"
    assert row(stand_in, "offender_physical_attributes", columns, "true") == (183, 6, 0, 76, 168)
    assert_nothing_comes_back()


def test_languages_are_added_changed_and_removed(stand_in: Nomis, edit: Edit) -> None:
    fields = {"reads": "G", "writes": "", "speaks": "", "comment": "", "interpreter_required": False,
              "preferred_spoken": False, "preferred_written": False, "code": "ENG", "type": "PRIM"}  # fmt: skip
    Language.objects.filter(code="ENG").update(speaks="A", interpreter_required=True)
    sent(edit("language", "ENG/PRIM", fields, {**fields, "speaks": "A", "interpreter_required": True}))
    columns = "read_skill, speak_skill, interpreter_requested_flag"
    assert row(stand_in, "offender_languages", columns, "language_code = 'ENG'") == ("G", "A", "Y")
    Language.objects.create(booking_id=BOOKING, code="POL", type="SEC", speaks="P")
    added = {**fields, "code": "POL", "type": "SEC", "reads": "", "speaks": "P", "comment": "é" * 200}
    sent(edit("language", "POL/SEC", None, added))
    assert row(stand_in, "offender_languages", "comment_text", "language_code = 'POL'") == ("é" * 120,)
    assert_nothing_comes_back()
    Language.objects.filter(code="POL").delete()
    sent(edit("language", "POL/SEC", added, None))
    assert not stand_in.run("SELECT 1 FROM offender_languages WHERE language_code = 'POL'")
    assert_nothing_comes_back()


def test_a_belief(stand_in: Nomis, edit: Edit) -> None:
    own = next_own_id()
    Belief.objects.create(id=own, person_id=NUMBER, booking_id=BOOKING, code="ZORO", started_on=date(2026, 11, 1))
    fields = {"booking_id": BOOKING, "code": "ZORO", "started_on": date(2026, 11, 1), "ended_on": None,
              "reason_known": True, "comments": "Told the chaplain", "verified": False, "added_by": "X"}  # fmt: skip
    change = edit("belief", own, None, fields)
    sent(change)
    columns = "belief_id, offender_book_id, root_offender_id, belief_code, change_reason, verified_flag"
    found = row(stand_in, "offender_beliefs", columns, "true")
    assert found[1:] == (BOOKING, 1001, "ZORO", "Y", "N")
    assert Belief.objects.get().pk == found[0] and Mapping.objects.get(kind="belief").nomis_key == str(found[0])
    change.refresh_from_db()
    assert change.key == str(found[0])
    again = edit("belief", own, fields, {**fields, "ended_on": date(2026, 11, 20)})
    sent(again)
    assert row(stand_in, "offender_beliefs", "end_date", "true") == (datetime(2026, 11, 20),)


def test_where_somebody_was_born_is_on_the_root_and_the_working_name(stand_in: Nomis, edit: Edit) -> None:
    stand_in.run("UPDATE offender_bookings SET offender_id = 1003 WHERE offender_book_id = %s", BOOKING)
    Booking.objects.filter(pk=BOOKING).update(name_id=1003)
    Person.objects.filter(pk=NUMBER).update(birth_place="Leeds", birth_country="ENG")
    sent(edit("birth", "", {"birth_place": "", "birth_country": ""}, {"birth_place": "Leeds", "birth_country": "ENG"}))
    found = stand_in.run(
        "SELECT offender_id, birth_place, birth_country_code FROM offenders WHERE root_offender_id = 1001 ORDER BY 1"
    )
    assert found == [(1001, "LEEDS", "ENG"), (1003, "LEEDS", "ENG")]


NAME = {"title": "MR", "first_name": "Zoë", "middle_names": "Anne Mary", "last_name": "O’Brien", "suffix": "",
        "date_of_birth": date(1981, 2, 3), "sex": "M", "ethnicity": "W1", "name_type": "CN", "is_working": True}  # fmt: skip


def test_a_new_working_name_is_a_new_record_that_the_booking_points_at(stand_in: Nomis, edit: Edit) -> None:
    own = next_own_id()
    PersonName.objects.filter(person_id=NUMBER).update(is_working=False)
    PersonName.objects.create(id=own, person_id=NUMBER, **NAME)
    Booking.objects.filter(pk=BOOKING).update(name_id=own)
    Identifier.objects.create(person_id=NUMBER, name_id=own, sequence=0, type="CRO", value="1/26A")
    sent(edit("name", own, None, NAME))
    new = row(stand_in, "offender_bookings", "offender_id", f"offender_book_id = {BOOKING}")[0]
    columns = "first_name, middle_name, last_name, last_name_key, last_name_soundex, root_offender_id, alias_name_type"
    found = row(stand_in, "offenders", columns, f"offender_id = {new}")
    assert found == ("ZOË", "ANNE MARY", "O’BRIEN", "O’BRIEN", "O165", 1001, "CN")
    assert PersonName.objects.get(pk=new).is_working and Booking.objects.get(pk=BOOKING).name_id == new
    assert Identifier.objects.get(type="CRO").name_id == new
    assert_nothing_comes_back()
    assert PersonName.objects.get(person_id=NUMBER, is_working=True).pk == new


def test_an_alias_becomes_the_working_name_and_a_name_is_put_right(stand_in: Nomis, edit: Edit) -> None:
    alias = {"last_name": "JONES", "middle_names": "", "is_working": False, "name_type": "A"}
    first = edit("name", 1003, alias, {**alias, "is_working": True})
    second = edit(
        "name", 1003, alias, {**alias, "last_name": "Johnson", "middle_names": "Bartholomew Montgomery Alexander Fitz"}
    )
    assert sent(first).state == sent(second).state
    assert row(stand_in, "offender_bookings", "offender_id", f"offender_book_id = {BOOKING}") == (1003,)
    columns = "last_name, last_name_key, middle_name, middle_name_2"
    found = row(stand_in, "offenders", columns, "offender_id = 1003")
    assert found == ("JOHNSON", "JOHNSON", "BARTHOLOMEW MONTGOMERY ALEXANDER", "FITZ")


def test_identifiers(stand_in: Nomis, edit: Edit) -> None:
    ours = Identifier.objects.create(person_id=NUMBER, name_id=1001, sequence=0, type="NINO", value="AB123456C")
    fields = {"type": "NINO", "value": "AB123456C", "authority": "", "issued_on": None, "name_id": 1001, "sequence": 0}
    first = edit("identifier", ours.pk, None, fields)
    then = edit("identifier", ours.pk, fields, {**fields, "authority": "HMRC"})
    sent(first), sent(then)
    columns = "offender_id_seq, identifier_type, identifier, issued_authority_text, root_offender_id"
    found = row(stand_in, "offender_identifiers", columns, "identifier_type = 'NINO'")
    assert found == (2, "NINO", "AB123456C", "HMRC", 1001)
    Identifier.objects.filter(pk=ours.pk).update(authority="HMRC")
    assert Identifier.objects.get(pk=ours.pk).sequence == 2
    assert_nothing_comes_back()
    Identifier.objects.filter(pk=ours.pk).delete()
    sent(edit("identifier", ours.pk, {**fields, "sequence": 2, "authority": "HMRC"}, None))
    assert not stand_in.run("SELECT 1 FROM offender_identifiers WHERE identifier_type = 'NINO'")


ADDRESS = {"person_id": NUMBER, "contact_person_id": None, "flat": "3B", "premise": "The Mill", "street": "x" * 170,
           "locality": "", "town": "25343", "county": "", "country": "ENG", "postcode": "LS1 4AP", "primary": False,
           "postal": True, "no_fixed_address": False, "started_on": date(2026, 1, 2), "ended_on": None, "comment": "",
           "uprn": "100"}  # fmt: skip


def test_an_address_its_phone_and_an_email(stand_in: Nomis, edit: Edit) -> None:
    address, phone, email = next_own_id(), next_own_id(), next_own_id()
    Address.objects.create(id=address, **{**ADDRESS, "street": "x" * 160})
    Phone.objects.create(id=phone, address_id=address, type="HOME", number="0113 2")
    EmailAddress.objects.create(id=email, person_id=NUMBER, address="j@example.uk")
    of = {"person_id": None, "contact_person_id": None}
    changes = [
        edit("address", address, None, ADDRESS),
        edit("phone", phone, None, {**of, "address_id": address, "type": "HOME", "number": "0113 2", "extension": ""}),
        edit("email", email, None, {"person_id": NUMBER, "contact_person_id": None, "address": "j@example.uk"}),
    ]
    for change in changes:
        sent(change)
    columns = "address_id, owner_class, owner_id, street, mail_flag, primary_flag, start_date"
    found = row(stand_in, "addresses", columns, "flat = '3B'")
    assert found[1:] == ("OFF", 1001, "x" * 160, "Y", "N", datetime(2026, 1, 2))
    assert Address.objects.get(flat="3B").pk == found[0] and Phone.objects.get(number="0113 2").address_id == found[0]
    assert row(stand_in, "phones", "owner_class, owner_id", "phone_no = '0113 2'") == ("ADDR", found[0])
    assert row(stand_in, "internet_addresses", "owner_class, internet_address_class", "true") == ("OFF", "EMAIL")
    assert_nothing_comes_back()
    sent(edit("phone", 80, {"type": "HOME", "number": "0113 1", "extension": ""}, None))
    assert stand_in.run("SELECT count(*) FROM phones") == [(1,)]


CONTACT = {"booking_id": BOOKING, "type": "S", "relationship": "BRO", "contact_person_id": None, "first_name": "Abe",
           "middle_names": "", "last_name": "Smith", "date_of_birth": None, "sex": "M", "comment": "", "next_of_kin": True,
           "emergency": False, "approved_visitor": False, "active": True, "expires_on": None}  # fmt: skip


def test_a_contact_who_is_new_with_a_phone_and_one_who_is_known(stand_in: Nomis, edit: Edit) -> None:
    contact, somebody, phone = next_own_id(), next_own_id(), next_own_id()
    Contact.objects.create(id=contact, **{**CONTACT, "contact_person_id": somebody})
    Phone.objects.create(id=phone, contact_person_id=somebody, type="MOB", number="07700")
    first = edit("contact", contact, None, {**CONTACT, "contact_person_id": somebody})
    of = {"person_id": None, "address_id": None, "contact_person_id": somebody}
    second = edit("phone", phone, None, {**of, "type": "MOB", "number": "07700", "extension": ""})
    sent(first), sent(second)
    found = row(
        stand_in,
        "offender_contact_persons",
        "offender_contact_person_id, person_id, next_of_kin_flag",
        "relationship_type = 'BRO'",
    )
    assert row(stand_in, "persons", "last_name, first_name, sex", f"person_id = {found[1]}") == ("SMITH", "ABE", "M")
    assert found[2] == "Y" and row(stand_in, "phones", "owner_class, owner_id", "phone_no = '07700'") == (
        "PER",
        found[1],
    )
    assert Contact.objects.get(relationship="BRO").contact_person_id == found[1]
    known = {**CONTACT, "contact_person_id": 90, "relationship": "MOT", "first_name": "MARY", "last_name": "SMITH", "sex": "",
             "next_of_kin": False}  # fmt: skip
    sent(edit("contact", 95, known, {**known, "first_name": "Maria", "emergency": True}))
    assert row(stand_in, "persons", "first_name", "person_id = 90") == ("MARIA",)
    assert row(stand_in, "offender_contact_persons", "emergency_contact_flag", "offender_contact_person_id = 95") == (
        "Y",
    )


def test_a_mark_and_its_photograph(stand_in: Nomis, edit: Edit) -> None:
    mark = Mark.objects.create(booking_id=BOOKING, sequence=-4, type="TAT", body_part="ARM", side="L")
    image = next_own_id()
    fields = {"captured_at": datetime(2026, 7, 1, 12, 30).astimezone(), "object_type": "OFF_IDM", "object_sequence": -4,
              "view": "TAT", "orientation": "ARM", "active": True}  # fmt: skip
    Image.objects.create(id=image, booking_id=BOOKING, full_size=b"\xff\xd8big", thumbnail=b"\xff\xd8small", **fields)
    sent(
        edit(
            "mark",
            mark.pk,
            None,
            {"sequence": -4, "type": "TAT", "body_part": "ARM", "side": "L", "orientation": "", "comment": "A rose"},
        )
    )
    sent(edit("image", image, None, fields))
    columns = "id_mark_seq, mark_type, body_part_code, side_code, comment_text"
    assert row(stand_in, "offender_identifying_marks", columns, "true") == (1, "TAT", "ARM", "L", "A rose")
    columns = "offender_image_id, image_object_seq, full_size_image, thumbnail_image, active_flag, image_source_code"
    found = row(stand_in, "offender_images", columns, "true")
    assert found[1:] == (1, b"\xff\xd8big", b"\xff\xd8small", "Y", "FILE")
    assert Mark.objects.get().sequence == 1
    assert Image.objects.get().pk == found[0] and Image.objects.get().object_sequence == 1


ALERT = {
    "type": "X",
    "code": "XA",
    "description": "Arson",
    "authorised_by": "A Lee",
    "active_from": date(2026, 11, 1),
    "active_to": None,
}


def our_alert(**changes: Any) -> Alert:
    return Alert.objects.create(person_id=NUMBER, created_at=datetime(2026, 11, 1).astimezone(), **{**ALERT, **changes})


def test_an_alert_is_added_ended_and_removed(stand_in: Nomis, edit: Edit) -> None:
    alert = our_alert()
    sent(edit("alert", alert.pk, None, {**ALERT, "description": "é" * 3000}))
    columns = (
        "alert_seq, alert_type, alert_code, alert_status, expiry_date, caseload_id, root_offender_id, verified_flag"
    )
    assert row(stand_in, "offender_alerts", columns, "alert_code = 'XA'") == (
        2,
        "X",
        "XA",
        "ACTIVE",
        None,
        "LEI",
        1001,
        "N",
    )
    assert row(stand_in, "offender_alerts", "comment_text", "alert_code = 'XA'") == ("é" * 2000,)
    alert.refresh_from_db()
    assert (alert.nomis_booking_id, alert.nomis_sequence) == (BOOKING, 2)
    long = {**ALERT, "description": "é" * 3000}
    ended = {**long, "active_to": date(2026, 11, 2)}
    sent(edit("alert", alert.pk, long, ended))
    assert row(stand_in, "offender_alerts", "alert_status, expiry_date", "alert_seq = 2") == (
        "INACTIVE",
        datetime(2026, 11, 2),
    )
    sent(edit("alert", alert.pk, ended, None))
    assert stand_in.run("SELECT alert_seq FROM offender_alerts") == [(1,)]


def test_an_alert_whose_code_is_active_in_nomis_is_put_before_a_person(stand_in: Nomis, edit: Edit) -> None:
    stand_in.run("INSERT INTO offender_alerts (offender_book_id, alert_seq, alert_type, alert_code, alert_date, alert_status,"
                 " verified_flag, comment_text) VALUES (501001, 2, 'X', 'XA', '2026-11-03', 'ACTIVE', 'N', 'Of the gate')")  # fmt: skip
    change = edit("alert", our_alert().pk, None, ALERT)
    writer.drain()
    write = write_of(change)
    assert (write.state, write.theirs["comment_text"]) == ("CONFLICT", "Of the gate")
    assert "active alert with this code" in write.reason
    assert stand_in.run("SELECT count(*) FROM offender_alerts") == [(2,)]
