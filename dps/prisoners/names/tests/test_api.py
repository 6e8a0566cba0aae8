"""Names, numbers, addresses, phones and e-mails through the API: the same commands, the same refusals."""

from typing import Any

import pytest
from django.test import Client

from dps.platform.audit.models import AuditEntry
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Address, EmailAddress, Identifier, Person, PersonName, Phone
from dps.prisoners.names.tests.officers import make_codes, make_officer, token_of, token_of_system
from dps.prisoners.tests.people import give_identifier, make_agencies, make_person

pytestmark = pytest.mark.django_db
ROOT = "/api/prisoners/A1111AA/"
NAME = {"firstName": "Jim", "lastName": "O’Smith", "dateOfBirth": "1985-03-02", "sex": "M"}


@pytest.fixture
def person() -> Person:
    make_agencies()
    make_codes()
    return make_person("A1111AA", aliases=[("SMYTHE", "JON")])


@pytest.fixture
def program(person: Person) -> Client:
    """A program that acts for an officer."""
    return Client(headers=token_of(make_officer()))


def put(client: Client, path: str, body: Any, method: str = "put", status: int = 200) -> Any:
    reply = getattr(client, method)(ROOT + path, body, content_type="application/json")
    assert reply.status_code == status, reply.content
    return reply.json() if reply.content else None


def test_pseudonyms(program: Client, person: Person) -> None:
    shown = program.get(f"{ROOT}pseudonyms").json()
    assert [(one["lastName"], one["isWorkingName"]) for one in shown] == [("SMITH", True), ("SMYTHE", False)]
    made = put(program, "pseudonyms", NAME, "post", 201)
    assert made["lastName"] == "O'SMITH" and not made["isWorkingName"]
    put(program, "pseudonyms", NAME, "post", 400)
    changed = put(program, f"pseudonyms/{made['sourceSystemId']}", NAME | {"isWorkingName": True, "title": "MR"})
    assert changed["isWorkingName"] and Person.objects.get().last_name == "O'SMITH"
    put(program, f"pseudonyms/{made['sourceSystemId']}", NAME, status=404)
    wrong = put(
        program, "pseudonyms", NAME | {"firstName": "J1m", "sex": "OLD", "dateOfBirth": "2020-01-01"}, "post", 400
    )
    assert {one["field"] for one in wrong["errors"]} == {"firstName", "sex", "dateOfBirth"}
    assert PersonName.objects.filter(is_working=True).count() == 1


def test_identifiers(program: Client, person: Person) -> None:
    merged = give_identifier(person, "MERGED", "A2222AA")
    made = put(
        program, "identifiers", [{"type": "PNC", "value": "00/160946q"}, {"type": "PASS", "value": "1"}], "post", 201
    )
    assert [one["value"] for one in made] == ["2000/0160946Q", "1"]
    wrong = put(
        program, "identifiers", [{"type": "PASS", "value": "3"}, {"type": "PNC", "value": "20000160946Q"}], "post", 400
    )
    assert wrong["errors"] == [{"field": "1.value", "detail": "This number is already on the record"}]
    put(program, "identifiers", [], "post", 400)
    put(program, "identifiers", [{"type": "PASS", "value": str(n)} for n in range(21)], "post", 400)
    assert put(program, f"identifiers/{made[1]['id']}", {"value": "2", "comment": "New"})["comment"] == "New"
    put(program, f"identifiers/{merged.pk}", {"value": "A3333AA"}, status=404)
    put(program, f"identifiers/{merged.pk}", None, "delete", 404)
    put(program, f"identifiers/{made[1]['id']}", None, "delete", 204)
    shown = {one["type"]: one["mayBeChanged"] for one in program.get(f"{ROOT}identifiers").json()}
    assert shown == {"MERGED": False, "PNC": True}


