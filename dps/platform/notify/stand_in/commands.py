"""What the stand-in does: takes messages, moves them on, calls back, and goes wrong when told to."""

import json
import time
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import requests
from django.db import transaction
from django.db.models import F

from dps.platform import local_time
from dps.platform.notify import catalogue, markdown, service, templating
from dps.platform.notify.stand_in import checks, keys, queries
from dps.platform.notify.stand_in.keys import Key
from dps.platform.notify.stand_in.models import StandInFault, StandInLimit, StandInMessage, StandInTemplate

STEP = timedelta(seconds=1)
CALL_AGAIN = timedelta(seconds=10)
MOST_CALLS = 6
CALL_SECONDS = 5
KEEP = timedelta(days=7)
REFUSED_BY_FAULT = {
    "500": (500, "Exception", "Internal server error"),
    "502": (502, "Exception", "Bad gateway"),
    "503": (503, "Exception", "Service unavailable"),
    "504": (504, "TimeoutError", "Server timeout"),
    "rate": (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
    "daily": (429, "TooManyRequestsError", "Exceeded send limits (email: 250000) for today"),
    "clock": (403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"),
    "revoked": (403, "AuthError", "Invalid token: API key revoked"),
}
"""Faults that are an answer."""


class Refuse(Exception):
    """The request is refused: status, and one or several errors of one type."""

    def __init__(self, status: int, type: str, *messages: str) -> None:
        self.status, self.type, self.messages = status, type, messages
        super().__init__(type)


def set_fault(kind: str, *, times: int = 1, seconds: float = 0) -> None:
    """Have something go wrong the next `times` times: a key of REFUSED_BY_FAULT, `silent` (nothing is taken and no
    answer comes for `seconds`), `lost` (taken, and no answer comes), `get-500`, `ends-<status>`, `receipt-lost`,
    `receipt-twice` or `receipt-backwards`."""
    StandInFault.objects.create(kind=kind, remaining=times, seconds=seconds)


@transaction.atomic
def take_fault(*kinds: str) -> StandInFault | None:
    """The oldest fault of these kinds that has a time left, which is used up."""
    found = StandInFault.objects.select_for_update().filter(kind__in=kinds, remaining__gt=0).order_by("id").first()
    if found:
        StandInFault.objects.filter(pk=found.pk).update(remaining=F("remaining") - 1)
    return found


def fail_if_told() -> StandInFault | None:
    """Raise the next fault that is an answer; wait out one that is silence; give back `lost`, for after."""
    fault = take_fault(*REFUSED_BY_FAULT, "silent", "lost")
    if fault is None:
        return None
    if fault.kind == "silent":
        time.sleep(fault.seconds)
        raise Refuse(504, "TimeoutError", "Server timeout")
    if fault.kind == "lost":
        return fault
    raise Refuse(*REFUSED_BY_FAULT[fault.kind])


@transaction.atomic
def take_from_allowance(key: Key, kind: str) -> None:
    """Count one message against the limits of a key type. Raises Refuse."""
    now = local_time.now()
    limit, _ = StandInLimit.objects.select_for_update().get_or_create(service_id=key.service.id, key_type=key.type)
    limit.tokens, fits = checks.take_token(limit.tokens, limit.filled_at, now, limit.per_minute)
    limit.filled_at = now
    if limit.day != now.date():
        limit.day, limit.used_today = now.date(), 0
    over = limit.used_today >= limit.per_day
    limit.used_today += fits and not over
    limit.save()
    if not fits:
        named = f"key type {key.type.upper()} of {limit.per_minute} requests per 60 seconds"
        raise Refuse(429, "RateLimitError", f"Exceeded rate limit for {named}")
    if over:
        raise Refuse(429, "TooManyRequestsError", f"Exceeded send limits ({kind}: {limit.per_day}) for today")


@transaction.atomic
def current_template(template_id: uuid.UUID) -> StandInTemplate | None:
    """The newest version of a template; a new one is made when the words in the product changed."""
    known = next((one for one in catalogue.all_templates() if catalogue.stand_in_id(one.key) == template_id), None)
    newest = StandInTemplate.objects.filter(template_id=template_id).order_by("-version").first()
    if known is None or (newest and (newest.hash == known.hash or newest.archived)):
        return newest
    made, _ = StandInTemplate.objects.get_or_create(
        template_id=template_id,
        version=newest.version + 1 if newest else 1,
        defaults={
            "name": known.key,
            "kind": known.kind,
            "subject": known.subject,
            "body": known.body,
            "hash": known.hash,
            "created_at": local_time.now(),
        },
    )
    return made


def _usable_template(template_id: str, kind: str, values: Mapping[str, Any]) -> StandInTemplate:
    found = current_template(uuid.UUID(template_id))
    if found is None:
        raise Refuse(400, checks.BAD_REQUEST, "Template not found")
    if found.kind != kind:
        raise Refuse(400, checks.BAD_REQUEST, f"{found.kind} template is not suitable for {kind} notification")
    if found.archived:
        raise Refuse(400, checks.BAD_REQUEST, f"Template {found.template_id} has been deleted")
    refuse_missing(found, values)
    return found


def refuse_missing(template: StandInTemplate, values: Mapping[str, Any]) -> None:
    """Raise Refuse when a placeholder has no value."""
    lacking = templating.missing(f"{template.subject or ''}\n{template.body}", values)
    if lacking:
        raise Refuse(400, checks.BAD_REQUEST, f"Missing personalisation: {', '.join(lacking)}")


def filled(template: StandInTemplate, values: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a message; '' for the subject of a text."""
    subject = markdown.as_subject(templating.fill(template.subject, values)) if template.subject is not None else ""
    return subject, templating.fill(template.body, values, bullets=template.kind == "email")


def _refuse_content(kind: str, body: str, values: Mapping[str, Any]) -> None:
    if any(isinstance(value, dict) and "file" in value for value in values.values()):
        told = (
            "Can only send a file by email"
            if kind == "sms"
            else "Send files by email has not been set up - add contact details for your service"
        )
        raise Refuse(400, checks.BAD_REQUEST, told)
    if kind == "sms" and len(body) > checks.LONGEST_TEXT:
        raise Refuse(400, checks.BAD_REQUEST, f"Text messages cannot be longer than {checks.LONGEST_TEXT} characters")
    if kind == "email" and len(body.encode()) > checks.MOST_EMAIL_BYTES:
        raise Refuse(400, checks.BAD_REQUEST, "Emails cannot be longer than 2000000 bytes")


def _refuse_recipient(key: Key, recipient: str) -> None:
    if recipient in checks.TEAM or recipient in checks.SIMULATED or key.type == keys.TEST:
        return
    if key.type == keys.TEAM:
        raise Refuse(400, checks.BAD_REQUEST, "Can’t send to this recipient using a team-only API key")
    if key.service.trial:
        raise Refuse(400, checks.BAD_REQUEST, "Can’t send to this recipient when service is in trial mode")


def accept(kind: str, body: Any, key: Key) -> tuple[StandInMessage, StandInTemplate, dict[str, Any]]:
    """Take one e-mail or text: the message, its template, and which values were made harmless. Raises Refuse.

    A message to a simulated address is answered and not kept.
    """
    now = local_time.now()
    if problems := checks.problems_in(kind, body, now):
        raise Refuse(400, checks.VALIDATION, *problems)
    values = body.get("personalisation") or {}
    values, changed = templating.sanitise_values(values, body.get("sanitise_content_for") or [])
    template = _usable_template(body["template_id"], kind, values)
    subject, text = filled(template, values)
    if not text.strip():
        raise Refuse(400, checks.BAD_REQUEST, "Your message is empty.")
    for name in ("email_reply_to_id", "sms_sender_id"):
        if body.get(name):
            raise Refuse(400, checks.BAD_REQUEST, f"{name} {body[name]} does not exist in database for this service")
    recipient = checks.national(body["phone_number"]) if kind == "sms" else body["email_address"].strip().lower()
    _refuse_recipient(key, recipient)
    _refuse_content(kind, text, values)
    message = StandInMessage(
        service_id=key.service.id,
        key_type=key.type,
        kind=kind,
        reference=body.get("reference"),
        recipient=recipient,
        template_id=template.template_id,
        template_version=template.version,
        subject=subject,
        body=text,
        one_click_unsubscribe_url=body.get("one_click_unsubscribe_url") or "",
        status="created",
        created_at=now,
    )
    if recipient not in checks.SIMULATED:
        from dps.platform.notify.jobs import stand_in_progress

        with transaction.atomic():
            message.save(force_insert=True)
            stand_in_progress.configure(schedule_at=now + STEP).defer(number=message.number)
    return message, template, changed


@transaction.atomic
def progress(number: int) -> None:
    """Move a message one step on: created, sending, and where it ends, when a receipt is due."""
    from dps.platform.notify.jobs import stand_in_call_back, stand_in_progress

    message = StandInMessage.objects.select_for_update().filter(pk=number).first()
    now = local_time.now()
    if message is None or message.status not in ("created", "sending"):
        return
    if message.status == "created":
        message.status, message.sent_at = "sending", now
        stand_in_progress.configure(schedule_at=now + STEP).defer(number=number)
    else:
        told = take_fault("ends-permanent-failure", "ends-temporary-failure", "ends-technical-failure")
        ends = told.kind.removeprefix("ends-") if told else checks.ends_as(message.recipient, message.key_type)
        message.status, message.completed_at = ends, now
        stand_in_call_back.defer(number=number)
    message.save()


def call_back(number: int) -> None:
    """Tell our receiver where a message ended; again later when it does not answer or has a fault."""
    message = StandInMessage.objects.filter(pk=number).first()
    if message is None or take_fault("receipt-lost"):
        return
    bodies = [receipt(message)]
    if take_fault("receipt-twice"):
        bodies *= 2
    if take_fault("receipt-backwards"):
        bodies.append(bodies[0] | {"status": "sending", "completed_at": None})
    answer = [_post(body) for body in bodies][-1]
    message.answer = answer
    message.calls += 1
    message.save(update_fields=["answer", "calls"])
    if (answer == 0 or answer >= 500 or answer == 429) and message.calls < MOST_CALLS:
        from dps.platform.notify.jobs import stand_in_call_back

        stand_in_call_back.configure(schedule_at=local_time.now() + CALL_AGAIN).defer(number=number)


def receipt(message: StandInMessage) -> dict[str, Any]:
    """What is posted to our receiver."""
    return {
        "id": str(message.key),
        "reference": message.reference,
        "to": message.recipient,
        "status": message.status,
        "created_at": queries.written(message.created_at),
        "completed_at": queries.written(message.completed_at),
        "sent_at": queries.written(message.sent_at),
        "notification_type": message.kind,
        "template_id": str(message.template_id),
        "template_version": message.template_version,
    }


def _post(body: Mapping[str, Any]) -> int:
    address = service.base().removesuffix("/notify/stand-in") + "/notify/receipts"
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.post(
                address,
                data=json.dumps(body),
                headers={"Authorization": f"Bearer {keys.receipt_token()}", "Content-Type": "application/json"},
                timeout=CALL_SECONDS,
                allow_redirects=False,
            ).status_code
        except requests.RequestException:
            return 0


def forget_old(before: datetime) -> None:
    """Delete what came before a moment: GOV.UK Notify keeps a week."""
    StandInMessage.objects.filter(created_at__lt=before).delete()
