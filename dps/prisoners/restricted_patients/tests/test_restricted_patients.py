"""Restricted patients: who can be one, who changes that, and what the law ends by itself."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from dps.estate import queries as estate
from dps.identity.accounts.commands import create_user
from dps.platform.events.models import DomainEvent
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Person, SentenceCalculation
from dps.prisoners.restricted_patients import commands, queries, rules
from dps.prisoners.restricted_patients.rules import Move, Refused
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

TODAY = date(2026, 11, 24)
ROLES = ["PRISON", "TRANSFER_RESTRICTED_PATIENT", "REMOVE_RESTRICTED_PATIENT", "RESTRICTED_PATIENT_MIGRATION"]
MENU = "/restricted-patients/"


@pytest.mark.parametrize(
    ("active", "is_patient", "said"),
    [(True, False, None), (False, False, Refused.NOT_IN_PRISON), (True, True, Refused.EXISTING_PATIENT)],
)
def test_who_can_be_discharged(active: bool, is_patient: bool, said: Refused | None) -> None:
    assert rules.why_not_discharged(active=active, is_patient=is_patient) == said


@pytest.mark.parametrize(
    ("moves", "is_patient", "said"),
    [
        ([Move("ADM", "IN", ""), Move("REL", "OUT", "LEI")], False, None),
        ([Move("REL", "OUT", "LEI")], True, Refused.EXISTING_PATIENT),
        ([], False, Refused.NO_MOVEMENTS),
        ([Move("REL", "OUT", "LEI"), Move("ADM", "IN", "")], False, Refused.LAST_MOVE_NOT_REL),
        ([Move("REL", "OUT", "")], False, Refused.LAST_MOVE_NO_FROM_AGENCY),
    ],
)
def test_who_can_be_added(moves: list[Move], is_patient: bool, said: Refused | None) -> None:
    assert rules.why_not_added(moves, is_patient=is_patient) == said


@pytest.mark.parametrize(
    ("status", "crd", "sed", "over"),
    [
        ("SENTENCED", date(2026, 11, 23), date(2027, 1, 1), True),
        ("SENTENCED", TODAY, date(2020, 1, 1), False),
        ("RECALL", date(2020, 1, 1), date(2026, 11, 25), False),
        ("RECALL", None, date(2026, 11, 23), True),
        ("INDETERMINATE_SENTENCE", date(2020, 1, 1), date(2020, 1, 1), False),
        ("SENTENCED", None, None, False),
    ],
)
def test_when_the_law_holds_them_no_longer(status: str, crd: date | None, sed: date | None, over: bool) -> None:
    assert rules.is_over(today=TODAY, legal_status=status, conditional_release_on=crd, sentence_ends_on=sed) is over


@pytest.fixture
def administrator(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Where this product stands alone, unless a test says otherwise."""
    monkeypatch.setattr(settings, "NOMIS_DATABASE_URL", "")
    make_agencies()
    make_person("A1111AA", "SMITH")
    make_person("B2222BB", "JONES", prison="OUT")
    estate.forget_kept()
    client.force_login(
        create_user(
            username="ADMIN", first_name="Ann", last_name="Lee", email="a@b.uk", password=None, roles=ROLES,
            caseloads=["LEI"],
        )
    )  # fmt: skip
    yield client


def sent(**more: str) -> dict[str, str]:
    return {
        "number": "a1111aa", "hospital": "HAZLWD", "on-day": "20", "on-month": "11", "on-year": "2026", **more,
    }  # fmt: skip


def problems(reply: Any) -> list[str]:
    assert reply.status_code == 400
    return re.findall(r'<a href="#[^"]+">([^<]+)</a>', reply.content.decode())


