"""The API of allocations, asked as systems and staff ask it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from dps.identity.provider.tests import flow
from dps.key_workers.models import Allocation, ComplexityOfNeed
from dps.key_workers.settings.queries import settings_of
from dps.key_workers.tests.workers import (
    KW,
    PO,
    allocated,
    give_role,
    high_complexity,
    scheme_on,
    session_held,
    somebody,
)
from dps.platform.audit.models import AuditEntry
from dps.prisoners.names.tests.officers import token_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


@pytest.fixture
def machine(db: None) -> Callable[..., Ask]:
    """A system with these roles: asks, and gives status and body."""
    make_agencies()
    scheme_on()
    give_role(1, "ANN", "LEE", username="WORKER")
    make_person("A1111AA", "ABLE")
    make_person("A2222AA", "BAKER")
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


UI, RO = "ALLOCATIONS__ALLOCATIONS_UI", "ALLOCATIONS__ALLOCATIONS_RO"


def test_current_allocations(machine: Callable[..., Ask]) -> None:
    ask = machine(RO)
    somebody("WORKER")
    allocated("A1111AA", 1)
    allocated("A1111AA", 1, policy=PO)  # off at their prison: left out
    session_held("A1111AA", datetime(2026, 11, 2, 9, tzinfo=UTC))
    status, found = ask("GET", "/prisoners/a1111aa/allocations/current?includeContactDetails=true")
    assert status == 200 and not found["hasHighComplexityOfNeeds"]
    (one,) = found["allocations"]
    assert one["policy"] == {"code": "KEY_WORKER", "description": "Key worker"}
    assert one["staffMember"] == {
        "staffId": 1, "firstName": "ANN", "lastName": "LEE", "emailAddresses": ["worker@b.uk"],
    }  # fmt: skip
    assert found["latestRecordedEvents"][0]["occurredAt"] == "2026-11-02T09:00:00Z"
    assert found["policies"] == [
        {"policy": "KEY_WORKER", "enabled": True}, {"policy": "PERSONAL_OFFICER", "enabled": False},
    ]  # fmt: skip
    status, nobody = ask("GET", "/prisoners/Z9999ZZ/allocations/current")
    assert (status, nobody["allocations"], nobody["policies"]) == (200, [], [])
    high_complexity("A2222AA")
    assert ask("GET", "/prisoners/A2222AA/allocations/current")[1]["hasHighComplexityOfNeeds"]


def test_history_and_save(machine: Callable[..., Ask]) -> None:
    ask = machine(UI)
    path = "/prisons/LEI/prisoners/allocations"
    sent = {"allocations": [{"personIdentifier": "A1111AA", "staffId": 1, "allocationReason": "AUTO"}]}
    assert ask("PUT", path, sent) == (204, None)
    ended = {"deallocations": [{"personIdentifier": "A1111AA", "staffId": 1, "deallocationReason": "DUPLICATE"}]}
    assert ask("PUT", path, ended) == (204, None)
    status, found = ask("GET", "/prisoners/A1111AA/allocations")
    (one,) = found["allocations"]
    assert status == 200 and one["allocationReason"]["code"] == "AUTO" and not one["isActive"]
    assert one["deallocationReason"] == {"code": "DUPLICATE", "description": "Duplicate"}
    for wrong in (
        {},
        {"allocations": [{"personIdentifier": "A1111AA", "staffId": 2}]},
        {"allocations": [{"personIdentifier": "A1111AA", "staffId": 1, "allocationReason": "LUCK"}]},
        {"deallocations": [{"personIdentifier": "Z9999ZZ", "staffId": 1}]},
    ):
        status, problem = ask("PUT", path, wrong)
        assert status == 400 and problem["errors"][0]["detail"]
    assert ask("PUT", path, sent, policy="PERSONAL_OFFICER")[0] == 400
    assert ask("PUT", path, sent, policy="NONSENSE")[0] == 400
    assert machine(RO)("PUT", path, sent)[0] == 403
    assert Allocation.objects.filter(is_active=True).count() == 0


def test_recommendations(machine: Callable[..., Ask]) -> None:
    scheme = settings_of("LEI", KW)
    assert scheme.capacity == 9
    status, found = machine(UI)("GET", "/prisons/LEI/prisoners/allocation-recommendations")
    assert status == 200 and [one["personIdentifier"] for one in found["allocations"]] == ["A1111AA", "A2222AA"]
    assert found["allocations"][1]["why"] == "Most room: 2 of 9 with this person"
    assert found["staff"] == [{"staffId": 1, "firstName": "ANN", "lastName": "LEE", "allocated": 0, "capacity": 9}]
    assert not Allocation.objects.exists()


def test_settings_and_schemes(machine: Callable[..., Ask]) -> None:
    ask = machine(UI)
    sent = {
        "isEnabled": True, "allowAutoAllocation": True, "capacity": 6, "frequencyInWeeks": 2,
        "hasPrisonersWithHighComplexityNeeds": True, "allocationOrder": "BY_NAME",
    }  # fmt: skip
    status, found = ask("PUT", "/prisons/MDI/configurations", sent, policy="PERSONAL_OFFICER")
    assert status == 200 and {**found, "version": 0} == {**sent, "version": 0}
    assert ask("GET", "/prisons/MDI/configurations", policy="PERSONAL_OFFICER")[1] == found
    assert ask("PUT", "/prisons/MDI/configurations", {**sent, "capacity": 0})[0] == 400
    assert ask("PUT", "/prisons/MDI/configurations", {**sent, "allocationOrder": "LUCK"})[0] == 400
    off = {"policies": [{"policy": "PERSONAL_OFFICER", "enabled": False}]}
    assert ask("PUT", "/prisons/MDI/policies", off)[1]["policies"] == [
        {"policy": "KEY_WORKER", "enabled": False}, {"policy": "PERSONAL_OFFICER", "enabled": False},
    ]  # fmt: skip
    assert ask("GET", "/prisons/LEI/policies")[1]["policies"][0]["enabled"]


def test_people_are_searched(machine: Callable[..., Ask]) -> None:
    allocated("A1111AA", 1)
    ask = machine(UI)
    status, found = ask("POST", "/search/prisons/LEI/prisoners", {"excludeActiveAllocations": True})
    assert status == 200 and [one["personIdentifier"] for one in found["content"]] == ["A2222AA"]
    _, found = ask("POST", "/search/prisons/LEI/prisoners", {"query": "able"})
    assert found["content"][0]["staffMember"]["lastName"] == "LEE"
    assert ask("POST", "/search/prisons/LEI/prisoners", {})[0] == 400
    assert AuditEntry.objects.filter(action="KEY_WORK_SEARCHED").count() == 2


def test_complexity_of_need_is_recorded(machine: Callable[..., Ask]) -> None:
    allocated("A1111AA", 1)
    sent = {"level": "HIGH", "assessedAt": "2026-11-02T09:00:00Z", "assessedBy": "NURSE"}
    assert machine(UI)("PUT", "/prisoners/A1111AA/complexity-of-need", sent)[0] == 204
    assert ComplexityOfNeed.objects.get().level == "HIGH"
    assert not Allocation.objects.filter(is_active=True).exists()
    assert machine(RO)("PUT", "/prisoners/A1111AA/complexity-of-need", sent)[0] == 403


def test_staff_read_of_those_they_may_know(machine: Callable[..., Ask]) -> None:
    make_person("A3333AA", prison="BXI")
    asked = Client(headers=token_of(somebody("OFFICER")))
    assert asked.get("/api/prisoners/A3333AA/allocations/current").status_code == 404
    assert asked.get("/api/prisons/BXI/policies").status_code == 404
    assert asked.get("/api/prisons/LEI/policies").status_code == 200
    assert asked.get("/api/prisoners/A1111AA/allocations").status_code == 200
