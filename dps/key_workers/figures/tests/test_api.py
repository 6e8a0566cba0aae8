"""Statistics as other systems ask for them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dps.identity.provider.tests import flow
from dps.key_workers.figures.tests.test_pages import night
from dps.key_workers.figures.tests.test_pages import october as october  # a fixture
from dps.key_workers.models import DayOfSessions
from dps.key_workers.sessions.tests.notes import switch_on
from dps.platform import local_time

pytestmark = pytest.mark.django_db
DAYS = "from=2026-10-01&to=2026-10-09"
OF_LEEDS = f"/api/prisons/LEI/statistics?{DAYS}"
ALL = f"/api/key-work-statistics?{DAYS}"


@pytest.fixture
def ask(october: None) -> Callable[..., Any]:
    """A system that manages allocations, or holds other roles: gives status and body."""
    flow.have_a_key()

    def get(path: str, role: str = "ALLOCATIONS__ALLOCATIONS_UI", policy: str = "") -> Any:
        token = flow.machine_token(flow.make_machine(f"system-{local_time.now().timestamp()}", roles=(role,)))
        headers = {**flow.bearer(token), **({"Policy": policy} if policy else {})}
        reply = Client(raise_request_exception=False).get(path, headers=headers)
        return reply.status_code, reply.json()

    return get


def test_the_worked_example(ask: Callable[..., Any]) -> None:
    status, found = ask(OF_LEEDS.replace("LEI", "lei"))
    assert status == 200 and found["frequencyInWeeks"] == 2
    current = found["current"]
    assert (current["eligiblePrisoners"], current["projectedSessions"], current["recordedSessions"]) == (80, 51, 43)
    assert (current["percentageAssigned"], current["complianceRate"]) == ("93.75", "84.31")
    assert current["averageReceptionToAllocationDays"] is None and current["daysCounted"] == 9
    assert (found["previous"]["from"], found["previous"]["to"]) == ("2026-09-22", "2026-09-30")
    assert found["previous"]["recordedSessions"] == 40
    assert [week["week"] for week in found["timeline"]] == ["2026-09-27", "2026-10-04"]
    _, compared = ask(f"{OF_LEEDS}&comparisonFrom=2025-10-01&comparisonTo=2025-10-09")
    assert compared["previous"]["totalPrisoners"] is None and compared["previous"]["complianceRate"] is None
    assert ask(OF_LEEDS, policy="PERSONAL_OFFICER")[1]["current"]["recordedSessions"] == 0


def test_all_prisons_weighted(ask: Callable[..., Any]) -> None:
    switch_on("MDI", local_time.now())
    night(date(2026, 10, 1), 7, 7, prison="MDI")
    DayOfSessions.objects.create(prison="MDI", policy="KEY_WORKER", date=date(2026, 10, 1), sessions=9)
    status, found = ask(ALL)
    assert status == 200 and [one["prisonCode"] for one in found["prisons"]] == ["LEI", "MDI"]
    summary = found["summary"]
    assert (summary["recordedSessions"], summary["projectedSessions"], summary["complianceRate"]) == (52, 60, "86.67")
    assert ask(f"{ALL}&prisons=mdi")[1]["summary"]["prisons"] == 1
    assert ask(f"{ALL}&prisons=XXX")[1]["summary"]["complianceRate"] is None


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ("from=2026-10-09&to=2026-10-01", 400), ("from=2026-10-01", 400), ("from=2026-02-31&to=2026-10-01", 400),
        ("from=2020-10-01&to=2026-10-01", 400), ("from=1900-01-01&to=1900-01-09", 400), (f"{DAYS}&comparisonTo=2026-01-01", 400),
    ],
)  # fmt: skip
def test_wrong_days(ask: Callable[..., Any], changed: str, status: int) -> None:
    assert ask(f"/api/prisons/LEI/statistics?{changed}")[0] == status


def test_refused(ask: Callable[..., Any]) -> None:
    today = local_time.today()
    assert ask(f"/api/prisons/LEI/statistics?from={today - timedelta(days=1)}&to={today}")[0] == 400
    assert ask(f"/api/prisons/NONE/statistics?{DAYS}")[0] == 404
    assert ask(OF_LEEDS, policy="NEITHER")[0] == 400
    assert ask(f"{ALL}&prisons=L*I")[0] == 400
    for path in (OF_LEEDS, ALL):
        assert ask(path, "ALLOCATIONS__ALLOCATIONS_RO")[0] == 403
