"""Work in steps: how much is done, what one of many may do to the others, and which work is lost."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection

from dps.platform.jobs import steps
from dps.platform.jobs.steps import Progress
from dps.platform.web.refusals import Conflict, Refusal


@pytest.mark.parametrize(
    ("done", "of", "percent", "twentieths"),
    [(0, 0, 0, 0), (0, 3, 0, 0), (1, 3, 33, 6), (2999, 3000, 99, 19), (3000, 3000, 100, 20)],
)
def test_how_much_is_done(done: int, of: int, percent: int, twentieths: int) -> None:
    found = Progress(done, of)
    assert (found.percent, found.twentieths) == (percent, twentieths)


@pytest.mark.parametrize(("needs", "times", "left"), [(1, 1, []), (3, 3, []), (4, 3, ["left"])])
def test_the_rest_is_left_to_another_job(needs: int, times: int, left: list[str]) -> None:
    done: list[int] = []
    gone_on: list[str] = []

    def step() -> bool:
        done.append(1)
        return len(done) == needs

    steps.work_through(step, steps=3, go_on=lambda: gone_on.append("left"))
    assert (len(done), gone_on) == (times, left)


def _refuse() -> str:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE of_one_of_many (x int)")
    raise Conflict("not now")


def _break() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    return "never"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("write", "gives", "faults"),
    [(lambda: "done", ("done", ""), 0), (_refuse, (None, "refused: not now"), 0), (_break, (None, "System issue"), 1)],
)
def test_one_of_many_does_not_stop_the_others(
    write: Callable[[], str], gives: tuple[str | None, str], faults: int
) -> None:
    told: list[Exception] = []

    def why(refused: Refusal) -> str:
        return f"refused: {refused}"

    assert steps.one_of_many(write, why=why, fault=told.append) == gives
    assert len(told) == faults
    with connection.cursor() as cursor:  # the transaction goes on, without what was begun
        cursor.execute("SELECT to_regclass('of_one_of_many')")
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db
def test_a_database_that_is_away_stops_them_all() -> None:
    def away() -> None:
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        steps.one_of_many(away, why=str, fault=lambda failure: None)
