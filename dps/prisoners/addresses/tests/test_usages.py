"""What an address is for: ticked on its page, shown, kept in its history, put back; by staff and by programs."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from dps.estate import queries as estate
from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.platform.audit.models import AuditEntry
from dps.prisoners.addresses import commands, places, presenters, queries
from dps.prisoners.changes.kinds import kind_of
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Address, AddressUsage, Person
from dps.prisoners.names.tests.officers import make_codes, make_officer, token_of, token_of_system, was
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/prisoners/A1111AA/personal/addresses/"
TAB = "/prisoners/A1111AA/personal/"
HOUSE: dict[str, Any] = {"number": "12", "line1": "High Street", "postcode": "LS12 2TJ", "country": "ENG"}


@pytest.fixture
def person() -> Person:
    make_agencies()
    make_codes()
    return make_person("A1111AA")


@pytest.fixture
def officer(client: Client, person: Person) -> Client:
    client.force_login(make_officer())
    return client


def one(person: Person, *codes: str) -> Address:
    row = Address.objects.create(
        id=7, person=person, premise="12", street="High Street", country="ENG", postcode="LS12 2TJ"
    )
    for code in codes:
        AddressUsage.objects.create(address=row, usage=code)
    return row


def text(reply: Any) -> str:
    return unescape(reply.content.decode())


def test_ticked_when_an_address_is_added(officer: Client) -> None:
    page = text(officer.get(f"{BASE}add/uk/"))
    assert "What is the address for?" in page and "Curfew Order" in page and "Of old" not in page
    typed = HOUSE | {"usages": ["HOME", "CURFEW"]}
    check = text(officer.post(f"{BASE}add/uk/", typed))
    assert "Used for: Curfew Order, Home." in check
    assert re.findall(r'name="usages" value="(\w+)"', check) == ["HOME", "CURFEW"]
    back = text(officer.post(f"{BASE}add/uk/", typed | {"change": "yes"}))
    assert re.findall(r'value="(\w+)" checked', back) == ["CURFEW", "HOME"]
    assert officer.post(f"{BASE}add/uk/", typed | {"use": "neither", "save": "yes"}).status_code == 302
    row = Address.objects.get()
    assert queries.usages_of(row) == ["CURFEW", "HOME"]
    assert Change.objects.get().after["usages"] == ["CURFEW", "HOME"]
    assert "Used for: Curfew Order, Home" in text(officer.get(TAB))


def test_also_without_a_fixed_address(officer: Client) -> None:
    sent = {"country": "ENG", "usages": ["HOME"], "use": "neither", "save": "yes"}
    assert "What is the address for?" in text(officer.get(f"{BASE}add/no-fixed/"))
    assert officer.post(f"{BASE}add/no-fixed/", sent).status_code == 302
    assert AddressUsage.objects.get().usage == "HOME"


def test_ticked_and_unticked_on_the_page_of_the_address(officer: Client, person: Person) -> None:
    one(person, "HOME")
    page = text(officer.get(f"{BASE}7/"))
    assert re.findall(r'value="(\w+)" checked', page) == ["HOME"]
    typed = HOUSE | {"usages": ["ROTL"], "was": was(page)}
    assert officer.post(f"{BASE}7/", typed).status_code == 302
    assert dict(AddressUsage.objects.values_list("usage", "active")) == {"HOME": False, "ROTL": True}
    change = Change.objects.get()
    assert (change.kind, change.before["usages"], change.after["usages"]) == ("address", ["HOME"], ["ROTL"])
    assert AuditEntry.objects.get(action="PRISONER_CHANGED").details["changes"]["address 7"][1]["usages"] == ["ROTL"]
    late = officer.post(f"{BASE}7/", typed | {"usages": ["CURFEW"]})
    assert late.status_code == 409 and "Used for: Release on Temporary Licence" in text(late)
    assert re.findall(r'value="(\w+)" checked', text(late)) == ["CURFEW"]
    same = officer.post(f"{BASE}7/", typed | {"was": was(text(late))})
    assert same.status_code == 302 and Change.objects.count() == 1, "nothing changed, nothing written"
    history = text(officer.get("/prisoners/A1111AA/changes/address/7/"))
    assert "used for: Home" in history and "used for: Release on Temporary Licence" in history


def test_an_earlier_state_is_put_back(officer: Client, person: Person) -> None:
    one(person, "HOME")
    by = actor_of(Account.objects.get(username="OFFICER"))
    commands.set_usages("A1111AA", 7, ["ROTL", "CURFEW"], today=date(2026, 11, 24), by=by)
    change = Change.objects.get()
    where = f"/prisoners/A1111AA/changes/{change.pk}/put-back/"
    page = text(officer.get(where))
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen and "used for: Curfew Order, Release on Temporary Licence" in page
    assert officer.post(where, {"seen": seen[1]}).status_code == 302
    assert queries.usages_of(Address.objects.get()) == ["HOME"]
    kind = kind_of("address")
    assert kind is not None and kind.restore is not None
    earlier = {name: value for name, value in change.before.items() if name != "usages"} | {"street": "Low Road"}
    old = Change.objects.create(
        person_id="A1111AA", kind="address", key="7", before=earlier, after=change.after, at=change.at, username="X"
    )
    kind.restore(old, by)
    assert queries.usages_of(Address.objects.get(street="Low Road")) == ["HOME"], "as it was before usages were kept"


def test_codes_nobody_knows_are_shown_and_kept_and_not_offered(officer: Client, person: Person) -> None:
    one(person, "ZZ9", "OLD")
    assert "Used for: Of old, ZZ9" in text(officer.get(TAB))
    page = text(officer.get(f"{BASE}7/"))
    assert sorted(re.findall(r'value="(\w+)" checked', page)) == ["OLD", "ZZ9"]
    assert officer.post(f"{BASE}7/", HOUSE | {"usages": ["ZZ9", "HOME"], "was": was(page)}).status_code == 302
    assert queries.usages_of(Address.objects.get()) == ["HOME", "ZZ9"]
    for wrong in ("MARS", "OLD"):
        reply = officer.post(f"{BASE}add/uk/", HOUSE | {"usages": ["HOME", wrong]})
        assert reply.status_code == 400 and "choose one from the list" in text(reply) and "High Street" in text(reply)


def test_the_list_of_the_reference_data_serves_where_nomis_has_none(person: Person) -> None:
    assert ("HOME", "Home") in places.usages()
    ReferenceCode.objects.filter(domain="ADDRESS_TYPE").delete()
    ReferenceCode.objects.create(domain="ADDR_TYPE", code="HDC", description="HDC Address")
    estate.forget_kept()
    assert places.usages(["ZZ9"]) == [("HDC", "HDC Address"), ("ZZ9", "ZZ9")]
    assert presenters.used_for(["HDC"]) == "Used for: HDC Address" and presenters.used_for([]) == ""


def test_past_addresses_say_it_too(officer: Client, person: Person) -> None:
    one(person, "HOME")
    Address.objects.update(ended_on=date(2020, 1, 1))
    assert "Used for: Home" in text(officer.get(f"{BASE}past/"))


def test_programs_read_and_write(person: Person) -> None:
    one(person, "HOME")
    where = "/api/prisoners/A1111AA/addresses"
    writing, reading = token_of(make_officer()), token_of_system("VIEW_PRISONER_DATA")

    def send(method: str, path: str, body: dict[str, Any], headers: dict[str, str] = writing) -> Any:
        return getattr(Client(), method)(where + path, body, content_type="application/json", headers=headers)

    assert [each["usages"] for each in Client().get(where, headers=reading).json()] == [["HOME"]]
    assert send("put", "/7/usages", {"usages": ["ROTL", "HOME"]}).json()["usages"] == ["HOME", "ROTL"]
    assert send("put", "/7/usages", {"usages": []}).json()["usages"] == []
    assert Change.objects.count() == 2
    refused = send("put", "/7/usages", {"usages": ["MARS"]})
    assert refused.status_code == 400 and refused.json()["errors"][0]["field"] == "usages"
    assert send("put", "/8/usages", {"usages": []}).status_code == 404
    assert send("put", "/7/usages", {"usages": []}, reading).status_code == 403
    given = {"number": "9", "line1": "Low Road", "countryCode": "ENG"}
    assert send("post", "", given).json()["usages"] == []
    assert send("post", "", {**given, "usages": ["CURFEW"]}).json()["usages"] == ["CURFEW"]
    assert send("post", "", {**given, "usages": ["OLD"]}).status_code == 400


def test_many_addresses_cost_the_same(person: Person, django_assert_max_num_queries: Any) -> None:
    for id in range(30):
        AddressUsage.objects.create(address=Address.objects.create(id=id, person=person), usage="HOME")
    with django_assert_max_num_queries(2):
        assert [queries.usages_of(row) for row in queries.addresses_of("A1111AA")] == [["HOME"]] * 30
