"""What is told of tokens and of the people they stand for."""

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from oauth2_provider.models import get_refresh_token_model

from dps.identity.models import Account, AdministeredPrison
from dps.identity.provider import rules, tokens
from dps.identity.provider.models import Client
from dps.identity.provider.permissions import ProviderPermission
from dps.platform.access import Actor, Scope, holds, scopes_of

INACTIVE: dict[str, Any] = {"active": False}


def introspected(token: str, client: Client) -> dict[str, Any]:
    """What `client` may know of a token: all of its own, or of any when it may check any; else that it is inactive."""
    try:
        good = tokens.check(token)
    except tokens.NotAToken:
        return _of_refresh_token(token, client)
    except tokens.NotGood:
        return INACTIVE
    if good.client.pk != client.pk and not may_check_any(client):
        return INACTIVE
    told = {"active": True, "token_type": "Bearer", **good.claims}
    return told | ({"username": good.account.username} if good.account is not None else {})


def _of_refresh_token(token: str, client: Client) -> dict[str, Any]:
    kept = (
        get_refresh_token_model()
        .objects.select_related("user", "access_token")
        .filter(token_checksum=tokens.hash_of(token), application=client, revoked=None)
        .first()
    )
    if kept is None or kept.access_token is None or not kept.user.is_active:
        return INACTIVE
    return {
        "active": True, "token_type": "refresh_token", "client_id": client.client_id, "iss": settings.PUBLIC_URL,
        "sub": kept.user.username, "username": kept.user.username, "scope": kept.access_token.scope,
    }  # fmt: skip


def may_check_any(client: Client) -> bool:
    """Whether a client may know of tokens of other clients."""
    actor = Actor(username=client.client_id[:240], roles=frozenset(client.authorities))
    return holds(actor, ProviderPermission.CHECK_ANY_TOKEN)


def about(good: tokens.Good) -> dict[str, Any]:
    """The claims of userinfo, by the scopes that were given."""
    account = good.account
    assert account is not None
    claims: dict[str, Any] = {
        "sub": account.username,
        **tokens.claims_about(account, good.client),
        "caseload": account.active_caseload or None,
        "caseloads": list(account.caseloads),
    }
    if "profile" in good.scopes:
        claims |= {
            "given_name": rules.capitalised(account.first_name),
            "family_name": rules.capitalised(account.last_name),
            "preferred_username": account.username,
        }
    else:
        claims.pop("name", None)
    if "email" in good.scopes and account.email:
        claims |= {"email": account.email, "email_verified": account.email_verified}
    return rules.filtered(claims, good.client.claim_filter)


def client_named_by(authorization: str, client_id: str) -> Client | None:
    """The client that says it asks, whether or not it proved it. One statement."""
    kind, _, credentials = authorization.partition(" ")
    if kind.lower() == "basic":
        try:
            client_id = base64.b64decode(credentials, validate=True).decode().partition(":")[0]
        except (binascii.Error, ValueError):
            return None
    if not client_id or "\x00" in client_id:
        return None
    found: Client | None = Client.objects.filter(client_id__in={client_id, unquote_plus(client_id)}).first()
    return found


def account_named(username: str) -> Account | None:
    """The account of this name, whatever the case. One statement."""
    return Account.objects.filter(username=username.strip().upper()).first()


def may_be_acted_for(username: str, source: str) -> bool:
    """Whether a system may say that it acts for this user name (in capitals): of an account here, one that may be used
    and is kept in the `source` that was named; '' for any. One statement."""
    found = Account.objects.filter(username=username, inactive=False, locked=False)
    return found.filter(source=source).exists() if source else found.exists()


def may_know_of(actor: Actor, account: Account) -> bool:
    """Whether somebody may see this account: their own, all, or those of prisons they look after. At most one
    statement."""
    if actor.account_id == account.pk or Scope.EVERYWHERE in scopes_of(actor, ProviderPermission.SEE_USER):
        return True
    return AdministeredPrison.objects.filter(account_id=actor.account_id, prison__in=account.caseloads).exists()


def account_of(actor: Actor) -> Account | None:
    """The account somebody acts with; None for a system. At most one statement."""
    return Account.objects.get(pk=actor.account_id) if actor.account_id is not None else None
