from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.key_workers.models import Allocation, NomisAllocation, PrisonSettings
from dps.key_workers.policies import Policy
from dps.key_workers.settings import commands
from dps.key_workers.settings.queries import enabled_prisons, settings_of
from dps.key_workers.tests.workers import (
    KW,
    allocated,
    give_role,
    high_complexity,
    scheme_on,
    somebody,
)
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed
from dps.prisoners.models import KeyWorker
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/key-workers/key-worker/settings"
GOOD = {"recommend": "yes", "capacity": "7", "order": "BY_NAME", "frequency": "2", "version": "0"}


@pytest.fixture(autouse=True)
def estate(db: None) -> None:
    make_agencies()


def test_a_prison_never_set_up_has_the_defaults() -> None:
    found = settings_of("LEI", KW)
    assert (found.enabled, found.allow_recommendation, found.capacity, found.frequency_in_weeks) == (False, False, 9, 1)
    assert (found.order, found.version) == ("BY_ALLOCATIONS", 0)


def test_an_administrator_switches_schemes_on_and_off_and_settings_stay() -> None:
    admin = actor_of(somebody("ADMIN", "KW_MIGRATION"))
    assert commands.switch(admin, "LEI", [KW]) == {KW: True}
    assert settings_of("LEI", KW).allow_recommendation
    assert [one.prison for one in enabled_prisons(KW)] == ["LEI"]
    commands.change(admin, "LEI", KW, allow_recommendation=False, capacity=5, order="BY_NAME", frequency=4)
    assert commands.switch(admin, "LEI", [Policy.PERSONAL_OFFICER]) == {KW: False, Policy.PERSONAL_OFFICER: True}
    found = settings_of("LEI", KW)
    assert (found.enabled, found.capacity, found.frequency_in_weeks, found.version) == (False, 5, 4, 3)
    assert commands.switch(admin, "LEI", [Policy.PERSONAL_OFFICER]) == {}
    entries = AuditEntry.objects.filter(action="KEY_WORK_SETTINGS_CHANGED", subject_id="LEI").order_by("id")
    assert entries[1].details["changes"]["capacity"] == [9, 5]
    with pytest.raises(NotAllowed):
        commands.switch(actor_of(somebody("ALLOCATOR", "OMIC_ADMIN")), "LEI", [])
    with pytest.raises(NotAllowed):
        commands.switch(admin, "MDI", [KW])


def test_what_nomis_has_is_taken_over_once() -> None:
    admin = actor_of(somebody("ADMIN", "KW_MIGRATION"))
    give_role(1, "ANN")
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    for number in ("A1111AA", "A2222AA", "A3333AA", "A4444AA", "A5555AA"):
        person = make_person(number, prison="MDI" if number == "A5555AA" else "LEI")
        staff_id = 2 if number == "A2222AA" else 1
        NomisAllocation.objects.create(
            booking_id=booking_of(person).pk, staff_id=staff_id, assigned_at=at, agency="LEI"
        )
        if number == "A1111AA":
            NomisAllocation.objects.create(
                booking_id=booking_of(person).pk, staff_id=1, assigned_at=at - timedelta(9), agency="LEI"
            )
        if number == "A4444AA":
            NomisAllocation.objects.filter(booking_id=booking_of(person).pk).update(expires_on=date(2026, 11, 3))
    high_complexity("A3333AA")
    commands.switch(admin, "LEI", [KW])
    (made,) = Allocation.objects.all()
    assert (made.person_id, made.staff_id, made.allocated_at, made.allocated_by) == ("A1111AA", 1, at, "NOMIS")
    assert made.next_due_on == date(2026, 11, 9)
    assert KeyWorker.objects.get().booking.person_id == "A1111AA"
    Allocation.objects.update(is_active=False)
    commands.switch(admin, "LEI", [])
    commands.switch(admin, "LEI", [KW])
    assert Allocation.objects.count() == 1


