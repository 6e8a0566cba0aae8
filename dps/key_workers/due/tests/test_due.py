"""Sessions due and overdue (key-workers.md 9)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dps.key_workers.due import queries, rules
from dps.key_workers.models import Allocation, Cover
from dps.key_workers.tests.workers import KW, allocated, give_role, scheme_on
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.tests.officers import statements, words_of
from dps.prisoners.tests.people import make_agencies, make_cell, make_person

TODAY = date(2026, 11, 24)
DUE = "/key-workers/key-worker/due/"
SignedIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("days", "words"),
    [(-12, "12 days overdue"), (-1, "1 day overdue"), (0, "Due today"), (1, "Due tomorrow"), (5, "Due in 5 days")],
)
def test_how_long(days: int, words: str) -> None:
    assert rules.due_words(TODAY + timedelta(days=days), TODAY) == words


@given(st.dates(), st.dates())
def test_overdue_from_the_day_after(due_on: date, today: date) -> None:
    assert rules.days_overdue(due_on, today) == max(0, (today - due_on).days)
    assert (rules.days_overdue(due_on, today) > 0) is ("overdue" in rules.due_words(due_on, today))


@pytest.fixture
def people(db: None) -> None:
    make_agencies()
    scheme_on()
    give_role(1, "AMY", "O'HARA", username="AMY")
    give_role(2, "BEN", "ADAMS", username="BEN")
    for number, last, cell, staff_id, days in (
        ("A1111AA", "ABLE", "A-1-001", 1, -3), ("B2222BB", "BAKER", "B-1-001", 1, -20), ("C3333CC", "COLE", "A-1-002", 2, 0),
        ("D4444DD", "DUNN", "A-1-003", 2, 7), ("E5555EE", "EVANS", "A-1-004", 2, 8),
    ):  # fmt: skip
        make_person(number, last, cell=make_cell("LEI", cell))
        made = allocated(number, staff_id)
        Allocation.objects.filter(pk=made.pk).update(next_due_on=local_time.today() + timedelta(days=days))


def numbers(**asked: object) -> list[str]:
    found, total = queries.due("LEI", KW, local_time.today(), **asked)  # type: ignore[arg-type]
    assert total == len(found)
    return [one.number[0] for one in found]


def test_the_longest_overdue_first_by_wing_worker_and_cover(people: None) -> None:
    assert numbers() == ["B", "A"] and numbers(shown=rules.WEEK) == ["B", "A", "C", "D"]
    assert numbers(shown=rules.ALL) == ["B", "A", "C", "D", "E"]
    assert numbers(wing="A") == ["A"] and numbers(staff_id=2) == [] and numbers(staff_id=1) == ["B", "A"]
    today = local_time.today()
    Cover.objects.create(
        prison="LEI", policy=KW, staff_id=1, cover_staff_id=2, from_date=today, to_date=today,
        made_at=local_time.now(), made_by="BOSS",
    )  # fmt: skip
    assert numbers(staff_id=2) == ["B", "A"]
    wings, workers = queries.counted("LEI", KW, today)
    assert [(one.key, one.people, one.overdue, one.soon, one.longest) for one in wings] == [
        ("A", 4, 1, 2, 3), ("B", 1, 1, 0, 20),
    ]  # fmt: skip
    assert [(one.key, one.people, one.overdue, one.soon, one.longest) for one in workers] == [
        ("1", 2, 2, 0, 20), ("2", 3, 0, 2, 0),
    ]  # fmt: skip


def test_the_page_the_file_and_the_sums(people: None, signed_in: SignedIn) -> None:
    browser = signed_in("KEYWORKER_MONITOR")
    words = words_of(browser.get(DUE))
    assert "2 people" in words and words.index("Baker, John") < words.index("Able, John") and "20 days overdue" in words
    assert "By key worker" in words and "By wing" in words and "O'Hara, Amy 2 2 0 20 days" in words
    assert "Cole" in words_of(browser.get(f"{DUE}?show=week&wing=A&worker=2"))
    assert browser.get(f"{DUE}?wing=NOWHERE").status_code == 400
    assert "no session is overdue for this choice" in words_of(browser.get(f"{DUE}?worker=2"))
    lines = b"".join(browser.get(f"{DUE}due.csv?show=all").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert (
        len(lines) == 6
        and lines[1].startswith('"Baker, John",B2222BB,B-1-001,"O\'Hara, Amy",,,')
        and lines[1].endswith(",20")
    )
    assert AuditEntry.objects.get(action="REPORT_DOWNLOADED").details["rows"] == 5


def test_a_worker_sees_their_own_and_no_others(people: None, signed_in: SignedIn) -> None:
    own = signed_in(username="BEN")
    words = words_of(own.get(f"{DUE}?show=all&worker=1"))
    assert "Cole" in words and "Evans" in words and "Able" not in words and "By wing" not in words
    assert b"Able" not in b"".join(own.get(f"{DUE}due.csv?show=all&worker=1").streaming_content)  # type: ignore[attr-defined]
    assert signed_in(username="PLAIN").get(DUE).status_code == 404


def test_the_page_costs_the_same_for_many(people: None, signed_in: SignedIn) -> None:
    browser = signed_in("KEYWORKER_MONITOR")
    few = statements(browser, f"{DUE}?show=all")
    for n in range(30):
        make_person(f"F10{n:02d}FF")
        allocated(f"F10{n:02d}FF", 2)
    assert statements(browser, f"{DUE}?show=all") == few <= 10
