"""Forms on the way to a client may lead there.

Browsers hold the content security policy's `form-action` against every redirect after a form. Somebody who signs in on
the way to a client is sent there by the sign-in form, so the pages of that way name the client's address beside ours,
once it is known to be registered.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse

from dps.identity.provider import rules
from dps.identity.provider.models import Client
from dps.identity.sign_in.steps import CHOOSING, ON_THE_WAY

AUTHORISE = ("/oauth2/authorize?", "/oauth/authorize?")


def may_lead_to(response: HttpResponse, uri: str) -> HttpResponse:
    """Let the forms of this page end at `uri`, which must be a registered one."""
    if found := rules.origin(uri):
        response._csp_update = {"form-action": [found]}
    return response


def name_the_client(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. One statement, and only on the way to a client."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        onward = _onward(request)
        return may_lead_to(response, _registered(onward)) if onward.startswith(AUTHORISE) else response

    return handle


def _onward(request: HttpRequest) -> str:
    """Where the person will be once they are signed in."""
    sent = request.GET.get("next") or (request.POST.get("next") if request.method == "POST" else "") or ""
    if sent.startswith(AUTHORISE):
        return sent
    if not hasattr(request, "session") or not request.session.accessed:
        return ""
    state = request.session.get(ON_THE_WAY) or request.session.get(CHOOSING)
    if state:
        return str(state.get("wanted", ""))
    return ""


def _registered(onward: str) -> str:
    """The redirect address of a request to let somebody in; '' unless its client registered it."""
    try:
        asked = parse_qs(urlsplit(onward).query)
    except ValueError:
        return ""
    client_id, uri = asked.get("client_id", [""])[-1], asked.get("redirect_uri", [""])[-1]
    if not client_id or "\x00" in client_id:
        return ""
    client = Client.objects.filter(client_id=client_id).first()
    if client is None:
        return ""
    if uri:
        return uri if client.redirect_uri_allowed(uri) else ""
    registered = client.redirect_uris.split()
    return registered[0] if len(registered) == 1 else ""
