"""The pure rules of the searches beside names: births, words, fields, lists, matching, saved addresses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.search.attributes.fields import FIELDS
from dps.prisoners.search.attributes.rules import (
    Kind,
    Matcher,
    Query,
    Text,
    fits,
    listed,
    pattern_of,
    problem_of,
    problems_of,
)
from dps.prisoners.search.duplicates.rules import (
    Known,
    MatchedBy,
    Name,
    match,
    possible_match,
    reasons_in_words,
    supplied,
)
from dps.prisoners.search.keywords.rules import Keywords, lenient_days, query_of, words_of
from dps.prisoners.search.lookups.rules import read_list, span_problem
from dps.prisoners.search.physical.rules import Description, MarkWanted
from dps.prisoners.search.physical.rules import problems_of as description_problems
from dps.prisoners.search.rules import canonical_cro, canonical_pnc, is_valid_cro
from dps.prisoners.search.saved.rules import address_to_keep

DAYS = st.dates(date(1901, 1, 1), date(2030, 12, 31))
LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


@given(DAYS)
def test_a_lenient_birth_is_what_search_md_says_and_no_more(born: date) -> None:
    days = lenient_days(born)
    assert born in days and list(days) == sorted(set(days))
    for day in days:
        swapped = (day.month, day.day) == (born.day, born.month)
        same_day = day.day == born.day
        beside = abs((day - born).days) == 1 and day.month == born.month
        assert day.year == born.year and (swapped or same_day or beside), day
    for month in range(1, 13):
        try:
            assert date(born.year, month, born.day) in days
        except ValueError:
            continue
    for step in (-1, 1):
        day = born + timedelta(days=step)
        assert (day in days) == (
            day.month == born.month or (day.month, day.day) == (born.day, born.month) or day.day == born.day
        )


@given(st.integers(1, 999_999), st.integers(0, 99))
def test_a_cro_with_its_letter_is_valid_padded_or_not_and_one_number(serial: int, year: int) -> None:
    letter = LETTERS[int(f"{year:02d}{serial:06d}") % 23]
    other = LETTERS[(LETTERS.index(letter) + 5) % 23]
    written = (f"{serial}/{year:02d}{letter}", f"{serial:06d}/{year:02d}{letter.lower()}")
    assert all(is_valid_cro(typed) for typed in written) and not is_valid_cro(f"{serial}/{year:02d}{other}")
    assert {canonical_cro(typed) for typed in written} == {f"{serial}/{year:02d}{letter}"}
    if len(str(serial)) not in (2, 4):
        assert canonical_pnc(written[0]) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Smith, O'Brien", ("smith", "obrien")), ("03/0234567a", ("2003234567a",)), ("065656/91h", ("6565691h",)),
        ("<b>&|!:*", ("b",)), ("  ", ()), ("a a A", ("a",)),
    ],
)  # fmt: skip
def test_keywords_are_read_as_the_index_holds_them(typed: str, words: tuple[str, ...]) -> None:
    assert words_of(typed) == words


@pytest.mark.django_db
def test_whatever_is_typed_makes_a_query_that_the_database_reads() -> None:
    @given(st.lists(st.text(max_size=40), min_size=4, max_size=4))
    def read(typed: list[str]) -> None:
        every, some, none, phrase = (words_of(one) for one in typed)
        query = query_of(Keywords(every, some, none, phrase), "ab", {word: ["smyth"] for word in every})
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_tsquery('simple', %s)", [query])

    read()


VALUES = st.text(st.sampled_from("abAB%_\\*? -x"), max_size=6)


@pytest.mark.django_db
def test_texts_fit_in_the_database_as_in_the_rules() -> None:
    @given(st.sampled_from([Text.IS, Text.CONTAINS, Text.STARTSWITH]), VALUES.filter(lambda v: v.strip()), VALUES)
    def agree(condition: Text, term: str, value: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT lower(%s) LIKE %s", [value, pattern_of(condition, term)])
            assert cursor.fetchone()[0] == fits(condition, term, value), (condition, term, value)

    agree()


@given(VALUES.filter(lambda v: v.strip()), VALUES)
def test_what_is_is_contained_and_begins(term: str, value: str) -> None:
    if fits(Text.IS, term, value):
        plain = not {"*", "?"} & set(term)
        assert not plain or (fits(Text.CONTAINS, term, value) and fits(Text.STARTSWITH, term, value))
    assert fits(Text.IS_NOT, term, value) is not fits(Text.IS, term, value)
    assert fits(Text.IN, term, value) is (value in listed(term))


@pytest.mark.parametrize(
    ("matcher", "right"),
    [
        (Matcher("lastName", Kind.STRING, Text.IS, "a"), True), (Matcher("lastName", Kind.STRING, Text.IS, "  "), False),
        (Matcher("nothing", Kind.STRING, Text.IS, "a"), False), (Matcher("lastName", Kind.INT, lowest=1), False),
        (Matcher("bookingId", Kind.INT), False), (Matcher("bookingId", Kind.INT, lowest=2, highest=2), True),
        (Matcher("bookingId", Kind.INT, lowest=2, highest=1), False), (Matcher("bookingId", Kind.INT, lowest=2, highest=2, lowest_included=False), False),
        (Matcher("bookingId", Kind.INT, lowest=2, highest=4, lowest_included=False, highest_included=False), True),
        (Matcher("dateOfBirth", Kind.DATE, lowest=date(2000, 1, 2), highest=date(2000, 1, 1)), False),
        (Matcher("pncNumber", Kind.PNC, term="03/234567A"), True), (Matcher("pncNumber", Kind.PNC, term="x"), False),
        (Matcher("pncNumber", Kind.STRING, Text.CONTAINS, "03/"), True), (Matcher("recall", Kind.BOOLEAN), True),
    ],
)  # fmt: skip
def test_matchers(matcher: Matcher, right: bool) -> None:
    assert (problem_of(matcher, FIELDS) == "") is right


def test_trees_have_bounds() -> None:
    good = Matcher("lastName", Kind.STRING, Text.IS, "a")
    assert not problems_of(Query((good,), (Query((good,)),)), FIELDS)
    deep = Query((good,))
    for _ in range(6):
        deep = Query(queries=(deep,))
    assert problems_of(deep, FIELDS) and problems_of(Query(), FIELDS) and problems_of(Query((good,) * 31), FIELDS)


@pytest.mark.parametrize(
    ("text", "numbers", "bookings", "wrong"),
    [
        ("a1234bc, B1234BC\n1234567", ("A1234BC", "B1234BC"), (1234567,), 0), ("Prison number,Name\nA1234BC,Smith\n", ("A1234BC",), (), 0),
        ("A1234BC A1234BC", ("A1234BC",), (), 0), ("nonsense\n\n²", (), (), 2), ("\ufeffA1234BC;x", ("A1234BC",), (), 0), ("", (), (), 0),
    ],
)  # fmt: skip
def test_lists_as_people_paste_them(text: str, numbers: tuple[str, ...], bookings: tuple[int, ...], wrong: int) -> None:
    read = read_list(text)
    assert (read.numbers, read.booking_ids, len(read.wrong)) == (numbers, bookings, wrong)


@given(st.text(max_size=300))
def test_any_text_is_read_as_a_list(text: str) -> None:
    read = read_list(text)
    assert len(set(read.order)) == len(read.order) == len(read.numbers) + len(read.booking_ids)


def test_spans() -> None:
    assert span_problem(date(2026, 1, 2), date(2026, 1, 1)) and span_problem(date(2026, 1, 2), None)
    assert not span_problem(date(2026, 1, 2), date(2026, 1, 2))


def test_descriptions() -> None:
    assert description_problems(Description()) == {"prison": "Choose at least one prison"}
    assert "location" in description_problems(Description(prisons=("LEI", "MDI"), location="A"))
    assert "height_cm" in description_problems(Description(prisons=("LEI",), ranges={"height_cm": (2, 1)}))
    assert not description_problems(Description(prisons=("LEI",), location="A", ranges={"height_cm": (1, 2)}))
    assert MarkWanted(words="<>").is_empty and MarkWanted(words="Dragon's").tokens == ("dragons",)


BORN = date(1980, 5, 6)


def known(number: str = "A1234BC", *names: Name, pnc: str = "", cro: str = "", merged: str = "") -> Known:
    return Known(number, frozenset({number, merged} - {""}), frozenset({pnc} - {""}), frozenset({cro} - {""}), names)


SMITH, ALIAS = Name("john", "smith", BORN, True), Name("jack", "jones", BORN, False)


@pytest.mark.parametrize(
    ("asked", "record", "rule"),
    [
        ({"number": "a1234bc", "last_name": "Smith"}, known("A1234BC", SMITH), MatchedBy.ALL_SUPPLIED),
        ({"first_name": "Jack", "last_name": "Jones", "born": BORN}, known("A1234BC", SMITH, ALIAS), MatchedBy.ALL_SUPPLIED_ALIAS),
        ({"number": "A1234BC", "last_name": "Other"}, known("A1234BC", SMITH), MatchedBy.HMPPS_KEY),
        ({"number": "Z1234BC"}, known("A1234BC", SMITH, merged="Z1234BC"), MatchedBy.ALL_SUPPLIED),
        ({"pnc": "03/234567A", "last_name": "smith", "first_name": "x"}, known("A1234BC", SMITH, pnc="2003/234567A"), MatchedBy.EXTERNAL_KEY),
        ({"pnc": "03/234567A", "last_name": "other"}, known("A1234BC", SMITH, pnc="2003/234567A"), MatchedBy.NOTHING),
        ({"pnc": "99/1A", "first_name": "john", "last_name": "smith", "born": BORN}, known("A1234BC", SMITH), MatchedBy.NAME),
        ({"first_name": "x", "last_name": "smith", "born": BORN}, known("A1234BC", SMITH), MatchedBy.PARTIAL_NAME),
        ({"first_name": "john", "last_name": "smith", "born": date(1980, 6, 5)}, known("A1234BC", SMITH), MatchedBy.PARTIAL_NAME_DOB_LENIENT),
        ({"first_name": "john", "last_name": "jones", "born": date(1980, 6, 5)}, known("A1234BC", SMITH, ALIAS), MatchedBy.NOTHING),
    ],
)  # fmt: skip
def test_the_first_rule_that_finds_anybody_wins(asked: dict[str, Any], record: Known, rule: MatchedBy) -> None:
    found, by = match(supplied(**asked), [record, known("Z0000ZZ", Name("q", "q", None, True))])
    assert by is rule and [one.number for one in found] == ([] if rule is MatchedBy.NOTHING else ["A1234BC"])


def test_possible_matches_are_a_union() -> None:
    record = known("A1234BC", SMITH, ALIAS, pnc="2003/234567A")
    for asked in ({"number": "a1234bc"}, {"pnc": "03/0234567a"}, {"last_name": "Jones", "born": BORN}):
        assert possible_match(supplied(**asked), record), asked
    assert not possible_match(supplied(last_name="jones", born=date(1980, 5, 7)), record)


def test_reasons() -> None:
    assert reasons_in_words(["NAME", "PNC"]) == "Same PNC number; same name and date of birth"
    assert reasons_in_words(["CRO"]) == "Same CRO number"
    assert reasons_in_words(["CRO", "PNC"]) == "Same PNC number; same CRO number"


@given(st.text(max_size=80))
def test_only_our_searches_are_kept(address: str) -> None:
    kept = address_to_keep(address)
    assert not kept or kept.startswith("/prisoners/")
    assert address_to_keep(kept) == kept


def test_a_kept_address_begins_at_its_first_page() -> None:
    assert address_to_keep("/prisoners/?page=3&term=smith&from=/x") == "/prisoners/?term=smith"
    assert address_to_keep("/prisoners/A1234BC/") == address_to_keep("//evil/prisoners/") == ""
