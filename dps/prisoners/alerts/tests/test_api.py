"""The API of alerts, asked as systems and staff ask it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dps.identity.provider.tests import flow
from dps.platform.audit.models import AuditEntry
from dps.prisoners.alerts.commands import bulk_work
from dps.prisoners.alerts.models import BulkAlert
from dps.prisoners.alerts.tests.conftest import NOW, alert_of
from dps.prisoners.models import Alert, Person
from dps.prisoners.tests.people import make_person

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
OF = "/api/prisoners/A1111AA/alerts"


@pytest.fixture
def machine(person: Person) -> Callable[..., Ask]:
    """A system with these roles: asks, and gives status and body."""
    flow.have_a_key()

    def with_roles(*roles: str) -> Ask:
        token = flow.machine_token(flow.make_machine(f"system-{'-'.join(roles).lower()}"[:60], roles=roles))
        browser = Client(raise_request_exception=False)

        def ask(method: str, path: str, body: Any = None) -> Any:
            sent = b"" if body is None else json.dumps(body).encode()
            reply = browser.generic(method, path, sent, content_type="application/json", headers=flow.bearer(token))
            return reply.status_code, reply.json()

        return ask

    return with_roles


def test_reading(machine: Callable[..., Ask], person: Person, today: date) -> None:
    other = make_person("B1111BB", prison="OUT")
    xa = alert_of(person, "XA", starts=today, description="Lit a Match", authorised_by="Gov")
    alert_of(person, "HA", starts=today - timedelta(days=9), ends=today)
    alert_of(other, "XEL", starts=today)
    alert_of(person, "XVL", starts=today, deleted_at=NOW)
    ask = machine("PRISONER_ALERTS__RO")
    status, page = ask("GET", OF)
    assert status == 200 and page["totalElements"] == 2 and page["number"] == 0
    first = page["content"][0]
    assert (first["alertUuid"], first["isActive"], first["version"]) == (str(xa.pk), True, 1)
    assert first["alertCode"] == {
        "alertTypeCode": "X",
        "alertTypeDescription": "Security",
        "code": "XA",
        "description": "Arsonist",
    }

    def codes(query: str) -> list[str]:
        return [alert["alertCode"]["code"] for alert in ask("GET", f"{OF}?{query}")[1]["content"]]

    assert codes("isActive=true") == ["XA"] and codes("isActive=false") == ["HA"]
    assert codes("alertType=H,Q") == ["HA"] and codes("alertCode=xa,HA&sort=activeFrom,asc") == ["HA", "XA"]
    assert codes(f"activeFromStart={today}") == ["XA"] and codes(f"activeFromEnd={today - timedelta(days=1)}") == ["HA"]
    assert codes("search=match") == ["XA"] and codes("search=GOV") == ["XA"] and codes("size=1&page=1") == ["HA"]
    assert ask("GET", f"{OF}?sort=name")[0] == 400 and ask("GET", f"{OF}?alertCode=X-A")[0] == 400
    assert ask("GET", "/api/prisoners/Z9999ZZ/alerts")[0] == 404
    assert ask("GET", f"/api/alerts/{xa.pk}")[1]["prisonNumber"] == "A1111AA"
    many = {"prisonNumbers": ["a1111aa", "B1111BB", "Z9999ZZ"]}
    found = ask("POST", "/api/search/alerts/prison-numbers", many)[1]["content"]
    assert [(alert["prisonNumber"], alert["alertCode"]["code"]) for alert in found] == [
        ("A1111AA", "XA"),
        ("B1111BB", "XEL"),
    ]
    assert len(ask("POST", "/api/search/alerts/prison-numbers", {**many, "includeInactive": True})[1]["content"]) == 3
    assert ask("POST", OF, {"alertCode": "XEL"})[0] == 403
    assert AuditEntry.objects.filter(action="PRISONER_VIEWED", subject_id="A1111AA").count() > 5
    assert AuditEntry.objects.filter(action="ALERTS_SEARCHED").count() == 2


def test_writing(machine: Callable[..., Ask], person: Person, today: date) -> None:
    ask = machine("PRISONER_ALERTS__RW")
    status, made = ask(
        "POST", OF, {"alertCode": "XA", "description": "x", "activeFrom": str(today - timedelta(days=900))}
    )
    assert status == 201 and made["createdBy"] == "system-prisoner_alerts__rw" and made["activeTo"] is None
    status, refused = ask("POST", OF, {"alertCode": "XA"})
    assert status == 409 and made["alertUuid"] in refused["detail"]
    status, refused = ask("POST", OF, {"alertCode": "XEL", "activeFrom": "2026-01-02", "activeTo": "2026-01-01"})
    assert status == 400 and refused["errors"][0]["field"] == "active_from"
    assert ask("POST", OF, {"alertCode": "XOLD"})[0] == 400 and ask("POST", OF, {"alertCode": "DCDO"})[0] == 201
    assert ask("POST", f"{OF}?allowInactiveCode=true", {"alertCode": "XOLD"})[0] == 201
    at = f"/api/alerts/{made['alertUuid']}"
    tomorrow = str(today + timedelta(days=1))
    status, changed = ask("PUT", at, {"description": "", "authorisedBy": "Gov", "activeTo": tomorrow})
    assert status == 200 and (changed["description"], changed["authorisedBy"], changed["activeTo"]) == (
        "",
        "Gov",
        tomorrow,
    )
    status, changed = ask("PUT", at, {})
    assert (changed["authorisedBy"], changed["activeTo"], changed["version"]) == ("Gov", None, 3)
    assert ask("PUT", at, {"activeTo": str(today)})[1]["isActive"] is False
    assert ask("PUT", at, {})[0] == 409
    assert ask("DELETE", at, {"reason": ""})[0] == 400
    assert ask("DELETE", at, {"reason": "Wrong person"}) == (200, {"alertUuid": made["alertUuid"]})
    assert ask("GET", at)[0] == ask("PUT", at, {})[0] == ask("DELETE", at, {"reason": "x"})[0] == 404


def test_staff_reach_those_they_may_open(person: Person, today: date) -> None:
    """The same rules for a person's token as for their pages."""
    from dps.platform.access import Actor
    from dps.platform.web.refusals import NotFound
    from dps.prisoners.alerts.permissions import AlertPermission
    from dps.prisoners.alerts.queries.reach import known_to, require_person
    from dps.prisoners.rules.access import Part

    make_person("B1111BB", prison="MDI")
    staff = Actor("X", roles=frozenset({"PRISON", "UPDATE_ALERT"}), caseloads=("LEI",), active_caseload="LEI")
    require_person("A1111AA", staff, AlertPermission.EDIT, Part.EDIT_ALERTS)
    with pytest.raises(NotFound):
        require_person("B1111BB", staff, AlertPermission.SEE, Part.BASIC)
    assert AuditEntry.objects.get(action="PRISONER_VIEW_REFUSED").subject_id == "B1111BB"
    assert known_to(["A1111AA", "B1111BB"], staff, AlertPermission.SEE) == ["A1111AA"]


