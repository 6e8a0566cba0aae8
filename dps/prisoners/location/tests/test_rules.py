"""Stays by prison, who was there with whom, and what is warned of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.location.rules import KeptApart, Neighbour, Stay, how_near, overlap, unbroken, warnings

DAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


def stay(agency: str, starts: int, ends: int | None, booking: int = 1) -> Stay:
    """Hours from the first of June."""
    return Stay(
        starts, booking, agency, "A-1-001", DAY + timedelta(hours=starts), None if ends is None else DAY + timedelta(hours=ends)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stays", "sizes"),
    [
        ([], []),
        ([stay("LEI", 50, None), stay("LEI", 0, 50)], [2]),
        ([stay("LEI", 90, None), stay("MDI", 50, 90), stay("LEI", 0, 50)], [1, 1, 1]),
        ([stay("LEI", 60, None, booking=2), stay("LEI", 0, 59)], [1, 1]),
        ([stay("LEI", 74, None), stay("LEI", 0, 50)], [2]),
        ([stay("LEI", 75, None), stay("LEI", 0, 50)], [1, 1]),
        ([stay("LEI", 500, None), stay("LEI", 0, None)], [2]),
    ],
    ids=[
        "none",
        "one prison",
        "away and back",
        "another booking",
        "a day between",
        "longer between",
        "end not recorded",
    ],
)
def test_stays_are_grouped_by_unbroken_time_in_one_prison(stays: list[Stay], sizes: list[int]) -> None:
    assert [len(group) for group in unbroken(stays)] == sizes


@given(st.lists(st.tuples(st.sampled_from(["LEI", "MDI"]), st.integers(1, 2), st.integers(0, 9), st.integers(0, 9))))
def test_no_stay_is_lost_and_no_group_spans_prisons(rows: list[tuple[str, int, int, int]]) -> None:
    stays = [stay(agency, 24 * start, 24 * end, booking) for agency, booking, start, end in rows]
    groups = unbroken(stays)
    assert [one for group in groups for one in group] == stays
    assert all(len({(one.agency, one.booking_id) for one in group}) == 1 for group in groups)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ((0, 10), (5, 20), (5, 10)),
        ((0, 10), (10, 20), None),
        ((0, None), (5, None), (5, None)),
        ((0, None), (5, 7), (5, 7)),
        ((8, None), (1, 7), None),
    ],
)
def test_two_overlap_from_the_later_coming_to_the_earlier_going(
    mine: tuple[int, int | None], theirs: tuple[int, int | None], both: tuple[int, int | None] | None
) -> None:
    def moments(hours: tuple[int, int | None]) -> tuple[datetime, datetime | None]:
        return DAY + timedelta(hours=hours[0]), None if hours[1] is None else DAY + timedelta(hours=hours[1])

    assert overlap(moments(mine), moments(theirs)) == (moments(both) if both else None)
    assert overlap(moments(theirs), moments(mine)) == overlap(moments(mine), moments(theirs))


@pytest.mark.parametrize(
    ("mine", "theirs", "near"),
    [
        ("A-1-001", "A-1-001", "cell"),
        ("A-1-001", "A-1-002", "landing"),
        ("A-1-001", "A-2-001", "wing"),
        ("A-001", "A-002", "wing"),
        ("A-1-001", "B-1-001", ""),
        ("1-1-001", "10-1-001", ""),
        ("RECP", "A-1-001", ""),
        ("", "", ""),
    ],
)
def test_how_near_two_cells_are(mine: str, theirs: str, near: str) -> None:
    assert how_near(mine, theirs) == near


LOW, HIGH = Neighbour("B1", "Low, Ian", "STANDARD"), Neighbour("C1", "High, Ian", "HI", ("Arsonist", "Racist"))


def apart(path: str, restriction: str = "") -> KeptApart:
    return KeptApart("D1", "Foe, Al", path, restriction)


@pytest.mark.parametrize(
    ("csra", "neighbours", "foes", "places", "said"),
    [
        ("HI", [], [], 1, []),
        ("HI", [LOW], [], 2, ["Me, I has a high cell sharing risk and is sharing a cell."]),
        ("", [LOW], [], 1, ["2 people live in this cell; it has room for 1."]),
        ("", [LOW], [], None, []),
        ("", [], [apart("B-1-001")], 1, []),
        (
            "", [], [apart("A-2-001"), apart("A-1-002", "Total")], 1,
            ["Foe, Al lives on the same landing, A-1-002, and must be kept apart from Me, I: Total.",
             "Foe, Al lives on the same wing, A-2-001, and must be kept apart from Me, I."],
        ),
        (
            "STANDARD", [HIGH], [apart("A-1-001")], 2,
            ["High, Ian has a high cell sharing risk and is sharing a cell.",
             "Foe, Al lives in the same cell, A-1-001, and must be kept apart from Me, I.",
             "High, Ian shares this cell and has alerts: Arsonist, Racist."],
        ),
    ],
)  # fmt: skip
def test_what_is_warned_of_where_people_share(
    csra: str, neighbours: list[Neighbour], foes: list[KeptApart], places: int | None, said: list[str]
) -> None:
    assert warnings("Me, I", csra, "A-1-001", neighbours, foes, places) == said
