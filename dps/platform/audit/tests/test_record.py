import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dps.platform import audit
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.audit.record import remember_client, remember_where

OFFICER = Actor("OFFICER_A", roles=frozenset({"PRISON"}), caseloads=("LEI",), active_caseload="LEI")


@pytest.mark.django_db
def test_says_who_where_and_what() -> None:
    remember_where("10.0.0.1", "ref-1234")
    audit.record(
        "ALERT_CLOSED",
        by=OFFICER,
        subject_type="prisoner",
        subject_id="A1234BC",
        details={"changes": {"active_to": [None, "2026-11-24"]}},
    )
    entry = AuditEntry.objects.get()
    assert (entry.username, entry.caseload, entry.roles) == ("OFFICER_A", "LEI", ["PRISON"])
    assert (entry.address, entry.request_id) == ("10.0.0.1", "ref-1234")
    assert entry.details == {"changes": {"active_to": [None, "2026-11-24"]}}


@pytest.mark.django_db
def test_says_which_system_until_the_next_request() -> None:
    remember_where("10.0.0.1", "ref-1")
    remember_client("visits")
    audit.record("ALERT_CLOSED", by=OFFICER, details={"why": "over", "client": "what somebody says of themselves"})
    remember_where("10.0.0.1", "ref-2")
    audit.record("ALERT_CLOSED", by=OFFICER, details={"why": "over"})
    entries = AuditEntry.objects.order_by("pk")
    assert [entry.details for entry in entries] == [{"why": "over", "client": "visits"}, {"why": "over"}]


@pytest.mark.django_db
def test_several_are_recorded_like_one_in_one_statement() -> None:
    remember_where("10.0.0.1", "ref-1")
    remember_client("visits")
    with CaptureQueriesContext(connection) as statements:
        audit.record_several(
            [audit.Entry("ALERT_CLOSED", "prisoner", f"A{n:04d}AA", {"n": n}) for n in range(40)], by=OFFICER
        )
    assert len([one for one in statements if one["sql"].startswith("INSERT")]) == 1
    entries = list(AuditEntry.objects.order_by("pk"))
    assert [(entry.subject_id, entry.details) for entry in entries] == [
        (f"A{n:04d}AA", {"n": n, "client": "visits"}) for n in range(40)
    ]
    assert {(entry.username, entry.caseload, entry.request_id) for entry in entries} == {("OFFICER_A", "LEI", "ref-1")}
    remember_where(None, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET username = 'SOMEBODY'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
    ],
)
def test_the_database_refuses_to_change_an_entry(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_no_truncate")
    audit.record("PRISONER_VIEWED", by=OFFICER)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().username == "OFFICER_A"


@pytest.mark.django_db
def test_an_entry_is_undone_with_the_change_it_describes() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("ALERT_CLOSED", by=OFFICER)
        raise RuntimeError
    assert not AuditEntry.objects.exists()