def test_discharge_prison_and_end(administrator: Client) -> None:
    assert administrator.post(MENU + "discharge/", sent())["Location"] == MENU
    person = Person.objects.get(pk="A1111AA")
    assert (person.supporting_prison, person.hospital) == ("LEI", "HAZLWD")
    booking = booking_of(person)
    assert (booking.active, booking.agency, booking.status_reason) == (False, "OUT", "REL-HP")
    page = administrator.get(MENU).content.decode()
    assert "Smith, John" in page and "Hazelwood House" in page and "20/11/2026" in page
    assert queries.patient("A1111AA") and not queries.patient("B2222BB")

    assert administrator.post(MENU + "A1111AA/prison/", {"supporting_prison": "MDI"}).status_code == 302
    assert Person.objects.get(pk="A1111AA").supporting_prison == "MDI"
    assert problems(administrator.post(MENU + "A1111AA/prison/", {"supporting_prison": "MDI"})) == [
        Refused.PRISON_UNCHANGED
    ]
    assert problems(administrator.post(MENU + "discharge/", sent())) == [Refused.EXISTING_PATIENT]
    assert administrator.post(MENU + "A1111AA/remove/").status_code == 302
    assert queries.patient("A1111AA") is None, "not by their old movement to a hospital either"
    assert administrator.post(MENU + "A1111AA/remove/").status_code == 404
    told = list(DomainEvent.objects.filter(type__startswith="restricted").order_by("id").values_list("type", flat=True))
    assert [type.rpartition(".")[2] for type in told] == ["added", "supporting-prison-changed", "removed"]
    assert Change.objects.filter(kind="restricted patient").count() == 3


def test_somebody_already_released(administrator: Client) -> None:
    place = {"number": "B2222BB", "hospital": "HAZLWD"}
    assert problems(administrator.post(MENU + "add/", {"number": "A1111AA", "hospital": "HAZLWD"})) == [
        Refused.LAST_MOVE_NOT_REL
    ]
    assert administrator.post(MENU + "add/", place).status_code == 302
    found = queries.patient("B2222BB")
    assert found and (found.person.supporting_prison, found.person.hospital) == ("LEI", "HAZLWD")


def test_every_problem_at_once_and_what_was_typed_is_kept(administrator: Client) -> None:
    reply = administrator.post(MENU + "discharge/", {"number": "Z9999ZZ", "on-day": "1", "supporting_prison": "XXX"})
    assert len(problems(reply)) == 3 and 'value="Z9999ZZ"' in reply.content.decode()
    assert problems(administrator.post(MENU + "discharge/", sent(number="Z9999ZZ")))[0].startswith("There is nobody")
    late = sent(**{"on-year": "2099"}, number="B2222BB")
    assert problems(administrator.post(MENU + "discharge/", late)) == [
        Refused.NOT_IN_PRISON, "Date of discharge must be today or in the past",
    ]  # fmt: skip


def test_where_there_is_a_nomis_the_discharge_is_recorded_there(administrator: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "NOMIS_DATABASE_URL", "oracle://there")
    assert problems(administrator.post(MENU + "discharge/", sent())) == [commands.IN_NOMIS]
    assert administrator.post(MENU + "add/", {"number": "B2222BB", "hospital": "HAZLWD"}).status_code == 302


def test_the_nightly_look(administrator: Client) -> None:
    administrator.post(MENU + "discharge/", sent())
    assert commands.remove_those_held_no_longer(TODAY) == 0
    SentenceCalculation.objects.create(
        id=1, booking=booking_of(Person.objects.get(pk="A1111AA")), calculated_at=datetime(2026, 1, 1, tzinfo=UTC),
        dates={"CRD": ["2026-11-01", None], "SED": ["2027-11-01", None]},
    )  # fmt: skip
    assert (commands.remove_those_held_no_longer(TODAY), commands.remove_those_held_no_longer(TODAY)) == (1, 0)


def test_search_by_name_number_and_prison(administrator: Client) -> None:
    administrator.post(MENU + "discharge/", sent())
    for words, prison, found in [
        ("smi", "", 1),
        ("a1111", "", 1),
        ("jones", "", 0),
        ("", "MDI", 0),
        ("john smith", "LEI", 1),
    ]:
        assert queries.patients(words=words, prisons=[prison] if prison else None)[1] == found, (words, prison)


@pytest.mark.parametrize("address", ["", "discharge/", "add/", "A1111AA/prison/", "A1111AA/remove/"])
def test_others_may_not(administrator: Client, address: str) -> None:
    client = Client()
    client.force_login(
        create_user(
            username="OTHER", first_name="Olu", last_name="Odo", email="o@b.uk", password=None, roles=["PRISON"]
        )
    )
    assert client.get(MENU + address).status_code in (403, 404)
