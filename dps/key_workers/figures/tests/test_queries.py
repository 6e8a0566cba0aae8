"""Figures of workers, prisons, wings and the nation as read from the tables."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dps.key_workers.figures import queries
from dps.key_workers.figures.queries import NO_FIGURES, WorkerFigures
from dps.key_workers.models import DayOfSessions, PrisonerStatistic, PrisonStatistic
from dps.key_workers.policies import Policy
from dps.key_workers.sessions.tests.notes import a_note, allocate, switch_on
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
FROM, TO = date(2026, 11, 1), date(2026, 11, 30)
KEY_WORKER = Policy.KEY_WORKER


@pytest.fixture(autouse=True)
def prison(db: None) -> None:
    make_agencies()
    switch_on("LEI", AT)


def snapshot(prison: str, on: date, eligible: int, assigned: int = 0, **more: object) -> PrisonStatistic:
    """A night as it was counted."""
    return PrisonStatistic.objects.create(
        prison=prison, policy=more.pop("policy", KEY_WORKER), date=on, prisoner_count=eligible, eligible_count=eligible,
        assigned_count=assigned, eligible_staff_count=3, counted_at=AT, **more,
    )  # fmt: skip


def test_a_worker_counts_what_they_wrote_about_their_own_people() -> None:
    mine, covered, ended, before = (make_person(f"A{n}111AA") for n in range(1, 5))
    allocate(mine, 101, AT - timedelta(days=60))
    allocate(covered, 102, AT - timedelta(days=60))
    allocate(ended, 101, AT, ended_at=AT + timedelta(days=25))
    allocate(before, 101, AT - timedelta(days=60), ended_at=AT - timedelta(days=3))
    for n, person in enumerate((mine, mine, ended, covered, before)):
        a_note(person, AT + timedelta(days=n), staff="101")
    a_note(mine, AT, "KE", staff="101")
    a_note(mine, AT, staff="102")
    a_note(mine, AT - timedelta(days=9), staff="101")
    a_note(mine, datetime(2026, 11, 30, 23, 59, tzinfo=UTC), staff="101")
    a_note(mine, AT, staff="101", prison="MDI")
    found = queries.worker_figures("LEI", KEY_WORKER, [101, 102, 103], FROM, TO)
    # mine: 29 days to 00:00 of the last, 4 sessions; ended: 25 days, 4.
    assert found == {
        101: WorkerFigures(projected=8, sessions=4, entries=1, compliance=Decimal("50.00")),
        102: WorkerFigures(projected=4, sessions=0, entries=0, compliance=Decimal(0)),
        103: NO_FIGURES,
    }
    assert queries.worker_figures("LEI", Policy.PERSONAL_OFFICER, [101], FROM, TO) == {101: NO_FIGURES}
    assert queries.worker_figures("LEI", KEY_WORKER, [101], TO, FROM) == {101: NO_FIGURES}
    assert queries.sessions_of_people("LEI", KEY_WORKER, [mine.pk, covered.pk, before.pk], FROM, FROM) == {}
    assert queries.sessions_of_people("LEI", KEY_WORKER, [mine.pk, covered.pk], FROM, TO) == {
        mine.pk: 4,
        covered.pk: 1,
    }
    weeks = queries.worker_weeks("LEI", KEY_WORKER, 101, FROM, date(2026, 11, 14))
    assert [(week.begins, week.sessions, week.entries) for week in weeks] == [(FROM, 5, 1), (date(2026, 11, 8), 0, 0)]


def test_any_number_of_workers_costs_the_same() -> None:
    def cost(staff: list[int]) -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.worker_figures("LEI", KEY_WORKER, staff, FROM, TO)
        return len(captured)

    people = [make_person(f"B{n:04d}BB") for n in range(12)]
    for n, person in enumerate(people):
        allocate(person, n, AT)
        a_note(person, AT, staff=str(n))
    assert cost([1]) == cost(list(range(12))) == 3


def test_a_prison_from_its_nights_and_days() -> None:
    for n in range(9):
        snapshot("LEI", FROM + timedelta(days=n), 80 + n % 2, 75)
    DayOfSessions.objects.create(prison="LEI", policy=KEY_WORKER, date=FROM, sessions=30, entries=2)
    DayOfSessions.objects.create(prison="LEI", policy=KEY_WORKER, date=date(2026, 11, 9), sessions=13, entries=1)
    DayOfSessions.objects.create(prison="LEI", policy=KEY_WORKER, date=date(2026, 11, 10), sessions=99)
    DayOfSessions.objects.create(prison="MDI", policy=KEY_WORKER, date=FROM, sessions=99)
    found = queries.prison_figures("LEI", KEY_WORKER, FROM, date(2026, 11, 9))
    assert (found.eligible, found.assigned, found.sessions, found.entries, found.projected) == (80, 75, 43, 3, 102)
    assert (found.percent_assigned, found.delivery) == (Decimal("93.75"), Decimal("42.16"))
    weeks = queries.prison_days("LEI", KEY_WORKER, FROM, TO).weeks(FROM, date(2026, 11, 9))
    assert [(week.begins, week.sessions, week.projected) for week in weeks] == [
        (FROM, 30, 80), (date(2026, 11, 8), 13, 22),
    ]  # fmt: skip
    assert queries.prison_figures("BXI", KEY_WORKER, FROM, TO).is_empty


def test_wings_are_those_of_each_night() -> None:
    a, b = make_person("A1111AA"), make_person("B1111BB")
    for n, (of_a, of_b) in enumerate((("A-1-1", "B-1-1"), ("B-2-2", "B-1-1"))):
        night = snapshot("LEI", FROM + timedelta(days=n), 2, 1)
        for person, path in ((a, of_a), (b, of_b)):
            PrisonerStatistic.objects.create(
                statistic=night, person=person, cell_path=path, eligible_from=FROM, assigned=person == a
            )
        a_note(a, datetime(2026, 11, 1 + n, 10, tzinfo=UTC))
    a_note(b, datetime(2026, 11, 3, 10, tzinfo=UTC))
    found = queries.wing_figures("LEI", KEY_WORKER, FROM, date(2026, 11, 7), 1)
    assert [(one.wing, one.eligible, one.assigned, one.sessions) for one in found] == [
        ("", 0, 0, 1), ("A", 0, 0, 1), ("B", 1, 0, 1),
    ]  # fmt: skip


def test_the_nation_is_the_prisons_that_use_the_scheme() -> None:
    switch_on("MDI", AT, weeks=2)
    for prison, eligible, sessions in (("LEI", 70, 35), ("MDI", 140, 70), ("BXI", 999, 9)):
        snapshot(prison, FROM, eligible, eligible)
        DayOfSessions.objects.create(prison=prison, policy=KEY_WORKER, date=FROM, sessions=sessions)
    found = queries.national_figures(KEY_WORKER, FROM, date(2026, 11, 7))
    assert (found.prisons, found.eligible, found.sessions, found.projected) == (2, 210, 105, 140)
    assert found.delivery == Decimal("75.00")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.national_figures(KEY_WORKER, FROM, TO)
        return len(captured)

    few = cost()
    for n in range(20):
        switch_on(f"P{n}", AT)
        snapshot(f"P{n}", FROM, 7, 7)
    assert cost() == few == 3
