from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.key_workers.models import Allocation, PrisonSettings, WorkerSettings
from dps.key_workers.recommending.queries import propose
from dps.key_workers.tests.workers import KW, allocated, give_role, high_complexity, scheme_on
from dps.platform import local_time
from dps.prisoners.models import Person
from dps.prisoners.tests.people import give_alert, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/key-workers/key-worker/recommend"


@pytest.fixture
def browser(signed_in: Callable[..., Client]) -> Client:
    make_agencies()
    scheme_on(capacity=2)
    give_role(1, "ANN", "LEE")
    give_role(2, "BOB", "RAY", capacity=1)
    give_role(3, "CY", "AWAY", status="UNAVAILABLE_LONG_TERM_ABSENCE")
    make_person("A1111AA", "ABLE")
    make_person("A2222AA", "BAKER")
    return signed_in("OMIC_ADMIN")


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_facts_a_recommendation_is_made_from(browser: Client) -> None:
    """Ended allocations here count as history, those elsewhere do not; the complex and the allocated are left out."""
    for number in ("A3333AA", "A4444AA", "A5555AA"):
        make_person(number, "COLE")
    high_complexity("A3333AA")
    allocated("A4444AA", 1, reason="AUTO")
    ended = {"is_active": False, "deallocated_at": datetime(2026, 2, 1, tzinfo=UTC), "deallocation_reason": "TRANSFER"}
    allocated("A1111AA", 2, **ended)
    allocated("A2222AA", 2, prison="MDI", **ended)
    allocated("A5555AA", 3, **ended)
    give_alert(Person.objects.get(pk="A1111AA"), "RNO121")
    found = propose("LEI", KW, local_time.today()).found
    assert {one.person.number: (one.staff_id, one.previous) for one in found.choices} == {
        "A1111AA": (2, True), "A2222AA": (1, False),
    }  # fmt: skip
    assert [one.number for one in found.nobody_for] == ["A5555AA"]
    assert [(one.staff_id, one.capacity, one.load) for one in found.staff] == [(1, 2, 1), (2, 1, 0)]
    assert found.choices[0].cautions and not found.choices[1].cautions


def test_the_list_says_why_and_saves_what_is_recommended_and_what_was_chosen_instead(browser: Client) -> None:
    page = text(browser.get(ADDRESS))
    assert "Most room: 1 of 2 with this person" in page
    assert '<option value="auto-1" selected>Lee, Ann (recommended)</option>' in page
    assert not Allocation.objects.exists()
    posted = {"choice-A1111AA": "auto-1", "choice-A2222AA": "1", "seen": "A1111AA: A2222AA:", "save": "yes"}
    assert "Key worker allocated to 2 prisoners" in text(browser.post(ADDRESS, posted, follow=True))
    made = dict(Allocation.objects.values_list("person_id", "reason"))
    assert made == {"A1111AA": "AUTO", "A2222AA": "MANUAL"}
    assert Allocation.objects.get(person_id="A1111AA").why == "Most room: 1 of 2 with this person"
    assert "All prisoners currently have a key worker" in text(browser.get(ADDRESS))


def test_some_cannot_be_placed_or_none(browser: Client) -> None:
    for number in range(2):
        make_person(f"C{number:04d}CC", "ZED")
    page = text(browser.get(ADDRESS))
    assert "1 out of 4 prisoners could not be recommended" in page and "?go=on" in page
    going_on = text(browser.get(f"{ADDRESS}?go=on"))
    assert going_on.count("(recommended)") == 3 and "nobody could be recommended" in going_on
    WorkerSettings.objects.all().delete()
    PrisonSettings.objects.update(capacity=0)
    none = text(browser.get(ADDRESS))
    assert "No key worker could be recommended" in none and "choose by hand" in none


def test_a_worker_made_inactive_meanwhile_and_what_was_chosen_stays(browser: Client) -> None:
    WorkerSettings.objects.create(
        prison="LEI", staff_id=1, policy=KW, status="INACTIVE", changed_at=local_time.now(), changed_by="A"
    )
    posted = {"choice-A1111AA": "auto-1", "choice-A2222AA": "2", "seen": "A1111AA: A2222AA:", "save": "yes"}
    response = browser.post(ADDRESS, posted)
    assert response.status_code == 400 and "Ann Lee is not active at the moment" in text(response)
    assert '<option value="2" selected>' in text(response) and not Allocation.objects.exists()


def test_not_where_it_is_not_allowed_and_not_for_viewers(browser: Client, signed_in: Callable[..., Client]) -> None:
    PrisonSettings.objects.update(allow_recommendation=False)
    assert "not allowed at Leeds" in text(browser.get(ADDRESS, follow=True))
    assert signed_in("KEYWORKER_MONITOR", username="VIEWER").get(ADDRESS).status_code == 403


def test_it_costs_the_same_for_many(browser: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            browser.get(f"{ADDRESS}?go=on")
        return len(counted)

    statements()
    before = statements()
    for number in range(20):
        make_person(f"C{number:04d}CC", "ZED")
    assert statements() == before <= 12
