import pytest

from dps.key_workers.rules.leaving import Moved, why_ended, why_ended_by_the_roll


@pytest.mark.parametrize(
    ("moved", "reason"),
    [
        (Moved("REL", "OUT", False), "RELEASED"),
        (Moved("TRN", "MDI", True), "TRANSFER"),
        (Moved("ADM", "MDI", True), "TRANSFER"),
        (Moved("ADM", "LEI", True), ""),
        (Moved("TRN", "LEI", True), ""),
        (Moved("TRN", "HAZLWD", False), ""),
        (Moved("CRT", "LEEDCC", False), ""),
        (Moved("TAP", "HOSP", False), ""),
    ],
)
def test_what_a_movement_ends(moved: Moved, reason: str) -> None:
    assert why_ended("LEI", moved) == reason


@pytest.mark.parametrize(
    ("agency", "is_prison", "known", "reason"),
    [
        ("LEI", True, True, ""),
        ("MDI", True, True, "NO_LONGER_IN_PRISON"),
        ("OUT", False, True, "NO_LONGER_IN_PRISON"),
        ("TRN", False, True, "NO_LONGER_IN_PRISON"),
        ("HAZLWD", False, True, ""),
        ("", False, True, "MISSING"),
        ("", False, False, "MISSING"),
    ],
)
def test_what_the_roll_ends(agency: str, is_prison: bool, known: bool, reason: str) -> None:
    assert why_ended_by_the_roll("LEI", agency, agency_is_prison=is_prison, known=known) == reason
