"""What the stand-in refuses in a request, as GOV.UK Notify does. Source: notify.md 2 and 3. Pure."""

import math
import re
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

VALIDATION, BAD_REQUEST = "ValidationError", "BadRequestError"
LONGEST_REFERENCE = 1000
LONGEST_TEXT = 918
MOST_EMAIL_BYTES = 2_000_000
STATUSES = (
    "cancelled", "created", "sending", "sent", "delivered", "pending", "failed", "technical-failure",
    "temporary-failure", "permanent-failure", "pending-virus-check", "validation-failed", "virus-scan-failed",
    "returned-letter", "accepted", "received",
)  # fmt: skip
FAILURES = ("technical-failure", "temporary-failure", "permanent-failure", "validation-failed", "virus-scan-failed",
            "returned-letter")  # fmt: skip
KINDS = ("email", "sms", "letter")
_LOCAL = re.compile(r"^[a-z0-9.!#$%&'*+/=?^_{|}~`-]+$", re.I)
_LABEL = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)$", re.I)
_LAST_LABEL = re.compile(r"^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$", re.I)
_ODD_SPACE = re.compile(r"[\s\u180e\u200b\u200c\u200d\u2060\ufeff]+")
_IN_NUMBERS = re.compile(r"[\s()+.\u2010-\u2015\u200b\ufeff-]")
_FIELDS = {
    "email": ("email_address", {"email_reply_to_id", "one_click_unsubscribe_url", "sanitise_content_for"}),
    "sms": ("phone_number", {"sms_sender_id"}),
}
_ALWAYS = {"template_id", "personalisation", "reference", "scheduled_for"}
_TYPES: dict[type, str] = {str: "string", dict: "object", list: "array"}


def email_problem(address: str) -> str:
    """Why an e-mail address is none; '' when it is one."""
    address = _ODD_SPACE.sub("", address) if address != address.strip() else address
    local, at, host = address.rpartition("@")
    wrong = "Not a valid email address"
    if not at or not _LOCAL.match(local) or ".." in address or local.startswith(".") or len(address) > 320:
        return wrong
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return wrong
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or any(len(one) > 63 or not _LABEL.match(one) for one in labels):
        return wrong
    return "" if _LAST_LABEL.match(labels[-1]) else wrong


def phone_problem(number: str) -> str:
    """Why a phone number cannot be sent a text; '' when it can."""
    digits = _IN_NUMBERS.sub("", number)
    if not digits.isascii() or not digits.isdigit():
        return "Mobile numbers can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -"
    international = digits.startswith("00") or number.strip().startswith("+")
    digits = digits.removeprefix("00")
    if international and not digits.startswith("44"):
        if digits.startswith("0"):
            return "Country code not found - double check the mobile number you entered"
        if len(digits) < 8:
            return "Mobile number is too short"
        return "" if len(digits) <= 15 else "Mobile number is too long"
    digits = digits.removeprefix("44").removeprefix("0")
    if not digits.startswith("7"):
        return "This does not look like a UK mobile number - double check the mobile number you entered"
    if len(digits) < 10:
        return "Mobile number is too short"
    return "" if len(digits) == 10 else "Mobile number is too long"


def national(number: str) -> str:
    """A UK mobile as 447…, so that two spellings are one."""
    digits = _IN_NUMBERS.sub("", number)
    international = digits.startswith("00") or number.strip().startswith("+")
    digits = digits.removeprefix("00")
    if international and not digits.startswith("44"):
        return digits
    return f"44{digits.removeprefix('44').removeprefix('0')}"


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def _typed(body: Mapping[str, Any], name: str, kind: type) -> list[str]:
    if name not in body or isinstance(body[name], kind):
        return []
    return [f"{name} {body[name]} is not of type {_TYPES[kind]}"]


def problems_in(kind: str, body: Any, now: datetime) -> list[str]:
    """Everything the schema of an e-mail or text request says against `body`, each once."""
    if not isinstance(body, dict):
        return [f"{body} is not of type object"]
    recipient, own = _FIELDS[kind]
    problems = [f"{name} is a required property" for name in (recipient, "template_id") if name not in body]
    problems += _typed(body, recipient, str)
    if isinstance(body.get(recipient), str):
        wrong = (email_problem if kind == "email" else phone_problem)(body[recipient])
        problems += [f"{recipient} {wrong}"] if wrong else []
    for name in ("template_id", "email_reply_to_id", "sms_sender_id"):
        if name in body and (name in own or name == "template_id") and not _is_uuid(body[name]):
            problems.append(f"{name} is not a valid UUID")
    problems += _typed(body, "personalisation", dict)
    if isinstance(body.get("personalisation"), dict):
        for name, value in body["personalisation"].items():
            if isinstance(value, dict) and "file" in value:
                problems += _file_problems(name, value)
    if body.get("reference") is not None:
        problems += _typed(body, "reference", str)
        if isinstance(body["reference"], str) and len(body["reference"]) > LONGEST_REFERENCE:
            problems.append(f"reference {body['reference']} is too long")
    problems += _of_emails(body) if kind == "email" else []
    problems += _schedule_problems(body.get("scheduled_for"), now)
    unknown = sorted(set(body) - own - _ALWAYS - {recipient})
    if unknown:
        were = "was" if len(unknown) == 1 else "were"
        problems.append(f"Additional properties are not allowed ({', '.join(unknown)} {were} unexpected)")
    return list(dict.fromkeys(problems))