def test_settings_are_checked_versioned_and_frequency_is_the_administrators() -> None:
    allocator = actor_of(somebody("ALLOCATOR", "OMIC_ADMIN"))
    with pytest.raises(Invalid) as refused:
        commands.change(allocator, "LEI", KW, allow_recommendation=True, capacity=0, order="RANDOM")
    assert set(refused.value.problems) == {"capacity", "order"}
    saved = commands.change(allocator, "LEI", KW, allow_recommendation=True, capacity=999, order="BY_NAME", version=0)
    assert (saved.capacity, saved.enabled, saved.version) == (999, False, 1)
    with pytest.raises(Conflict):
        commands.change(allocator, "LEI", KW, allow_recommendation=True, capacity=5, order="BY_NAME", version=0)
    with pytest.raises(NotAllowed):
        commands.change(allocator, "LEI", KW, allow_recommendation=True, capacity=5, order="BY_NAME", frequency=2)


def test_another_frequency_moves_the_day_the_next_session_is_due() -> None:
    admin = actor_of(somebody("ADMIN", "KW_MIGRATION"))
    scheme_on()
    make_person("A1111AA")
    made = allocated("A1111AA", 1, at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    assert made.next_due_on == date(2026, 11, 9)
    commands.change(admin, "LEI", KW, allow_recommendation=True, capacity=9, order="BY_NAME", frequency=4)
    made.refresh_from_db()
    assert made.next_due_on == date(2026, 11, 30)


def test_the_page_saves_tells_every_problem_and_keeps_what_was_typed(signed_in: Callable[..., Client]) -> None:
    scheme_on()
    browser = signed_in("KW_MIGRATION")
    assert "Most prisoners for one key worker" in browser.get(ADDRESS).content.decode()
    wrong = browser.post(ADDRESS, {"capacity": "<b>", "version": "1"})
    page = wrong.content.decode()
    assert wrong.status_code == 400 and "&lt;b&gt;" in page
    for words in ("Choose whether automatic", "Enter a whole number", "Choose how staff", "Choose how often"):
        assert words in page
    stale = browser.post(ADDRESS, GOOD)
    assert stale.status_code == 400 and "Somebody else changed these settings" in stale.content.decode()
    assert browser.post(ADDRESS, {**GOOD, "version": "1"}).status_code == 302
    assert settings_of("LEI", KW).capacity == 7


def test_an_allocator_sees_the_frequency_and_cannot_change_it(signed_in: Callable[..., Client]) -> None:
    scheme_on()
    browser = signed_in("OMIC_ADMIN")
    assert "Only an administrator of key work can change this" in browser.get(ADDRESS).content.decode()
    assert browser.post(ADDRESS, {**GOOD, "version": "1", "frequency": "4"}).status_code == 302
    assert settings_of("LEI", KW).frequency_in_weeks == 1


def test_a_scheme_that_is_off_is_reached_by_administrators_only(signed_in: Callable[..., Client]) -> None:
    assert "are not used at" in signed_in("OMIC_ADMIN").get(ADDRESS).content.decode()
    admin = signed_in("KW_MIGRATION", username="ADMIN")
    assert "Settings for key workers" in admin.get(ADDRESS).content.decode()
    home = admin.get("/key-workers/").content.decode()
    assert "Settings for key workers" in home and "Schemes of this prison" in home and "Allocate" not in home


def test_levels_decide_who_comes_where(signed_in: Callable[..., Client]) -> None:
    scheme_on()
    assert signed_in(username="OFFICER").get(ADDRESS).status_code == 404
    assert "You have no part" in signed_in(username="OFFICER2").get("/key-workers/").content.decode()
    viewer = signed_in("KEYWORKER_MONITOR", username="VIEWER")
    assert viewer.get(ADDRESS).status_code == 403
    assert "Settings for" not in viewer.get("/key-workers/").content.decode()
    assert viewer.get("/key-workers/personal-officer/settings").status_code == 404
    assert viewer.get("/key-workers/schemes").status_code == 403
    assert viewer.get("/key-workers/nonsense/settings").status_code == 404


def test_schemes_are_switched_on_the_page(signed_in: Callable[..., Client]) -> None:
    browser = signed_in("KW_MIGRATION")
    assert browser.post("/key-workers/schemes", {}).status_code == 400
    assert browser.post("/key-workers/schemes", {"schemes": "both"}).status_code == 302
    assert PrisonSettings.objects.filter(prison="LEI", enabled=True).count() == 2
    browser.post("/key-workers/schemes", {"schemes": "neither"})
    assert not PrisonSettings.objects.filter(prison="LEI", enabled=True).exists()
