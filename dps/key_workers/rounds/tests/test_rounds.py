from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.key_workers.allocating.commands import Unwanted, Wanted, save
from dps.key_workers.models import Allocation, AllocationRound, WorkerSettings
from dps.key_workers.rounds import commands
from dps.key_workers.tests.workers import KW, allocated, give_role, high_complexity, scheme_on
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Conflict, NotFound
from dps.prisoners.models import KeyWorker
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in: Callable[..., Client]) -> Client:
    make_agencies()
    scheme_on(capacity=2)
    give_role(1, "ANN", "LEE")
    give_role(2, "BOB", "RAY")
    for number in ("A1111AA", "A2222AA", "A3333AA"):
        make_person(number)
    allocated("A1111AA", 2)
    allocated("A2222AA", 2)
    return signed_in("OMIC_ADMIN")


def saved(**more: Any) -> int:
    by = actor_of(Account.objects.get(username="SOMEBODY"))
    wanted = [Wanted("A1111AA", 1), Wanted("A3333AA", 1)]
    done = save(by, "LEI", KW, allocate=wanted, deallocate=[Unwanted("A2222AA", 2)], **more)
    assert done.round_id
    return done.round_id


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_last_save_is_taken_back(browser: Client) -> None:
    address = f"/key-workers/key-worker/undo/{saved()}"
    page = text(browser.get(address))
    assert "Allocated to Ann Lee" in page and "Deallocated from Bob Ray" in page
    done = browser.post(address, follow=True)
    assert "Undone: 2 taken back, 2 put back as before" in text(done) and "Undo these" not in text(done)
    now = {one.person_id: (one.staff_id, one.deallocation_reason) for one in Allocation.objects.all()}
    assert now == {"A1111AA": (2, ""), "A2222AA": (2, "")}
    assert Allocation.objects.filter(is_active=True, next_due_on__isnull=False, deallocated_at=None).count() == 2
    assert {row.staff_id for row in KeyWorker.objects.all()} == {2}
    assert AuditEntry.objects.filter(action="ALLOCATIONS_UNDONE").exists()
    assert browser.post(address).status_code == 409


@pytest.mark.parametrize("what", ["moved on", "given again", "worker away", "too late", "person gone"])
def test_what_has_changed_since_is_not_undone(browser: Client, what: str) -> None:
    key = saved()
    by = actor_of(Account.objects.get(username="SOMEBODY"))
    at = local_time.now()
    match what:
        case "moved on":
            save(by, "LEI", KW, allocate=[Wanted("A3333AA", 2)], deallocate=[])
        case "given again":
            save(by, "LEI", KW, allocate=[Wanted("A2222AA", 1)], deallocate=[])
        case "worker away":
            WorkerSettings.objects.create(
                prison="LEI", staff_id=2, policy=KW, status="INACTIVE", changed_at=at, changed_by="A"
            )
        case "too late":
            AllocationRound.objects.update(saved_at=at - timedelta(hours=25))
        case "person gone":
            from dps.prisoners.models import SearchRecord

            SearchRecord.objects.filter(pk="A2222AA").update(agency="MDI")
    before = list(Allocation.objects.order_by("id").values())
    with pytest.raises(Conflict):
        commands.undo(by, "LEI", KW, key)
    assert list(Allocation.objects.order_by("id").values()) == before


def test_only_whoever_saved_undoes(browser: Client, signed_in: Callable[..., Client]) -> None:
    key = saved()
    other = signed_in("OMIC_ADMIN", username="OTHER")
    assert other.get(f"/key-workers/key-worker/undo/{key}").status_code == 404
    with pytest.raises(NotFound):
        commands.undo(actor_of(Account.objects.get(username="OTHER")), "LEI", KW, key)


REASSIGN = "/key-workers/key-worker/staff/2/reassign"


def test_everybody_of_a_worker_moves_to_one_colleague(browser: Client) -> None:
    assert text(browser.get(REASSIGN)).count('data-result="') == 2
    filled = text(browser.get(f"{REASSIGN}?to=1"))
    assert filled.count('<option value="1" selected>Lee, Ann (0 of 2)</option>') == 3  # two rows and the box above
    posted = {"choice-A1111AA": "1", "choice-A2222AA": "none", "seen": "A1111AA:2 A2222AA:2", "save": "yes"}
    assert browser.post(REASSIGN, posted)["Location"] == "/key-workers/key-worker/staff/2/"
    assert [(one.person_id, one.staff_id) for one in Allocation.objects.filter(is_active=True)] == [("A1111AA", 1)]


def test_as_recommended_with_the_reason(browser: Client) -> None:
    allocated("A3333AA", 1)
    page = text(browser.get(f"{REASSIGN}?to=recommend"))
    assert "Most room: 2 of 2 with this person" in page and "Nobody could be recommended for 1 prisoner" in page
    browser.post(REASSIGN, {"choice-A1111AA": "auto-1", "seen": "A1111AA:2", "save": "yes"})
    made = Allocation.objects.get(person_id="A1111AA", is_active=True)
    assert (made.reason, made.why) == ("AUTO", "Most room: 2 of 2 with this person")


def test_people_who_moved_meanwhile_are_told_of(browser: Client) -> None:
    Allocation.objects.filter(person_id="A1111AA").update(staff_id=1)
    response = browser.post(REASSIGN, {"choice-A1111AA": "1", "choice-A2222AA": "1", "seen": "", "save": "y"})
    assert response.status_code == 400 and "is not with this worker any more" in text(response)
    assert Allocation.objects.filter(staff_id=2, is_active=True).count() == 1
    high_complexity("A2222AA")
    refused = browser.post(REASSIGN, {"choice-A2222AA": "1", "seen": "A2222AA:2", "save": "y"})
    assert "high complexity of need" in text(refused)
    assert browser.get("/key-workers/key-worker/staff/99/reassign").status_code == 404
