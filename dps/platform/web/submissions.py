"""One form, one write: a double click, a resend or the Back button does the same thing once.

Every form carries a token. The first post of a token runs in one transaction with the row that remembers it; another
post of the same token waits for the first, and is then led to where the first was led.
"""

import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dps.platform import local_time

FIELD = "submission"
View = Callable[[HttpRequest], HttpResponse]


def token_field() -> SafeString:
    """The hidden field of a fresh form."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())


def _token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def once(get_response: View) -> View:
    """Middleware. Posts without a token, or of nobody who is signed in, pass as they are."""

    def handle(request: HttpRequest) -> HttpResponse:
        token = _token(request) if request.method == "POST" and request.actor.is_signed_in else None
        if token is None:
            return get_response(request)
        with transaction.atomic():
            first, went_to = _take(token, request)
            if not first:
                return HttpResponseRedirect(went_to)
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif 300 <= response.status_code < 400 and not urlsplit(response["Location"]).netloc:
                _remember(token, response["Location"])
            else:  # refused in words: the page shown has a token of its own, and this one may be tried again
                _forget(token)
        return response

    return handle


def _take(token: uuid.UUID, request: HttpRequest) -> tuple[bool, str]:
    """Whether this is the first post of the token; for a later one, where the first was led. A token that another
    account used, or used for another address, is no repeat."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO web_submission (token, username, path, went_to, at) VALUES (%s, %s, %s, '', %s)"
            " ON CONFLICT DO NOTHING",
            [token, request.actor.username, request.path[:500], local_time.now()],
        )
        if cursor.rowcount:
            return True, ""
        cursor.execute(
            "SELECT went_to FROM web_submission WHERE token = %s AND username = %s AND path = %s",
            [token, request.actor.username, request.path[:500]],
        )
        found = cursor.fetchone()
    return (True, "") if found is None or not found[0] else (False, found[0])


def _remember(token: uuid.UUID, went_to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE web_submission SET went_to = %s WHERE token = %s", [went_to[:2000], token])


def _forget(token: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM web_submission WHERE token = %s AND went_to = ''", [token])
