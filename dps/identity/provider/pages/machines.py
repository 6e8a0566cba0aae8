"""What clients ask by themselves: tokens, whether one is good, whose it is, and to revoke one."""

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from oauthlib.common import Request

from dps.identity.provider import commands, queries, tokens
from dps.identity.provider.models import Client
from dps.identity.provider.server import core
from dps.platform import local_time
from dps.platform.access import PUBLIC, page

BASIC, BEARER = 'Basic realm="dps"', 'Bearer realm="dps"'


@csrf_exempt
@page(PUBLIC, methods=("POST",))
@sensitive_post_parameters("client_secret", "code", "refresh_token", "code_verifier")
def token(request: HttpRequest) -> HttpResponse:
    """An access token for a code, a refresh token, or a client's own credentials. All in one transaction."""
    if (wrong := _malformed(request)) is not None:
        return wrong
    with transaction.atomic():
        _, headers, body, status = core().create_token_response(request)
        if status >= 400:
            _tell_refused(request, str(json.loads(body).get("error", "")))
    return _answer(body, status, headers)


@csrf_exempt
@page(PUBLIC, methods=("POST",))
def revoke(request: HttpRequest) -> HttpResponse:
    """Revoke a token of one's own, with those that hang on it (RFC 7009)."""
    if (wrong := _malformed(request)) is not None:
        return wrong
    with transaction.atomic():
        _, headers, body, status = core().create_revocation_response(request)
    return _answer(body or "", status, headers)


@csrf_exempt
@page(PUBLIC, methods=("POST",))
def introspect(request: HttpRequest) -> HttpResponse:
    """What a token of one's own stands for now (RFC 7662); of any client, for those who may check any."""
    if (wrong := _malformed(request)) is not None:
        return wrong
    client = _authenticated(request)
    if client is None:
        return _json({"error": "invalid_client"}, 401, BASIC)
    given = request.POST.get("token", "")
    if not given:
        return _json({"error": "invalid_request", "error_description": "Missing token parameter."}, 400)
    return _json(queries.introspected(given, client))


@csrf_exempt
@page(PUBLIC, methods=("GET", "POST"))
def userinfo(request: HttpRequest) -> HttpResponse:
    """Who the person of a token is and where they work, as it is now (identity.md 3.3)."""
    given = request.headers.get("Authorization", "").split()
    if len(given) != 2 or given[0].lower() != "bearer":
        return _json({"error": "invalid_request"} if given else {}, 401, BEARER)
    try:
        good = tokens.check(given[1])
    except tokens.NotGood as refused:
        return _json(
            {"error": "invalid_token", "error_description": str(refused)}, 401, f'{BEARER}, error="invalid_token"'
        )
    if good.account is None or "openid" not in good.scopes:
        wanted = f'{BEARER}, error="insufficient_scope", scope="openid"'
        return _json({"error": "insufficient_scope"}, 403, wanted)
    return _json(queries.about(good))


def _malformed(request: HttpRequest) -> HttpResponse | None:
    """Refused before anything is looked up: parameters in the address, where they would be logged, or twice."""
    if request.GET or any(len(values) > 1 for _, values in request.POST.lists()):
        return _json({"error": "invalid_request", "error_description": "Each parameter once, in the body."}, 400)
    return None


def _authenticated(request: HttpRequest) -> Client | None:
    uri, method, body, headers = core()._extract_params(request)
    oauth = Request(uri, method, body, headers)
    right = core().server.request_validator.authenticate_client(oauth)
    return oauth.client if right and oauth.client.client_type == Client.CLIENT_CONFIDENTIAL else None


def _tell_refused(request: HttpRequest, error: str) -> None:
    basic = request.headers.get("Authorization", "")
    client = queries.client_named_by(basic, request.POST.get("client_id", ""))
    if client is not None:
        commands.tell_token_refused(client=client, error=error, at=local_time.now())


def _answer(body: str, status: int, headers: dict[str, str]) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type="application/json")
    if status == 401:
        response["WWW-Authenticate"] = BASIC
    response["Cache-Control"], response["Pragma"] = "no-store", "no-cache"
    return response


def _json(told: dict[str, Any], status: int = 200, challenge: str = "") -> HttpResponse:
    response = JsonResponse(told, status=status)
    response["Cache-Control"] = "no-store"
    if challenge:
        response["WWW-Authenticate"] = challenge
    return response
