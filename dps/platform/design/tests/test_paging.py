"""Pages of a list and headings that sort: the rest of the search is never lost."""

from itertools import pairwise

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from dps.platform.design.paging import HIGHEST_PAGE, Pages, page_number, with_changes, without_value
from dps.platform.design.sorting import column

words = st.text(min_size=1, max_size=12)
queries = st.dictionaries(words, st.lists(words, min_size=1, max_size=3), max_size=4)


def query_of(lists: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for key, values in lists.items():
        query.setlist(key, values)
    return query


def read(address: str) -> dict[str, list[str]]:
    assert address.startswith("?")
    return dict(QueryDict(address[1:]).lists())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1", 1), ("7", 7), ("007", 7), ("", 1), ("0", 1), ("-3", 1), ("1.5", 1), ("two", 1), ("²", 1), ("٣", 1),
        (" 2", 1), ("100000", HIGHEST_PAGE), ("100001", HIGHEST_PAGE), ("99999999", HIGHEST_PAGE), ("9" * 20, 1),
    ],
)  # fmt: skip
def test_page_number(typed: str, number: int) -> None:
    assert page_number(typed) == number


@given(st.text())
def test_a_page_number_is_always_one_the_database_can_take(typed: str) -> None:
    assert 1 <= page_number(typed) <= HIGHEST_PAGE


@given(queries, words, words)
def test_a_change_replaces_one_parameter_and_keeps_the_rest(lists: dict[str, list[str]], key: str, value: str) -> None:
    changed = read(with_changes(query_of(lists), **{key: value}))
    assert changed == {**lists, key: [value]}


@given(queries, words)
def test_none_takes_a_parameter_away(lists: dict[str, list[str]], key: str) -> None:
    changed = read(with_changes(query_of(lists), **{key: None}))
    assert changed == {k: v for k, v in lists.items() if k != key}


def test_empty_parameters_are_left_out_of_addresses() -> None:
    assert with_changes(QueryDict("term=&location=A&page=3"), page=None) == "?location=A"
    assert with_changes(QueryDict("")) == "?"


def test_one_value_of_many_is_taken_away_and_the_first_page_shown() -> None:
    query = QueryDict("alerts=HA&alerts=XA&term=smi&page=4")
    assert read(without_value(query, "alerts", "HA")) == {"alerts": ["XA"], "term": ["smi"]}
    assert read(without_value(query, "term", "smi")) == {"alerts": ["HA", "XA"]}
    assert read(without_value(query, "alerts", "none such")) == {"alerts": ["HA", "XA"], "term": ["smi"]}


@pytest.mark.parametrize(
    ("number", "total", "first", "last", "pages", "shown"),
    [
        (1, 0, 0, 0, 1, [1]),
        (1, 1, 1, 1, 1, [1]),
        (1, 20, 1, 20, 1, [1]),
        (2, 21, 21, 21, 2, [1, 2]),
        (1, 400, 1, 20, 20, [1, 2, None, 20]),
        (3, 400, 41, 60, 20, [1, 2, 3, 4, None, 20]),
        (4, 400, 61, 80, 20, [1, None, 3, 4, 5, None, 20]),
        (20, 400, 381, 400, 20, [1, None, 19, 20]),
    ],
)
def test_where_one_is(number: int, total: int, first: int, last: int, pages: int, shown: list[int | None]) -> None:
    here = Pages(number, 20, total, QueryDict(""))
    assert (here.first, here.last, here.total_pages, here.shown_numbers()) == (first, last, pages, shown)


@given(st.integers(1, 3000), st.sampled_from([20, 50, 100]), st.integers(0, 50_000))
def test_numbers_shown(number: int, size: int, total: int) -> None:
    here = Pages(number, size, total, QueryDict(""))
    shown = here.shown_numbers()
    known = [n for n in shown if n is not None]
    assert known == sorted(set(known)) and known[0] == 1 and known[-1] == here.total_pages
    assert all(1 <= n <= here.total_pages for n in known)
    assert number > here.total_pages or number in known
    for left, gap, right in zip(shown, shown[1:], shown[2:], strict=False):
        if gap is None:
            assert left is not None and right is not None and right - left > 1
        elif left is not None:
            assert gap == left + 1
    assert len(shown) <= 7


@given(st.integers(0, 50_000), st.sampled_from([20, 50, 100]))
def test_the_pages_hold_every_row_once(total: int, size: int) -> None:
    pages = Pages(1, size, total, QueryDict("")).total_pages
    spans = [Pages(n, size, total, QueryDict("")) for n in range(1, pages + 1)]
    assert sum(p.last - p.first + 1 for p in spans) == total if total else spans[0].last == 0
    assert all(after.first == before.last + 1 for before, after in pairwise(spans))


def test_the_first_page_has_the_address_without_a_number() -> None:
    here = Pages(4, 20, 400, QueryDict("term=smi&page=4"))
    assert (here.address(1), here.address(5)) == ("?term=smi", "?term=smi&page=5")


@pytest.mark.parametrize(
    ("now", "aria", "wanted"),
    [("name", "ascending", "-name"), ("-name", "descending", "name"), ("age", "none", "name"), ("", "none", "name")],
)
def test_a_heading_turns_the_order_round(now: str, aria: str, wanted: str) -> None:
    query = QueryDict("term=o%27brien&page=3")
    heading = column("Name", ascending="name", descending="-name", now=now, query=query)
    assert heading.aria_sort == aria
    assert read(heading.address) == {"term": ["o'brien"], "sort": [wanted]}
    assert heading.hint
