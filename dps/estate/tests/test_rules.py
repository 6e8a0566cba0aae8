import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.estate.rules import (
    displayed_location,
    is_temporary,
    label_of,
    location_prefix,
    natural_sort_key,
    path_without_agency,
)

CODE = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=5)
PATH = st.lists(CODE, min_size=1, max_size=4).map("-".join)
TEMPORARY_WORDS = {"Reception", "No cell allocated", "Court", "Temporary absence"}


@pytest.mark.parametrize(
    "in_order",
    [
        ["1-1-001", "1-1-002", "1-1-010", "2-1-001", "10-1-001", "A-1-001", "B-1-001"],
        ["A-1-1", "A-1-2", "A-1-9", "A-1-10", "A-1-100"],
        ["A-1-002", "A-1-3", "A-1-004"],
        ["HB1-A", "HB2-A", "HB10-A", "SEG", "Z"],
        ["9", "A"],
    ],
)
def test_places_sort_as_people_count(in_order: list[str]) -> None:
    keys = [natural_sort_key(path) for path in in_order]
    assert keys == sorted(set(keys))


@given(st.integers(0, 99_999_999), st.integers(0, 99_999_999), PATH)
def test_numbers_sort_by_value_wherever_they_stand(one: int, other: int, before: str) -> None:
    keys = natural_sort_key(f"{before}-{one}"), natural_sort_key(f"{before}-{other}")
    assert (keys[0] < keys[1]) == (one < other)


@given(st.text(max_size=60))
def test_any_text_has_a_sort_key_that_ignores_case_of_latin_letters(path: str) -> None:
    assert isinstance(natural_sort_key(path), str)
    if path.isascii():
        assert natural_sort_key(path.lower()) == natural_sort_key(path.upper())


@pytest.mark.parametrize(
    ("agency", "description", "path"),
    [
        ("LEI", "LEI-A-1-001", "A-1-001"),
        ("MDI", "MDI-1-1-001", "1-1-001"),
        ("LEI", "A-1-001", "A-1-001"),
        ("LEI", "LEI-LEI-1", "LEI-1"),
        ("LEI", "LEI-RECP  ", "RECP"),
        ("LEI", "", ""),
    ],
)
def test_a_path_is_kept_without_its_prison(agency: str, description: str, path: str) -> None:
    assert path_without_agency(agency, description) == path


@pytest.mark.parametrize(
    ("path", "shown", "temporary"),
    [
        ("RECP", "Reception", True),
        ("A-RECP", "Reception", True),
        ("RECP-2", "Reception", True),
        ("recp", "Reception", True),
        ("CSWAP", "No cell allocated", True),
        ("COURT", "Court", True),
        ("TAP", "Temporary absence", True),
        ("A-1-001", "A-1-001", False),
        ("COURTYARD", "COURTYARD", False),
        ("TAPE-1", "TAPE-1", False),
        ("", "", False),
    ],
)
def test_staff_read_a_location_in_words(path: str, shown: str, temporary: bool) -> None:
    assert displayed_location(path) == shown
    assert is_temporary(path) is temporary


@given(st.one_of(PATH, st.sampled_from(["RECP", "CSWAP", "COURT", "TAP", "A-TAP"])))
def test_words_stand_for_temporary_places_and_only_for_them(path: str) -> None:
    assert (displayed_location(path) in TEMPORARY_WORDS) == is_temporary(path)


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("LEI-A-1", "A-1-"),
        ("A-1", "A-1-"),
        ("a-1", "A-1-"),
        ("lei-a-1", "A-1-"),
        ("  A  ", "A-"),
        ("1", "1-"),
        ("A-1-", "A-1-"),
        ("LEI", ""),
        ("LEI-", ""),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_prefix_is_understood_with_or_without_the_prison(typed: str, prefix: str) -> None:
    assert location_prefix("LEI", typed) == prefix


@given(PATH, PATH)
def test_a_wing_never_matches_another_whose_name_begins_the_same(wing: str, cell: str) -> None:
    prefix = location_prefix("XXX", wing)
    inside = f"{wing}-001"
    assert inside.startswith(prefix)
    assert f"{wing}0-001".startswith(prefix) is False
    assert location_prefix("XXX", f"XXX-{wing}") == prefix


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=5), st.text(max_size=5))
def test_an_unknown_code_is_shown_as_it_is(labels: dict[str, str], code: str) -> None:
    assert label_of(labels, code) == labels.get(code, code)
