"""One sign-in with Microsoft in one browser: begun, kept in its session, and finished once or not at all."""

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from dps.identity.microsoft import issuer, rules
from dps.identity.sign_in.steps import CHOOSING

FLOW = "microsoft"


@dataclass(frozen=True, slots=True)
class Proved:
    """What a finished sign-in proved: who, the verified address ('' for none) and how; and where they wanted to go."""

    person: rules.Person
    address: str
    method: str
    wanted: str


class NoFlow(Exception):
    """This browser began no such sign-in, or too long ago, or finished it already."""


class NotAnew(issuer.Refused):
    """The person was to prove anew who they are, and did not. `wanted` is where they wanted to go."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        super().__init__("not proved anew")


def return_address() -> str:
    """Where the issuer sends people back to; registered there."""
    return f"{settings.PUBLIC_URL}{reverse('microsoft:returned')}"


def begin(request: HttpRequest, *, wanted: str, ours: issuer.Registration, again: bool = False, hint: str = "") -> str:
    """Remember a new sign-in, and give the address to send the person to. `again`: they must prove who they are even
    when Microsoft knows it. Raises Unreachable."""
    address = issuer.endpoints(ours).authorization
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    request.session[FLOW] = {
        "state": state, "nonce": nonce, "verifier": verifier, "wanted": wanted, "began": int(time.time()),
        "again": again,
    }  # fmt: skip
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": ours.client_id,
        "response_type": "code",
        "response_mode": "query",
        "redirect_uri": return_address(),
        "scope": "openid profile email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "prompt": "login" if again else "select_account",  # computers on a wing are shared
        **({"max_age": "0"} if again else {}),
        **({"login_hint": hint} if hint else {}),
    }
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def finish(request: HttpRequest, *, ours: issuer.Registration) -> Proved:
    """What the person who came back has proved.

    Raises NoFlow, Unreachable, Refused, NotAnew. Whatever comes of it, the sign-in is used up.
    """
    flow = request.session.pop(FLOW, None)
    state = request.GET.get("state", "")
    if not flow or not rules.is_fresh(flow.get("began"), time.time()):
        raise NoFlow
    if not constant_time_compare(state, flow["state"]):
        raise NoFlow
    if request.GET.get("iss", ours.issuer) != ours.issuer:
        raise issuer.Refused("the answer names another issuer")
    if request.GET.get("error"):
        raise issuer.Refused("Microsoft refused, or the person turned back")
    code = request.GET.get("code", "")
    if not 0 < len(code) <= 8_000:
        raise issuer.Refused("no code")
    claims = issuer.claims_for(
        code, verifier=flow["verifier"], nonce=flow["nonce"], return_to=return_address(), ours=ours
    )
    if flow.get("again") and not rules.is_proved_anew(claims, time.time()):
        raise NotAnew(flow["wanted"])
    person = rules.Person(ours.issuer, ours.client_id, str(claims["sub"]))
    return Proved(person, rules.verified_address(claims), rules.proved_by(claims), flow["wanted"])


def remember_choice(request: HttpRequest, proved: Proved) -> None:
    """Let this browser choose among the accounts of a verified address."""
    request.session[CHOOSING] = {**asdict(proved), "began": int(time.time())}


def choice(request: HttpRequest) -> Proved:
    """What this browser proved before it may choose an account. Raises NoFlow."""
    kept = request.session.get(CHOOSING)
    if not kept or "person" not in kept or not rules.is_fresh(kept.get("began"), time.time()):
        raise NoFlow
    return Proved(rules.Person(**kept["person"]), kept["address"], kept["method"], kept["wanted"])
