"""The nightly snapshot, and days counted afresh, against the tables."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dps.identity.accounts.commands import actor_of
from dps.key_workers.figures import commands
from dps.key_workers.figures.commands import Night
from dps.key_workers.figures.jobs import count_last_night, rebuild_figures
from dps.key_workers.models import (
    ComplexityOfNeed,
    DayOfSessions,
    FiguresRebuild,
    PrisonerStatistic,
    PrisonStatistic,
    WorkerSettings,
)  # fmt: skip
from dps.key_workers.policies import Policy
from dps.key_workers.sessions.tests.notes import a_note, a_worker, allocate, switch_on
from dps.key_workers.tests.workers import somebody
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid, NotAllowed
from dps.prisoners.models import CellAssignment, Movement, Person
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import booking_of, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
NIGHT = date(2026, 11, 27)
AT = datetime(2026, 11, 28, 0, 5, tzinfo=UTC)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _agencies(db: None) -> None:
    make_agencies()


def in_since(number: str, days: int, **more: Any) -> Person:
    """Somebody who came in so many days before the night."""
    person = make_person(number, **more)
    Movement.objects.filter(booking__person=person).update(at=NOON - timedelta(days=days))
    refresh_records([number])
    return person


def test_a_night_is_counted_once() -> None:
    switch_on("LEI", AT, high=True)
    cell = make_cell("LEI", "B-2-013")
    first, second, third, high, away = (
        in_since(f"A{n}111AA", 10 * n, cell=cell if n == 1 else None, prison="MDI" if n == 5 else "LEI")
        for n in range(1, 6)
    )
    for person, level in ((high, "HIGH"), (third, "LOW")):
        ComplexityOfNeed.objects.create(
            person=person, level=level, assessed_at=NOON - timedelta(days=4), assessed_by="X",
            updated_at=NOON - timedelta(days=4),
        )  # fmt: skip
    allocate(first, 101, NOON)
    allocate(second, 101, NOON - timedelta(days=19))
    allocate(third, 102, NOON - timedelta(days=60), ended_at=NOON - timedelta(days=40))
    allocate(third, 102, NOON)
    allocate(high, 102, NOON - timedelta(days=30))
    allocate(away, 102, NOON, prison="MDI")
    a_note(second, NOON - timedelta(days=3), written_at=NOON)
    a_note(third, NOON, written_at=NOON)
    a_note(first, NOON - timedelta(days=1), written_at=NOON - timedelta(days=1))
    a_note(first, NOON, written_at=NOON)
    for n in range(4):
        a_worker(101 + n, f"W{n}")
    WorkerSettings.objects.create(
        prison="LEI", staff_id=104, policy=Policy.KEY_WORKER, status="INACTIVE", changed_at=AT, changed_by="A"
    )
    assert commands.count_last_night(today=TODAY, at=AT)[Night.COUNTED] == 1
    found = PrisonStatistic.objects.get()
    assert (found.prison, found.policy, found.date, found.counted_at) == ("LEI", "KEY_WORKER", NIGHT, AT)
    assert (found.prisoner_count, found.high_complexity_count, found.eligible_count) == (4, 1, 3)
    assert (found.assigned_count, found.eligible_staff_count) == (3, 3)
    assert found.reception_to_allocation_days == 10, "not of those who had a worker here before"
    # the second's came 17 days after they did, the third's 4 after assessment; the first's was not their first
    assert found.reception_to_session_days == 10
    assert found.overdue_count == 0
    people = {one.person_id: one for one in PrisonerStatistic.objects.all()}
    assert set(people) == {person.pk for person in (first, second, third, high)}
    assert (people[first.pk].cell_path, people[first.pk].assigned) == ("B-2-013", True)
    assert people[third.pk].eligible_from == date(2026, 11, 23), "assessed after they came in"
    assert (people[high.pk].eligible_from, people[high.pk].assigned) == (None, False)

    allocate(make_person("B1111BB"), 101, NOON)
    assert commands.count_last_night(today=TODAY, at=AT + timedelta(hours=1)) == dict.fromkeys(Night, 0)
    assert PrisonStatistic.objects.get().prisoner_count == 4, "a day that was counted is left alone"


def test_complexity_counts_only_where_the_prison_has_such_people() -> None:
    switch_on("LEI", AT)
    person = in_since("A1111AA", 9)
    ComplexityOfNeed.objects.create(person=person, level="HIGH", assessed_at=NOON, assessed_by="X", updated_at=NOON)
    commands.count_last_night(today=TODAY, at=AT)
    found = PrisonStatistic.objects.get()
    assert (found.high_complexity_count, found.eligible_count) == (0, 1)
    assert PrisonerStatistic.objects.get().eligible_from == date(2026, 11, 18)


def test_empty_prisons_are_skipped_and_schemes_apart() -> None:
    switch_on("BXI", AT, Policy.KEY_WORKER, Policy.PERSONAL_OFFICER)
    switch_on("LEI", AT, Policy.PERSONAL_OFFICER)
    in_since("A1111AA", 9)
    assert commands.count_last_night(today=TODAY, at=AT) == {Night.COUNTED: 1, Night.SKIPPED: 2, Night.ALREADY: 0}
    assert PrisonStatistic.objects.get().policy == "PERSONAL_OFFICER"


def test_a_night_counted_late_is_of_who_was_there_then() -> None:
    switch_on("LEI", AT)
    in_since("A1111AA", 9)
    came_since = in_since("B1111BB", 0)
    Movement.objects.filter(booking__person=came_since).update(at=AT + timedelta(hours=8))
    commands.count_last_night(today=TODAY, at=AT + timedelta(hours=12))
    assert PrisonerStatistic.objects.values_list("person_id", flat=True).get() == "A1111AA"


def test_one_prison_that_fails_does_not_stop_the_others() -> None:
    for prison in ("BXI", "LEI"):
        switch_on(prison, AT)
    in_since("A1111AA", 9)
    broken = in_since("B1111BB", 9, prison="BXI")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE key_workers_prisonerstatistic ADD CONSTRAINT broken CHECK (person_id <> %s) NOT VALID",
            [broken.pk],
        )
    assert commands.count_last_night(today=TODAY, at=AT)[Night.COUNTED] == 1
    assert PrisonStatistic.objects.get().prison == "LEI"


def test_a_prison_of_any_size_costs_the_same() -> None:
    switch_on("LEI", AT)

    def cost(today: date) -> int:
        with CaptureQueriesContext(connection) as captured:
            commands.count_last_night(today=today, at=AT)
        return len(captured)

    in_since("A1111AA", 9)
    few = cost(TODAY)
    for n in range(12):
        allocate(in_since(f"B{n:04d}BB", 9), 101, NOON)
    assert cost(TODAY + timedelta(days=1)) == few


def moved(person: Person, sequence: int, at: datetime, type: str, direction: str, to: str) -> None:
    """A further movement."""
    Movement.objects.create(
        booking=booking_of(person), sequence=sequence, at=at, type=type, direction=direction, to_agency=to
    )


def test_past_days_are_counted_afresh_from_movements_and_cells() -> None:
    switch_on("LEI", AT)
    a, b = make_cell("LEI", "A-1-001"), make_cell("LEI", "B-1-001")
    stayed, left, court = in_since("A1111AA", 60), in_since("B1111BB", 60), in_since("C1111CC", 60)
    moved(left, 2, datetime(2026, 11, 20, 9, tzinfo=UTC), "TRN", "OUT", "MDI")
    moved(left, 3, datetime(2026, 11, 20, 15, tzinfo=UTC), "ADM", "IN", "MDI")
    moved(court, 2, datetime(2026, 11, 19, 9, tzinfo=UTC), "CRT", "OUT", "COURT")
    refresh_records([left.pk, court.pk])
    for cell, sequence, at in ((a, 1, BEGAN), (b, 2, datetime(2026, 11, 20, 10, tzinfo=UTC))):
        CellAssignment.objects.create(
            booking=booking_of(stayed), sequence=sequence, living_unit_id=cell.pk, started_at=at
        )
    allocate(stayed, 101, NOON - timedelta(days=30), ended_at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    allocate(stayed, 102, NOON)
    a_note(stayed, datetime(2026, 11, 19, 9, tzinfo=UTC))
    a_note(stayed, datetime(2026, 11, 25, 9, tzinfo=UTC))
    PrisonStatistic.objects.create(
        prison="LEI", policy=Policy.KEY_WORKER, date=date(2026, 11, 19), prisoner_count=999, eligible_count=999,
        assigned_count=1, eligible_staff_count=1, counted_at=AT,
    )  # fmt: skip
    DayOfSessions.objects.update(sessions=77)
    admin = actor_of(somebody("ADMIN", "KW_MIGRATION", "PRISON"))
    asked = commands.ask_for_rebuild(
        admin, "LEI", Policy.KEY_WORKER, from_=date(2026, 11, 19), to=NIGHT, at=AT, today=TODAY
    )
    rebuild_figures(rebuild_id=asked.pk)
    asked.refresh_from_db()
    assert (asked.counted, asked.skipped) == (9, 0) and asked.completed_at is not None
    found = {one.date: one for one in PrisonStatistic.objects.all()}
    assert len(found) == 9
    before, after = found[date(2026, 11, 19)], found[date(2026, 11, 20)]
    assert (before.prisoner_count, before.assigned_count, after.prisoner_count, after.assigned_count) == (3, 1, 2, 0)
    cells = {one.statistic.date: one.cell_path for one in PrisonerStatistic.objects.filter(person=stayed)}
    assert (cells[date(2026, 11, 19)], cells[date(2026, 11, 20)]) == ("A-1-001", "B-1-001")
    assert found[NIGHT].assigned_count == 1 and found[NIGHT].reception_to_allocation_days is None, "not their first"
    assert list(DayOfSessions.objects.order_by("date").values_list("sessions", flat=True)) == [
        1, 0, 0, 0, 0, 0, 1, 0, 0,
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="KEY_WORK_FIGURES_REBUILT")
    assert (entry.subject_id, entry.details["from"], entry.username) == ("LEI", "2026-11-19", "ADMIN")
    assert commands.rebuild_some(rebuild_id=asked.pk, at=AT), "safe to run again"
    assert PrisonStatistic.objects.count() == 9 and commands.rebuild_some(rebuild_id=0, at=AT)


def test_a_rebuild_takes_a_year_at_most_of_days_past_and_an_administrator() -> None:
    admin, monitor = (
        actor_of(somebody(name, role, "PRISON"))
        for name, role in (("ADMIN", "KW_MIGRATION"), ("MANAGER", "OMIC_ADMIN"))
    )
    right = {"from_": NIGHT, "to": NIGHT, "at": AT, "today": TODAY}
    with pytest.raises(NotAllowed):
        commands.ask_for_rebuild(monitor, "LEI", Policy.KEY_WORKER, **right)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        commands.ask_for_rebuild(admin, "MDI", Policy.KEY_WORKER, **right)  # type: ignore[arg-type]
    for changed, field in (
        ({"to": TODAY}, "to"), ({"from_": TODAY}, "from_"), ({"from_": NIGHT - timedelta(days=366)}, "from_"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            commands.ask_for_rebuild(admin, "LEI", Policy.KEY_WORKER, **{**right, **changed})  # type: ignore[arg-type]
        assert set(refused.value.problems) == {field}
    assert not FiguresRebuild.objects.exists()


def test_a_rebuild_whose_job_is_no_more_is_taken_up_again() -> None:
    switch_on("LEI", AT)
    admin = actor_of(somebody("ADMIN", "KW_MIGRATION", "PRISON"))
    asked = commands.ask_for_rebuild(
        admin, "LEI", Policy.KEY_WORKER, from_=NIGHT - timedelta(days=9), to=NIGHT, at=AT, today=TODAY
    )
    assert not commands.rebuild_some(rebuild_id=asked.pk, at=AT)
    asked.refresh_from_db()
    assert (asked.skipped, asked.next_date) == (7, NIGHT - timedelta(days=2))
    assert commands.lost_rebuilds(AT + timedelta(minutes=9)) == []
    assert commands.lost_rebuilds(AT + timedelta(minutes=11)) == [asked.pk]
    rebuild_figures(rebuild_id=asked.pk)
    assert commands.lost_rebuilds(AT + timedelta(days=9)) == []


def test_the_job_runs() -> None:
    switch_on("LEI", AT)
    in_since("A1111AA", 9)
    count_last_night(timestamp=0)
    assert PrisonStatistic.objects.count() == 1


def test_days_are_counted_again_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    switch_on("LEI", AT)
    in_since("A1111AA", 9)
    yesterday = local_time.today() - timedelta(days=1)
    days = ["--from", (yesterday - timedelta(days=8)).isoformat(), "--to", yesterday.isoformat()]
    call_command("count_key_work_again", "lei", *days)
    assert "LEI: 7 of 9 days" in capsys.readouterr().out and PrisonStatistic.objects.count() > 0
    with pytest.raises(CommandError, match="in the past"):
        call_command("count_key_work_again", "LEI", "--from", "2026-01-01", "--to", "2999-01-01")


def test_who_was_counted_is_forgotten_and_the_counts_stay() -> None:
    switch_on("LEI", AT)
    in_since("A1111AA", 10)
    commands.count_last_night(today=TODAY, at=AT)
    commands.forget_people_of(NIGHT)
    assert PrisonerStatistic.objects.count() == 1, "of that very day they stay"
    commands.forget_people_of(TODAY)
    assert not PrisonerStatistic.objects.exists()
    assert PrisonStatistic.objects.get().prisoner_count == 1
