"""What staff decided about a restricted patient stands beside NOMIS, until the person moves."""

from datetime import UTC, date, datetime

import pytest

from dps.legacy.inbound.settle import settle_restricted_patients
from dps.platform.access import SYSTEM
from dps.prisoners.models import Movement, Person
from dps.prisoners.restricted_patients import commands, queries
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import booking_of, make_agencies, make_person


@pytest.mark.django_db
def test_a_decision_stands_until_the_next_movement() -> None:
    make_agencies()
    person = make_person("B2222BB", prison="OUT")
    commands.add_released("B2222BB", hospital="HAZLWD", by=SYSTEM)
    Person.objects.filter(pk="B2222BB").update(nomis_root_id=5)
    settle_restricted_patients(["B2222BB"])
    refresh_records(["B2222BB"])
    assert queries.patient("B2222BB") and date(2026, 9, 1) == queries.patient("B2222BB").discharged_on  # type: ignore[union-attr]
    Movement.objects.create(
        booking=booking_of(person), sequence=9, at=datetime(2026, 11, 25, tzinfo=UTC), type="ADM", direction="IN",
        to_agency="LEI",
    )  # fmt: skip
    settle_restricted_patients(["B2222BB"])
    refresh_records(["B2222BB"])
    assert queries.patient("B2222BB") is None, "back in prison they are none"
