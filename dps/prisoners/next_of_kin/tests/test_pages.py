"""Next of kin and emergency contacts: added, corrected, ended, restored; by staff and by programs."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.identity.models import Account
from dps.identity.provider.tests.flow import bearer, machine_token, make_machine
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.prisoners.changes import kinds
from dps.prisoners.changes.models import Change
from dps.prisoners.marks.tests.test_pages import account, was
from dps.prisoners.models import Address, Contact, Person, Phone
from dps.prisoners.names.tests.officers import token_of
from dps.prisoners.next_of_kin import queries
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE, TAB = "/prisoners/A1111AA/personal/next-of-kin/", "/prisoners/A1111AA/personal/#next-of-kin"
TYPED = {
    "is_a": ["next_of_kin", "emergency"], "first_name": "Mary", "last_name": "O’Neil", "relationship": "MOT",
    "date_of_birth-day": "2", "date_of_birth-month": "3", "date_of_birth-year": "1960", "phone": "(0113) 496 0000",
    "phone_type": "HOME", "house": "12", "street": "High Street", "postcode": "ls1 1aa",
}  # fmt: skip
CHANGER = Actor("R", "R", 1, frozenset({"PRISON", "PRISONER_PROFILE_SENSITIVE_RW"}), ("LEI",), "LEI")


@pytest.fixture
def officer() -> Client:
    make_agencies()
    for code, words, kind in (("MOT", "Mother", "S"), ("SOL", "Solicitor", "O"), ("POM", "Offender manager", "O")):
        ReferenceCode.objects.create(domain="RELATIONSHIP", code=code, description=words, parent=kind)
    ReferenceCode.objects.create(domain="RELATIONSHIP", code="OLD", description="Old", parent="S", active=False)
    ReferenceCode.objects.create(domain="PHONE_USAGE", code="HOME", description="Home")
    make_person("A1111AA")
    return account("OFFICER", "PRISONER_PROFILE_SENSITIVE_RW")


def contact(**more: Any) -> Contact:
    booking = booking_of(Person.objects.get(pk="A1111AA"))
    return Contact.objects.create(
        **{
            "id": 5, "booking": booking, "type": "S", "relationship": "MOT", "first_name": "ANNE", "last_name": "LEE",
            "next_of_kin": True, "contact_person_id": 50, **more,
        }
    )  # fmt: skip


def test_somebody_is_added_with_address_and_phone(officer: Client) -> None:
    reply = officer.post(f"{BASE}add/", TYPED)
    assert (reply.status_code, reply["Location"]) == (302, TAB)
    made = Contact.objects.get()
    assert (made.first_name, made.last_name, made.type, made.next_of_kin, made.emergency, made.active) == (
        "MARY", "O'NEIL", "S", True, True, True,
    )  # fmt: skip
    address, phone = Address.objects.get(), Phone.objects.get()
    assert address.contact_person_id == phone.contact_person_id == made.contact_person_id
    assert (address.premise, address.street, address.postcode, address.primary) == (
        "12",
        "High Street",
        "LS1 1AA",
        True,
    )
    assert min(made.pk, address.pk, phone.pk, made.contact_person_id) > 10**10
    assert [(one.kind, one.key, one.before) for one in Change.objects.order_by("id")] == [
        ("contact", str(made.pk), None), ("address", str(address.pk), None), ("phone", str(phone.pk), None),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="PRISONER_CHANGED").count() == 1
    assert DomainEvent.objects.get(type="prisoner.updated").data == {"categoriesChanged": ["CONTACT_DETAILS"]}
    page = unescape(officer.get("/prisoners/A1111AA/personal/").content.decode())
    for words in ("Contact added", "Mary O'Neil", "Next of kin and emergency contact. Mother", "12, High Street, LS1 1AA",
                  "Home: (0113) 496 0000"):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"is_a": []}, "Choose next of kin, emergency contact or both"),
        ({"first_name": ""}, "Enter a first name"),
        ({"last_name": "Le3"}, "letters a to z"),
        ({"relationship": ""}, "Choose how they are related"),
        ({"relationship": "OLD"}, "choose one from the list"),
        ({"relationship": "POM"}, "choose one from the list"),
        ({"date_of_birth-year": "2099"}, "must be in the past"),
        ({"date_of_birth-day": "32"}, "must be a real date"),
        ({"phone": "0113 x"}, "numbers, spaces and brackets"),
        ({"phone_type": ""}, "Choose what kind of phone it is"),
        ({"street": "x" * 161}, "160 characters or fewer"),
        ({"house": "é" * 30}, "too long for NOMIS"),
    ],
)
def test_a_wrong_form_says_so_and_loses_nothing(officer: Client, changed: dict[str, Any], said: str) -> None:
    reply = officer.post(f"{BASE}add/", {**TYPED, **changed})
    page = unescape(reply.content.decode())
    assert reply.status_code == 400 and said in page and ("High Street" in page or "x" * 161 in page)
    assert not Contact.objects.exists() and not Address.objects.exists() and not Change.objects.exists()


def test_the_same_somebody_twice_is_refused(officer: Client) -> None:
    officer.post(f"{BASE}add/", TYPED)
    again = officer.post(f"{BASE}add/", {**TYPED, "first_name": "mary"})
    assert again.status_code == 400 and "recorded already with this relationship" in again.content.decode()
    assert officer.post(f"{BASE}add/", {**TYPED, "relationship": "SOL"}).status_code == 302
    assert Contact.objects.get(relationship="SOL").type == "O"


def test_somebody_from_nomis_is_corrected(officer: Client) -> None:
    contact(relationship="OLD")
    Phone.objects.create(id=6, contact_person_id=50, type="FAX", number="0113")
    page = officer.get(f"{BASE}5/").content.decode()
    sent = {
        "is_a": ["emergency"], "first_name": "ANNE", "last_name": "LEE", "relationship": "OLD", "phone": "", "phone_type": "",
        "house": "1 The Row", "was": was(page),
    }  # fmt: skip
    assert officer.post(f"{BASE}5/", sent)["Location"] == TAB
    kept = Contact.objects.get()
    assert (kept.next_of_kin, kept.emergency, kept.relationship, kept.first_name) == (False, True, "OLD", "ANNE")
    assert not Phone.objects.exists() and Address.objects.get().premise == "1 The Row"
    assert [(one.kind, one.before is None, one.after is None) for one in Change.objects.order_by("id")] == [
        ("contact", False, False), ("address", True, False), ("phone", False, True),
    ]  # fmt: skip
    late = officer.post(f"{BASE}5/", {**sent, "first_name": "ANNA"})
    assert (
        late.status_code == 409 and "Ann Lee changed this" in late.content.decode() and "ANNA" in late.content.decode()
    )
    same = officer.get(f"{BASE}5/").content.decode()
    before = Change.objects.count()
    assert officer.post(f"{BASE}5/", {**sent, "was": was(same)}).status_code == 302
    assert Change.objects.count() == before, "no change writes nothing"


def test_somebody_is_ended_and_restored(officer: Client) -> None:
    contact()
    assert "Anne Lee" in officer.get(f"{BASE}5/end/").content.decode()
    assert officer.post(f"{BASE}5/end/")["Location"] == TAB
    kept = Contact.objects.get()
    assert not kept.active and kept.expires_on is not None
    assert officer.get(f"{BASE}5/").status_code == officer.post(f"{BASE}5/end/").status_code == 404
    assert "Anne Lee" not in officer.get("/prisoners/A1111AA/personal/").content.decode()
    change = Change.objects.get()
    kind = kinds.kind_of("contact")
    assert kind is not None and kind.restore is not None
    assert kind.describe("5", change.after) == "Anne Lee, Next of kin, Mother, ended"
    kind.restore(change, CHANGER)
    kept.refresh_from_db()
    assert kept.active and kept.expires_on is None and Change.objects.latest("id").restores_id == change.pk


def test_who_may(officer: Client) -> None:
    contact()
    for client, refused in (
        (account("PLAIN"), 403),
        (account("FAR", "GLOBAL_SEARCH", "PRISONER_PROFILE_SENSITIVE_RW", caseloads=("MDI",)), 404),
    ):
        assert "Anne Lee" in client.get("/prisoners/A1111AA/personal/").content.decode()
        assert client.get(f"{BASE}add/").status_code == client.post(f"{BASE}5/end/").status_code == refused
        assert client.post(f"{BASE}add/", TYPED).status_code == refused
    assert Contact.objects.filter(active=True).count() == 1


def test_programs_read_and_write(officer: Client, django_assert_max_num_queries: Any) -> None:
    where = "/api/prisoners/A1111AA/next-of-kin"
    writing = token_of(Account.objects.get(username="OFFICER"))
    sent = {
        "firstName": "Mary", "lastName": "Lee", "relationship": "MOT", "nextOfKin": True, "phone": "0113", "phoneType": "HOME",
    }  # fmt: skip
    made = officer.post(where, sent, content_type="application/json", headers=writing)
    assert made.status_code == 201 and made.json()["contactType"] == "S"
    one = f"{where}/{made.json()['id']}"
    changed = officer.put(one, {**sent, "emergency": True}, content_type="application/json", headers=writing)
    assert changed.json()["emergency"] is True
    wrong = officer.put(one, {**sent, "phone": "x"}, content_type="application/json", headers=writing)
    assert wrong.status_code == 400 and wrong.json()["errors"][0]["field"] == "phone"
    reading = bearer(machine_token(make_machine("reads", roles=("VIEW_PRISONER_DATA",))))
    assert [each["lastName"] for each in officer.get(where, headers=reading).json()] == ["LEE"]
    assert officer.post(where, sent, content_type="application/json", headers=reading).status_code == 403
    assert officer.delete(one, headers=writing).status_code == 204
    assert officer.get(where, headers=writing).json() == []
    booking = booking_of(Person.objects.get(pk="A1111AA"))
    for number in range(30):
        contact(id=100 + number, contact_person_id=200 + number, date_of_birth=date(1960, 1, 1 + number))
    with django_assert_max_num_queries(3):
        assert len(queries.contacts_now(booking.pk)) == 30
