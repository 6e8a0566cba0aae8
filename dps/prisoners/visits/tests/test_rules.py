"""The order of visitors."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.visits.rules import AGE_WHEN_NOT_KNOWN, Visitor, in_order

ON = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("visitors", "names"),
    [
        ([Visitor("Old", "A", date(1950, 1, 1)), Visitor("Lead", "B", date(1990, 1, 1), lead=True)], ["Lead", "Old"]),
        ([Visitor("Child", "A", date(2020, 1, 1)), Visitor("Grown", "B", date(1990, 1, 1))], ["Grown", "Child"]),
        ([Visitor("Seventeen", "A", date(2008, 6, 2)), Visitor("Unknown", "B")], ["Unknown", "Seventeen"]),
        ([Visitor("Unknown", "A"), Visitor("Nineteen", "B", date(2007, 6, 1))], ["Nineteen", "Unknown"]),
        ([Visitor("Eighteen", "B", date(2008, 6, 1)), Visitor("Unknown", "A")], ["Unknown", "Eighteen"]),
        ([Visitor("Zoe", "hall"), Visitor("Amy", "HALL"), Visitor("Bea", "Able")], ["Bea", "Amy", "Zoe"]),
    ],
    ids=["lead first", "age high to low", "not known is 18", "not known is 18 too", "same age by last name", "names"],
)
def test_the_order_of_visitors(visitors: list[Visitor], names: list[str]) -> None:
    assert [one.first_name for one in in_order(visitors, ON)] == names


people = st.builds(
    Visitor, st.sampled_from(["Ann", "bob", ""]), st.sampled_from(["Hall", "ray"]),
    st.none() | st.dates(date(1930, 1, 1), ON), st.booleans(),
)  # fmt: skip


@given(st.lists(people, max_size=8), st.randoms())
def test_the_order_loses_nobody_and_does_not_hang_on_how_they_came(visitors: list[Visitor], chance: object) -> None:
    found = in_order(visitors, ON)
    mixed = list(visitors)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    def place(one: Visitor) -> tuple[bool, int, str, str]:
        age = one.age(ON)
        return (
            not one.lead,
            -(AGE_WHEN_NOT_KNOWN if age is None else age),
            one.last_name.lower(),
            one.first_name.lower(),
        )

    places = [place(one) for one in found]
    assert places == sorted(places) == [place(one) for one in in_order(mixed, ON)]
    assert sorted(map(repr, found)) == sorted(map(repr, visitors))
