"""The same write sent again is done once: `Idempotency-Key`.

The first runs in one transaction with the row that remembers it; the same key meanwhile waits for it, and then gets the
same answer. What was refused is not remembered: nothing was done, so it may be tried again.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from dps.platform import local_time
from dps.platform.api.bearer import caller_of
from dps.platform.api.models import AnsweredWrite
from dps.platform.web.problems import problem

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEEP = timedelta(days=1)
_KEY = re.compile(r"\A[!-~]{1,200}\Z")


def once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """`answer()` the first time; the kept answer for the same key of the same caller. 422 when what is asked differs.

    Raises Unauthenticated.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return answer()
    if not _KEY.match(key):
        return problem(request, 400, detail=f"{HEADER} must be 1 to 200 printable characters without spaces.")
    caller = caller_of(request).key[:500]
    asked = hashlib.sha256(
        b"\x00".join([str(request.method).encode(), request.get_full_path().encode(), request.body])
    ).hexdigest()
    with transaction.atomic():
        if not _is_first(caller, key, asked):
            return _again(request, caller, key, asked)
        response = answer()
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif response.status_code >= 400:
            AnsweredWrite.objects.filter(caller=caller, key=key).delete()
        else:
            AnsweredWrite.objects.filter(caller=caller, key=key).update(
                status=response.status_code,
                content_type=response.get("Content-Type", "")[:100],
                body=response.content,
            )
    return response


def forget_old() -> None:
    """Drop what was answered more than a day ago. Run every night."""
    AnsweredWrite.objects.filter(at__lt=local_time.now() - KEEP).delete()


def _is_first(caller: str, key: str, asked: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_api_answeredwrite (caller, key, asked_hash, content_type, body, at)"
            " VALUES (%s, %s, %s, '', '', %s) ON CONFLICT DO NOTHING",
            [caller, key, asked, local_time.now()],
        )
        return bool(cursor.rowcount)


def _again(request: HttpRequest, caller: str, key: str, asked: str) -> HttpResponse:
    kept = AnsweredWrite.objects.filter(caller=caller, key=key).first()
    if kept is None or kept.status is None:
        return problem(request, 409, detail="The first request with this key is not done. Send it again.")
    if kept.asked_hash != asked:
        return problem(request, 422, detail=f"This {HEADER} was used for another request.")
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    response[REPLAYED] = "true"
    return response
