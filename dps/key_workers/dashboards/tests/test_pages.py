"""The live pages: figures that agree with what was recorded, who may see them, who may listen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.estate.models import Agency
from dps.estate.queries import forget_kept
from dps.identity.accounts.commands import actor_of
from dps.key_workers.dashboards import queries, topics
from dps.key_workers.dashboards.registrations import may_listen
from dps.key_workers.figures.tests.test_pages import lines, night, words
from dps.key_workers.models import Allocation
from dps.key_workers.policies import Policy
from dps.key_workers.rules import figures as rules
from dps.key_workers.sessions.tests.notes import a_note, a_worker, allocate, switch_on
from dps.key_workers.tests.workers import somebody
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.live.guards import may_listen as any_guard
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
TODAY = "/key-workers/key-worker/today/"
OFFICERS = "/key-workers/personal-officer/today/"
NATION = "/key-workers/national/"
SCREENS = [TODAY, f"{TODAY}wall/", OFFICERS, f"{OFFICERS}wall/"]
NATIONAL = [NATION, f"{NATION}wall/", f"{NATION}?scheme=personal-officer", f"{NATION}wall/?scheme=personal-officer"]


@pytest.fixture
def people(db: None) -> list[Person]:
    """Leeds: three on A, two of them with a worker, one of those long overdue; one on B without."""
    make_agencies()
    now = local_time.now()
    switch_on("LEI", now, Policy.KEY_WORKER, Policy.PERSONAL_OFFICER)
    a, b = make_cell("LEI", "A-1-001"), make_cell("LEI", "B-1-001")
    found = [
        make_person(f"A{n}111AA", last, cell=cell)
        for n, last, cell in ((1, "ABLE", a), (2, "BEST", a), (3, "CROW", a), (4, "DALE", b))
    ]
    a_worker(101, "GREEN")
    a_worker(102, "HALL")
    allocate(found[0], 101, now - timedelta(days=60), next_due_on=local_time.today() - timedelta(days=40))
    allocate(found[1], 102, now - timedelta(days=1), next_due_on=local_time.today() + timedelta(days=6))
    return found


def test_a_session_moves_the_figures(signed_in: Callable[..., Client], people: list[Person]) -> None:
    client = signed_in("KEYWORKER_MONITOR")
    page = words(client.get(TODAY))
    for said in (
        "Sessions today 0 about 1 a day keep to the plan", "Sessions this week 0 of 4 planned;",
        "Overdue 1 of 2 people with a worker", "Without a key worker 2 50.00% of 4 have one",
        "A wing 3 1 0 3 0%", "B wing 1 0 0 1 0%", "Green, Ann 1 1 0 1 0%", "Hall, Ann 1 0 0 1 0%",
        "Able, John A1111AA A-1-001 Green, Ann None", "1 of 1 person overdue",
    ):  # fmt: skip
        assert said in page, said
    a_note(people[0], local_time.now() - timedelta(seconds=5), staff="101")
    a_note(people[3], local_time.now() - timedelta(seconds=5), staff="999")
    a_note(people[0], local_time.now() - timedelta(days=9), staff="101")
    page = words(client.get(TODAY))
    for said in (
        "Sessions today 2 ", "Sessions this week 2 of 4 planned;", "Overdue 0 of 2 people", "A wing 3 0 1 3 33.33%",
        "B wing 1 0 1 1 100.00%", "Green, Ann 1 0 1 1 100.00%", "Other staff 1", "Nobody is overdue.",
    ):  # fmt: skip
        assert said in page, said
    wall = client.get(f"{TODAY}wall/")
    assert (
        "Sessions today 2 " in words(wall) and "Green" not in words(wall) and "dps-navigation" not in str(wall.content)
    )


def test_a_prison_with_officers_counts_entries(signed_in: Callable[..., Client], people: list[Person]) -> None:
    client = signed_in("PERSONAL_OFFICER_VIEW")
    a_note(people[0], local_time.now() - timedelta(seconds=5), "POE", type="REPORT", staff="101")
    page = words(client.get(OFFICERS))
    assert "Entries today 1 " in page and "Sessions" not in page and "A wing 3 0 1" in page
    assert "Entries today 1 " in words(client.get(f"{OFFICERS}wall/"))


def test_the_page_works_without_scripts_and_listens_with_them(
    signed_in: Callable[..., Client], people: list[Person]
) -> None:
    client = signed_in("KEYWORKER_MONITOR", "CENTRAL_ADMIN")
    for address in [*SCREENS[:2], *NATIONAL]:
        content = client.get(address).content.decode()
        topic = topics.NATIONAL if address.startswith(NATION) else "key-work:LEI"
        assert f'data-live-topic="{topic}"' in content, address
        assert '<noscript><meta http-equiv="refresh"' in content and "Updated at" in content
        assert "style=" not in content and "onclick" not in content and content.count("<h1") == 1
        assert content.count("<script") == content.count("</script>") and content.count("<caption") == content.count(
            "<table"
        )


def test_who_may_see_and_who_may_listen(signed_in: Callable[..., Client], people: list[Person]) -> None:
    monitor, officer, central, elsewhere = (
        actor_of(somebody(name, *roles, prison=prison))
        for name, roles, prison in (
            ("MONITOR", ["KEYWORKER_MONITOR"], "LEI"), ("OFFICER", [], "LEI"), ("CENTRAL", ["CENTRAL_ADMIN"], "LEI"),
            ("ELSEWHERE", ["KEYWORKER_MONITOR"], "MDI"),
        )
    )  # fmt: skip
    assert [may_listen(one, "key-work:LEI") for one in (monitor, officer, central, elsewhere)] == [
        True, False, False, False,
    ]  # fmt: skip
    assert [may_listen(one, topics.NATIONAL) for one in (monitor, officer, central)] == [False, False, True]
    assert any_guard(monitor, "key-work:LEI"), "the guard is registered"
    for topic in ("key-work:", "key-work:lei", "key-work:LEI\n", "key-work:LEI,MDI", "key-work"):
        assert not may_listen(monitor, topic) and not may_listen(central, topic)
    for address in SCREENS:
        assert signed_in(username="OFFICER").get(address).status_code == 404
    for address in [*NATIONAL, f"{NATION}prisons.csv"]:
        assert signed_in(username="MONITOR").get(address).status_code == 403
        assert signed_in(username="CENTRAL").get(address).status_code == 200
    assert "are not used here" in words(signed_in(username="ELSEWHERE").get(TODAY))


def test_the_nation_weighs_prisons_by_their_size(signed_in: Callable[..., Client], people: list[Person]) -> None:
    switch_on("MDI", local_time.now())
    today = local_time.today()
    for prison, eligible, assigned, overdue in (("LEI", 900, 300, 5), ("MDI", 100, 100, 2)):
        for back in range(1, 29):
            night(
                today - timedelta(days=back), eligible, assigned, prison=prison, overdue_count=overdue,
            )  # fmt: skip
    for _ in range(2):
        a_note(people[0], local_time.now() - timedelta(days=8), prison="MDI")
    a_note(people[0], local_time.now() - timedelta(seconds=5))
    client = signed_in("CENTRAL_ADMIN")
    page = words(client.get(NATION))
    for said in (
        "Sessions today 1 in 2 prisons", "Delivery, 4 weeks 0.05% 2 of 4,000 projected",
        "With a key worker 40.00% 400 of 1,000 eligible; 7 overdue", "Leeds (HMP) 900 33.33% 1 1 of 900",
        "Moorland (HMP & YOI) 100 100.00% 0 ",
    ):  # fmt: skip
        assert said in page, said
    now = queries.prisons_now(Policy.KEY_WORKER, today)
    assert [(one.prison, one.eligible_mean, one.sessions_four_weeks) for one in now] == [
        ("LEI", 900, 0),
        ("MDI", 100, 2),
    ]
    order = [
        words(client.get(f"{NATION}?sort={sort}")).partition("By prison")[2]
        for sort in ("name", "-name", "-delivery", "nonsense")
    ]
    assert [page.index("Leeds (HMP)") < page.index("Moorland (HMP") for page in order] == [True, False, False, True]
    file = lines(client.get(f"{NATION}prisons.csv"))
    assert len(file) == 3 and file[1].startswith("LEI,Leeds (HMP),") and file[2].split(",")[10] == "0.50"
    assert AuditEntry.objects.get(action="REPORT_DOWNLOADED").details["rows"] == 2
    wall = words(client.get(f"{NATION}wall/"))
    assert wall.index("Moorland") < wall.index("Leeds"), "the furthest behind first"


def test_the_nation_by_region(signed_in: Callable[..., Client], people: list[Person]) -> None:
    yesterday = local_time.today() - timedelta(days=1)
    for prison, eligible, assigned in (("LEI", 700, 300), ("MDI", 70, 70), ("BXI", 7, 0)):
        if prison != "LEI":
            switch_on(prison, local_time.now(), Policy.KEY_WORKER, Policy.PERSONAL_OFFICER)
        night(yesterday, eligible, assigned, prison=prison)
    a_note(people[0], local_time.now() - timedelta(days=8), prison="MDI")
    a_note(people[0], local_time.now() - timedelta(seconds=5), "POE", type="REPORT", staff="101")
    client = signed_in("CENTRAL_ADMIN")
    assert "By region" not in words(client.get(NATION)), "nobody said which prison is where"
    Agency.objects.filter(code__in=["LEI", "MDI"]).update(region="YOHUM")
    forget_kept()
    page = words(client.get(NATION))
    assert "By region, the last four weeks" in page
    assert "Yorkshire & Humberside 2 770 48.05% 1 3,080 0.03%" in page
    assert "In no region 1 7 0% 0 28 0%" in page
    assert page.index("Yorkshire & Humberside") < page.index("In no region") < page.index("By prison")
    officers = words(client.get(f"{NATION}?scheme=personal-officer"))
    assert "By region, this week Region Prisons Eligible With a personal officer Entries" in officers
    assert "Yorkshire & Humberside 2 0 1" in officers
    file = lines(client.get(f"{NATION}prisons.csv"))
    assert file[0].endswith(",Region") and file[2].endswith(",Yorkshire & Humberside")


def test_the_year_by_week(people: list[Person]) -> None:
    today = local_time.today()
    this = rules.week_of(today)
    for back in (0, 1, 7, 8, 9, 400):
        night(today - timedelta(days=back), 70, 70)
    a_note(people[0], local_time.now() - timedelta(seconds=5))
    a_note(people[0], local_time.now() - timedelta(days=7))
    a_note(people[0], local_time.now() - timedelta(days=7), prison="BXI")
    weeks = queries.weeks_of_the_nation(Policy.KEY_WORKER, today, 52)
    assert len(weeks) == 52 and weeks[-1].begins == this
    assert (weeks[-1].sessions, weeks[-1].projected) == (1, 10 * ((today - this).days + 1))
    assert (weeks[-2].sessions, weeks[-2].projected) == (1, 70)
    assert (weeks[0].sessions, weeks[0].projected) == (0, None)
    prisons = queries.prisons_now(Policy.KEY_WORKER, today)
    with CaptureQueriesContext(connection) as captured:
        kept = [queries.weeks_with_the_past_kept(Policy.KEY_WORKER, today, 51, prisons) for _ in range(2)]
    assert kept == [weeks[1:]] * 2 and len(captured) == 1, "weeks that are over are read once"


def test_pages_cost_the_same_for_many(signed_in: Callable[..., Client], people: list[Person]) -> None:
    client = signed_in("KEYWORKER_MONITOR", "CENTRAL_ADMIN")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = [TODAY, f"{TODAY}wall/", NATION, f"{NATION}wall/"]
    for address in addresses:
        client.get(address)
    few = [cost(address) for address in addresses]
    now = local_time.now()
    for n in range(25):
        a_worker(200 + n, f"WORKER{n}")
        person = make_person(f"B{n:04d}BB", cell=make_cell("LEI", f"{'CDEF'[n % 4]}-1-{n:03d}"))
        allocate(person, 200 + n, now - timedelta(days=90), next_due_on=local_time.today() - timedelta(days=n))
        a_note(person, now - timedelta(seconds=5), staff=str(200 + n))
        switch_on(f"P{n}", now)
        night(local_time.today() - timedelta(days=1), 7, 7, prison=f"P{n}")
    assert Allocation.objects.count() == 27
    assert [cost(address) for address in addresses] == few
    assert few[0] <= 15 and max(few[1:]) <= 10, few
