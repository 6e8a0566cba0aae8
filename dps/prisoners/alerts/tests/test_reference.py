"""Looking after types and codes of alerts, and what a new load of the product's own codes leaves alone."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from dps.estate import queries as estate
from dps.estate.commands import load_estate
from dps.estate.models import ReferenceCode
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.alerts.commands import reference
from dps.prisoners.alerts.commands.reference import Catalogue
from dps.prisoners.alerts.models import PrivilegedUser, RestrictedCode
from dps.prisoners.alerts.queries import catalogue
from dps.prisoners.alerts.tests.test_commands import MANAGER
from dps.prisoners.alerts.tests.test_pages import words
from dps.prisoners.models import Person

pytestmark = pytest.mark.django_db
NOW = local_time.now()


def events() -> list[tuple[str, str]]:
    found = DomainEvent.objects.filter(type__startswith="prisoner-alerts.").order_by("id")
    return [(event.type, event.data.get("alertCode") or event.data["alertTypeCode"]) for event in found]


def test_a_type_and_a_code_through_their_life(codes: None, today: date) -> None:
    reference.add(Catalogue.TYPES, code=" z1 ", description="Zed", by=MANAGER, at=NOW)
    made = reference.add(Catalogue.CODES, code="Z2", description="Zed two", type="Z1", by=MANAGER, at=NOW)
    assert (made.parent, made.active) == ("Z1", True)
    assert reference.describe(Catalogue.CODES, code="Z2", description="Zed 2", by=MANAGER, at=NOW)
    assert not reference.describe(Catalogue.CODES, code="Z2", description="Zed 2", by=MANAGER, at=NOW)
    assert reference.deactivate(Catalogue.CODES, code="Z2", by=MANAGER, at=NOW, today=today)
    found = catalogue.code("Z2")
    assert (found.description, found.active, found.deactivated_on) == ("Zed 2", False, today)
    assert "Z2" not in [entry.code for entry in catalogue.codes()]
    assert "Z2" in [entry.code for entry in catalogue.codes(inactive_too=True)]
    assert reference.reactivate(Catalogue.CODES, code="Z2", by=MANAGER, at=NOW, today=today)
    reference.deactivate(Catalogue.TYPES, code="Z1", by=MANAGER, at=NOW, today=today)
    assert events() == [
        ("prisoner-alerts.alert-type-created", "Z1"),
        ("prisoner-alerts.alert-code-created", "Z2"),
        ("prisoner-alerts.alert-code-updated", "Z2"),
        ("prisoner-alerts.alert-code-deactivated", "Z2"),
        ("prisoner-alerts.alert-code-reactivated", "Z2"),
        ("prisoner-alerts.alert-type-deactivated", "Z1"),
    ]
    entry = AuditEntry.objects.get(action="ALERT_CODE_UPDATED")
    assert entry.details["changes"] == {"description": ["Zed two", "Zed 2"]}
    with pytest.raises(Conflict):
        reference.add(Catalogue.CODES, code="Z2", description="Again", type="Z1", by=MANAGER, at=NOW)
    with pytest.raises(Invalid) as refused:
        reference.add(Catalogue.CODES, code="z-", description="", type="QQ", by=MANAGER, at=NOW)
    assert set(refused.value.problems) == {"code", "description", "type"}


def test_only_administration_and_only_what_there_is(codes: None, today: date) -> None:
    other = Actor("X", roles=frozenset({"PRISON", "UPDATE_ALERT"}))
    for intention in (
        lambda by: reference.add(Catalogue.TYPES, code="Z", description="Z", by=by, at=NOW),
        lambda by: reference.describe(Catalogue.TYPES, code="NONE", description="Z", by=by, at=NOW),
        lambda by: reference.deactivate(Catalogue.CODES, code="NONE", by=by, at=NOW, today=today),
        lambda by: reference.reactivate(Catalogue.CODES, code="NONE", by=by, at=NOW, today=today),
        lambda by: reference.restrict(code="NONE", by=by, at=NOW),
        lambda by: reference.lift_restriction(code="NONE", by=by, at=NOW),
        lambda by: reference.name_user(code="NONE", username="X", by=by, at=NOW),
        lambda by: reference.drop_user(code="XA", username="NOBODY", by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            intention(other)
        try:
            intention(MANAGER)
        except NotFound:
            continue
    assert [code for code, _ in [("Z", 1)]] == ["Z"] and ReferenceCode.objects.filter(
        domain="ALERT", code="Z"
    ).count() == 1
    assert not RestrictedCode.objects.exists() and not PrivilegedUser.objects.exists()


def test_what_was_changed_here_outlives_a_new_load(db: None, today: date) -> None:
    load_estate()
    assert catalogue.kind("RCS").codes == []
    reference.describe(Catalogue.CODES, code="XA", description="Fire setter", by=MANAGER, at=NOW)
    reference.deactivate(Catalogue.TYPES, code="X", by=MANAGER, at=NOW, today=today)
    ReferenceCode.objects.filter(domain="ALERT_CODE", code="XB").update(description="Wrong")
    load_estate()
    assert catalogue.code("XA").description == "Fire setter" and not catalogue.kind("X").entry.active
    assert catalogue.code("XB").description == "Bully"
    assert len(estate.alert_flags()) == 34


def test_what_nomis_gave_is_ours_once_it_was_changed_here(codes: None) -> None:
    ReferenceCode.objects.filter(code="XA").update(attributes={"nomis": True})
    reference.describe(Catalogue.CODES, code="XA", description="Fire setter", by=MANAGER, at=NOW)
    assert ReferenceCode.objects.get(code="XA").attributes == {"changed_here": True}


def test_the_pages(signed_in: Callable[..., Client], person: Person) -> None:
    client = signed_in("ALERTS_REFERENCE_DATA_MANAGER")
    assert "Types and codes" in words(client.get("/alerts/"))
    assert "Do not share" not in words(client.get("/alerts/types/")) and "Do not share" in words(
        client.get("/alerts/types/?show=all")
    )
    reply = client.post("/alerts/types/add/", {"code": "x", "description": "Security again"})
    assert reply.status_code == 400 and "There is a code X already: Security" in words(reply)
    reply = client.post("/alerts/types/add/", {"code": "toolongforacode", "description": "x" * 41})
    assert "1 to 12 capital letters" in words(reply) and "40 characters or fewer" in words(reply)
    assert "Type added" in words(client.post("/alerts/types/add/", {"code": "q", "description": "Queue"}, follow=True))
    sent = {"type": "Q", "code": "QA", "description": "Queues a lot"}
    assert "Queues a lot" in words(client.post("/alerts/codes/add/", sent, follow=True))
    assert 'value="Q" selected' in words(client.get("/alerts/codes/add/?type=Q"))
    reply = client.post("/alerts/codes/QA/description/", {"description": "Queues"}, follow=True)
    assert "Description saved" in words(reply) and "Queues" in words(client.get("/alerts/types/Q/"))
    client.post("/alerts/types/Q/description/", {"description": "Queues"})
    assert "Out of use" in words(client.post("/alerts/codes/QA/deactivate/", follow=True))
    assert "Out of use" not in words(client.post("/alerts/codes/QA/reactivate/", follow=True))
    assert "Out of use" in words(client.post("/alerts/types/Q/deactivate/", follow=True))
    client.post("/alerts/types/Q/reactivate/")
    assert "Restricted" in words(client.post("/alerts/codes/QA/restrict/", follow=True))
    assert "Enter a user name" in words(client.post("/alerts/codes/QA/users/add/", {"username": ""}))
    assert "QUEUER" in words(client.post("/alerts/codes/QA/users/add/", {"username": "queuer"}, follow=True))
    assert "1 named person" in words(client.get("/alerts/types/Q/"))
    assert "Person removed" in words(client.post("/alerts/codes/QA/users/QUEUER/remove/", follow=True))
    assert "Everybody who adds alerts" in words(client.post("/alerts/codes/QA/lift/", follow=True))
    assert "ACCT open" in words(client.get("/alerts/flags/")) and "as the flag" in words(
        client.get("/alerts/codes/XA/")
    )
    assert client.get("/alerts/codes/NONE/").status_code == client.get("/alerts/types/NONE/").status_code == 404
    assert client.post("/alerts/codes/NONE/restrict/").status_code == 404


def test_the_tiles(signed_in: Callable[..., Client]) -> None:
    page = words(signed_in("PRISON", "ALERTS_REFERENCE_DATA_MANAGER", "BULK_PRISON_ESTATE_ALERTS").get("/"))
    assert all(
        f'href="{address}"' in page for address in ("/alerts/", "/alerts/bulk/", "/alerts/reports/not-looked-at/")
    )
