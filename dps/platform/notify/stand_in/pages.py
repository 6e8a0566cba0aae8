"""GOV.UK Notify's own addresses. They answer only where there is a stand-in; elsewhere there is no such page."""

import json
import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt

from dps.platform.access import PUBLIC, page
from dps.platform.notify import catalogue, markdown, templating
from dps.platform.notify.stand_in import checks, commands, keys, queries, tokens
from dps.platform.notify.stand_in.commands import Refuse
from dps.platform.notify.stand_in.keys import Key
from dps.platform.notify.stand_in.models import StandInTemplate
from dps.platform.web.refusals import NotFound

Answer = Callable[..., HttpResponse]


def _problem(status: int, type: str, *messages: str) -> JsonResponse:
    return JsonResponse(
        {"status_code": status, "errors": [{"error": type, "message": message} for message in messages]}, status=status
    )


def for_callers_with_a_key(view: Answer) -> Answer:
    """Check the key first, and turn refusals into their answer."""

    @wraps(view)
    def checked(request: HttpRequest, **parts: str) -> HttpResponse:
        if not keys.available():
            raise NotFound
        try:
            header = request.headers.get("Authorization")
            key = tokens.check(header, keys.SERVICES, keys.keys_of, time.time())
            return view(request, key, **parts)
        except tokens.AuthRefused as refused:
            return _problem(refused.status, "AuthError", refused.message)
        except Refuse as refused:
            return _problem(refused.status, refused.type, *refused.messages)

    return checked


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/notify/stand-in")


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RawPostDataException, RecursionError):
        raise Refuse(400, checks.BAD_REQUEST, "Invalid JSON supplied in POST data") from None