def _of_emails(body: Mapping[str, Any]) -> list[str]:
    problems = []
    address = body.get("one_click_unsubscribe_url")
    if address is not None and not (isinstance(address, str) and re.match(r"https://\S+$", address)):
        problems.append("one_click_unsubscribe_url is not a valid https url")
    names = body.get("sanitise_content_for")
    if names is not None and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        problems.append(f"sanitise_content_for {names} is not of type array")
    return problems


def _schedule_problems(moment: Any, now: datetime) -> list[str]:
    if moment is None:
        return []
    try:
        when = datetime.fromisoformat(str(moment))
        when = when if when.tzinfo else when.replace(tzinfo=now.tzinfo)
    except ValueError:
        return ["scheduled_for datetime format is invalid. It must be a valid ISO8601 date time format"]
    if when < now:
        return ["scheduled_for datetime can not be in the past"]
    return ["scheduled_for datetime can only be 24 hours in the future"] if when > now + timedelta(hours=24) else []


def _file_problems(name: str, value: Mapping[str, Any]) -> list[str]:
    problems = []
    allowed = {"file", "filename", "confirm_email_before_download", "retention_period", "is_csv"}
    if set(value) - allowed or not isinstance(value["file"], str) or ("is_csv" in value and "filename" in value):
        problems.append(f"personalisation {name} is not a file this service can send")
    weeks = value.get("retention_period")
    period = re.match(r"^(\d{1,2}) weeks?$", str(weeks)) if weeks is not None else None
    if weeks is not None and not (period and 1 <= int(period[1]) <= 78):
        problems.append(f"Unsupported value for retention_period '{weeks}'. It must be 1 to 78 weeks")
    return problems


def problems_in_query(query: Mapping[str, list[str]]) -> list[str]:
    """Everything wrong with the query of a list of messages."""
    allowed = {"template_type", "status", "reference", "older_than", "include_jobs"}
    problems = [f"status {one} is not one of [{', '.join(STATUSES)}]" for one in query.get("status", ())
                if one not in STATUSES]  # fmt: skip
    problems += [f"template_type {one} is not one of [{', '.join(KINDS)}]" for one in query.get("template_type", ())
                 if one not in KINDS]  # fmt: skip
    problems += ["older_than is not a valid UUID" for one in query.get("older_than", ()) if not _is_uuid(one)]
    if unknown := sorted(set(query) - allowed):
        were = "was" if len(unknown) == 1 else "were"
        problems.append(f"Additional properties are not allowed ({', '.join(unknown)} {were} unexpected)")
    return problems


def take_token(tokens: float | None, filled_at: datetime | None, now: datetime, per_minute: int) -> tuple[float, bool]:
    """One message from the bucket of a key type: what is left, and whether there was one."""
    capacity = float(min(math.ceil(per_minute / 3) + 1, 1000))
    if tokens is None or filled_at is None:
        tokens = capacity
    else:
        tokens = min(capacity, tokens + max(0.0, (now - filled_at).total_seconds()) * per_minute / 60)
    return (tokens - 1, True) if tokens >= 1 else (tokens, False)


SIMULATED = frozenset(
    {
        "simulate-delivered@notifications.service.gov.uk",
        "simulate-delivered-2@notifications.service.gov.uk",
        "simulate-delivered-3@notifications.service.gov.uk",
        "447700900000",
        "447700900111",
        "447700900222",
    }
)
"""Anything sent to these is checked, answered and forgotten."""
_ENDS = {
    "temp-fail@simulator.notify": "temporary-failure",
    "447700900003": "temporary-failure",
    "perm-fail@simulator.notify": "permanent-failure",
    "447700900002": "permanent-failure",
}
TEAM = frozenset({"team@justice.gov.uk", "guest@example.com", "447700900999"})
"""Who a team key or a service on trial may write to."""


def ends_as(recipient: str, key_type: str) -> str:
    """Where a message to `recipient` gets in the end. The simulator's addresses fail with a test key only."""
    return _ENDS.get(recipient, "delivered") if key_type == "test" else "delivered"
