"""Finding people, on PostgreSQL, with every example of search.md 2, 3 and 11."""

from datetime import date

import pytest

from dps.prisoners.models import NameInUse
from dps.prisoners.search import queries
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.search.queries import Filters, Results
from dps.prisoners.search.rules import read_term
from dps.prisoners.tests.people import give_alert, give_identifier, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _agencies() -> None:
    make_agencies()


def here(typed: str, *, sort: str = "name", first: int = 0, size: int = 50, **filters: object) -> Results:
    return queries.search_prison(
        read_term(typed),
        prison="LEI",
        filters=Filters(**filters),
        sort=sort,
        first=first,
        size=size,
        today=TODAY,  # type: ignore[arg-type]
    )


def anywhere(typed: str, **filters: object) -> Results:
    return queries.search_everywhere(read_term(typed), filters=Filters(**filters), first=0, size=20, today=TODAY)  # type: ignore[arg-type]


def numbers(results: Results) -> list[str]:
    return [person.number for person in results.people]


@pytest.mark.parametrize(
    ("last", "first", "typed", "found"),
    [
        ("HUSSAIN", "MOHAMMED", "MOHAM HUS", True), ("HUSSAIN", "MOHAMMED", "hus moham", True),
        ("JONES", "MOHAMMAD", "MOH MAD", True), ("JONES", "MOHAMAD", "MOH MAD", True), ("HUSSAIN", "ALI", "HUSS IN", True),
        ("HUSAIN", "ALI", "HUSS IN", False), ("HUSAIN", "ALI", "HUS AI", True), ("HUSSAIN", "ALI", "HUS AI", True),
        ("BLATHERINGTON-SMYTHE", "A", "BLATHERINGTON SMYTHE", True), ("BLATHERINGTON-SMYTHE", "A", "BLATHERING SMYTH", True),
        ("O'BRIEN", "SEAN", "OBRIEN", True), ("O'BRIEN", "SEAN", "O'Brien", True), ("O'BRIEN", "SEAN", "o brien", True),
        ("O BRIEN", "SEAN", "obrien", True), ("RODRÍGUEZ", "JOSÉ", "rodriguez jose", True), ("RODRIGUEZ", "JOSE", "Rodríguez", True),
        ("VAN DER BERG", "JAN", "Van Der Berg Jan", True), ("VAN DER BERG", "JAN", "jan berg", True),
        ("SMITH", "JOHN", "jones", False), ("SMITH", "JOHN", "smith x", False), ("SMITH-DOE", "JO", "smithdoe", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("search", [here, anywhere])
def test_names_in_any_order_and_by_beginnings(search, last: str, first: str, typed: str, found: bool) -> None:  # type: ignore[no-untyped-def]
    make_person("A1234BC", last, first)
    assert numbers(search(typed)) == (["A1234BC"] if found else [])


@pytest.mark.parametrize("search", [here, anywhere])
def test_aliases_are_found_and_told_apart_but_never_mixed(search) -> None:  # type: ignore[no-untyped-def]
    make_person("A1234BC", "SMITH", "JOHN", aliases=[("BAKER", "PAUL")])
    (person,) = search("paul baker").people
    assert person.alias.split() == ["paul", "baker"]
    assert search("john smith").people[0].alias == ""
    assert numbers(search("john baker")) == []


@pytest.mark.parametrize(
    ("last", "first", "typed"),
    [
        ("SMYTH", "JOHN", "smith john"), ("MUHAMMAD", "ALI", "mohamed ali"), ("CLARKE", "STEPHEN", "clark steven"),
        ("SHEVAUN", "KELLY", "siobhan kelly"), ("ROBINSON", "DANIEL", "robisnon daniel"), ("SMYTH", "JOHN", "smith"),
        ("WILKINSON", "GARETH", "gareth wilkinsen"), ("SMITH", "DANIEL", "smyth dan"), ("SMITH", "DANIEL", "dan smyth"),
        ("SMITH", "DANIEL", "danyel smi"), ("WALKER-GRAY", "PAUL", "paul walker grey"), ("KHAN", "ASIF", "asif klan"),
        ("NOWAK", "RAFAL", "raafl nowak"), ("LEE", "ANN", "lea ann"),
    ],
)  # fmt: skip
def test_similar_names_are_a_group_of_their_own(last: str, first: str, typed: str) -> None:
    make_person("A1234BC", last, first)
    make_person("B1234BC", "PETERS", "QUENTIN")
    for results in (here(typed), anywhere(typed)):
        assert numbers(results) == []
        assert [person.number for person in results.similar] == ["A1234BC"]


def test_a_name_nobody_is_like_finds_nobody() -> None:
    make_person("A1234BC", "SMITH", "JOHN")
    assert here("zzyzx qwertyuiop").similar == anywhere("zzyzx").similar == []


def test_a_name_is_in_use_as_soon_as_somebody_bears_it() -> None:
    person = make_person("A1234BC", "OLDFIELD", "MARK")
    person.names.update(last_name="WHITTAKER")
    refresh_records(["A1234BC"])
    assert [found.number for found in anywhere("whitaker mark").similar] == ["A1234BC"]
    assert anywhere("oldfeild mark").similar == []
    assert NameInUse.objects.filter(name="oldfield").exists(), "left behind, and harmless"


def test_numbers_in_any_written_form() -> None:
    person = make_person("A1234BC")
    give_identifier(person, "PNC", "03/0234567A")
    give_identifier(person, "CRO", "065656/91H")
    give_identifier(person, "MERGED", "Z9999ZZ")
    book = person.bookings.get()
    written = [
        "a1234bc",
        "2003/234567A",
        "03/234567a",
        "2003/0234567A",
        "65656/91h",
        "z9999zz",
        book.book_number,
        str(book.id + 0),
    ]
    for typed in written[:-1]:
        assert numbers(anywhere(typed)) == ["A1234BC"], typed
        assert numbers(here(typed)) == ["A1234BC"], typed


def test_a_prison_number_is_still_looked_up_within_the_prison() -> None:
    make_person("A1234BC", prison="MDI")
    assert numbers(here("A1234BC")) == []
    assert numbers(anywhere("A1234BC")) == ["A1234BC"]


def test_wing_1_is_not_wing_10() -> None:
    one, ten = make_cell("LEI", "1-1-001"), make_cell("LEI", "10-1-001")
    make_person("A1111AA", cell=one)
    make_person("A2222AA", cell=ten)
    assert numbers(here("", location="1")) == ["A1111AA"]
    assert numbers(here("", location="LEI-1-1")) == ["A1111AA"]
    assert numbers(here("", location="1-1-001")) == ["A1111AA"]
    assert numbers(here("", sort="location")) == ["A1111AA", "A2222AA"]
    assert numbers(here("", sort="-location")) == ["A2222AA", "A1111AA"]


def test_a_flag_stands_for_several_codes_and_only_while_active() -> None:
    for number, code, ends in (
        ("A1111AA", "XSA", None),
        ("A2222AA", "SA", None),
        ("A3333AA", "XSA", TODAY),
        ("A4444AA", "XSA", date(2026, 11, 25)),
    ):
        give_alert(make_person(number), code, ends=ends)
    found = here("", alert_codes=("XSA", "SA"))
    assert set(numbers(found)) == {"A1111AA", "A2222AA", "A4444AA"}
    assert all(person.active_alerts for person in found.people)
    assert [p.active_alerts for p in here("A3333AA").people] == [[]] or here("A3333AA").people[0].active_alerts in (
        (),
        [],
    )


def test_nobody_is_lost_beyond_a_page_when_all_are_shown() -> None:
    for place in range(23):
        make_person(f"A{place:04d}AA", "SMITH", f"J{chr(65 + place)}")
    assert len(numbers(here("smith", size=3000))) == 23
    pages = [numbers(here("smith", size=10, first=first)) for first in (0, 10, 20)]
    assert sorted(number for page in pages for number in page) == sorted(f"A{place:04d}AA" for place in range(23))
    assert here("smith", size=10).total == 23


def test_age_sorts_and_bands() -> None:
    make_person("A1111AA", born=date(2007, 1, 1))
    make_person("A2222AA", born=date(1960, 1, 1))
    make_person("A3333AA", born=None)
    assert numbers(here("", sort="age")) == ["A1111AA", "A2222AA", "A3333AA"]
    assert numbers(here("", sort="-age")) == ["A2222AA", "A1111AA", "A3333AA"]
    assert numbers(here("", age_band="under-21")) == ["A1111AA"]
    assert numbers(here("", age_band="50-over")) == ["A2222AA"]


def test_inside_outside_gender_and_birth_filter_everywhere() -> None:
    make_person("A1111AA", prison="LEI")
    make_person("A2222AA", prison="OUT", sex="F", born=date(1990, 5, 6))
    make_person("A3333AA", prison="TRN")
    assert set(numbers(anywhere("smith", where="IN"))) == {"A1111AA", "A3333AA"}
    assert numbers(anywhere("smith", where="OUT")) == ["A2222AA"]
    assert numbers(anywhere("smith", sex="F")) == ["A2222AA"]
    assert numbers(anywhere("smith", born_on=date(1990, 5, 6))) == ["A2222AA"]


def test_exact_names_come_first_then_beginnings_then_aliases() -> None:
    make_person("A3333AA", "JONES", "ADAM", aliases=[("SMITH", "JOHN")])
    make_person("A2222AA", "SMITHSON", "JOHN")
    make_person("A1111AA", "SMITH", "JOHN")
    assert numbers(anywhere("john smith")) == ["A1111AA", "A2222AA", "A3333AA"]


def test_ghost_bookings_are_never_listed() -> None:
    make_person("A1111AA", prison="ZZGHI")
    assert numbers(anywhere("smith")) == []
    assert anywhere("smith").similar == []


def test_somebody_never_booked_is_found_everywhere() -> None:
    make_person("A1111AA", booked=False)
    assert numbers(anywhere("smith")) == ["A1111AA"]


def test_restricted_patients_are_known_by_their_last_movement() -> None:
    make_person("A1111AA", prison="OUT", movement=("REL", "HP", "HAZLWD"))
    (person,) = anywhere("smith").people
    assert (person.supporting_prison, person.hospital) == ("LEI", "HAZLWD")


@pytest.mark.parametrize(("rows", "size"), [(3, 20), (30, 20)])
def test_statements_do_not_grow_with_rows(django_assert_num_queries, rows: int, size: int) -> None:  # type: ignore[no-untyped-def]
    for place in range(rows):
        make_person(f"A{place:04d}AA", "SMITH", f"J{chr(65 + place % 26)}")
    with django_assert_num_queries(4):
        here("smith", size=size)
    with django_assert_num_queries(4 if rows < size else 1):
        anywhere("smith")


def test_a_merged_number_gives_the_one_that_stayed() -> None:
    give_identifier(make_person("A1111AA"), "MERGED", "Z9999ZZ")
    assert queries.person_by_number("Z9999ZZ") == ("A1111AA", "Z9999ZZ")
    assert queries.person_by_number("A1111AA") == ("A1111AA", "A1111AA")
    assert queries.person_by_number("Z8888ZZ") is None
