from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from dps.platform import local_time
from dps.platform.access.actor import Actor
from dps.platform.prepared import Statement

CLIENT = "client"
"""What `details` name the system by, which sent a request with an access token."""
ROWS_A_STATEMENT = 1000
_client: ContextVar[str] = ContextVar("audit_client", default="")
_where: ContextVar[tuple[str | None, str]] = ContextVar("audit_where", default=(None, ""))
_TYPES = {
    "at": "timestamptz",
    "action": "text",
    "subject_type": "text",
    "subject_id": "text",
    "username": "text",
    "roles": "jsonb",
    "caseload": "text",
    "address": "inet",
    "request_id": "text",
    "details": "jsonb",
}
_ADD_ENTRY = Statement(
    "add_audit_entry",
    f"INSERT INTO audit_auditentry ({', '.join(_TYPES)}) VALUES ({', '.join(f'%({name})s' for name in _TYPES)})",
    _TYPES,
)
"""Every page that shows a person adds one."""


def remember_where(address: str | None, request_id: str) -> None:
    """Note where the current request comes from; every entry of this request carries it. No client is known yet."""
    _where.set((address, request_id))
    _client.set("")


def remember_client(client_id: str) -> None:
    """Note which system sends the current request; every further entry of it says so in its details, whoever that
    system acts for."""
    _client.set(client_id)


def where() -> tuple[str | None, str]:
    """The network address and reference of the current request; (None, '') outside one."""
    return _where.get()


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several things that are recorded together; as `record` takes them."""

    action: str
    subject_type: str = ""
    subject_id: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def record(
    action: str,
    *,
    by: Actor,
    subject_type: str = "",
    subject_id: str = "",
    details: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Add one audit entry in the current transaction.

    `action` in capitals (PRISONER_VIEWED). `details` must be JSON-able; put changes under
    {"changes": {field: [before, after]}}. Never a password, token or code.
    """
    entry = _row(Entry(action, subject_type, subject_id, details or {}), by, at or local_time.now())
    with connection.cursor() as cursor:
        _ADD_ENTRY.execute(cursor, {**entry, "roles": Jsonb(entry["roles"]), "details": Jsonb(entry["details"])})


def record_several(entries: Iterable[Entry], *, by: Actor, at: datetime | None = None) -> None:
    """Add audit entries, in their order, in the current transaction. One statement for up to a thousand."""
    from dps.platform.audit.models import AuditEntry  # tables exist only once the app registry is ready

    moment = at or local_time.now()
    AuditEntry.objects.bulk_create(
        [AuditEntry(**_row(entry, by, moment)) for entry in entries], batch_size=ROWS_A_STATEMENT
    )


def _row(entry: Entry, by: Actor, at: datetime) -> dict[str, Any]:
    address, request_id = where()
    client = _client.get()
    return {
        "at": at,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "username": by.username,
        "roles": sorted(by.roles),
        "caseload": by.active_caseload,
        "address": address,
        "request_id": request_id,
        "details": {**entry.details, **({CLIENT: client} if client else {})},
    }
