import html

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dps.identity.accounts.commands import create_user
from dps.platform.audit.models import AuditEntry
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery 9"


@pytest.fixture(autouse=True)
def _people() -> None:
    make_agencies()
    make_person("A1234BC", "SMITH", "JOHN")
    make_person("B1234BC", "SMITH", "PAUL", prison="MDI")
    make_person("C1234BC", "SMITH", "ADAM", prison="OUT")


def officer(client: Client, *roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Client:
    client.force_login(
        create_user(username="OFFICER", email="o@justice.gov.uk", first_name="Sam", last_name="Hall", password=GOOD,
                    roles=roles, caseloads=caseloads)
    )  # fmt: skip
    return client


def test_only_my_prison(client: Client) -> None:
    body = officer(client).get("/prisoners/?term=smith").content.decode()
    assert "Smith, John" in body and "Smith, Paul" not in body and "1 result" in body


def test_global_search_is_not_found_without_the_role(client: Client) -> None:
    assert officer(client).get("/prisoners/global?term=smith").status_code == 404


def test_links_follow_who_may_open_whom(client: Client) -> None:
    body = officer(client, "GLOBAL_SEARCH").get("/prisoners/global?term=smith").content.decode()
    assert "/prisoners/A1234BC/?" in body and "/prisoners/B1234BC/?" in body
    assert "Smith, Adam" in body and "/prisoners/C1234BC/?" not in body, "released people need INACTIVE_BOOKINGS"
    assert "Outside - released from Leeds (HMP)" in html.unescape(body)


def test_every_search_is_audited_with_the_rows_shown(client: Client) -> None:
    officer(client, "GLOBAL_SEARCH").get("/prisoners/global?term=smith&sex=M")
    entry = AuditEntry.objects.get(action="EVERYWHERE_SEARCHED")
    assert entry.details["criteria"] == {"term": ["smith"], "sex": ["M"]}
    assert set(entry.details["shown"]) == {"A1234BC", "B1234BC", "C1234BC"}
    assert set(entry.details["linked"]) == {"A1234BC", "B1234BC"}
    assert entry.details["photos"] == []


@pytest.mark.parametrize(
    "old",
    [
        "keywords=smith&alerts[]=Arsonist&viewAll=true", "keywords=smith&sortFieldsWithOrder=lastName,firstName:DESC",
        "keywords=smith&pageLimitOption=20", "keywords=smith&sortFieldsWithOrder=assignedLivingUnitDesc:ASC",
    ],
)  # fmt: skip
def test_old_links_keep_working(client: Client, old: str) -> None:
    reply = officer(client).get(f"/prisoners/?{old}")
    assert reply.status_code == 200
    assert 'value="smith"' in reply.content.decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/prisoner-search?keywords=o%27brien&alerts[]=HA", "/prisoners/?keywords=o%27brien&alerts[]=HA"),
        ("/global-search?keywords=smith", "/prisoners/global?keywords=smith"),
        ("/global-search/results?keywords=smith&sex=M", "/prisoners/global?keywords=smith&sex=M"),
    ],
)
def test_old_addresses_lead_to_the_search_of_today(client: Client, old: str, new: str) -> None:
    assert officer(client, "GLOBAL_SEARCH").get(old)["Location"] == new
    assert 'value="smith"' in client.get("/global-search?keywords=smith", follow=True).content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("term=smith&born-day=31&born-month=2&born-year=1980", "Date of birth must be a real date"),
        ("term=smith&born-day=1&born-year=1980", "Date of birth must include a month"),
        ("term=smith&born-day=1&born-month=1&born-year=2090", "Date of birth must be in the past"),
        ("term=smith&born-day=1&born-month=1&born-year=1850", "Date of birth must be after 1900"),
        ("term=smith&sex=Q", "Gender: choose one from the list"), (f"term={'x' * 300}", "must be 100 characters or fewer"),
    ],
)  # fmt: skip
def test_mistakes_are_told_and_nothing_is_searched(client: Client, query: str, words: str) -> None:
    reply = officer(client, "GLOBAL_SEARCH").get(f"/prisoners/global?{query}")
    body = html.unescape(reply.content.decode())
    assert "There is a problem" in body and words in body
    assert not AuditEntry.objects.filter(action="EVERYWHERE_SEARCHED").exists()


PARAMETERS = ["term", "location", "alerts", "sort", "page", "size", "showAll", "view", "legal", "age", "arrived", "incentive",
              "category", "sex", "where", "born-day", "born-month", "born-year", "similar", "scope", "from", "keywords"]  # fmt: skip
NONSENSE = st.one_of(
    st.text(max_size=80), st.sampled_from(["99999999999999999999", "-1", "0", "\x00", "' OR 1=1 --", "<script>", "%", "_", "²",
                                           "٣", "LEI-A-1", "MDI-1", "a" * 5000, "../..", "\ud7ff", "smith%john"]),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(NONSENSE, min_size=1, max_size=3), max_size=6))
def test_no_nonsense_breaks_a_search(client: Client, parameters: dict[str, list[str]]) -> None:
    if not client.session.get("_auth_user_id"):
        officer(client, "GLOBAL_SEARCH")
    for path in ("/prisoners/", "/prisoners/global"):
        assert client.get(path, parameters).status_code in (200, 302, 400)


@pytest.mark.parametrize(
    "path", ["/prisoners/?term=smith", "/prisoners/global?term=smith", "/prisoners/?term=smyth&view=grid"]
)
def test_the_page_costs_the_same_whatever_it_shows(client: Client, path: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    officer(client, "GLOBAL_SEARCH").get(path)
    for place in range(25):
        make_person(f"D{place:04d}AA", "SMITH", f"J{chr(65 + place)}")
    with django_assert_max_num_queries(10):
        client.get(path)
