"""The API of staff, asked as systems ask it (key-workers.md 7)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dps.identity.models import Account
from dps.identity.provider.tests import flow
from dps.key_workers.models import Allocation, StaffRole, WorkerSettings
from dps.key_workers.tests.workers import allocated, give_role, scheme_on, session_held, somebody
from dps.platform import local_time
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
UI = "ALLOCATIONS__ALLOCATIONS_UI"
ONE = "/prisons/LEI/staff/1"
AS_IS = {"status": "ACTIVE", "capacity": 9}


@pytest.fixture
def machine(db: None) -> Callable[..., Ask]:
    """A system with these roles: asks, and gives status and body."""
    make_agencies()
    scheme_on()
    give_role(1, "AMY", "O'HARA")
    make_person("A1111AA", "ABLE")
    allocated("A1111AA", 1)
    flow.have_a_key()

    def with_roles(*roles: str) -> Ask:
        token = flow.machine_token(flow.make_machine(f"system-{'-'.join(roles).lower()}"[:60], roles=roles))
        browser = Client(raise_request_exception=False)

        def ask(method: str, path: str, body: Any = None, policy: str = "") -> Any:
            sent = b"" if body is None else json.dumps(body).encode()
            headers = {**flow.bearer(token), **({"Policy": policy} if policy else {})}
            reply = browser.generic(method, f"/api{path}", sent, content_type="application/json", headers=headers)
            return reply.status_code, reply.json() if reply.content else None

        return ask

    return with_roles


def test_reading_workers(machine: Callable[..., Ask]) -> None:
    ask = machine(UI)
    give_role(2, "BEN", "ADAMS", status="INACTIVE")
    session_held("A1111AA", local_time.now() - timedelta(days=2))
    status, found = ask("POST", "/search/prisons/lei/staff-allocations?includeStats=true", {"query": ""})
    assert status == 200 and [one["staffId"] for one in found["content"]] == [2, 1]
    assert found["content"][1]["stats"]["recordedSessions"] == 1 and found["content"][1]["allocated"] == 1
    assert found["content"][0]["status"] == {"code": "INACTIVE", "description": "Inactive"}
    _, found = ask("POST", "/search/prisons/LEI/staff-allocations", {"query": "o'h", "status": "ACTIVE"})
    assert [one["staffId"] for one in found["content"]] == [1] and found["content"][0]["stats"] is None
    status, one = ask("GET", ONE)
    assert (status, one["lastName"], one["prison"]["description"]) == (200, "O'HARA", "Leeds (HMP)")
    assert one["allocations"][0]["personIdentifier"] == "A1111AA" and one["allocations"][0]["recordedSessions"] == 1
    assert one["staffRole"]["scheduleType"] == "FT" and one["stats"]["recordedSessions"] == 1
    status, wrong = ask("GET", f"{ONE}?from=9000-01-01&comparisonFrom=2026-01-01")
    assert status == 400 and {one["field"] for one in wrong["errors"]} == {"from", "comparisonTo"}
    assert ask("GET", f"{ONE}?from=0001-01-01")[0] == 400
    early = {"from": "0001-01-01", "to": "0001-01-01"}
    assert ask("POST", "/search/prisons/LEI/staff/1/recorded-events", early)[0] == 200
    assert ask("GET", f"/prisons/LEI/staff/{10**30}")[0] == 404
    assert ask("GET", "/prisons/LEI/staff/99")[0] == 404 and ask("GET", ONE, policy="PERSONAL_OFFICER")[0] == 404
    assert ask("GET", ONE, policy="NONSENSE")[0] in (400, 404)
    today = local_time.today().isoformat()
    status, events = ask("POST", "/search/prisons/LEI/staff/1/recorded-events", {"from": "2026-01-01", "to": today})
    assert status == 200 and events == {"content": [], "totalElements": 0}, "its note does not exist"


def test_staff_whether_or_not_they_hold_the_role(machine: Callable[..., Ask]) -> None:
    ask = machine(UI)
    for staff_id, username in ((1, "AMY"), (7, "JOE")):
        somebody(username)
        Account.objects.filter(username=username).update(staff_id=staff_id)

    def names(**more: object) -> list[str]:
        return [
            one["username"] for one in ask("POST", "/search/prisons/LEI/staff", {"query": "lee", **more})[1]["content"]
        ]

    assert sorted(names()) == ["AMY", "JOE"]
    assert names(hasPolicyStaffRole=False) == ["JOE"] and names(hasPolicyStaffRole=True) == ["AMY"]


def test_changing_making_and_removing_a_worker(machine: Callable[..., Ask]) -> None:
    ask = machine(UI)
    back = (local_time.today() + timedelta(days=3)).isoformat()
    assert ask("PUT", ONE, AS_IS)[0] == 204 and not WorkerSettings.objects.exists(), "nothing changed"
    status, wrong = ask("PUT", ONE, {"status": "UNAVAILABLE_ANNUAL_LEAVE", "capacity": 9})
    assert status == 400 and wrong["errors"][0]["field"] == "reactivateOn"
    assert ask("PUT", ONE, {"status": "UNAVAILABLE_ANNUAL_LEAVE", "capacity": 4, "reactivateOn": back})[0] == 204
    kept = WorkerSettings.objects.get()
    assert (kept.capacity, kept.reactivate_on.isoformat()) == (4, back) and Allocation.objects.get().is_active
    body = {**AS_IS, "status": "UNAVAILABLE_LONG_TERM_ABSENCE", "deactivateActiveAllocations": True}
    assert ask("PUT", ONE, {**body, "staffRole": {"scheduleType": "PT"}})[0] == 204
    assert not Allocation.objects.get().is_active and StaffRole.objects.get().schedule_type == "PT"
    assert WorkerSettings.objects.get().reactivate_on is None
    assert ask("PUT", "/prisons/LEI/staff/7", AS_IS)[0] == 404
    new = {**AS_IS, "capacity": 6, "staffRole": {"position": "PRO", "scheduleType": "FT"}}
    assert ask("PUT", "/prisons/LEI/staff/7", new)[0] == 404, "no account"
    somebody("JOE")
    Account.objects.filter(username="JOE").update(staff_id=7)
    assert (
        ask("PUT", "/prisons/LEI/staff/7", {**new, "staffRole": {"position": "CHAP", "scheduleType": "FT"}})[0] == 400
    )
    assert ask("PUT", "/prisons/LEI/staff/7", new)[0] == 204
    assert ask("GET", "/prisons/LEI/staff/7")[1]["capacity"] == 6
    assert ask("DELETE", "/prisons/LEI/staff/7")[0] == 204 and ask("DELETE", "/prisons/LEI/staff/7")[0] == 404
    for wrong_body in ({"status": "AWAY", "capacity": 9}, {"status": "ACTIVE", "capacity": 0}):
        assert ask("PUT", ONE, wrong_body)[0] == 400


def test_who_may(machine: Callable[..., Ask]) -> None:
    ask = machine("ALLOCATIONS__ALLOCATIONS_RO")
    assert ask("GET", ONE)[0] == 403 and ask("DELETE", ONE)[0] == 403
    assert ask("POST", "/search/prisons/LEI/staff-allocations", {})[0] == 403
    status, found = ask("GET", "/reference-data/staff-status")
    assert status == 200 and found[0] == {"code": "ACTIVE", "description": "Active"} and len(found) == 5
    assert ask("GET", "/reference-data/nonsense")[0] == 404
    assert StaffRole.objects.get().to_date is None
