import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.identifiers import rules

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2000/0160946Q", "2000/0160946Q"), ("20000160946Q", "2000/0160946Q"), ("1999/0139097Y", "1999/0139097Y"),
        ("2024/0070623d", "2024/0070623D"), ("81/34U", "1981/0000034U"), ("02/73319Z", "2002/0073319Z"),
        ("00/223R", "2000/0000223R"), ("033Y", "2003/0000003Y"), ("2000160946Q", "2000/0160946Q"),
        ("203/1234567A", None), ("2003/A", None), ("1234567A", None), ("16/11/2018", None), ("SF68/945674U", None),
        ("111111/11A", None), ("2000/0160946R", None), ("0300/0160946Q", None), ("٠٢/73319Z", None), ("", None),
    ],
)  # fmt: skip
def test_pncs(typed: str, kept: str | None) -> None:
    assert rules.pnc_as_kept(typed) == kept
    assert (rules.problem("PNC", typed) == "") is (kept is not None)


@given(st.integers(1, 9_999_999), st.integers(1939, 2038))
def test_a_pnc_is_taken_however_it_is_written_and_one_wrong_letter_is_not(serial: int, year: int) -> None:
    letter = LETTERS[int(f"{year % 100:02d}{serial:07d}") % 23]
    short = f"{year % 100:02d}"
    written = [
        f"{year}/{serial:07d}{letter}", f"{year}/{serial}{letter}", f"{short}/{serial:07d}{letter}",
        f"{short}/{serial}{letter}", f"{year}{serial:07d}{letter}", f"{short}{serial:07d}{letter}",
        f" {short}{serial}{letter} ", f"{year}/{serial}{letter}".lower(),
    ]  # fmt: skip
    assert {rules.as_kept("PNC", one) for one in written} == {f"{year}/{serial:07d}{letter}"}
    assert all(rules.problem("PNC", one) == "" for one in written)
    assert len({rules.same_key("PNC", one) for one in written[:6]}) == 1
    for wrong in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - {letter}:
        assert rules.problem("PNC", f"{year}/{serial:07d}{wrong}")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("265416/21G", "265416/21G"), ("65656/91H", "065656/91H"), ("065656/91h", "065656/91H"),
        ("6697/56U", "006697/56U"), ("991/66G", "000991/66G"), ("SF05/482703J", "SF05/482703J"),
        ("sf83/50058Z", "SF83/50058Z"), ("265416/21H", None), ("26541621G", None), ("265416/021G", None),
        ("265416/21", None), ("SF05/482703K", None), ("ß05/482703J", None),
    ],
)  # fmt: skip
def test_cros(typed: str, kept: str | None) -> None:
    assert rules.cro_as_kept(typed) == kept
    assert (rules.problem("CRO", typed) == "") is (kept is not None)


@given(st.integers(1, 999_999), st.integers(0, 99))
def test_a_cro_is_taken_with_its_letter_only(serial: int, year: int) -> None:
    letter = LETTERS[int(f"{year:02d}{serial:06d}") % 23]
    kept = f"{serial:06d}/{year:02d}{letter}"
    assert rules.as_kept("CRO", f"{serial}/{year:02d}{letter.lower()}") == kept
    assert rules.same_key("CRO", f"{serial}/{year:02d}{letter}") == rules.same_key("CRO", kept)
    for wrong in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - {letter}:
        assert rules.problem("CRO", f"{serial:06d}/{year:02d}{wrong}")


@pytest.mark.parametrize("typed", ["AB123456C", "ab 12 34 56 c", " JG 103759 A "])
def test_national_insurance_numbers(typed: str) -> None:
    assert rules.problem("NINO", typed) == ""
    assert rules.as_kept("NINO", typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize(
    "typed",
    [
        *(f"{prefix}123456A" for prefix in ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "OO", "FY", "NC", "PZ", "PY"]),
        *(f"{first}A123456A" for first in "DFIQUV"), *(f"A{second}123456A" for second in "DFIOQUV"),
        "PP999999P", "AB123456E", "AB12345C", "AB-12-34-56-C", "AB1234567C", "ßA23456C", "AB١٢٣٤٥٦C",
    ],
)  # fmt: skip
def test_no_national_insurance_numbers(typed: str) -> None:
    assert rules.problem("NINO", typed)


@pytest.mark.parametrize(
    ("type", "typed", "good"),
    [
        ("PASS", "1" * 20, True),
        ("PASS", "1" * 21, False),
        ("PASS", "é" * 11, False),
        ("DL", " ", False),
        ("HOREF", "B/12 3", True),
    ],
)
def test_other_numbers_are_as_they_come(type: str, typed: str, good: bool) -> None:
    assert (rules.problem(type, typed) == "") is good


def test_a_comment_fits_in_nomis() -> None:
    assert not rules.comment_problem("x" * 240)
    assert "characters" in rules.comment_problem("x" * 241) and "bytes" in rules.comment_problem("é" * 121)


def test_numbers_given_by_the_record_itself_are_never_edited() -> None:
    assert rules.EDITABLE.isdisjoint({"MERGED", "MERGE_HMPS", "NOMS", "EXTERNAL_REL"})
    assert rules.group_of("NINO") == "Personal numbers" and rules.group_of("MERGED") == "Justice numbers"
