"""Search for other systems."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dps.identity.provider.tests.flow import bearer, have_a_key, machine_token, make_machine
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.tests.test_other_searches import people
from dps.prisoners.tests.people import booking_of, give_alert, give_identifier, make_person

__all__ = ["people"]
pytestmark = pytest.mark.django_db
BASE = "/api/prisoners/search/"


@pytest.fixture
def system() -> Client:
    have_a_key()
    return Client(headers=bearer(machine_token(make_machine(roles=("PRISONER_SEARCH",)))))


def ask(client: Client, path: str, body: Any = None, expected: int = 200) -> Any:
    url = BASE + path
    reply = client.get(url) if body is None else client.post(url, body, content_type="application/json")
    assert reply.status_code == expected, reply.content
    return reply.json()


def numbers(answer: Any) -> list[str]:
    return [one["prisonerNumber"] for one in (answer["content"] if isinstance(answer, dict) else answer)]


@pytest.mark.parametrize(
    ("path", "body", "found"),
    [
        ("global", {"lastName": "dixon"}, ["D0001AA"]), ("global", {"prisonerIdentifier": "c0001aa"}, ["C0001AA"]),
        ("global", {"lastName": "zorro", "includeAliases": False}, []), ("global", {"firstName": "john", "location": "OUT"}, ["D0001AA"]),
        ("prison/LEI?term=john", None, ["A0001AA", "B0001AA"]), ("prison/LEI?cellLocationPrefix=LEI-A-1-001", None, ["B0001AA"]),
        ("prison/LEI?sort=lastName,firstName:DESC", None, ["B0001AA", "A0001AA"]), ("prison/LEI?alerts=XA&alerts=HA&page=1&size=1", None, ["B0001AA"]),
        ("in-prison/MDI", None, ["C0001AA"]), ("keywords", {"andWords": "dragon"}, ["A0001AA", "C0001AA"]),
        ("keywords", {"andWords": "dragon", "type": "ESTABLISHMENT"}, []), ("keywords", {"andWords": "cooper sikh"}, ["C0001AA"]),
        ("detail", {"lastName": "c?op*"}, ["C0001AA"]), ("detail", {"lastName": "zorro"}, ["A0001AA"]),
        ("detail", {"prisonIds": ["LEI"]}, ["A0001AA", "B0001AA"]),
        ("physical", {"prisonIds": ["LEI", "MDI"], "tattoos": [{"bodyPart": "Arm", "comment": "dragon"}], "lenient": False}, ["A0001AA", "C0001AA"]),
        ("attributes", {"queries": [{"matchers": [{"type": "String", "attribute": "religion", "condition": "IS", "searchTerm": "Sikh"}]}]},
         ["A0001AA", "B0001AA", "C0001AA", "D0001AA"]),
        ("attributes?sort=lastName:DESC", {"joinType": "OR", "queries": [
            {"matchers": [{"type": "Int", "attribute": "heightCentimetres", "maxValue": 180}]},
            {"subQueries": [{"matchers": [{"type": "Date", "attribute": "dateOfBirth", "minValue": "1985-03-02", "maxValue": "1985-03-02"},
                                          {"type": "Boolean", "attribute": "recall", "condition": False},
                                          {"type": "String", "attribute": "lastName", "condition": "IN", "searchTerm": "BAKER, DIXON"}]}]}]},
         ["D0001AA", "B0001AA", "A0001AA"]),
        ("numbers", {"prisonerNumbers": ["c0001aa", "Z9999ZZ", "A0001AA"]}, ["C0001AA", "A0001AA"]),
        ("possible-matches", {"lastName": "Zorro", "dateOfBirth": "1985-03-02"}, ["A0001AA"]),
        ("legacy", {"lastName": "bak", "partialNameMatch": True}, ["B0001AA"]),
        ("legacy", {"offenderNos": ["A0001AA"], "lastName": "baker", "anyMatch": True}, ["A0001AA", "B0001AA"]),
        ("legacy", {"offenderNos": ["Z9999ZZ"], "lastName": "baker", "prioritisedMatch": True}, ["B0001AA"]),
        ("legacy", {"firstName": "john", "dobFrom": "1980-01-01", "location": "OUT"}, ["D0001AA"]),
        ("restricted-patients", {}, []),
    ],
)  # fmt: skip
def test_who_is_found(system: Client, path: str, body: Any, found: list[str]) -> None:
    assert numbers(ask(system, path, body)) == found


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("global", {}, ""), ("physical", {"prisonIds": ["LEI", "MDI"], "cellLocationPrefix": "A"}, "location"),
        ("physical", {"prisonIds": [], "hairColour": "Grey"}, "prison"), ("physical", {"prisonIds": ["LEI"], "minHeight": -1}, "height_cm"),
        ("physical", {"prisonIds": ["LEI"], "minWeight": 90, "maxWeight": 80}, "weight_kg"), ("attributes", {"queries": []}, "queries"),
        ("attributes", {"queries": [{}]}, ""), ("attributes", {"queries": [{"matchers": [{"type": "Int", "attribute": "nothing", "minValue": 1}]}]}, "nothing"),
        ("attributes", {"queries": [{"matchers": [{"type": "Int", "attribute": "lastName", "minValue": 1}]}]}, "lastName"),
        ("attributes", {"queries": [{"matchers": [{"type": "Int", "attribute": "bookingId"}]}]}, "bookingId"),
        ("attributes", {"queries": [{"matchers": [{"type": "Date", "attribute": "dateOfBirth", "minValue": "2000-01-02", "maxValue": "2000-01-01"}]}]}, "dateOfBirth"),
        ("attributes", {"queries": [{"matchers": [{"type": "String", "attribute": "lastName", "condition": "IS", "searchTerm": " "}]}]}, "lastName"),
        ("attributes?sort=hair", {"queries": [{"matchers": [{"type": "String", "attribute": "lastName", "condition": "IS", "searchTerm": "A"}]}]}, "hair"),
        ("global?responseFields=nothing", {"lastName": "a"}, "responseFields"), ("possible-matches", {"lastName": "a"}, ""),
        ("possible-matches", {"lastName": "a", "dateOfBirth": "2090-01-01"}, "dateOfBirth"),
        ("release-dates", {"earliestReleaseDate": "2026-02-02", "latestReleaseDate": "2026-02-01"}, "latestReleaseDate"),
        ("numbers", {"prisonerNumbers": ["A0001AA"] * 1001}, None), ("reference-data/lastName", None, "attribute"), ("prison/LEI?sort=hair", None, "sort"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(system: Client, path: str, body: Any, field: str | None) -> None:
    answer = ask(system, path, body, 400)
    assert field is None or field in {error["field"] for error in answer["errors"]}


def test_pages_and_fields(system: Client) -> None:
    answer = ask(
        system, "global?size=2&page=1&responseFields=prisonerNumber&responseFields=religion", {"firstName": "john"}
    )
    assert answer["content"] == [
        {"prisonerNumber": "C0001AA", "religion": "Sikh"},
        {"prisonerNumber": "D0001AA", "religion": "Sikh"},
    ]
    assert (answer["totalElements"], answer["totalPages"], answer["first"], answer["last"], answer["empty"]) == (
        4,
        2,
        False,
        True,
        False,
    )
    entry = AuditEntry.objects.get(action="EVERYWHERE_SEARCHED")
    assert entry.details["shown"] == ["C0001AA", "D0001AA"] and entry.details["criteria"]["first_name"] == "john"


def test_matching_tells_its_rule(system: Client) -> None:
    give_identifier(make_person("M0001AA", "MASON", "SAUL"), "CRO", "065656/91H")
    asked = {"firstName": "Saul", "lastName": "Mason", "dateOfBirth": "1985-03-02", "croNumber": "65656/91h"}
    assert ask(system, "match", asked)["matchedBy"] == "ALL_SUPPLIED"
    assert ask(system, "match", asked | {"firstName": "Paul"})["matchedBy"] == "EXTERNAL_KEY"
    lenient = ask(system, "match", {"firstName": "Saul", "lastName": "Mason", "dateOfBirth": "1985-02-03"})
    assert lenient["matchedBy"] == "PARTIAL_NAME_DOB_LENIENT" and numbers(lenient["matches"]) == ["M0001AA"]
    assert ask(system, "match", {"lastName": "Nobody"}) == {"matches": [], "matchedBy": "NOTHING"}


def test_the_rest_of_the_look_ups(system: Client) -> None:
    booking = booking_of(make_person("E0001AA", "EDWARDS")).id
    assert numbers(ask(system, "booking-ids", {"bookingIds": [booking, 999_999]})) == ["E0001AA"]
    latest = (local_time.today() + timedelta(days=25)).isoformat()
    assert numbers(ask(system, "release-dates", {"latestReleaseDate": latest})) == ["A0001AA", "B0001AA"]
    out = {"latestReleaseDate": (local_time.today() + timedelta(days=90)).isoformat(), "prisonIds": ["OUT"]}
    assert numbers(ask(system, "release-dates", out)) == ["D0001AA"]
    make_person("R0001AA", "ROWE", prison="OUT", movement=("REL", "HP", "HAZLWD"))
    assert numbers(ask(system, "restricted-patients", {"supportingPrisonIds": ["LEI"]})) == ["R0001AA"]
    assert numbers(ask(system, "in-prison/LEI?includeRestrictedPatients=true")) == [
        "A0001AA",
        "B0001AA",
        "E0001AA",
        "R0001AA",
    ]
    assert {"value": "Sikh"} in ask(system, "reference-data/religion")["data"]
    known = {one["name"]: one for one in ask(system, "attributes")}
    assert known["lastName"] == {"name": "lastName", "type": "String", "fuzzySearch": True}
    assert ask(system, "prisoner/a0001aa")["heightCentimetres"] == 180
    ask(system, "prisoner/Z9999ZZ", expected=404)


def test_locations_are_for_those_who_hold_the_role() -> None:
    have_a_key()
    only = Client(headers=bearer(machine_token(make_machine(roles=("PRISONER_SEARCH__PRISONER_LOCATION__RO",)))))
    answer = ask(only, "locations")
    assert answer["scrollId"] is None and answer["locations"][0]["cellLocation"] == "A-1-000"
    assert numbers({"content": ask(only, "locations?scrollId=B0001AA")["locations"]}) == ["C0001AA", "D0001AA"]
    ask(only, "global", {"lastName": "a"}, 403)


def test_an_alert_that_ended_is_told_as_such(system: Client) -> None:
    person = make_person("N0001AA", "NASH")
    give_alert(person, "HA", ends=local_time.today())
    (alert,) = ask(system, "prisoner/N0001AA")["alerts"]
    assert (alert["alertCode"], alert["active"], alert["expired"]) == ("HA", False, True)


def test_without_aliases_pages_are_full_and_the_total_is_right(system: Client) -> None:
    for place in range(3):
        make_person(f"K000{place}AA", "YUSUFZAI", "AMIR")
        make_person(f"J000{place}AA", "ADAMS", "BEN", aliases=[("YUSUFZAI", f"AMI{place}")])
    make_person("L0001AA", "YUSUFZAI", "ZED", aliases=[("YUSUFZAI", "AMIR")])
    asked = {"lastName": "yusufzai", "firstName": "ami"}
    everybody = ask(system, "global?size=10", asked)
    assert everybody["totalElements"] == 7
    pages = [ask(system, f"global?size=2&page={page}", {**asked, "includeAliases": False}) for page in range(2)]
    assert [numbers(page) for page in pages] == [["K0000AA", "K0001AA"], ["K0002AA"]]
    assert [(page["totalElements"], page["totalPages"], page["last"]) for page in pages] == [
        (3, 2, False),
        (3, 2, True),
    ]


@pytest.mark.parametrize(
    ("condition", "typed", "found"),
    [
        ("IS", "Jonathon", ["K0001AA"]), ("CONTAINS", "jonatan", ["K0001AA"]), ("IS", "Jonathan Lei", ["K0001AA"]),
        ("IS", "jon", ["K0001AA"]), ("STARTSWITH", "Jonathon", []), ("IS", "Jane", []), ("IS", "Jonat*n", []),
    ],
)  # fmt: skip
def test_middle_names_are_found_by_near_spellings(system: Client, condition: str, typed: str, found: list[str]) -> None:
    for number, names in (("K0001AA", "JONATHAN LEE"), ("K0002AA", "PETER")):
        person = make_person(number, "YUSUFZAI", prison="BXI")
        person.middle_names = names
        person.save()
        refresh_records([number])
    about = {"type": "String", "attribute": "middleNames", "condition": condition, "searchTerm": typed}
    place = {"type": "String", "attribute": "prisonId", "condition": "IS", "searchTerm": "BXI"}
    answer = ask(system, "attributes", {"queries": [{"matchers": [about, place]}]})
    assert numbers(answer) == found
