from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.next_of_kin import rules
from dps.prisoners.next_of_kin.rules import Details

TODAY = date(2026, 11, 24)
GOOD = Details("Mary", "O'Neil-Smith", "MOT", next_of_kin=True, emergency=False)


def test_what_is_needed_is_enough() -> None:
    assert rules.problems(GOOD, TODAY) == {}
    assert GOOD.words.last_name == "O'NEIL-SMITH"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"next_of_kin": False}, "is_a"),
        ({"first_name": ""}, "first_name"),
        ({"last_name": "Sm1th"}, "last_name"),
        ({"last_name": "x" * 36}, "last_name"),
        ({"middle_names": "Zoë 9"}, "middle_names"),
        ({"relationship": ""}, "relationship"),
        ({"date_of_birth": TODAY}, "date_of_birth"),
        ({"phone": "07700 900x", "phone_type": "MOB"}, "phone"),
        ({"phone": "()", "phone_type": "MOB"}, "phone"),
        ({"phone": "+44 1234", "phone_type": "MOB"}, "phone"),
        ({"phone": "1" * 41, "phone_type": "MOB"}, "phone"),
        ({"phone": "٣٣", "phone_type": "MOB"}, "phone"),
        ({"phone": "0113"}, "phone_type"),
        ({"phone": "0113", "phone_type": "FAX"}, "phone_type"),
        ({"extension": "12"}, "phone"),
        ({"phone": "0113", "phone_type": "BUS", "extension": "1a"}, "extension"),
        ({"phone": "0113", "phone_type": "BUS", "extension": "12345678"}, "extension"),
        ({"house": "x" * 51}, "house"),
        ({"house": "é" * 26}, "house"),
        ({"street": "x" * 161}, "street"),
        ({"postcode": "x" * 13}, "postcode"),
    ],
)
def test_each_rule(changed: dict[str, Any], field: str) -> None:
    assert set(rules.problems(replace(GOOD, **changed), TODAY)) == {field}


@pytest.mark.parametrize(
    "changed",
    [
        {"next_of_kin": False, "emergency": True},
        {"date_of_birth": date(2026, 11, 23)},
        {"phone": "(0113) 496 0000", "phone_type": "BUS", "extension": "1234567"},
        {"house": "é" * 25, "street": "x" * 160, "postcode": "LS1 1AA"},
    ],
)
def test_what_is_right(changed: dict[str, Any]) -> None:
    assert rules.problems(replace(GOOD, **changed), TODAY) == {}


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_is_answered_and_what_passes_fits_nomis(name: str, house: str) -> None:
    found = rules.problems(replace(GOOD, first_name=name, house=house), TODAY)
    if "first_name" not in found:
        assert 0 < len(replace(GOOD, first_name=name).words.first_name.encode()) <= 35
    assert ("house" in found) is (len(house.encode()) > 50)


def test_the_same_somebody() -> None:
    assert rules.is_same_somebody(("MARY ANN", "Lee", "MOT", "None"), ("maryann", "LEE", "MOT", "None"))
    assert not rules.is_same_somebody(("MARY", "LEE", "MOT", "None"), ("MARY", "LEE", "AUNT", "None"))
