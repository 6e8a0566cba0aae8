"""What other systems hear when a record changes (apis-events-documents.md 2)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.rules.comings import Standing, news_of

IN = Standing(10, "ACTIVE IN", "LEI", "ADM", "N", "A-1-001", 14)
OUT = Standing(10, "INACTIVE OUT", "OUT", "REL", "CR", "", 2)


def said(before: Standing | None, after: Standing) -> list[tuple[str, str]]:
    return [
        (one.type.removeprefix("prisoner."), one.data.get("reason", one.data.get("convictedStatus", "")))
        for one in news_of(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, IN, [("received", "NEW_ADMISSION")]),
        (replace(OUT, booking_id=None, status=""), IN, [("received", "NEW_ADMISSION")]),
        (OUT, replace(IN, band=2), [("received", "READMISSION")]),
        (OUT, replace(IN, booking_id=11), [("received", "NEW_ADMISSION")]),
        (OUT, replace(IN, booking_id=9), [("received", "READMISSION_SWITCH_BOOKING")]),
        (Standing(10, "INACTIVE TRN", "TRN", "TRN", "NOTR", "", 14), replace(IN, last_movement_reason="INT"),
         [("received", "TRANSFERRED")]),
        (IN, replace(IN, agency="MDI"), [("received", "TRANSFERRED")]),
        (replace(IN, status="ACTIVE OUT"), replace(IN, last_movement_type="CRT"), [("received", "RETURN_FROM_COURT")]),
        (replace(IN, status="ACTIVE OUT"), replace(IN, last_movement_type="TAP"), [("received", "TEMPORARY_ABSENCE_RETURN")]),
        (IN, replace(OUT, band=14), [("released", "RELEASED")]),
        (IN, replace(OUT, last_movement_reason="HP", band=14), [("released", "RELEASED_TO_HOSPITAL")]),
        (IN, replace(IN, status="ACTIVE OUT", last_movement_type="CRT"), [("released", "SENT_TO_COURT")]),
        (IN, replace(IN, status="ACTIVE OUT", last_movement_type="TAP"), [("released", "TEMPORARY_ABSENCE_RELEASE")]),
        (IN, replace(IN, status="INACTIVE TRN", agency="TRN", last_movement_type="TRN"), [("released", "TRANSFERRED")]),
        (IN, replace(IN, status="INACTIVE OUT", last_movement_type="XX"), [("released", "UNKNOWN")]),
        (IN, replace(IN, cell_path="A-1-002"), [("cell-move", "")]),
        (IN, replace(IN, band=2), [("convicted-status-changed", "Convicted")]),
        (replace(IN, band=2), IN, [("convicted-status-changed", "Remand")]),
        (IN, replace(IN, band=13), []),
        (IN, IN, []),
        (OUT, OUT, []),
        (None, OUT, []),
    ],
)  # fmt: skip
def test_what_is_told(before: Standing | None, after: Standing, told: list[tuple[str, str]]) -> None:
    assert said(before, after) == told


standings = st.builds(
    Standing,
    st.none() | st.integers(1, 3),
    st.sampled_from(["", "ACTIVE IN", "ACTIVE OUT", "INACTIVE OUT", "INACTIVE TRN"]),
    st.sampled_from(["LEI", "MDI", "OUT", "TRN", ""]),
    st.sampled_from(["", "ADM", "REL", "TRN", "CRT", "TAP"]),
    st.sampled_from(["", "INT", "HP", "N"]),
    st.sampled_from(["", "A-1-001", "A-1-002"]),
    st.none() | st.integers(0, 17),
)


@given(st.none() | standings, standings)
def test_never_received_who_is_not_in_nor_released_who_is(before: Standing | None, after: Standing) -> None:
    types = [one.type for one in news_of(before, after)]
    assert len(types) == len(set(types))
    if "prisoner.received" in types:
        assert after.is_in
    if "prisoner.released" in types:
        assert not after.is_in and before is not None and before.is_in