def test_types_and_codes(machine: Callable[..., Ask], person: Person) -> None:
    read = machine("PRISONER_ALERTS__RO")
    assert [kind["code"] for kind in read("GET", "/api/alert-types")[1]] == ["X", "H"]
    assert [kind["code"] for kind in read("GET", "/api/alert-types?includeInactive=true")[1]] == ["X", "D", "H"]
    assert "XOLD" not in [code["code"] for code in read("GET", "/api/alert-codes")[1]]
    assert read("POST", "/api/alert-types", {"code": "Q", "description": "Q"})[0] == 403
    ask = machine("PRISONER_ALERTS__PRISONER_ALERTS_ADMINISTRATION_UI")
    assert ask("POST", "/api/alert-types", {"code": "Q", "description": "Queue"})[0] == 201
    assert ask("POST", "/api/alert-types", {"code": "Q", "description": "Queue"})[0] == 409
    assert ask("POST", "/api/alert-codes", {"code": "QA", "description": "Queues", "parent": "Q"})[0] == 201
    assert ask("PATCH", "/api/alert-types/Q", {"description": "Queues"})[1]["alertCodes"][0]["code"] == "QA"
    assert ask("PATCH", "/api/alert-codes/QA", {"description": "Queues up"})[1]["description"] == "Queues up"
    for what in ("types/Q", "codes/QA"):
        assert ask("PATCH", f"/api/alert-{what}/deactivate")[1]["isActive"] is False
        assert ask("PATCH", f"/api/alert-{what}/reactivate")[1]["deactivatedOn"] is None
    assert ask("PATCH", "/api/alert-codes/QA/restrict")[1]["isRestricted"] is True
    assert ask("POST", OF, {"alertCode": "QA"})[0] == 403, "restricted: named users only"
    assert ask("POST", "/api/alert-codes/QA/privileged-user/queuer")[1]["usernames"] == ["QUEUER"]
    assert ask("GET", "/api/alert-codes/QA/privileged-users")[1]["usernames"] == ["QUEUER"]
    assert ask("DELETE", "/api/alert-codes/QA/privileged-user/queuer")[1]["usernames"] == []
    assert ask("PATCH", "/api/alert-codes/QA/remove-restriction")[1]["isRestricted"] is False
    assert ask("GET", "/api/alert-codes/NONE")[0] == ask("GET", "/api/alert-types/NONE")[0] == 404


def test_bulk(machine: Callable[..., Ask], person: Person, today: date) -> None:
    ask = machine("BULK_PRISON_ESTATE_ALERTS")
    make_person("B1111BB")
    status, plan = ask("POST", "/api/bulk-alerts/plan")
    at = f"/api/bulk-alerts/plan/{plan['id']}"
    assert (status, plan["status"], plan["people"]) == (201, "DRAFT", 0)
    assert ask("POST", f"{at}/start")[0] == 400
    wrong = {"alertCode": "XA", "description": "Why", "prisonNumbers": ["A1111AA", "Z9999ZZ"]}
    status, refused = ask("PATCH", at, wrong)
    assert status == 400 and "row 2" in refused["errors"][0]["detail"] and ask("GET", at)[1]["alertCode"] == "", (
        "all or nothing"
    )
    good = {**wrong, "prisonNumbers": ["A1111AA", "B1111BB"], "cleanupMode": "KEEP_ALL"}
    assert ask("PATCH", at, good)[1]["people"] == 2
    assert ask("GET", f"{at}/affects")[1] == {"toBeCreated": 2, "toBeUpdated": 0, "alreadyActive": 0, "toBeExpired": 0}
    status, begun = ask("POST", f"{at}/start")
    assert (status, begun["status"]) == (202, "WAITING") and ask("POST", f"{at}/start")[0] == 409
    while not bulk_work.do_some(plan_id=plan["id"], at=NOW):
        pass
    done = ask("GET", f"{at}/status")[1]
    assert (done["status"], done["created"], done["failed"]) == ("COMPLETE", 2, 0)
    assert BulkAlert.objects.count() == 1 and Alert.objects.count() == 2
    assert ask("GET", "/api/bulk-alerts/plan/99")[0] == 404
