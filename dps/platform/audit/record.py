from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from dps.platform import local_time
from dps.platform.access.actor import Actor
from dps.platform.prepared import Statement

CLIENT = "client"
"""What `details` name the system by, which sent a request with an access token."""
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
    address, request_id = where()
    client = _client.get()
    entry = {
        "at": at or local_time.now(),
        "action": action,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "username": by.username,
        "roles": Jsonb(sorted(by.roles)),
        "caseload": by.active_caseload,
        "address": address,
        "request_id": request_id,
        "details": Jsonb({**(details or {}), **({CLIENT: client} if client else {})}),
    }
    with connection.cursor() as cursor:
        _ADD_ENTRY.execute(cursor, entry)
