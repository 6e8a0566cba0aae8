"""What was sent, for administrators; receipts; and the inbox of the stand-in."""

import hmac
import json
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from dps.platform.access import PUBLIC, holds, page
from dps.platform.design.forms import cleaned_text
from dps.platform.design.paging import Pages, page_number
from dps.platform.notify import catalogue, markdown, presenters, queries, rules, templating
from dps.platform.notify.commands import administration
from dps.platform.notify.commands.receipts import take_receipt
from dps.platform.notify.forms import MessagesForm
from dps.platform.notify.permissions import NotifyPermission
from dps.platform.notify.rules import State
from dps.platform.notify.stand_in import keys
from dps.platform.web.refusals import NotFound

LONGEST_RECEIPT = 20_000


@page(NotifyPermission.SEE, administration=True)
def list_of_messages(request: HttpRequest) -> HttpResponse:
    """Messages, the newest first, and how sending is doing."""
    form = MessagesForm(request.GET)
    wanted = form.wanted()
    total = queries.total(wanted)
    pages = Pages(page_number(request.GET.get("page", "")), queries.A_PAGE, total, request.GET)
    health = queries.health()
    context = {
        "form": form,
        "rows": presenters.rows(queries.messages(wanted, max(pages.first - 1, 0))),
        "pages": pages,
        "more": total >= queries.MOST_COUNTED,
        "filtered": wanted != queries.Wanted(),
        "health": health,
        "health_words": presenters.health_words(health),
        "facts": presenters.health_facts(health),
        "may_act": holds(request.actor, NotifyPermission.ACT),
    }
    return render(request, "notify/messages.html.jinja", context)


@page(NotifyPermission.SEE, administration=True)
def one_message(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """One message: where it is, what happened to it, and what it says to those who may read that."""
    found = queries.message(message_id)
    if found is None:
        raise NotFound(message_id)
    repeated = queries.repeat_of(message_id)
    may_act = holds(request.actor, NotifyPermission.ACT)
    may_read = holds(request.actor, NotifyPermission.READ)
    if may_read:
        administration.note_that_it_was_read(request.actor, found)
    state = State(found.state)
    context = {
        "message": found,
        "tag": presenters.tag(state),
        "kind": presenters.KINDS[found.kind],
        "to": rules.masked(found.recipient),
        "timeline": presenters.timeline(queries.steps_of(message_id)),
        "content": presenters.content(found) if may_read else None,
        "repeated": repeated,
        "may_send_again": may_act and administration.can_be_sent_again(found) and repeated is None,
        "may_cancel": may_act and rules.may_cancel(state),
    }
    return render(request, "notify/message.html.jinja", context)


@page(NotifyPermission.ACT, methods=("POST",), administration=True)
def send_again(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Send one message again."""
    sent = administration.send_again(request.actor, message_id)
    messages.success(request, "The message will be sent again")
    return redirect("notify:message", sent)


@page(NotifyPermission.ACT, methods=("POST",), administration=True)
def cancel(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Never send one message."""
    administration.cancel(request.actor, message_id)
    messages.success(request, "The message is cancelled")
    return redirect("notify:message", message_id)


@page(NotifyPermission.ACT, methods=("POST",), administration=True)
def try_again(request: HttpRequest) -> HttpResponse:
    """Let sending go on after it was stopped."""
    administration.start_sending_again(request.actor)
    messages.success(request, "Messages are being sent again")
    return redirect("notify:messages")


@page(NotifyPermission.SEE, administration=True)
def list_of_templates(request: HttpRequest) -> HttpResponse:
    """Every template and what GOV.UK Notify has for it."""
    return render(request, "notify/templates.html.jinja", {"named": queries.templates()})


@page(NotifyPermission.SEE, administration=True)
def one_template(request: HttpRequest, template_key: str) -> HttpResponse:
    """A template with sample values in it."""
    try:
        template = catalogue.template(template_key)
    except catalogue.UnknownTemplate:
        raise NotFound(template_key) from None
    sample = {name: rules.sample_value(name) for name in template.placeholders}
    body = templating.fill(template.body, sample, bullets=template.kind == "email")
    context = {
        "template": template,
        "kind": presenters.KINDS[template.kind],
        "subject": templating.fill(template.subject or "", sample),
        "html": markdown.as_html(body) if template.kind == "email" else "",
        "plain": markdown.as_plain(body) if template.kind == "email" else body,
    }
    return render(request, "notify/template.html.jinja", context)


@page(PUBLIC, methods=("POST",))
@csrf_exempt
def receipts(request: HttpRequest) -> HttpResponse:
    """GOV.UK Notify calls here when a message arrived or failed."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), keys.receipt_token().encode()):
        return JsonResponse({"status": "unauthorised"}, status=401)
    try:
        told = json.loads(request.body) if len(request.body) <= LONGEST_RECEIPT else None
    except (ValueError, RawPostDataException, RecursionError):
        told = None
    if not isinstance(told, dict):
        return JsonResponse({"status": "unreadable"}, status=400)
    take_receipt(told)
    return JsonResponse({"status": "received"})


def _inbox_or_nothing() -> None:
    if not keys.available():
        raise NotFound


@page(PUBLIC)
def inbox(request: HttpRequest) -> HttpResponse:
    """What the stand-in would have sent, on a demonstration without a key of GOV.UK Notify."""
    _inbox_or_nothing()
    recipient = cleaned_text(request.GET.get("recipient"))[:320].lower()
    before = request.GET.get("before", "")
    shown, more = queries.inbox(recipient, int(before) if before.isascii() and before.isdigit()
                                and len(before) < 18 else None)  # fmt: skip
    context = {
        "mails": [presenters.mail(message) for message in shown],
        "more": more,
        "recipient": recipient,
        "waiting": queries.not_yet_sent(),
    }
    return render(request, "notify/inbox.html.jinja", context)


@page(PUBLIC)
def inbox_message(request: HttpRequest, mail: uuid.UUID) -> HttpResponse:
    """One message at the stand-in: as it looks, as plain text, as the API gives it."""
    _inbox_or_nothing()
    found = queries.inbox_message(mail)
    if found is None:
        raise NotFound(mail)
    return render(request, "notify/inbox_message.html.jinja", {"mail": presenters.mail(found)})
