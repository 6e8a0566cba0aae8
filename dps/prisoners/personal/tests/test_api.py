"""Personal data and changes through the API: read, written by the same rules, refused as if nobody were there."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.identity.provider.models import Client as Application
from dps.platform.audit.models import AuditEntry
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Belief, Language, Person, PersonName, PhysicalAttributes, ProfileDetail
from dps.prisoners.names.tests.officers import token_of, token_of_system
from dps.prisoners.rules.access import SENSITIVE
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
BASE = "/api/prisoners/A1111AA/"


@pytest.fixture
def person() -> Person:
    make_agencies()
    for domain, code, words in (
        ("HAIR", "BROWN", "Brown"), ("RELF", "QUAK", "Quaker"), ("RELF", "JEW", "Jewish"), ("LANG", "POL", "Polish"),
        ("LANG", "URD", "Urdu"), ("NAT", "BRIT", "British"), ("COUNTRY", "ENG", "England"), ("SEXO", "HET", "Straight"),
        ("ETHNICITY", "B2", "Black: African"),
    ):  # fmt: skip
        ReferenceCode.objects.create(domain=domain, code=code, description=words)
    return make_person("A1111AA")


def system(*roles: str) -> Client:
    return Client(headers=token_of_system(*roles))


def officer(*roles: str, caseload: str = "LEI") -> Client:
    """An application used by a member of staff."""
    account = create_user(
        username=f"OFFICER{caseload}", password=None, first_name="Ann", last_name="Lee", email="a@b.uk",
        roles=["PRISON", *roles], caseloads=[caseload],
    )  # fmt: skip
    Application.objects.filter(client_id="rp").delete()
    return Client(headers=token_of(account))


def call(client: Client, method: str, path: str, **body: Any) -> Any:
    return client.generic(method, f"{BASE}{path}", json.dumps(body), content_type="application/json")


def field(client: Client, name: str, value: str | None) -> Any:
    return call(client, "PATCH", "personal", fieldName=name, value=value)


def test_a_system_reads_everything_and_is_audited(person: Person) -> None:
    ProfileDetail.objects.create(booking=person.bookings.get(), type="HAIR", code="BROWN", sequence=1)
    Belief.objects.create(id=1, person=person, code="QUAK", started_on=date(2024, 5, 1))
    reader = system("VIEW_PRISONER_DATA")
    found = reader.get(f"{BASE}personal").json()
    assert found["hair"] == {"code": "BROWN", "description": "Brown"}
    assert found["religion"]["code"] == "QUAK" and found["dateOfBirth"] == "1985-03-02" and found["nationality"] is None
    assert found["languages"] == {"spoken": None, "written": None, "interpreterRequired": None, "others": []}
    assert reader.get(f"{BASE}religion").json()[0]["startDate"] == "2024-05-01"
    assert reader.get("/api/prisoners/Z9999ZZ/personal").status_code == 404
    assert call(reader, "PUT", "physical-attributes", heightCm=180, weightKg=80).status_code in (403, 404)
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED", details__page="personal (API)").exists()


def test_staff_write_by_the_rules_of_the_pages(person: Person) -> None:
    client = officer(SENSITIVE)
    assert call(client, "PUT", "physical-attributes", heightCm=180, weightKg=80).json() == {
        "heightCm": 180, "weightKg": 80,
    }  # fmt: skip
    wrong = call(client, "PUT", "physical-attributes", heightCm=281, weightKg=80)
    assert wrong.status_code == 400 and wrong.json()["errors"][0]["field"] == "heightCm"
    assert PhysicalAttributes.objects.get().height_cm == 180
    for name, value in (
        ("HAIR", "BROWN"), ("SHOE_SIZE", "EU 43"), ("NUMBER_OF_CHILDREN", "2"), ("SMOKER", "V"), ("BIRTHPLACE", "Leeds"),
        ("COUNTRY_OF_BIRTH", "ENG"), ("SEXUAL_ORIENTATION", "HET"), ("DATE_OF_BIRTH", "1990-02-01"), ("ETHNICITY", "B2"),
    ):  # fmt: skip
        assert field(client, name, value).status_code == 204, name
    row, name_row = Person.objects.get(), PersonName.objects.get()
    assert (row.birth_place, row.birth_country, row.ethnicity) == ("Leeds", "ENG", "B2")
    assert name_row.date_of_birth == date(1990, 2, 1)
    kept = dict(ProfileDetail.objects.values_list("type", "code"))
    assert kept == {"HAIR": "BROWN", "SHOESIZE": "EU 43", "CHILD": "2", "SMOKE": "V", "SEXO": "HET"}
    assert field(client, "SMOKER", None).status_code == 204
    for name, value in (
        ("HAIR", "PINK"), ("DATE_OF_BIRTH", "2020-01-01"), ("DATE_OF_BIRTH", "soon"), ("DATE_OF_BIRTH", None),
        ("NUMBER_OF_CHILDREN", "100"), ("ETHNICITY", "MERGE"), ("BIRTHPLACE", "é" * 13), ("SHOE_SIZE", "64"),
    ):  # fmt: skip
        reply = field(client, name, value)
        assert reply.status_code == 400 and reply.json()["errors"][0]["field"] == "value", (name, value)
    assert field(client, "NAME", "X").status_code == 400


def test_religion_nationality_and_languages(person: Person) -> None:
    client = officer(SENSITIVE)
    assert call(client, "PUT", "religion", religion="QUAK").status_code == 204
    unsaid = call(client, "PUT", "religion", religion="JEW")
    assert unsaid.status_code == 400 and unsaid.json()["errors"][0]["field"] == "reasonKnown"
    assert call(client, "PUT", "religion", religion="JEW", reasonKnown=True, comments="Converted").status_code == 204
    assert Belief.objects.get(ended_on=None).comments == "Converted"
    assert call(client, "PUT", "nationality", nationality="BRIT", additionalNationalities="Irish").status_code == 204
    main = call(client, "PUT", "languages", spoken="POL", written="POL", interpreterRequired=True)
    assert main.json()["spoken"] == {"code": "POL", "description": "Polish"}
    assert call(client, "PUT", "languages/URD", reads=True).json()["others"][0]["reads"] is True
    changed = call(client, "PUT", "languages/URD", reads=False, speaks=True).json()["others"]
    assert changed == [{"code": "URD", "description": "Urdu", "reads": False, "writes": False, "speaks": True}]
    assert call(client, "PUT", "languages/POL", reads=True).status_code == 400
    assert call(client, "DELETE", "languages/URD").status_code == 204
    assert call(client, "DELETE", "languages/URD").status_code == 404
    assert Language.objects.count() == 2


def test_the_changes_one_may_read(person: Person) -> None:
    client = officer(SENSITIVE)
    field(client, "HAIR", "BROWN")
    field(client, "SEXUAL_ORIENTATION", "HET")
    found = client.get(f"{BASE}changes").json()
    assert found["totalElements"] == 2 and found["content"][0]["title"] == "Sexual orientation"
    assert found["content"][1]["after"]["code"] == "BROWN" and found["content"][1]["changedBy"] == "OFFICERLEI"
    outside = officer("GLOBAL_SEARCH", caseload="MDI")
    assert [one["key"] for one in outside.get(f"{BASE}changes").json()["content"]] == ["HAIR"]
    assert outside.get(f"{BASE}personal").json()["sexualOrientation"] is None
    reader = system("VIEW_PRISONER_DATA")
    assert reader.get(f"{BASE}changes?kind=profile+detail&size=1").json()["totalPages"] == 2
    assert reader.get(f"{BASE}changes?since=2100-01-01T00:00:00Z").json()["totalElements"] == 0


def test_who_may_not_know_of_them_or_change_them_finds_nobody(person: Person) -> None:
    stranger = officer(SENSITIVE, caseload="MDI")
    assert stranger.get(f"{BASE}personal").status_code == 404
    assert field(stranger, "HAIR", "BROWN").status_code == 404
    plain = officer(caseload="LEI")
    assert field(plain, "HAIR", "BROWN").status_code == 204
    assert field(plain, "BIRTHPLACE", "Leeds").status_code == 404
    assert call(plain, "PUT", "nationality", nationality="BRIT").status_code == 403
    assert not Change.objects.exclude(key="HAIR").exists()
