"""Letting somebody into a client, and ending what that gave: tokens live and die with the session they came from."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from oauth2_provider.models import get_access_token_model, get_refresh_token_model
from oauthlib.common import Request

from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.identity.provider import tokens
from dps.identity.provider.models import Authorisation, Client
from dps.platform import audit, local_time
from dps.platform.access import SYSTEM, Actor

NOTE_USE_EVERY = timedelta(hours=1)
KEEP_ENDED = timedelta(seconds=settings.SESSION_COOKIE_AGE, days=1)
"""Long enough to notice a code or refresh token that comes a second time."""
_MOST_AT_ONCE = 5_000
SUBJECT = "client"

AccessToken, RefreshToken = get_access_token_model(), get_refresh_token_model()


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """Where somebody is signed in. `since` in seconds."""

    public_id: str
    since: int
    methods: tuple[str, ...]


@transaction.atomic
def let_in(
    *,
    client: Client,
    account: Account,
    code: str,
    session: BrowserSession,
    redirect_uri: str,
    code_challenge: str,
    nonce: str,
    scope: str,
    at: datetime,
) -> Authorisation:
    """Remember that somebody may be let into a client for this code, within 60 seconds and once."""
    made = Authorisation.objects.create(
        client=client,
        account=account,
        session=uuid.UUID(session.public_id),
        signed_in_at=datetime.fromtimestamp(session.since, UTC),
        methods=[method[:12] for method in session.methods],
        code_hash=tokens.hash_of(code),
        code_expires_at=at + timedelta(seconds=settings.OAUTH2_PROVIDER["AUTHORIZATION_CODE_EXPIRE_SECONDS"]),
        redirect_uri=redirect_uri,
        code_challenge=code_challenge,
        nonce=nonce,
        scope=scope,
        made_at=at,
    )
    audit.record(
        "LET_INTO_CLIENT", by=actor_of(account), subject_type=SUBJECT, subject_id=client.client_id[:240], at=at
    )
    return made


@transaction.atomic
def end(authorisations: Collection[uuid.UUID], *, because: str, at: datetime) -> None:
    """Revoke every token of these, for good."""
    found = list(
        Authorisation.objects.filter(pk__in=list(authorisations), ended_at=None).values_list(
            "pk", "client__client_id", "account__username"
        )
    )
    _revoke([pk for pk, _, _ in found], at)
    for _, client_id, username in found:
        audit.record(
            "TOKENS_REVOKED", by=SYSTEM, subject_type=SUBJECT, subject_id=client_id[:240],
            details={"account": username, "because": because}, at=at,
        )  # fmt: skip


@transaction.atomic
def end_with_sessions(sessions: Collection[str]) -> None:
    """These browser sessions have ended: revoke what came from them, and tell the clients that want to be told.

    In the transaction that ends the sessions; the telling is a job of the same transaction.
    """
    from dps.identity.provider.jobs import tell_of_sign_out

    found = list(
        Authorisation.objects.filter(session__in=[uuid.UUID(str(session)) for session in sessions], ended_at=None)
        .select_related("client", "account")
        .order_by("pk")
    )
    if not found:
        return
    _revoke([one.pk for one in found], local_time.now())
    told = {(one.client_id, str(one.session)): one for one in found if one.client.backchannel_logout_uri}
    for (client, session), one in told.items():
        tell_of_sign_out.defer(client=client, username=one.account.username, session=session)


def _revoke(authorisations: list[uuid.UUID], at: datetime) -> None:
    if not authorisations:
        return
    kept = RefreshToken.objects.filter(token_family__in=authorisations)
    access = list(kept.exclude(access_token=None).values_list("access_token_id", flat=True))
    kept.filter(revoked=None).update(revoked=at, access_token=None, updated=at)
    AccessToken.objects.filter(pk__in=access)._raw_delete(AccessToken.objects.db)
    Authorisation.objects.filter(pk__in=authorisations).update(ended_at=at)


def tell_token_given(*, request: Request, at: datetime) -> None:
    """Record that a client was given a token, and note its use to the hour. In the current transaction."""
    client: Client = request.client
    authorisation = tokens.found(request)
    if authorisation is None:
        by, action = Actor(username=(request.acts_for or client.client_id)[:240]), "SYSTEM_TOKEN_GIVEN"
    else:
        by = actor_of(request.user)
        action = "TOKEN_REFRESHED" if request.grant_type == "refresh_token" else "TOKEN_GIVEN"
    audit.record(action, by=by, subject_type=SUBJECT, subject_id=client.client_id[:240], at=at)
    if client.last_used_at is None or client.last_used_at <= at - NOTE_USE_EVERY:
        to_the_hour = at.replace(minute=0, second=0, microsecond=0)
        Client.objects.filter(pk=client.pk).update(last_used_at=to_the_hour)


def tell_token_refused(*, client: Client, error: str, at: datetime) -> None:
    """Record that a client that exists was refused a token."""
    audit.record(
        "TOKEN_REFUSED", by=SYSTEM, subject_type=SUBJECT, subject_id=client.client_id[:240], details={"reason": error},
        at=at,
    )  # fmt: skip


def forget_what_is_over() -> None:
    """Drop tokens that have expired and authorisations that led to none any more. Run every night."""
    now = local_time.now()
    _drop(Authorisation.objects.filter(made_at__lt=now - KEEP_ENDED))
    _drop(RefreshToken.objects.filter(created__lt=now - KEEP_ENDED))
    _drop(AccessToken.objects.filter(expires__lt=now, refresh_token=None))


def _drop(over: Any) -> None:
    while keys := list(over.order_by("pk").values_list("pk", flat=True)[:_MOST_AT_ONCE]):
        over.model.objects.filter(pk__in=keys).delete()