def test_addresses(program: Client) -> None:
    given = {"number": "12", "line1": "High Street", "postcode": "ls122tj", "countryCode": "ENG", "use": "primary"}
    made = put(program, "addresses", given, "post", 201)
    assert (made["premise"], made["postcode"], made["primary"]) == ("12", "LS12 2TJ", True)
    wrong = put(program, "addresses", given | {"postcode": "LS1", "townCode": "OLD"}, "post", 400)
    assert [one["field"] for one in wrong["errors"]] == ["postcode", "townCode"]
    put(program, "addresses", given | {"where": "overseas"}, "post", 400)
    put(program, "addresses", {"where": "no-fixed", "countryCode": "ENG", "startDate": "2020-01-01"}, "post", 201)
    put(program, f"addresses/{made['id']}/end", {"endDate": "2019-01-01"}, status=400)
    assert put(program, f"addresses/{made['id']}/end", {"endDate": made["startDate"]})["endDate"] == made["startDate"]
    put(program, f"addresses/{made['id']}/end", {"endDate": made["startDate"]}, status=404)
    assert len(program.get(f"{ROOT}addresses").json()) == 2 == Address.objects.count()


def test_contacts(program: Client) -> None:
    phone = put(program, "contacts", {"type": "MOB", "value": "07700 900123", "extension": "1"}, "post", 201)
    email = put(program, "contacts", {"type": "EMAIL", "value": "a@b.uk"}, "post", 201)
    put(program, "contacts", {"type": "EMAIL", "value": "c@b.uk", "extension": "1"}, "post", 400)
    wrong = put(program, "contacts", {"type": "FAX", "value": "x"}, "post", 400)
    assert {one["field"] for one in wrong["errors"]} == {"type", "value"}
    put(program, f"contacts/email/{email['id']}", {"type": "MOB", "value": "1"}, status=400)
    put(program, f"contacts/pigeon/{email['id']}", {"type": "MOB", "value": "1"}, status=404)
    put(program, f"contacts/phone/{email['id']}", {"type": "MOB", "value": "1"}, status=404)
    assert put(program, f"contacts/email/{email['id']}", {"type": "EMAIL", "value": "d@b.uk"})["value"] == "d@b.uk"
    assert put(program, f"contacts/phone/{phone['id']}", {"type": "BUS", "value": "1"})["extension"] is None
    assert [one["what"] for one in program.get(f"{ROOT}contacts").json()] == ["phone", "email"]
    put(program, f"contacts/phone/{phone['id']}", None, "delete", 204)
    put(program, f"contacts/email/{email['id']}", None, "delete", 204)
    put(program, f"contacts/pigeon/{email['id']}", None, "delete", 404)
    assert not Phone.objects.exists() and not EmailAddress.objects.exists()
    assert Change.objects.count() == 6


WRITES = (
    ("post", "pseudonyms", NAME),
    ("put", "pseudonyms/1", NAME),
    ("post", "identifiers", [{"type": "PASS", "value": "1"}]),
    ("put", "identifiers/1", {"value": "1"}),
    ("delete", "identifiers/1", None),
    ("post", "addresses", {"line1": "x", "countryCode": "ENG"}),
    ("put", "addresses/1/end", {"endDate": "2020-01-01"}),
    ("put", "addresses/1/usages", {"usages": ["HOME"]}),
    ("post", "contacts", {"type": "EMAIL", "value": "a@b.uk"}),
    ("put", "contacts/email/1", {"type": "EMAIL", "value": "a@b.uk"}),
    ("delete", "contacts/phone/1", None),
)


def test_who_may(person: Person) -> None:
    elsewhere = Client(headers=token_of(make_officer("OTHER", prison="MDI")))
    system = Client(headers=token_of_system("VIEW_PRISONER_DATA"))
    nobody = Client(headers=token_of_system("PRISONER_ALERTS__RO"))
    for what in ("pseudonyms", "identifiers", "addresses", "contacts"):
        assert elsewhere.get(ROOT + what).status_code == 404, what
        assert system.get(ROOT + what).status_code == 200, what
        assert nobody.get(ROOT + what).status_code == 403, what
        assert system.get(f"/api/prisoners/Z9999ZZ/{what}").status_code == 404, what
    for method, path, body in WRITES:
        put(elsewhere, path, body, method, 404)
        put(system, path, body, method, 403)
    assert not Change.objects.exists() and not Identifier.objects.exists()
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED").count() == 4
