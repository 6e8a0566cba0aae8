"""What oauthlib asks while it answers a client: answered from our own tables, in as few statements as can be.

The toolkit's validator does the rest: which client this is, which redirect and grant it registered, revocation.
"""

import base64
import binascii
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

from django.contrib.auth.hashers import check_password
from oauth2_provider.models import get_access_token_model, get_refresh_token_model, set_token_value
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors

from dps.identity.models import Account, StaffSession
from dps.identity.provider import commands, queries, rules, tokens
from dps.identity.provider.models import Authorisation, Client
from dps.platform import local_time
from dps.platform.audit.record import where

AccessToken, RefreshToken = get_access_token_model(), get_refresh_token_model()


class Validator(OAuth2Validator):
    """One instance serves every request: all it remembers is on the request, and is read back by `found` only, since
    every parameter that a client sends looks like an attribute of the request too."""

    # which client

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """By Basic credentials, or else by those in the body; and from a network it may ask from (identity.md 2.15)."""
        right = self._authenticate_basic_auth(request) or self._authenticate_request_body(request)
        return bool(right) and rules.may_come_from(where()[0], request.client.allowed_addresses)

    def authenticate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        """A client that can keep no secret is known by its id."""
        known = super().authenticate_client_id(client_id, request, *args, **kwargs)
        return bool(known) and rules.may_come_from(where()[0], request.client.allowed_addresses)

    def _extract_basic_auth(self, request: Request) -> str | None:
        kind, _, credentials = str(request.headers.get("HTTP_AUTHORIZATION", "")).partition(" ")
        return credentials.strip() if kind.lower() == "basic" and credentials.strip() else None

    def _authenticate_basic_auth(self, request: Request) -> bool:
        """Credentials as they came, then once more decoded as RFC 6749 has them encoded: secrets hold `+`, `%` and `&`,
        and not every client encodes (identity.md 3.4)."""
        try:
            text = base64.b64decode(self._extract_basic_auth(request) or "", validate=True).decode()
        except (binascii.Error, ValueError):
            return False
        client_id, colon, secret = text.partition(":")
        if not colon:
            return False
        ways = dict.fromkeys([(client_id, secret), (unquote_plus(client_id), unquote_plus(secret))])
        return any(self._is_client(name, given, request) for name, given in ways)

    def _authenticate_request_body(self, request: Request) -> bool:
        return self._is_client(request.client_id or "", getattr(request, "client_secret", "") or "", request)

    def _is_client(self, client_id: str, secret: str, request: Request) -> bool:
        if not secret or "\x00" in client_id or self._load_application(client_id, request) is None:
            return False
        return bool(check_password(secret, request.client.client_secret))

    # what it may ask for

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return set(scopes) <= set(_scopes_of(client))

    def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        """All a client may ask for but who somebody is: for that, `openid` is to be asked for by name."""
        return [scope for scope in _scopes_of(request.client) if scope not in rules.IDENTITY_SCOPES]

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Whether the client registered this grant; for client credentials also who it says to act for."""
        if not super().validate_grant_type(client_id, grant_type, client, request, *args, **kwargs):
            return False
        if grant_type == "refresh_token" and not _signs_people_in(client):
            return False
        if grant_type == "client_credentials":
            if client.client_type != Client.CLIENT_CONFIDENTIAL:
                return False
            request.acts_for, request.acts_for_source = _acting_for(request)
        return True

    # the code

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        commands.let_in(
            client=request.client,
            account=request.user,
            code=code["code"],
            session=vars(request)["browser_session"],
            redirect_uri=request.redirect_uri,
            code_challenge=request.code_challenge,
            nonce=request.nonce or "",
            scope=" ".join(request.scopes),
            at=local_time.now(),
        )

    def validate_code(
        self, client_id: str, code: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Whether the code is good. One that comes a second time ends what the first gave (RFC 6749 4.1.2)."""
        found = (
            Authorisation.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(code_hash=tokens.hash_of(code), client=client)
            .first()
        )
        if found is None:
            return False
        now = local_time.now()
        if found.code_used_at is not None:
            commands.end([found.pk], because="its code was used twice", at=now)
            return False
        if found.code_expires_at <= now or not _is_in_force(found, found.account):
            return False
        found.client = client
        request.authorisation, request.user = found, found.account
        request.scopes, request.nonce = found.scope.split(), found.nonce
        return rules.is_verifier(request.code_verifier or "")

    def get_code_challenge(self, code: str, request: Request) -> str:
        return str(request.authorisation.code_challenge)

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        return "S256"

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Client, *args: Any, **kwargs: Any
    ) -> bool:
        request: Request = args[0]
        if redirect_uri != request.authorisation.redirect_uri:
            raise errors.InvalidGrantError(
                description="Another redirect_uri than the code was made for.", request=request
            )
        return True

    def get_authorization_code_nonce(self, client_id: str, code: str, redirect_uri: str, request: Request) -> str:
        return str(request.authorisation.nonce)

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        Authorisation.objects.filter(pk=request.authorisation.pk).update(code_used_at=local_time.now())

    # refresh tokens

    def validate_refresh_token(
        self, refresh_token: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Whether it is good. One that was exchanged before is in two hands: its whole family ends (RFC 9700 4.14)."""
        kept = (
            RefreshToken.objects.select_for_update(of=("self",))
            .select_related("access_token", "user")
            .filter(token_checksum=tokens.hash_of(refresh_token), application=client)
            .order_by("-pk")
            .first()
        )
        if kept is None:
            return False
        now = local_time.now()
        if kept.revoked is not None:
            commands.end([kept.token_family], because="its refresh token was used twice", at=now)
            return False
        found = Authorisation.objects.filter(pk=kept.token_family).first()
        over = kept.created + timedelta(seconds=client.refresh_token_seconds) <= now
        if found is None or over or kept.access_token is None or not _is_in_force(found, kept.user):
            return False
        found.client, found.account = client, kept.user
        request.authorisation, request.user, request.refresh_token_instance = found, kept.user, kept
        return True

    def get_original_scopes(self, refresh_token: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        return list(request.authorisation.scope.split())

    # giving

    def get_id_token(self, token: dict[str, Any], token_handler: Any, request: Request) -> str:
        nonce = request.nonce if request.grant_type == "authorization_code" else ""
        return tokens.identity_token(
            request.authorisation, request.user, access=token["access_token"], nonce=nonce or ""
        )

    def _save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        authorisation = tokens.found(request)
        before = vars(request).get("refresh_token_instance")
        now = local_time.now()
        access = AccessToken(
            user=request.user if authorisation else None,
            application=request.client,
            scope=token["scope"],
            expires=now + timedelta(seconds=token["expires_in"]),
        )
        set_token_value(access, token["access_token"])
        if before is not None:
            RefreshToken.objects.filter(pk=before.pk).update(revoked=now, access_token=None, updated=now)
            AccessToken.objects.filter(pk=before.access_token_id)._raw_delete(AccessToken.objects.db)
        access.save()
        if authorisation is not None:
            refresh = RefreshToken(
                user=request.user,
                application=request.client,
                access_token=access,
                token_family=authorisation.pk,
            )
            set_token_value(refresh, token["refresh_token"])
            refresh.save()
        commands.tell_token_given(request=request, at=now)

    # the rest of what a person's browser asks is looked at by the page itself (`pages/authorise.py`)

    def validate_silent_login(self, request: Request) -> bool:
        return True

    def validate_silent_authorization(self, request: Request) -> bool:
        return True

    def is_origin_allowed(self, client_id: str, origin: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        """No script of another site may ask for tokens."""
        return False


def _signs_people_in(client: Client) -> bool:
    return bool(client.authorization_grant_type == Client.GRANT_AUTHORIZATION_CODE)


def _scopes_of(client: Client) -> list[str]:
    return rules.scopes_of_client(client.scopes_allowed, signs_people_in=_signs_people_in(client))


def _is_in_force(authorisation: Authorisation, account: Account) -> bool:
    """Whether the account may still be used and the browser session it came from is not over."""
    if authorisation.ended_at is not None or not account.is_active:
        return False
    if tokens.session_ends_at(authorisation) <= local_time.now():
        return False
    return StaffSession.objects.filter(public_id=authorisation.session).exists()


def _acting_for(request: Request) -> tuple[str, str]:
    """The user name a client acts for and where the account is kept; '' and `none` for nobody (identity.md 3.3).

    Unless the client says that they are kept elsewhere, it must be somebody with an account here that may be used."""
    said = str(getattr(request, "auth_source", "") or "").strip().lower()
    source = said or rules.NO_SOURCE
    if source not in (*rules.SOURCES, rules.NO_SOURCE):
        raise errors.InvalidRequestError(
            description="auth_source is none of auth, nomis, delius, azuread, none.", request=request
        )
    given = str(getattr(request, "username", "") or "")
    acts_for = rules.stamp(given) if given else ""
    if acts_for is None:
        raise errors.InvalidRequestError(description="username cannot be a user name.", request=request)
    if acts_for and said in ("", *rules.KEPT_HERE) and not queries.may_be_acted_for(acts_for, said):
        raise errors.InvalidRequestError(description="username is no account that may be used here.", request=request)
    return acts_for, source
