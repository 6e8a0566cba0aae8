"""Reports: how long nobody looked at an alert, and alerts by month."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.alerts.models import AlertReview
from dps.prisoners.alerts.queries import reports
from dps.prisoners.alerts.tests.conftest import alert_of
from dps.prisoners.alerts.tests.test_pages import words
from dps.prisoners.models import Alert, Person
from dps.prisoners.tests.people import make_cell, make_person

pytestmark = pytest.mark.django_db
REPORT = "/alerts/reports/not-looked-at/"


@pytest.fixture
def people(person: Person, today: date) -> list[Person]:
    """On A: one fresh, one two years old but changed, one seen, one stale; on B one very stale; elsewhere one."""
    a, b = make_cell("LEI", "A-1-001"), make_cell("LEI", "B-1-001")
    found = [
        make_person("B1111BB", "ABLE", cell=a),
        make_person("C1111CC", "BEST", cell=b),
        make_person("D1111DD", prison="MDI"),
    ]
    old = today - timedelta(days=800)
    at: datetime = local_time.now()
    alert_of(found[0], "XA", starts=today)
    alert_of(found[0], "XEL", starts=old, modified_at=at - timedelta(days=10))
    seen = alert_of(found[0], "XVL", starts=old)
    AlertReview.objects.create(alert=seen, at=at, username="X")
    alert_of(found[0], "HA", starts=old)
    alert_of(found[1], "HA", starts=today - timedelta(days=2000))
    alert_of(found[1], "XA", starts=old, ends=today)
    alert_of(found[2], "HA", starts=old)
    return found


def test_how_long_nobody_looked(people: list[Person], today: date) -> None:
    ages = reports.ages("LEI", today)
    assert ages.all.numbers == (3, 0, 0, 1, 1) and ages.all.total == 5
    assert [(row.key, row.numbers) for row in ages.wings] == [("A", (3, 0, 0, 1, 0)), ("B", (0, 0, 0, 0, 1))]
    assert [(row.key, row.total) for row in ages.types] == [("H", 2), ("X", 3)]
    assert reports.ages("LEI", today, wing="B").all.total == 1
    found, total = reports.stale("LEI", today)
    assert total == 2 and [(one.number, one.days) for one in found] == [("C1111CC", 2000), ("B1111BB", 800)]


def test_alerts_by_month(people: list[Person], today: date) -> None:
    months = reports.trend("LEI", today, months=12)
    assert len(months) == 12 and months[-1].first_day == today.replace(day=1)
    assert (months[-1].started, months[-1].ended) == (1, 1)
    assert reports.trend("LEI", today, months=12, wing="B")[-1].started == 0
    assert reports.trend("LEI", today, months=12, type="H")[-1].ended == 0


def test_the_pages_cost_the_same_for_many(signed_in: Callable[..., Client], people: list[Person], today: date) -> None:
    client = signed_in("PRISON", caseloads=("LEI", "MDI"))

    def statements(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    pages = [REPORT, "/alerts/reports/by-month/"]
    for address in pages:
        client.get(address)
    few = [statements(address) for address in pages]
    Alert.objects.bulk_create(
        Alert(
            person=people[0],
            type="X",
            code=f"C{n}",
            active_from=today - timedelta(days=500),
            created_at=local_time.now(),
        )
        for n in range(120)
    )
    assert [statements(address) for address in pages] == few
    page = words(client.get(f"{REPORT}?wing=A"))
    assert "121 alerts" in page and "Able, John" in page and "Best, John" not in page and "A wing" in page
    assert "on A wing" in words(client.get("/alerts/reports/by-month/?wing=A&type=X"))
    assert client.get(f"{REPORT}?wing=NONE").status_code == 200
    file = b"".join(client.get(f"{REPORT}stale.csv?wing=B")).decode()  # type: ignore[arg-type]
    assert "C1111CC,BEST,JOHN,B-1-001,Self Harm,ACCT Open (HMPS)" in file and "ABLE" not in file
    entry = AuditEntry.objects.get(action="REPORT_DOWNLOADED")
    assert (entry.subject_id, entry.details["rows"], entry.details["wing"]) == ("LEI", 1, "B")


def test_without_a_prison_there_is_none(signed_in: Callable[..., Client]) -> None:
    client = signed_in("PRISON", caseloads=())
    assert (
        "prison" in words(client.get(REPORT))
        and "Wing" not in words(client.get(REPORT))
        and client.get(f"{REPORT}stale.csv").status_code == 403
    )
