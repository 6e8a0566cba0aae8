"""What a client does, in steps, for tests of several rooms."""

import base64
import hashlib
import json
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from dps.identity.provider import keys
from dps.identity.provider.models import Client, SigningKey
from dps.platform import local_time, sealing

SECRET = "a+b%20&c=d<e>$!-0123456789-0123456789-0123456789-0123456789"
CALLBACK = "https://rp.example/callback"
AFTERWARDS = "https://rp.example/bye"
VERIFIER = "a-verifier-of-some-length-0123456789-0123456789"


@cache
def _made_once() -> RSAKey:
    return RSAKey.generate_key(keys.BITS, private=True)


def have_a_key() -> SigningKey:
    """A real signing key, made once for all tests: making one takes a tenth of a second."""
    made = _made_once()
    return SigningKey.objects.create(
        kid=made.thumbprint(),
        private_sealed=sealing.seal(made.as_pem(private=True), purpose=keys.PURPOSE),
        public=made.as_dict(private=False),
        made_at=local_time.now(),
    )


def make_client(client_id: str = "rp", **more: Any) -> Client:
    """A client that signs people in, unless told otherwise."""
    details: dict[str, Any] = {
        "base_id": client_id,
        "name": "Some system",
        "client_type": "confidential",
        "authorization_grant_type": "authorization-code",
        "client_secret": SECRET,
        "redirect_uris": CALLBACK,
        "post_logout_redirect_uris": AFTERWARDS,
        **more,
    }
    return Client.objects.create(client_id=client_id, **details)


def make_machine(client_id: str = "machine", roles: tuple[str, ...] = (), **more: Any) -> Client:
    return make_client(
        client_id, authorization_grant_type="client-credentials", authorities=list(roles), redirect_uris="", **more
    )


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def wish(**changed: str | None) -> dict[str, str]:
    """The query of a request to let somebody in; None leaves a parameter out."""
    asked: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "rp",
        "redirect_uri": CALLBACK,
        "scope": "openid profile email read",
        "state": "some-state",
        "nonce": "some-nonce",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
        **changed,
    }
    return {name: value for name, value in asked.items() if value is not None}


def authorise(browser: Browser, path: str = "/oauth2/authorize", **changed: str | None) -> HttpResponse:
    return browser.get(f"{path}?{urlencode(wish(**changed))}")


def told(response: HttpResponse) -> dict[str, str]:
    """What a redirect says to the client."""
    assert response.status_code == 302, (response.status_code, response.content[:300])
    assert response["Location"].startswith(CALLBACK), response["Location"]
    return {name: values[-1] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def basic(client_id: str = "rp", secret: str = SECRET) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


def ask_token(
    browser: Browser | None = None, *, client_id: str = "rp", secret: str = SECRET, **sent: Any
) -> HttpResponse:
    """Ask the token endpoint, as a server does: without a cookie."""
    path = sent.pop("path", "/oauth2/token")
    return Browser().post(path, sent, headers=basic(client_id, secret))


def exchange(code: str, **changed: Any) -> HttpResponse:
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return ask_token(**{**sent, **changed})


def let_in(browser: Browser, **changed: str | None) -> dict[str, Any]:
    """All the tokens of somebody who is signed in in `browser`."""
    reply = exchange(told(authorise(browser, **changed))["code"], client_id=changed.get("client_id") or "rp")
    assert reply.status_code == 200, reply.content
    found: dict[str, Any] = reply.json()
    return found


def refresh(token: str, **changed: Any) -> HttpResponse:
    return ask_token(**{"grant_type": "refresh_token", "refresh_token": token, **changed})


def machine_token(client: Client, /, **sent: str) -> str:
    reply = ask_token(client_id=client.client_id, grant_type="client_credentials", **sent)
    assert reply.status_code == 200, reply.content
    return str(reply.json()["access_token"])


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def published() -> KeySet:
    return KeySet.import_key_set(Browser().get("/.well-known/jwks.json").json())


def claims_of(token: str) -> dict[str, Any]:
    """The claims of a token, its signature checked with the keys that are published."""
    return dict(jwt.decode(token, published(), algorithms=["RS256"]).claims)


def header_of(token: str) -> dict[str, Any]:
    part = token.partition(".")[0]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found
