"""The summary, asked for as systems and as staff ask for it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Person, PersonName, ProfileDetail
from dps.prisoners.names.tests.officers import make_officer, token_of, token_of_system
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import booking_of, give_identifier, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/api/prisoners/A1234BC"


@pytest.fixture
def person() -> Person:
    make_agencies()
    made = make_person("A1234BC")
    ProfileDetail.objects.create(booking=booking_of(made), type="RELF", code="RC", sequence=1)
    PersonName.objects.create(id=77, person=made, last_name="OTHER", first_name="ANN", name_type="A", sex="M")
    give_identifier(made, "PNC", "2008/1234567P")
    Person.objects.filter(pk=made.pk).update(birth_place="LEEDS", birth_country="ENG", title="MR")
    refresh_records([made.pk])
    return made


def system(role: str, address: str = ADDRESS) -> Any:
    """What a system with this role is answered."""
    return Client(headers=token_of_system(role)).get(address)


def program(username: str, *roles: str, prison: str = "LEI") -> Client:
    """A program that acts for an officer."""
    return Client(headers=token_of(make_officer(username, *roles, prison=prison)))


@pytest.mark.parametrize("role", ["VIEW_PRISONER_DATA", "PRISONER_SEARCH__PRISONER__RO"])
def test_a_system_reads_everybody_in_short(person: Person, role: str) -> None:
    reply = system(role)
    assert reply.status_code == 200
    said = reply.json()
    assert (said["prisonerNumber"], said["title"], said["lastName"]) == ("A1234BC", "MR", person.last_name)
    assert (said["status"], said["prisonId"], said["restrictedPatient"]) == ("ACTIVE IN", "LEI", False)
    assert (said["religion"], said["birthPlace"], said["birthCountry"]) == ("RC", "LEEDS", "ENG")
    assert [alias["lastName"] for alias in said["aliases"]] == ["OTHER"]
    assert [(one["type"], one["value"]) for one in said["identifiers"]] == [("PNC", "2008/1234567P")]
    assert said["suffix"] is None and said["hospitalId"] is None
    viewed = AuditEntry.objects.get(action="PRISONER_VIEWED")
    assert viewed.subject_id == "A1234BC" and viewed.details["page"] == "summary (API)"


def test_of_nobody_or_without_the_role_there_is_nothing(person: Person) -> None:
    assert system("VIEW_PRISONER_DATA", "/api/prisoners/Z9999ZZ").status_code == 404
    assert system("PRISONER_ALERTS__RO").status_code == 403
    assert not AuditEntry.objects.filter(action="PRISONER_VIEWED").exists()


def test_staff_read_what_they_may_open(person: Person) -> None:
    said = program("HERE", "PRISON").get(ADDRESS).json()
    assert (said["religion"], said["birthPlace"]) == ("RC", "LEEDS")


def test_of_people_elsewhere_staff_know_less(person: Person) -> None:
    said = program("ELSEWHERE", "GLOBAL_SEARCH", prison="MDI").get(ADDRESS).json()
    assert (said["lastName"], said["religion"], said["birthPlace"]) == (person.last_name, None, None)


def test_staff_who_may_not_open_somebody_do_not_learn_that_they_exist(person: Person) -> None:
    assert program("STRANGER", "PRISON", prison="MDI").get(ADDRESS).status_code == 404
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED", subject_id="A1234BC").exists()


def test_many_names_and_numbers_cost_no_more(person: Person) -> None:
    browser = program("HERE", "PRISON")
    browser.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        browser.get(ADDRESS)
    for place in range(9):
        PersonName.objects.create(id=100 + place, person=person, last_name=f"NAME{place}")
        give_identifier(person, "CRO", f"{place}/08X")
    with CaptureQueriesContext(connection) as many:
        reply = browser.get(ADDRESS)
    assert len(reply.json()["aliases"]) == 10
    assert len(many) == len(few)
