import html

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dps.estate import queries
from dps.estate.models import Location
from dps.estate.rules import natural_sort_key

pytestmark = pytest.mark.django_db
SESSION_AND_ACCOUNT = 2

NONSENSE = ["%", "_", "'", "\\", "' OR 1=1 --", "<script>alert(1)</script>", "x" * 3000, "🗝" * 50, "\x01\x1f", "-", " "]


@pytest.fixture
def officer(client: Client, loaded: tuple[int, int]) -> Client:
    account = get_user_model().objects.create(
        username="OFFICER", roles=["PRISON"], caseloads=["LEI"], active_caseload="LEI"
    )
    client.force_login(account)
    client.get("/")  # the first request of a session notes when it began
    return client


@pytest.fixture
def leeds() -> None:
    """Wing A with two landings, houseblock 2 and 10, a wing out of use, and rooms nobody lives in."""
    numbers = iter(range(1, 100))
    ids: dict[str, int] = {}

    def place(path: str, kind: str, places: int | None = None, *, active: bool = True, name: str = "") -> None:
        ids[path] = next(numbers)
        parent = path.rpartition("-")[0]
        Location.objects.create(
            id=ids[path], agency="LEI", code=path.rpartition("-")[2], parent_id=ids.get(parent), path=path,
            local_name=name, type=kind, operational_capacity=places, active=active,
            sort_key=natural_sort_key(path),
        )  # fmt: skip

    for wing, name in (("10", ""), ("A", "Block A"), ("2", "")):
        place(wing, "WING", name=name)
    place("C", "WING", active=False)
    place("A-1", "LAND")
    place("A-2", "LAND")
    for cell in ("A-1-001", "A-1-002", "A-2-001", "10-001"):
        place(cell, "CELL", 2)
    place("A-1-003", "CELL", 2, active=False)
    place("RECP", "AREA")
    place("KITCHEN", "WORK")


def test_wings_are_the_top_places_people_live_in(leeds: None) -> None:
    assert queries.wings("LEI") == [
        queries.Wing("2", "2"),
        queries.Wing("10", "10"),
        queries.Wing("A", "Block A"),
    ]
    assert queries.wings("XXX") == []


def test_a_wing_counts_its_own_cells_only(leeds: None) -> None:
    units = {unit.path: (unit.cells, unit.places) for unit in queries.residential_units("LEI")}
    assert units == {"2": (0, 0), "10": (1, 2), "A": (3, 6), "A-1": (2, 4), "A-2": (1, 2), "C": (0, 0)}