def _id(text: str, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refuse(400, checks.VALIDATION, f"{name} is not a valid UUID") from None


@page(PUBLIC, methods=("GET", "POST"))
@csrf_exempt
@for_callers_with_a_key
def notification(request: HttpRequest, key: Key, what: str) -> HttpResponse:
    """POST: send an e-mail or a text; GET: one message."""
    if request.method != "POST":
        return _one(request, key, what)
    if what == "letter":
        raise Refuse(403, checks.BAD_REQUEST, "Cannot send letters when service is in trial mode")
    if what not in ("email", "sms"):
        raise NotFound(what)
    lost = commands.fail_if_told()
    commands.take_from_allowance(key, what)
    message, template, changed = commands.accept(what, _body(request), key)
    if lost:
        time.sleep(lost.seconds)
    content: dict[str, Any] = {"body": message.body}
    if what == "email":
        content |= {
            "subject": message.subject,
            "from_email": "digital.prison.services@notifications.service.gov.uk",
            "one_click_unsubscribe_url": message.one_click_unsubscribe_url or None,
        }
    else:
        content["from_number"] = "GOVUK"
    answer = {
        "id": str(message.key),
        "reference": message.reference,
        "uri": f"{_base(request)}/v2/notifications/{message.key}",
        "content": content,
        "template": {
            "id": str(template.template_id),
            "version": template.version,
            "uri": f"{_base(request)}/services/{key.service.id}/templates/{template.template_id}",
        },
        "scheduled_for": None,
    }
    return JsonResponse(answer | ({"sanitised_content": changed} if what == "email" else {}), status=201)


def _one(request: HttpRequest, key: Key, what: str) -> HttpResponse:
    if commands.take_fault("get-500"):
        raise Refuse(*commands.REFUSED_BY_FAULT["500"])
    found = queries.one(key, _id(what, "notification_id"))
    if found is None:
        raise Refuse(404, "NoResultFound", "No result found")
    return JsonResponse(queries.as_notification(found, _base(request)))


@page(PUBLIC)
@for_callers_with_a_key
def notifications(request: HttpRequest, key: Key) -> HttpResponse:
    """Messages sent with this type of key, the newest first."""
    if commands.take_fault("get-500"):
        raise Refuse(*commands.REFUSED_BY_FAULT["500"])
    query = {name: [str(one) for one in several] for name, several in request.GET.lists()}
    if problems := checks.problems_in_query(query):
        raise Refuse(400, checks.VALIDATION, *problems)
    found = queries.some(key, query)
    address = f"{_base(request)}/v2/notifications"
    links = {"current": f"{address}?{request.GET.urlencode()}" if request.GET else address}
    if found:
        further = request.GET.copy()
        further["older_than"] = str(found[-1].key)
        links["next"] = f"{address}?{further.urlencode()}"
    shown = [queries.as_notification(message, _base(request)) for message in found]
    return JsonResponse({"notifications": shown, "links": links})


def _template(text: str, version: str = "") -> StandInTemplate:
    wanted = _id(text, "template_id")
    found = commands.current_template(wanted)
    if version and found:
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise Refuse(400, checks.VALIDATION, "version is not of type integer")
        found = StandInTemplate.objects.filter(template_id=wanted, version=int(version)).first()
    if found is None:
        raise Refuse(404, "NoResultFound", "No result found")
    return found


def _shown(template: StandInTemplate) -> dict[str, Any]:
    first = StandInTemplate.objects.filter(template_id=template.template_id, version=1).first() or template
    names = templating.placeholders(f"{template.subject or ''}\n{template.body}")
    return queries.as_template(template, first.created_at, names)


@page(PUBLIC)
@for_callers_with_a_key
def template(request: HttpRequest, key: Key, template_id: str) -> HttpResponse:
    """A template as it is now."""
    return JsonResponse(_shown(_template(template_id)))


@page(PUBLIC)
@for_callers_with_a_key
def template_version(request: HttpRequest, key: Key, template_id: str, version: str) -> HttpResponse:
    """A template as it was."""
    return JsonResponse(_shown(_template(template_id, version)))


@page(PUBLIC, methods=("POST",))
@csrf_exempt
@for_callers_with_a_key
def preview(request: HttpRequest, key: Key, template_id: str) -> HttpResponse:
    """A template with values in it."""
    found = _template(template_id)
    body = _body(request)
    values = body.get("personalisation") or {} if isinstance(body, dict) else None
    if not isinstance(values, dict):
        raise Refuse(400, checks.VALIDATION, "personalisation is not of type object")
    commands.refuse_missing(found, values)
    subject, text = commands.filled(found, values)
    is_email = found.kind == "email"
    return JsonResponse(
        {
            "id": str(found.template_id),
            "type": found.kind,
            "version": found.version,
            "subject": subject if is_email else None,
            "body": text,
            "html": markdown.as_html(text) if is_email else None,
            "postage": None,
        }
    )


@page(PUBLIC)
@for_callers_with_a_key
def templates(request: HttpRequest, key: Key) -> HttpResponse:
    """Every template, of one type when asked."""
    wanted = request.GET.get("type", "")
    if wanted and wanted not in checks.KINDS:
        raise Refuse(400, checks.VALIDATION, f"type {wanted} is not one of [{', '.join(checks.KINDS)}]")
    found = [
        _shown(current)
        for one in catalogue.all_templates()
        if (current := commands.current_template(catalogue.stand_in_id(one.key))) and wanted in ("", current.kind)
    ]
    return JsonResponse({"templates": found})


@page(PUBLIC)
@for_callers_with_a_key
def received_texts(request: HttpRequest, key: Key) -> HttpResponse:
    """Nobody writes back to the stand-in."""
    return JsonResponse(
        {"received_text_messages": [], "links": {"current": f"{_base(request)}/v2/received-text-messages"}}
    )


@page(PUBLIC)
@for_callers_with_a_key
def letter_pdf(request: HttpRequest, key: Key, what: str) -> HttpResponse:
    """There are no letters."""
    if queries.one(key, _id(what, "notification_id")) is None:
        raise Refuse(404, "NoResultFound", "No result found")
    raise Refuse(400, checks.VALIDATION, "Notification is not a letter")
