"""What the stand-in answers, and the inbox."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dps.platform.notify.stand_in import checks
from dps.platform.notify.stand_in.keys import Key
from dps.platform.notify.stand_in.models import StandInMessage, StandInTemplate

A_PAGE = 250
CREATED_BY = "developer@example.com"


def written(moment: datetime | None) -> str | None:
    """A time as GOV.UK Notify writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else None


def as_notification(message: StandInMessage, base: str) -> dict[str, Any]:
    """One message as GET gives it."""
    is_email = message.kind == "email"
    letter = dict.fromkeys([*(f"line_{number}" for number in range(1, 7)), "postcode", "postage"])
    return {
        "id": str(message.key),
        "reference": message.reference,
        "email_address": message.recipient if is_email else None,
        "phone_number": None if is_email else message.recipient,
        **letter,
        "type": message.kind,
        "status": message.status,
        "template": {
            "id": str(message.template_id),
            "version": message.template_version,
            "uri": f"{base}/v2/template/{message.template_id}/version/{message.template_version}",
        },
        "body": message.body,
        "subject": message.subject if is_email else None,
        "created_at": written(message.created_at),
        "created_by_name": None,
        "sent_at": written(message.sent_at),
        "completed_at": written(message.completed_at),
        "scheduled_for": None,
        "one_click_unsubscribe_url": message.one_click_unsubscribe_url or None,
        "is_cost_data_ready": True,
        "cost_in_pounds": 0.0,
        "cost_details": {},
    }


def as_template(template: StandInTemplate, first: datetime, names: list[str]) -> dict[str, Any]:
    """One version of a template as GET gives it. `first`: when its first version was made."""
    return {
        "id": str(template.template_id),
        "name": template.name,
        "type": template.kind,
        "created_at": written(first),
        "updated_at": written(template.created_at) if template.version > 1 else None,
        "created_by": CREATED_BY,
        "version": template.version,
        "subject": template.subject,
        "body": template.body,
        "personalisation": {name: {"required": True} for name in names},
        "postage": None,
        "letter_contact_block": None,
    }


def one(key: Key, wanted: uuid.UUID) -> StandInMessage | None:
    """A message of the caller's service, sent with any of its keys."""
    return StandInMessage.objects.filter(key=wanted, service_id=key.service.id).first()


def some(key: Key, query: Mapping[str, list[str]]) -> list[StandInMessage]:
    """A page of messages sent with the same type of key, the newest first."""
    found = StandInMessage.objects.filter(service_id=key.service.id, key_type=key.type)
    if kinds := query.get("template_type"):
        found = found.filter(kind__in=kinds)
    if wanted := query.get("status"):
        found = found.filter(status__in=[*wanted, *(checks.FAILURES if "failed" in wanted else ())])
    if "reference" in query:
        found = found.filter(reference=query["reference"][-1])
    if "older_than" in query:
        older = StandInMessage.objects.filter(key=query["older_than"][-1]).values_list("number", flat=True).first()
        found = found.filter(number__lt=older or 0)
    return list(found.order_by("-number")[:A_PAGE])


def inbox(recipient: str, before: int | None, size: int) -> list[StandInMessage]:
    """What came, the newest first; one more than `size` when there are more."""
    found = StandInMessage.objects.order_by("-number")
    if recipient:
        found = found.filter(recipient__contains=recipient)
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found[: size + 1])
