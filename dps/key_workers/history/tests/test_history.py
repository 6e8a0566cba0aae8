from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.case_notes.subject_access.rules import Window
from dps.key_workers.history.subject_access import entries
from dps.key_workers.tests.workers import PO, allocated, give_role, high_complexity, scheme_on
from dps.platform.audit.models import AuditEntry
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/prisoners/A1111AA/key-work/"
ENDED_AT = datetime(2026, 3, 1, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def estate(db: None) -> None:
    make_agencies()
    scheme_on()
    give_role(1, "ANN", "LEE")
    make_person("A1111AA")


def test_one_card_each_newest_first_with_a_dash_for_nothing(signed_in: Callable[..., Client]) -> None:
    browser = signed_in("OMIC_ADMIN", username="ADMIN")
    allocated("A1111AA", 9, prison="MDI", is_active=False, deallocated_at=ENDED_AT, deallocated_by="SYS",
              deallocation_reason="TRANSFER")  # fmt: skip
    allocated("A1111AA", 1, at=datetime(2026, 4, 1, 8, tzinfo=UTC), reason="AUTO", why="Most room: 1 of 9")
    page = browser.get(ADDRESS).content.decode()
    assert "Current and previous allocations: 2" in page
    assert page.index("Current key worker: Ann Lee") < page.index("Previous key worker: Staff 9")
    for words in ("Automatic: Most room: 1 of 9", "1 March 2026 at 14:00", "The system", "Transfer", "Moorland", ">-<"):
        assert words in page
    assert "Personal officer history" not in page and 'aria-current="page">Key work<' in page
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED", details__page="key work").exists()


def test_the_other_scheme_has_its_own(signed_in: Callable[..., Client]) -> None:
    allocated("A1111AA", 1, policy=PO)
    high_complexity("A1111AA")
    browser = signed_in("OMIC_ADMIN")
    page = browser.get(f"{ADDRESS}?scheme=key-worker").content.decode()
    assert "allocations: 0" in page and "?scheme=personal-officer" in page and "High complexity of need" in page
    assert "Current personal officer: Staff 1" in browser.get(ADDRESS).content.decode()


def test_workers_themselves_see_it_and_others_find_nothing(signed_in: Callable[..., Client]) -> None:
    give_role(5, username="WORKER")
    allocated("A1111AA", 1)
    assert signed_in(username="OFFICER").get(ADDRESS).status_code == 404
    assert signed_in(username="WORKER").get(ADDRESS).status_code == 200
    make_person("A2222AA", prison="BXI")
    assert signed_in("OMIC_ADMIN", username="ADMIN").get("/prisoners/A2222AA/key-work/").status_code == 404


def test_it_costs_the_same_however_long(signed_in: Callable[..., Client]) -> None:
    browser = signed_in("OMIC_ADMIN")

    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            browser.get(ADDRESS)
        return len(counted)

    statements()
    before = statements()
    for place in range(5):
        allocated("A1111AA", place, is_active=False, deallocated_at=ENDED_AT, deallocation_reason="MANUAL")
    assert statements() == before


def test_the_timeline_tells_of_allocations(signed_in: Callable[..., Client]) -> None:
    allocated("A1111AA", 1, is_active=False, deallocated_at=ENDED_AT, deallocation_reason="RELEASED")
    page = signed_in("OMIC_ADMIN").get("/prisoners/A1111AA/timeline/").content.decode()
    assert "Key worker allocated: Ann Lee" in page and "Key worker deallocated: Ann Lee" in page


def test_subject_access_gives_what_was_in_force_in_the_days_asked_about() -> None:
    allocated("A1111AA", 1, is_active=False, deallocated_at=ENDED_AT, deallocation_reason="RELEASED")
    allocated("A1111AA", 9, at=datetime(2026, 4, 1, 8, tzinfo=UTC))
    first, second = entries("A1111AA", Window())
    assert (first.title, second.title) == ("Key worker: Ann Lee", "Key worker: Not named")
    assert first.data["deallocationReason"] == "RELEASED" and second.data["allocationExpiredAt"] is None
    assert [one.title for one in entries("A1111AA", Window(first=date(2026, 3, 2)))] == [second.title]
    assert [one.title for one in entries("A1111AA", Window(last=date(2026, 3, 31)))] == [first.title]
