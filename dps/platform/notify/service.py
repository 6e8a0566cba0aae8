"""GOV.UK Notify as we call it: its own client, and every failure as one thing."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from dps.platform.notify import catalogue
from dps.platform.notify.catalogue import Template
from dps.platform.notify.rules import Refusal
from dps.platform.notify.stand_in import keys

REAL = "https://api.notifications.service.gov.uk"
SECONDS = 20
SHORTEST_KEY = 73
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
"""Its lines repeat what was refused, which may be somebody's address. We log our own."""


class Refused(Exception):
    """GOV.UK Notify did not do it, or did not say that it did."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(f"{refusal.status} {', '.join(refusal.types)}")


class NotConfigured(Exception):
    """There is no usable key: its words are for an administrator."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that GOV.UK Notify has."""

    notify_id: uuid.UUID
    version: int | None
    subject: str
    body: str
    status: str = "created"
    completed_at: datetime | None = None


class Client(NotificationsAPIClient):
    """The official client, which drops the path of a base address; the stand-in has one."""

    def __init__(self, key: str, base: str) -> None:
        seconds = getattr(settings, "NOTIFY_SECONDS", SECONDS)
        super().__init__(key, base_url=f"{base.rstrip('/')}/", timeout=seconds)  # type: ignore[no-untyped-call]
        self.request_session.max_redirects = 0
        self.request_session.trust_env = urlsplit(base).hostname not in _LOOPBACK

    def _create_request_objects(self, url: str, data: Any, params: Any) -> Any:
        return super()._create_request_objects(url.lstrip("/"), data, params)  # type: ignore[no-untyped-call]


def uses_stand_in() -> bool:
    """Whether messages go to the stand-in: on one machine, without a key."""
    return keys.available()


def base() -> str:
    """The base address of what we call."""
    if settings.NOTIFY_BASE_URL:
        return str(settings.NOTIFY_BASE_URL)
    return f"http://127.0.0.1:{settings.PORT}/notify/stand-in" if uses_stand_in() else REAL


def client() -> Client:
    """A client of its own for each use: it may not be shared by threads. Raises NotConfigured."""
    key = settings.NOTIFY_API_KEY or (keys.development_key() if uses_stand_in() else "")
    if not key:
        raise NotConfigured("No key of GOV.UK Notify is set (NOTIFY_API_KEY)")
    if len(key) < SHORTEST_KEY:
        raise NotConfigured("NOTIFY_API_KEY is not a key of GOV.UK Notify: it is too short")
    return Client(key, base())


def template_id(key: str) -> uuid.UUID | None:
    """GOV.UK Notify's id of a template; None when nobody has said which it is."""
    from dps.platform.notify.models import NotifyTemplate

    made = catalogue.stand_in_id(key)
    if uses_stand_in():
        return made
    named = NotifyTemplate.objects.filter(key=key).values_list("notify_id", flat=True).first()
    if named is None or named == made:
        return made if settings.DEVELOPMENT else None
    return named


def _ask(call: Callable[[Any], Any]) -> Any:
    try:
        return call(client())
    except APIError as failure:
        raise Refused(_refusal(failure)) from None


def _refusal(failure: APIError) -> Refusal:
    answer = failure.response
    if answer is None or answer.status_code < 300:
        return Refusal(0)
    try:
        errors = answer.json().get("errors", [])
    except (ValueError, AttributeError):
        errors = []
    told = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    return Refusal(
        answer.status_code,
        tuple(str(error.get("error", ""))[:60] for error in told),
        tuple(str(error.get("message", ""))[:500] for error in told),
    )


def moment(text: Any) -> datetime | None:
    """A time as GOV.UK Notify writes it; None for none or nonsense."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None


def send(template: Template, notify_id: uuid.UUID, *, to: str, values: dict[str, Any], reference: uuid.UUID) -> Taken:
    """Have one message sent. Raises Refused and NotConfigured."""
    if template.kind == "email":
        answer = _ask(
            lambda c: c.send_email_notification(
                to,
                str(notify_id),
                personalisation=values,
                reference=str(reference),
                sanitise_content_for=template.typed_by_people(),
            )
        )
    else:
        answer = _ask(
            lambda c: c.send_sms_notification(
                to, str(notify_id), personalisation=template.harmless_in_a_text(values), reference=str(reference)
            )
        )
    return _taken(answer, answer.get("content") if isinstance(answer, dict) else None)


def _taken(answer: Any, content: Any) -> Taken:
    try:
        return Taken(
            notify_id=uuid.UUID(answer["id"]),
            version=(answer.get("template") or {}).get("version"),
            subject=str((content or {}).get("subject") or ""),
            body=str((content or {}).get("body") or ""),
            status=str(answer.get("status") or "created"),
            completed_at=moment(answer.get("completed_at")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(Refusal(0)) from None  # what came is not an answer of GOV.UK Notify: it may have it or not


def find(reference: uuid.UUID) -> Taken | None:
    """The message GOV.UK Notify has under a reference; None when it has none. Raises Refused and NotConfigured."""
    answer = _ask(lambda c: c.get_all_notifications(reference=str(reference)))
    found = answer.get("notifications") if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise Refused(Refusal(0))
    return _taken(found[0], found[0]) if found else None


def status_of(notify_id: uuid.UUID) -> Any:
    """What GOV.UK Notify says of one message. Raises Refused (404: it has forgotten it) and NotConfigured."""
    return _ask(lambda c: c.get_notification_by_id(str(notify_id)))


def template_there(notify_id: uuid.UUID) -> Any:
    """A template as GOV.UK Notify has it. Raises Refused and NotConfigured."""
    return _ask(lambda c: c.get_template(str(notify_id)))
