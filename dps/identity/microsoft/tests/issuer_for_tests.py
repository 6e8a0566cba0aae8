"""A small OpenID provider on loopback, with real keys, that can be told to misbehave in every way."""

import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "dps-at-microsoft", "what only the two know"
Claims = dict[str, Any]


@dataclass
class Issuer:
    """What it says can be changed by tests: `claims` of the next token, `sign` it otherwise, `answers` at a path."""

    address: str = ""
    claims: Claims = field(default_factory=dict)
    keys: dict[str, RSAKey] = field(default_factory=dict)
    published: list[str] = field(default_factory=lambda: ["one"])
    signs_with: str = "one"
    sign: Callable[["Issuer", Claims], str] | None = None
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def begin_again(self) -> None:
        """Honest, with one key published, and nothing asked of it yet."""
        self.claims, self.sign, self.signs_with, self.published = {}, None, "one", ["one"]
        for kept in (self.answers, self.asked, self.codes):
            kept.clear()

    def authorise(self, url: str) -> str:
        """What a person's browser gets at the authorisation address: where it is sent back to."""
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.address}/authorise"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert asked["client_id"] == CLIENT_ID and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token_for(self, sent: dict[str, str]) -> str | None:
        """The ID token for a code; None when anything is not as it must be."""
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or (sent["client_id"], sent["client_secret"]) != (CLIENT_ID, CLIENT_SECRET):
            return None
        challenge = urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or sent["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT_ID, "sub": "person-1", "nonce": asked["nonce"], "iat": now, "exp": now + 300,
            "email": "Aisha.Holroyd@justice.gov.uk", "email_verified": True, **self.claims,
        }  # fmt: skip
        if asked.get("max_age") == "0":
            claims = {"auth_time": now, **claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        return (self.sign or signed)(self, claims)


def signed(issuer: Issuer, claims: Claims) -> str:
    kid = issuer.signs_with
    return jwt.encode({"alg": "RS256", "kid": kid}, claims, issuer.keys[kid])


def _by_hand(alg: str, claims: Claims, secret: bytes = b"") -> str:
    """A token that no decent library would make."""
    parts = [json.dumps(part).encode() for part in ({"alg": alg, "kid": "one"}, claims)]
    said = ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    signature = hmac.digest(secret, said.encode(), "sha256") if secret else b""
    return f"{said}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def unsigned(issuer: Issuer, claims: Claims) -> str:
    return _by_hand("none", claims)


def signed_with_the_public_key_as_a_password(issuer: Issuer, claims: Claims) -> str:
    return _by_hand("HS256", claims, issuer.keys["one"].as_pem(private=False))


def signed_with_the_client_secret(issuer: Issuer, claims: Claims) -> str:
    return _by_hand("HS256", claims, CLIENT_SECRET.encode())


def signed_with_another_key_of_that_name(issuer: Issuer, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, issuer.keys["another"])


def changed_after_signing(issuer: Issuer, claims: Claims) -> str:
    header, _, signature = signed(issuer, claims).split(".")
    body = urlsafe_b64encode(json.dumps({**claims, "sub": "somebody else"}).encode()).rstrip(b"=").decode()
    return f"{header}.{body}.{signature}"


def without_a_kid(issuer: Issuer, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256"}, claims, issuer.keys["one"])


def no_token_at_all(issuer: Issuer, claims: Claims) -> str:
    return "nonsense"


class _Answers(BaseHTTPRequestHandler):
    issuer: Issuer

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self._reply({})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._reply({name: values[0] for name, values in parse_qs(sent).items()})

    def _reply(self, sent: dict[str, str]) -> None:
        issuer, path = self.issuer, self.path
        issuer.asked.append(path)
        if path in issuer.answers:
            status, headers, body = issuer.answers[path]
            return self._answer(status, body, **headers)
        if path == "/.well-known/openid-configuration":
            said: Any = {
                "issuer": issuer.address,
                "authorization_endpoint": f"{issuer.address}/authorise",
                "token_endpoint": f"{issuer.address}/token",
                "jwks_uri": f"{issuer.address}/keys",
            }
        elif path == "/keys":
            said = {
                "keys": [
                    {**issuer.keys[kid].as_dict(private=False), "kid": kid, "use": "sig"} for kid in issuer.published
                ]
            }
        elif path == "/token" and (token := issuer.token_for(sent)):
            said = {"token_type": "Bearer", "access_token": "unused", "id_token": token}
        else:
            return self._answer(400, b'{"error": "invalid_grant"}')
        return self._answer(200, json.dumps(said).encode())

    def log_message(self, *args: Any) -> None:
        """Nothing on the screen."""


def run() -> tuple[Issuer, Callable[[], None]]:
    """An issuer that answers, and how to stop it."""
    issuer = Issuer(keys={name: RSAKey.generate_key(2048) for name in ("one", "two", "another")})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Answers,), {"issuer": issuer}))
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return issuer, stop
