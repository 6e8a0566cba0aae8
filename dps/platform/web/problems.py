"""Errors as machines read them: `application/problem+json` (RFC 9457), with nothing personal in them."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

UNDER = "/api/"
"""Everything below answers, and fails, in JSON."""
MEDIA_TYPE = "application/problem+json"
_WORDS = {
    400: "Something in that address or body could not be read.",
    401: "Send an access token: Authorization: Bearer …",
    403: "What this token stands for does not have the role for this.",
    404: "There is nothing at this address, or it may not be known to the caller.",
    405: "This address cannot be used in this way.",
    409: "Somebody else changed this first, or it is no longer in a state that allows this.",
    415: "Send the body as application/json.",
    500: "Something went wrong on our side. Quote the reference when you report it.",
    503: "The service cannot answer now. Try again in half a minute.",
}


def is_for_machines(request: HttpRequest) -> bool:
    """Whether this address answers in JSON, without sessions or forms."""
    return request.path.startswith(UNDER)


def problem(
    request: HttpRequest,
    status: int,
    *,
    detail: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """One error. `errors` has one entry for each field that is wrong: `field` ('' for the whole) and `detail`."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _WORDS.get(status, HTTPStatus(status).phrase),
        "reference": getattr(request, "request_id", ""),
    }
    if errors:
        body["errors"] = [dict(error) for error in errors]
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))
    response["Cache-Control"] = "no-store"
    return response
