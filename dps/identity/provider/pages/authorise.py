"""Letting somebody into a client: they sign in here if they have not, and go back with a code."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError
from oauthlib.common import Request, add_params_to_uri

from dps.identity.provider import rules, step_up, tokens
from dps.identity.provider.commands import BrowserSession
from dps.identity.provider.models import Client
from dps.identity.provider.server import core
from dps.identity.sessions.store import METHODS, PUBLIC_ID, SINCE
from dps.platform import local_time
from dps.platform.access import PUBLIC, page

LONGEST_NONCE = 255
LONGEST_STATE = 2_000
_TOLD = ("error", "error_description", "state")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a client that exists, for an address of its own: from here on errors go back to it."""

    client: Client
    redirect_uri: str
    state: str
    scopes: list[str]
    wish: rules.Wish
    credentials: dict[str, object]


class Refused(Exception):
    """The client is told `error` (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6)."""

    def __init__(self, error: str, description: str) -> None:
        self.error, self.description = error, description
        super().__init__(error)


@csrf_exempt
@page(PUBLIC, methods=("GET", "POST"))
def authorise(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":  # sent by the client's page, so without our cookie: as a GET it comes with it
        return HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}")
    try:
        scopes, credentials = core().validate_authorization_request(request)
    except FatalClientError as error:
        return _unknown(request, error.oauthlib_error.error)
    except OAuthToolkitError as error:
        wrong = error.oauthlib_error
        return (
            _back(wrong.redirect_uri, dict(wrong.twotuples)) if wrong.redirect_uri else _unknown(request, wrong.error)
        )
    except ValueError:  # bytes that are no address
        return _unknown(request, "invalid_request")
    try:
        return _let_in(request, _looked_at(request, scopes, credentials))
    except Refused as refused:
        told = {"error": refused.error, "error_description": refused.description, "state": credentials["state"]}
        return _back(str(credentials["redirect_uri"]), told)


def _looked_at(request: HttpRequest, scopes: list[str], credentials: dict[str, object]) -> Asked:
    """What oauthlib does not look at. Raises Refused."""
    asked = request.GET
    if "request" in asked or "request_uri" in asked:
        raise Refused("request_not_supported" if "request" in asked else "request_uri_not_supported", "Not supported.")
    if asked.get("response_mode", "query") != "query":
        raise Refused("invalid_request", "Only response_mode=query is supported.")
    if not rules.is_challenge(str(credentials.get("code_challenge", ""))):
        raise Refused("invalid_request", "code_challenge must be the S256 challenge of a code verifier.")
    if len(asked.get("nonce", "")) > LONGEST_NONCE or len(asked.get("state", "")) > LONGEST_STATE:
        raise Refused("invalid_request", "nonce or state is too long.")
    wish = rules.wish(asked.get("prompt", ""), asked.get("max_age", ""))
    if wish is None:
        raise Refused("invalid_request", "prompt or max_age cannot be understood.")
    oauth: Request = credentials["request"]
    state = str(credentials["state"] or "")
    return Asked(oauth.client, str(credentials["redirect_uri"]), state, scopes, wish, credentials)


def _let_in(request: HttpRequest, asked: Asked) -> HttpResponse:
    """To the sign-in page, to a further step, or back with a code. Raises Refused."""
    if not request.actor.is_signed_in or _must_sign_in_again(request, asked):
        if asked.wish.silent:
            raise Refused("login_required", "Nobody is signed in, or not recently enough.")
        return _to_sign_in(request, asked.wish)
    if not rules.lets_in(asked.client.scopes_allowed, request.account.source):
        raise Refused("access_denied", "Accounts of this kind are not let in.")
    if (further := step_up.needed(request, asked.client)) is not None:
        if asked.wish.silent:
            raise Refused("interaction_required", "A second step is needed.")
        return further
    return _with_code(request, asked)


def _must_sign_in_again(request: HttpRequest, asked: Asked) -> bool:
    hint = request.GET.get("id_token_hint")
    if hint and ((claims := tokens.hint(hint)) is None or claims["sub"] != request.actor.username):
        return True
    ago = int(local_time.now().timestamp()) - int(request.session.get(SINCE, 0))
    return rules.is_too_long_ago(ago, asked.wish)


def _to_sign_in(request: HttpRequest, wish: rules.Wish) -> HttpResponse:
    """To the sign-in page and, once signed in, back here without what asked for signing in. Whoever must prove anew who
    they are must do so also where another system could answer for them unasked."""
    query = request.GET.copy()
    for satisfied in ("prompt", "max_age", "id_token_hint"):
        query.pop(satisfied, None)
    hint = query.pop("login_hint", [""])[-1]
    onward = {"next": f"{request.path}?{query.urlencode()}"}
    if hint and rules.stamp(hint):
        onward["username"] = hint.strip()
    if request.actor.is_signed_in or wish.again or wish.max_age is not None:
        onward["again"] = "yes"
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode(onward)}")


def _with_code(request: HttpRequest, asked: Asked) -> HttpResponse:
    session = request.session
    known = BrowserSession(
        public_id=session.setdefault(PUBLIC_ID, str(uuid.uuid4())),
        since=int(session.get(SINCE, local_time.now().timestamp())),
        methods=tuple(session.get(METHODS, ())),
    )
    request.user = request.account  # known already: not read again
    credentials = asked.credentials | {"client": asked.client, "browser_session": known}
    try:
        uri, *_ = core().create_authorization_response(request, asked.scopes, credentials, allow=True)
    except OAuthToolkitError as error:
        return _back(asked.redirect_uri, dict(error.oauthlib_error.twotuples))
    return _no_store(HttpResponseRedirect(uri))


def _back(redirect_uri: str, told: dict[str, object]) -> HttpResponse:
    """To an address that the client registered, saying who says so (RFC 9207)."""
    said = [(name, str(value)) for name, value in told.items() if value and name in _TOLD]
    return _no_store(HttpResponseRedirect(add_params_to_uri(redirect_uri, [*said, ("iss", settings.PUBLIC_URL)])))


def _unknown(request: HttpRequest, error: str) -> HttpResponse:
    """No such client, or no address of its own: nobody is sent anywhere."""
    context = {"reference": getattr(request, "request_id", ""), "error": error}
    return render(request, "provider/refused.html.jinja", context, status=400)


def _no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
