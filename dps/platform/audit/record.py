from contextvars import ContextVar
from datetime import datetime
from typing import Any

from dps.platform import local_time
from dps.platform.access.actor import Actor

CLIENT = "client"
"""What `details` name the system by, which sent a request with an access token."""
_client: ContextVar[str] = ContextVar("audit_client", default="")
_where: ContextVar[tuple[str | None, str]] = ContextVar("audit_where", default=(None, ""))


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
    from dps.platform.audit.models import AuditEntry  # tables exist only once the app registry is ready

    address, request_id = where()
    client = _client.get()
    AuditEntry.objects.create(
        at=at or local_time.now(),
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        username=by.username,
        roles=sorted(by.roles),
        caseload=by.active_caseload,
        address=address,
        request_id=request_id,
        details={**(details or {}), **({CLIENT: client} if client else {})},
    )
