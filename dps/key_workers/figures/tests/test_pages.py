"""The data page with its words, the files, days counted afresh."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.key_workers.figures import presenters
from dps.key_workers.figures.jobs import rebuild_figures
from dps.key_workers.figures.queries import midnight
from dps.key_workers.models import DayOfSessions, FiguresRebuild, PrisonStatistic
from dps.key_workers.policies import Policy
from dps.key_workers.sessions.tests.notes import a_note, allocate, switch_on
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
DATA = "/key-workers/key-worker/data/"
OFFICERS = "/key-workers/personal-officer/data/"
OCTOBER = "from-day=1&from-month=10&from-year=2026&to-day=9&to-month=10&to-year=2026"


def words(response: Any) -> str:
    """What is read on a page, in one line."""
    text = re.sub(r"<(script|style).*?</\1>|<!--.*?-->", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def lines(response: Any) -> list[str]:
    """The lines of a file."""
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def night(on: date, eligible: int = 80, assigned: int = 75, **more: Any) -> None:
    """A night as it was counted."""
    given = {"prison": "LEI", "policy": Policy.KEY_WORKER, "prisoner_count": eligible + 5, "counted_at": midnight(on)}
    PrisonStatistic.objects.create(
        date=on, eligible_count=eligible, assigned_count=assigned, eligible_staff_count=12, **{**given, **more}
    )


@pytest.fixture
def october(db: None) -> None:
    """The worked example: 80 eligible, 75 assigned, nine days, every two weeks, 43 sessions."""
    make_agencies()
    switch_on("LEI", local_time.now(), Policy.KEY_WORKER, Policy.PERSONAL_OFFICER, weeks=2)
    for n in range(9):
        night(date(2026, 10, 1) + timedelta(days=n), reception_to_session_days=66 if n else 1)
        night(date(2026, 9, 22) + timedelta(days=n), assigned=76)
    DayOfSessions.objects.create(prison="LEI", policy="KEY_WORKER", date=date(2026, 10, 2), sessions=43, entries=7)
    DayOfSessions.objects.create(prison="LEI", policy="KEY_WORKER", date=date(2026, 9, 23), sessions=40, entries=7)


def test_the_worked_example_on_the_page(signed_in: Callable[..., Client], october: None) -> None:
    client = signed_in("KEYWORKER_MONITOR")
    page = words(client.get(f"{DATA}?{OCTOBER}"))
    for said in (
        "1 October 2026 to 9 October 2026 Compared with 22 September 2026 to 30 September 2026",
        "Recorded sessions 43 +3 increase", "Recorded entries 7 No change", "Total prisoners 85 No change",
        "Prisoners with a key worker 93.75% -1.25% decrease", "75 of 80 eligible prisoners had a key worker",
        "Active key workers 12 No change", "Average time from reception to first session 58 days",
        "Average time from reception to allocation Incomplete data Nothing to compare with",
        "Delivery rate against a session every 2 weeks 84.31% +5.88% increase",
        "43 recorded sessions as a share of 51 projected sessions", "Projected sessions 51 No change",
        "80 × 9 ÷ 14: eligible prisoners × days ÷ 14",
    ):  # fmt: skip
        assert said in page, said
    assert "High complexity" not in page and "not counted" not in page


def test_a_period_without_anything_and_one_with_missing_nights(signed_in: Callable[..., Client], october: None) -> None:
    client = signed_in("KEYWORKER_MONITOR")
    empty = OCTOBER.replace("2026", "2025")
    assert "There is no data for this period" in words(client.get(f"{DATA}?{empty}"))
    PrisonStatistic.objects.filter(date=date(2026, 10, 3)).delete()
    page = words(client.get(f"{DATA}?{OCTOBER}"))
    assert "1 night of these 9 days was not counted. The means are of the other 8 days" in page
    DayOfSessions.objects.filter(date=date(2026, 10, 2)).update(sessions=0)
    page = words(client.get(f"{DATA}?{OCTOBER}"))
    assert "Recorded sessions 0 -40 decrease" in page and "every 2 weeks 0%" in page


def test_the_usual_days_of_each_scheme(signed_in: Callable[..., Client], october: None) -> None:
    client, today = signed_in("KEYWORKER_MONITOR", "PERSONAL_OFFICER_VIEW"), local_time.today()
    last_month = today.replace(day=1) - timedelta(days=1)
    if (today + timedelta(days=1)).month == today.month:
        assert f"{last_month:%B %Y} Compared with" in words(client.get(DATA))
    yesterday = local_time.long_date(today - timedelta(days=1))
    page = words(client.get(OFFICERS))
    assert f"{yesterday} " in page and "Recorded sessions" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("from-day=31&from-month=2&from-year=2026&to-day=1&to-month=3&to-year=2026", "Date from must be a real date"),
        ("from-day=1&from-month=3&from-year=2026", "Enter both days, or neither"),
        (f"{OCTOBER}&compared_to-day=1&compared_to-month=3&compared_to-year=2026", "Enter both days of the comparison"),
        ("from-day=9&from-month=3&from-year=2026&to-day=1&to-month=3&to-year=2026", "must be the same as or after"),
        ("from-day=1&from-month=3&from-year=2026&to-day=1&to-month=3&to-year=2999", "Date to must be before today"),
        ("from-day=1&from-month=3&from-year=1999&to-day=1&to-month=3&to-year=2026", "Choose 366 days or fewer"),
    ],
)
def test_wrong_days_are_told_and_kept(signed_in: Callable[..., Client], october: None, typed: str, said: str) -> None:
    response = signed_in("KEYWORKER_MONITOR").get(f"{DATA}?{typed}")
    assert response.status_code == 400 and said in words(response)
    assert 'name="to-month" type="text" inputmode="numeric" value="' in response.content.decode()
    assert f'value="{"31" if "31" in typed else ""}' in response.content.decode()


def test_today_is_not_over_yet(signed_in: Callable[..., Client], october: None) -> None:
    today = local_time.today()
    typed = "&".join(
        f"{name}-day={today.day}&{name}-month={today.month}&{name}-year={today.year}" for name in ("from", "to")
    )
    response = signed_in("KEYWORKER_MONITOR").get(f"{DATA}?{typed}")
    assert response.status_code == 400 and "Date to must be before today" in words(response)


def test_the_files_hold_the_same_and_are_recorded(signed_in: Callable[..., Client], october: None) -> None:
    client = signed_in("KEYWORKER_MONITOR")
    summary = lines(client.get(f"{DATA}summary.csv?{OCTOBER}"))
    assert summary[1].startswith("Recorded sessions,43,40,'+3 increase,\"Case notes of key worker sessions")
    days = lines(client.get(f"{DATA}days.csv?{OCTOBER}"))
    assert len(days) == 10 and days[2] == "02/10/2026,85,0,80,75,12,,66,43,7"
    wings = lines(client.get(f"{DATA}wings.csv?{OCTOBER}"))
    assert wings[0].startswith("Wing,Eligible")
    downloaded = AuditEntry.objects.filter(action="REPORT_DOWNLOADED").order_by("id")
    assert [entry.details["report"] for entry in downloaded] == [
        "key work summary", "key work days", "key work wings",
    ]  # fmt: skip
    assert downloaded[0].subject_id == "LEI" and downloaded[0].details["from"] == "2026-10-01"


def test_the_page_costs_the_same_for_a_year_of_many(signed_in: Callable[..., Client], october: None) -> None:
    client = signed_in("KEYWORKER_MONITOR")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{DATA}?{OCTOBER}").status_code == 200
        return len(captured)

    client.get(DATA)
    few = cost()
    for n in range(30):
        person = make_person(f"A{n:04d}AA")
        allocate(person, n, midnight(date(2026, 9, 1)))
        a_note(person, datetime(2026, 10, 2, 9, tzinfo=local_time.LONDON))
        night(date(2026, 8, 1) + timedelta(days=n))
    assert cost() == few
    # the address of whoever may, the settings, three of the prison, one of the wings
    assert few <= 11


def test_who_may_see_and_when_the_scheme_is_off(signed_in: Callable[..., Client], october: None) -> None:
    addresses = [DATA, f"{DATA}summary.csv", f"{DATA}days.csv", f"{DATA}wings.csv"]
    for address in addresses:
        assert signed_in(username="OFFICER").get(address).status_code == 404
        assert signed_in("PERSONAL_OFFICER_VIEW", username="OTHER").get(address).status_code == 404
        assert signed_in("OMIC_ADMIN", username="MANAGER").get(address).status_code == 200
    assert signed_in("OMIC_ADMIN", username="MANAGER").get(f"{DATA}count-again/").status_code == 403
    assert signed_in("OMIC_ADMIN", username="AWAY", prison="MDI").get(DATA).status_code == 200
    assert "There is no data" not in words(signed_in("OMIC_ADMIN", username="AWAY").get(DATA)), "the scheme is off"


def test_days_are_counted_again_with_what_is_wrong_told(signed_in: Callable[..., Client], october: None) -> None:
    client, today = signed_in("KW_MIGRATION"), local_time.today()
    address = f"{DATA}count-again/"
    PrisonStatistic.objects.filter(date=date(2026, 10, 3)).delete()
    assert "missing" in words(client.get(address))
    wrong = client.post(address, {"from_-day": "9", "from_-month": "1", "from_-year": "2026", "to-day": "31"})
    assert wrong.status_code == 400 and "Last day must include a month and a year" in words(wrong)
    late = {f"{name}-{part}": getattr(today, part) for name in ("from_", "to") for part in ("day", "month", "year")}
    refused = client.post(address, late)
    assert refused.status_code == 400 and "must be in the past" in words(refused)
    assert not FiguresRebuild.objects.exists()

    yesterday = today - timedelta(days=1)
    right = {
        f"{name}-{part}": getattr(yesterday, part) for name in ("from_", "to") for part in ("day", "month", "year")
    }
    asked = client.post(address, right)
    made = FiguresRebuild.objects.get()
    assert asked.status_code == 302 and asked["Location"] == f"{address}{made.pk}/"
    page = client.get(asked["Location"])
    assert "0 of 1 day done" in words(page) and f'data-live-topic="key-work-figures-{made.pk}"' in page.content.decode()
    rebuild_figures(rebuild_id=made.pk)
    page = client.get(asked["Location"])
    assert "Done on" in words(page) and "data-live-topic" not in page.content.decode()
    assert "Done" in words(client.get(address))
    assert client.get(f"{address}{made.pk + 1}/").status_code == 404
    assert client.get(f"{address}{10**30}/").status_code == 404
    assert client.get(f"{OFFICERS}count-again/{made.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("now", "before", "unit", "said"),
    [
        (3, 0, "", "+3 increase"), (0, 3, "", "-3 decrease"), (3, 3, "", "No change"),
        (None, 3, "", "Nothing to compare with"), (1200, 0, "", "+1,200 increase"),
    ],
)  # fmt: skip
def test_changes_in_words(now: int | None, before: int | None, unit: str, said: str) -> None:
    assert presenters.change_words(now, before, unit) == said


def test_days_in_words() -> None:
    assert [presenters.days_words(n) for n in (1, 66, None)] == ["1 day", "66 days", "Incomplete data"]
    assert presenters.days_change(2, 1) == "+1 day increase" and presenters.days_change(1, 3) == "-2 days decrease"
