"""Adding, changing, closing and deleting alerts: what is refused, and everything that is written with a change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from dps.identity.accounts.commands import actor_of
from dps.platform import local_time
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound
from dps.prisoners.alerts.commands import administration, nightly, profile, reference
from dps.prisoners.alerts.commands.restoring import restore
from dps.prisoners.alerts.commands.writing import AlreadyClosed, AlreadyHas
from dps.prisoners.alerts.models import EndTold
from dps.prisoners.alerts.rules import writing as rules
from dps.prisoners.alerts.tests.conftest import account, alert_of
from dps.prisoners.changes.models import Change
from dps.prisoners.models import Alert, Person
from dps.prisoners.tests.people import booking_of, make_person

pytestmark = pytest.mark.django_db
MANAGER = Actor("BOSS", "The Boss", roles=frozenset({"ALERTS_REFERENCE_DATA_MANAGER"}))


def add(by: Actor, today: date, code: str = "XA", **changed: object) -> Alert:
    given: dict[str, object] = {
        "number": "A1111AA", "code": code, "description": "Set fire to a cell", "starts": today, "ends": None,
        "by": by, "at": local_time.now(), "today": today, **changed,
    }  # fmt: skip
    return profile.add(**given)  # type: ignore[arg-type]


CODES = "prisoner.alerts-updated"


def told(alert: Alert) -> list[str]:
    events = DomainEvent.objects.filter(subject="A1111AA").order_by("id")
    return [event.type for event in events if event.data.get("alertUuid", str(alert.pk)) == str(alert.pk)]


def test_everything_is_written_with_a_new_alert(by: Actor, person: Person, today: date) -> None:
    alert = add(by, today, ends=today + timedelta(days=30))
    assert (alert.type, alert.created_by, alert.prison_when_created, alert.version) == ("X", "OFFICER", "LEI", 1)
    assert alert.ended_by == "OFFICER" and alert.ended_at
    change = Change.objects.get()
    assert (change.kind, change.key, change.before) == ("alert", str(alert.pk), None)
    assert change.booking_id == booking_of(person).pk
    assert set(change.after) == {"type", "code", "description", "authorised_by", "active_from", "active_to"}
    assert change.after["active_from"] == today.isoformat()
    entry = AuditEntry.objects.get(action="ALERT_CREATED", subject_type="alert")
    assert (entry.subject_id, entry.caseload, entry.details["source"]) == (str(alert.pk), "LEI", "DPS")
    assert AuditEntry.objects.get(action="ALERT_CREATED", subject_type="prisoner").subject_id == "A1111AA"
    assert told(alert) == ["prisoner.updated", "person.alert.created", "person.alerts.changed", CODES]
    assert DomainEvent.objects.get(type=CODES).data == {"alertsAdded": ["XA"], "alertsRemoved": []}
    event = DomainEvent.objects.get(type="person.alert.created")
    assert event.data == {"alertUuid": str(alert.pk), "alertCode": "XA", "source": "DPS"}


def test_the_audit_says_from_what_to_what(by: Actor, today: date) -> None:
    alert = add(by, today)
    tomorrow = today + timedelta(days=1)
    profile.close(
        alert_id=alert.pk,
        description="No longer",
        when="later",
        later=tomorrow,
        by=by,
        at=local_time.now(),
        today=today,
    )
    entry = AuditEntry.objects.get(action="ALERT_UPDATED", subject_type="alert")
    assert entry.details["text"] == (
        f"Comments changed from Set fire to a cell to No longer\nActive to changed from nothing to {tomorrow:%d/%m/%Y}"
    )
    alert.refresh_from_db()
    assert (alert.version, alert.modified_by, alert.ended_by) == (2, "OFFICER", "OFFICER")
    profile.change_end(alert_id=alert.pk, what="change", new_end=today, by=by, at=local_time.now(), today=today)
    assert AuditEntry.objects.filter(action="ALERT_INACTIVE").count() == 2
    assert told(alert)[-3:] == ["person.alert.inactive", "person.alerts.changed", CODES]
    with pytest.raises(AlreadyClosed):
        profile.add_details(alert_id=alert.pk, description="More", by=by, at=local_time.now(), today=today)
    with pytest.raises(AlreadyClosed):
        profile.change_end(alert_id=alert.pk, what="remove", new_end=None, by=by, at=local_time.now(), today=today)


def test_no_change_writes_nothing(by: Actor, today: date) -> None:
    alert = add(by, today)
    before = (AuditEntry.objects.count(), DomainEvent.objects.count(), Change.objects.count())
    same = " Set fire to a cell "
    assert not profile.add_details(alert_id=alert.pk, description=same, by=by, at=local_time.now(), today=today)
    assert (AuditEntry.objects.count(), DomainEvent.objects.count(), Change.objects.count()) == before
    assert Alert.objects.get(pk=alert.pk).version == 1


def test_one_active_alert_of_a_code(by: Actor, person: Person, today: date) -> None:
    alert_of(person, "XA", starts=today - timedelta(days=9), ends=today)
    first = add(by, today)
    with pytest.raises(AlreadyHas) as refused:
        add(by, today)
    assert refused.value.alert_id == first.pk and str(first.pk) in str(refused.value)
    assert add(by, today, "XEL").code == "XEL"


def test_every_problem_at_once_and_nothing_written(by: Actor, today: date) -> None:
    with pytest.raises(Invalid) as refused:
        add(by, today, "", description=" ", starts=today - timedelta(days=8), ends=today - timedelta(days=9))
    assert refused.value.problems == {
        "code": rules.CHOOSE_ALERT,
        "description": rules.SAY_WHY,
        "active_from": rules.NOT_SO_LONG_AGO,
        "active_to": rules.END_AFTER_START,
    }
    assert not Alert.objects.exists()


@pytest.mark.parametrize("code", ["XOLD", "NONE", "DCDO"])
def test_only_codes_and_types_in_use_are_added_from_the_profile(by: Actor, today: date, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(by, today, code)
    assert refused.value.problems == {"code": rules.CHOOSE_ALERT}


def test_who_may_write_which_code(by: Actor, person: Person, today: date) -> None:
    reference.restrict(code="XEL", by=MANAGER, at=local_time.now())
    with pytest.raises(NotAllowed):
        add(by, today, "XEL")
    reference.name_user(code="XEL", username="officer", by=MANAGER, at=local_time.now())
    alert = add(by, today, "XEL")
    reference.drop_user(code="XEL", username="OFFICER", by=MANAGER, at=local_time.now())
    with pytest.raises(NotAllowed):
        profile.add_details(alert_id=alert.pk, description="x", by=by, at=local_time.now(), today=today)
    shared = alert_of(person, "DOCGM", starts=today)
    both = Actor("OFFICER", roles=by.roles | MANAGER.roles, caseloads=("LEI",), active_caseload="LEI")
    with pytest.raises(NotAllowed):
        profile.add_details(alert_id=shared.pk, description="x", by=both, at=local_time.now(), today=today)
    assert set(DomainEvent.objects.values_list("type", flat=True)) >= {"prisoner-alerts.alert-code-updated"}


@pytest.mark.parametrize(
    ("roles", "caseloads", "prison"),
    [({"PRISON"}, ("LEI",), "LEI"), ({"PRISON", "UPDATE_ALERT"}, ("MDI",), "LEI"),
     ({"PRISON", "UPDATE_ALERT", "GLOBAL_SEARCH"}, ("LEI",), "TRN"), ({"UPDATE_ALERT"}, ("LEI",), "LEI")],
)  # fmt: skip
def test_who_may_not(codes: None, today: date, roles: set[str], caseloads: tuple[str, ...], prison: str) -> None:
    make_person("A1111AA", prison=prison)
    by = Actor("X", roles=frozenset(roles), caseloads=caseloads, active_caseload=caseloads[0])
    with pytest.raises((NotAllowed, NotFound)):
        add(by, today)
    assert not Alert.objects.exists()


def test_central_administration_adds_anybody_an_alert(person: Person, today: date) -> None:
    make_person("B1111BB", prison="OUT")
    given = {"starts": today, "ends": None, "by": MANAGER, "at": local_time.now(), "today": today}
    made = administration.add_anywhere(number="b1111bb", code="DOCGM", reason="", **given)  # type: ignore[arg-type]
    assert (made.person_id, made.type, made.prison_when_created) == ("B1111BB", "D", "OUT")
    for number, reason, problems in [
        ("Z9999ZZ", "x", {"number": "Nobody has this prison number"}),
        (
            "12",
            "x" * 1001,
            {"number": "Enter a prison number, such as A1234BC", "description": "Use 1,000 characters or fewer"},
        ),
    ]:
        with pytest.raises(Invalid) as refused:
            administration.add_anywhere(number=number, code="XA", reason=reason, **given)  # type: ignore[arg-type]
        assert refused.value.problems == problems


def test_deleting_keeps_the_alert_out_of_sight_with_the_reason(by: Actor, today: date) -> None:
    alert = add(by, today)
    with pytest.raises(NotAllowed):
        administration.delete(alert_id=alert.pk, reason="x", by=by, at=local_time.now(), today=today)
    with pytest.raises(Invalid):
        administration.delete(alert_id=alert.pk, reason=" ", by=MANAGER, at=local_time.now(), today=today)
    administration.delete(alert_id=alert.pk, reason="Wrong person", by=MANAGER, at=local_time.now(), today=today)
    assert Alert.objects.get(pk=alert.pk).deleted_at
    change = Change.objects.order_by("-id")[0]
    assert (change.after, change.reason, change.username) == (None, "Wrong person", "BOSS")
    assert told(alert)[-2:] == ["person.alerts.changed", CODES]
    assert DomainEvent.objects.filter(type=CODES).order_by("-id")[0].data["alertsRemoved"] == [alert.code]
    assert add(by, today).pk != alert.pk, "a deleted one stands in nobody's way"
    with pytest.raises(NotFound):
        administration.delete(alert_id=alert.pk, reason="again", by=MANAGER, at=local_time.now(), today=today)


def codes_told() -> list[dict[str, list[str]]]:
    return list(DomainEvent.objects.filter(type=CODES).order_by("id").values_list("data", flat=True))


def test_a_code_that_another_alert_goes_on_with_is_neither_removed_nor_added(
    by: Actor, person: Person, today: date
) -> None:
    gone, closed, ending = (alert_of(person, "XA", starts=today, ends=ends) for ends in (None, None, today))
    left = alert_of(person, "XA", starts=today)
    alert_of(person, "XA", starts=today, ends=today - timedelta(days=9))
    now = {"at": local_time.now(), "today": today}
    administration.delete(alert_id=gone.pk, reason="Twice", by=MANAGER, **now)  # type: ignore[arg-type]
    profile.close(alert_id=closed.pk, description="x", when="today", later=None, by=by, **now)  # type: ignore[arg-type]
    assert nightly.tell_of_ends(**now) == 1 and ending.active_to == today  # type: ignore[arg-type]
    assert DomainEvent.objects.filter(type="person.alerts.changed").count() == 3
    assert codes_told() == []
    administration.delete(alert_id=left.pk, reason="Wrong person", by=MANAGER, **now)  # type: ignore[arg-type]
    assert codes_told() == [{"alertsAdded": [], "alertsRemoved": ["XA"]}]
    other = make_person("B1111BB")
    alert_of(other, "XA", starts=today)
    add(by, today)
    assert codes_told()[1:] == [{"alertsAdded": ["XA"], "alertsRemoved": []}], "whatever other people have"


def test_putting_back(by: Actor, today: date) -> None:
    alert = add(by, today)
    profile.add_details(alert_id=alert.pk, description="Other", by=by, at=local_time.now(), today=today)
    created, changed = Change.objects.order_by("id")
    restore(changed, by)
    assert Alert.objects.get(pk=alert.pk).description == "Set fire to a cell"
    with pytest.raises(Conflict):
        restore(created, by)
    profile.close(
        alert_id=alert.pk, description="Done", when="today", later=None, by=by, at=local_time.now(), today=today
    )
    with pytest.raises(AlreadyClosed):
        restore(Change.objects.order_by("-id")[0], by)


def test_the_night_tells_of_each_end_once(by: Actor, person: Person, today: date) -> None:
    other = make_person("B1111BB")
    ending = [alert_of(person, code, starts=today - timedelta(days=9), ends=today) for code in ("XA", "XEL")]
    alert_of(other, "XA", starts=today - timedelta(days=9), ends=today - timedelta(days=2))
    alert_of(other, "XEL", starts=today - timedelta(days=9), ends=today - timedelta(days=40))
    alert_of(other, "HA", starts=today - timedelta(days=9), ends=today + timedelta(days=1))
    alert_of(other, "XVL", starts=today, ends=today, deleted_at=local_time.now())
    closed = add(by, today, "HA")
    profile.close(
        alert_id=closed.pk, description="x", when="today", later=None, by=by, at=local_time.now(), today=today
    )
    DomainEvent.objects.all().delete()
    assert nightly.tell_of_ends(today=today, at=local_time.now()) == 3
    events = DomainEvent.objects.filter(type="person.alert.inactive").values_list("subject", "data__alertUuid")
    assert len(events) == 3 and set(events) >= {("A1111AA", str(alert.pk)) for alert in ending}
    assert DomainEvent.objects.filter(type="person.alerts.changed").count() == 2
    entries = AuditEntry.objects.filter(action="ALERT_INACTIVE", subject_type="alert", username=SYSTEM.username)
    assert entries.count() == 3
    assert nightly.tell_of_ends(today=today, at=local_time.now()) == 0
    assert DomainEvent.objects.filter(type="person.alert.inactive").count() == 3
    assert EndTold.objects.count() == 4


def test_a_system_changes_an_alert_but_never_opens_a_closed_one(person: Person, today: date) -> None:
    system = Actor("CSIP", roles=frozenset({"PRISONER_ALERTS__RW"}))
    closed = alert_of(person, "XA", starts=today - timedelta(days=9), ends=today)
    given = {"by": system, "at": local_time.now(), "today": today}
    with pytest.raises(AlreadyClosed):
        profile.change_sent(alert_id=closed.pk, sent=profile.Sent(None, None, None, None), **given)  # type: ignore[arg-type]
    mended = profile.change_sent(alert_id=closed.pk, sent=profile.Sent("", "Gov", None, today), **given)  # type: ignore[arg-type]
    assert (mended.description, mended.authorised_by) == ("", "Gov")
    with pytest.raises(Invalid) as refused:
        profile.change_sent(
            alert_id=closed.pk, sent=profile.Sent(None, "é" * 21, today, today - timedelta(days=1)), **given
        )  # type: ignore[arg-type]
    assert set(refused.value.problems) == {"authorised_by", "active_from"}
    with pytest.raises(NotFound):
        profile.change_sent(alert_id=uuid4(), sent=profile.Sent(None, None, None, None), **given)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_exactly_one_succeeds(codes: None, today: date) -> None:
    make_person("A1111AA")
    officers = [actor_of(account(name, "PRISON", "UPDATE_ALERT")) for name in ("ONE", "TWO")]
    together = Barrier(2)

    def try_it(by: Actor) -> str:
        try:
            together.wait(10)
            add(by, today)
        except AlreadyHas:
            return "already there"
        finally:
            connection.close()
        return "added"

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(try_it, officers))
    assert sorted(results) == ["added", "already there"]
    assert Alert.objects.count() == Change.objects.count() == 1