def test_kept_labels_are_read_once(loaded: tuple[int, int], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        for code in ("F", "M", "ZZ"):
            queries.label("SEX", code)
        queries.labels("ETHNICITY")
        queries.domains()
    with django_assert_num_queries(1):
        assert queries.agency_name("LEI") == "Leeds (HMP)"
        assert queries.agency_name("???") == "???"
    with django_assert_num_queries(1):
        assert len(queries.prisons()) == 125
        assert list(queries.prisons().values()) == sorted(queries.prisons().values())


@pytest.mark.parametrize(
    ("query", "shows", "hides"),
    [
        ("", "Leeds (HMP)", "Holloway (HMP)"),
        ("?closed=yes", "Holloway (HMP)", "nothing to hide here"),
        ("?words=leeds", "Leeds (HMP)", "Moorland"),
        ("?words=LEI", "Leeds (HMP)", "Moorland"),
        ("?words=carchar", "Carchar Caerdydd", "Leeds"),
        ("?serves=F", "New Hall (HMP &amp; YOI)", "Leeds"),
        ("?serves=F&words=wetherby", "Wetherby (HMYOI)", "Leeds"),
        ("?serves=nonsense", "Leeds (HMP)", "Holloway (HMP)"),
        ("?words=zzzzz", "0 prisons", "Leeds (HMP)"),
    ],
)
def test_prisons_are_found(officer: Client, query: str, shows: str, hides: str) -> None:
    page = officer.get(f"/estate/{query}").content.decode()
    table = page[page.index("<main") :]
    assert shows in table
    assert hides not in table


def test_counts_are_said(officer: Client) -> None:
    assert "125 prisons" in officer.get("/estate/").content.decode()
    assert "173 prisons" in officer.get("/estate/?closed=yes").content.decode()


def test_a_prison_shows_its_wings(officer: Client, leeds: None) -> None:
    page = officer.get("/estate/LEI/").content.decode()
    assert '<h1 class="govuk-heading-l">Leeds (HMP)</h1>' in page
    assert page.index(">2<") < page.index(">10<") < page.index(">A<") < page.index(">A-1<")
    assert "Block A" in page
    assert "C (out of use)" in page
    assert officer.get("/estate/lei/").status_code == 200
    assert "No locations have come from NOMIS" in officer.get("/estate/MDI/").content.decode()
    assert "Prison</dd>" in page and "Public sector" in page and "Men</dd>" in page
    assert "No: closed or not yet open" in officer.get("/estate/HYI/").content.decode()
    assert (
        '<dd class="govuk-summary-list__value" lang="cy">Carchar Caerdydd'
        in officer.get("/estate/CFI/").content.decode()
    )
    assert "Prison and young offender institution" in officer.get("/estate/MDI/").content.decode()


@pytest.mark.parametrize("code", ["XXX", "OUT", "TRN", "HAZLWD", "LEILEI", "%25", "'", "🗝", "a" * 500])
def test_what_is_no_prison_is_not_found(officer: Client, code: str) -> None:
    assert officer.get(f"/estate/{code}/").status_code == 404


def test_codes_are_found_by_list_and_words(officer: Client) -> None:
    page = officer.get("/estate/codes/?words=arsonist").content.decode()
    assert '<td class="govuk-table__cell">XA</td>' in page
    page = officer.get("/estate/codes/?list=SEX").content.decode()
    assert "Indeterminate" in page and "Arsonist" not in page
    page = officer.get("/estate/codes/?words=XSO&list=ALERT_CODE").content.decode()
    assert "No, since 27/10/2015" in page
    assert "No code matches" in officer.get("/estate/codes/?words=zzzzzz").content.decode()
    assert "No code matches" not in officer.get("/estate/codes/?list=NONE").content.decode()


def test_a_long_list_says_when_it_is_cut(officer: Client) -> None:
    page = officer.get("/estate/codes/?list=NAT").content.decode()
    assert "222 codes" in page
    page = officer.get("/estate/codes/?words=a").content.decode()
    assert f"There are more than {queries.MOST_CODES} codes" in page
    assert page.count('<tr class="govuk-table__row">') == queries.MOST_CODES


@pytest.mark.parametrize("address", ["/estate/", "/estate/codes/"])
@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_finds_nothing_and_breaks_nothing(officer: Client, address: str, typed: str) -> None:
    answer = officer.get(address, {"words": typed, "serves": typed, "list": typed, "closed": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_what_was_typed_is_kept_and_escaped(officer: Client) -> None:
    page = officer.get("/estate/", {"words": "\"><b>O'Neil"}).content.decode()
    assert f'value="{html.escape(chr(34))}' in page.replace("&#34;", "&quot;")
    assert "<b>O" not in page


@pytest.mark.parametrize(
    ("address", "statements"),
    [("/estate/", 1), ("/estate/?closed=yes", 1), ("/estate/LEI/", 2), ("/estate/codes/?list=NAT", 1)],
)
def test_statements_do_not_grow_with_rows(
    officer: Client, leeds: None, django_assert_num_queries: DjangoAssertNumQueries, address: str, statements: int
) -> None:
    queries.label("SEX", "F")
    queries.agency_name("LEI")
    with django_assert_num_queries(SESSION_AND_ACCOUNT + statements):
        officer.get(address)
