"""Registering, changing, rotating and deleting clients. Secrets leave here once and are kept as hashes only."""

import secrets
import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from oauth2_provider.models import get_access_token_model

from dps.identity.clients import rules
from dps.identity.clients.models import SecretToShow
from dps.identity.clients.permissions import ClientPermission
from dps.identity.clients.values import columns_of, deployment_columns, deployment_of, settings_of
from dps.identity.models import Account, Role
from dps.identity.provider.models import Client
from dps.platform import access, audit, local_time, sealing
from dps.platform.access import SYSTEM, Actor
from dps.platform.web.refusals import Conflict, Invalid, NotAllowed, NotFound

KEEP_TO_SHOW = timedelta(minutes=10)
SUBJECT = "client"


class ChangedMeanwhile(Conflict):
    """Somebody else changed the client since the form was opened. `changes` is field to [as it was, as it is now]."""

    def __init__(self, changes: Mapping[str, list[object]]) -> None:
        self.changes = dict(changes)
        super().__init__(", ".join(self.changes))


@transaction.atomic
def register_client(
    *,
    name: str,
    roles: Sequence[str],
    by: Actor,
    at: datetime,
    grant: str = rules.ACTS_BY_ITSELF,
    redirect_uris: Sequence[str] = (),
    post_logout_redirect_uris: Sequence[str] = (),
    client_id: str = "",
    second_step: str = "none",
    scopes: Sequence[str] | None = None,
    access_token_seconds: int | None = 1_200,
    refresh_token_seconds: int | None = 43_200,
    claim_filter: str = "",
    allowed_addresses: Sequence[str] = (),
    ends_on: date | None = None,
    team: str = "",
    contact: str = "",
    reference: str = "",
    backchannel_logout_uri: str = "",
    kind: str = "SERVICE",
) -> tuple[Client, str]:
    """A new client and its secret, which is never to be had again (identity.md 2.15). Without a `client_id`, one is
    made from the name; without `scopes`, it gets those usual for its grant. Raises NotAllowed, and Invalid with every
    problem at once."""
    access.require(by, ClientPermission.ADMINISTER)
    settings = rules.tidy(
        rules.Settings(
            name=name, grant=grant, roles=tuple(roles),
            scopes=tuple(rules.USUAL_SCOPES.get(grant, ()) if scopes is None else scopes),
            redirect_uris=tuple(redirect_uris),
            post_logout_redirect_uris=tuple(post_logout_redirect_uris), backchannel_logout_uri=backchannel_logout_uri,
            access_token_seconds=access_token_seconds, refresh_token_seconds=refresh_token_seconds,
            second_step=second_step, claim_filter=claim_filter, allowed_addresses=tuple(allowed_addresses),
            ends_on=ends_on, reference=reference,
        )
    )  # fmt: skip
    deployment = rules.Deployment(kind=kind, team=team.strip(), contact=contact.strip())
    base_id = client_id.strip() or _free_id(rules.client_id_from(settings.name))
    found = _problems(settings, by=by, at=at) | rules.deployment_problems(deployment)
    if words := rules.client_id_problem(base_id):
        found["client_id"] = words
    elif _taken(base_id):
        found["client_id"] = "There is already a client with this id"
    elif _is_somebody(base_id):
        found["client_id"] = "There is already an account with this user name"
    if found:
        raise Invalid(found)
    client, secret = _save(base_id, base_id, columns_of(settings) | deployment_columns(deployment), at=at)
    _tell("CLIENT_REGISTERED", client, by=by, at=at, settings=rules.as_plain(settings))
    return client, secret


@transaction.atomic
def change_client(
    base_id: str, *, by: Actor, at: datetime, seen: Mapping[str, object] | None = None, **changed: Any
) -> None:
    """Change settings of all copies, never their secrets. `changed` are fields of `rules.Settings`; `seen` the plain
    settings the change was made upon, None when they have just been read. Tokens given before end when a role is taken
    away. Raises NotAllowed, NotFound, Invalid, and ChangedMeanwhile when they are no longer as seen."""
    access.require(by, ClientPermission.ADMINISTER)
    copies = _for_change(base_id)
    before = settings_of(copies[0])
    if seen is not None and (other := rules.changes(seen, rules.as_plain(before))):
        raise ChangedMeanwhile(other)
    lines = {field: tuple(value) if isinstance(value, list) else value for field, value in changed.items()}
    after = rules.tidy(rules.Settings(**(asdict(before) | lines)))
    if found := _problems(after, by=by, at=at, kept=before):
        raise Invalid(found)
    changes = rules.changes(rules.as_plain(before), rules.as_plain(after))
    if not changes:
        return
    Client.objects.filter(base_id=base_id).update(**columns_of(after), updated=at)
    if not set(before.roles) <= set(after.roles):
        get_access_token_model().objects.filter(application__in=copies, user=None).delete()
    _tell("CLIENT_CHANGED", copies[0], by=by, at=at, changes=changes)


@transaction.atomic
def change_deployment(
    base_id: str, *, by: Actor, at: datetime, seen: Mapping[str, object] | None = None, **changed: str
) -> None:
    """Change who runs all copies and where. Arguments and refusals as of `change_client`."""
    access.require(by, ClientPermission.ADMINISTER)
    copies = _for_change(base_id)
    before = deployment_of(copies[0])
    if seen is not None and (other := rules.changes(seen, rules.as_plain(before))):
        raise ChangedMeanwhile(other)
    after = rules.Deployment(**(asdict(before) | {field: value.strip() for field, value in changed.items()}))
    if found := rules.deployment_problems(after):
        raise Invalid(found)
    if changes := rules.changes(rules.as_plain(before), rules.as_plain(after)):
        Client.objects.filter(base_id=base_id).update(**deployment_columns(after), updated=at)
        _tell("CLIENT_DEPLOYMENT_CHANGED", copies[0], by=by, at=at, changes=changes)


@transaction.atomic
def duplicate_for_rotation(base_id: str, *, by: Actor, at: datetime) -> tuple[Client, str]:
    """One more copy with a secret of its own, so that the old one can go once nothing uses it.

    Raises NotAllowed (also when the client holds roles that only an OAUTH_ADMIN may hand on), NotFound, and Conflict
    when three are live already.
    """
    access.require(by, ClientPermission.ROTATE)
    copies = _for_change(base_id)
    settings = settings_of(copies[0])
    if beyond := _roles_beyond(settings.roles, by):
        raise NotAllowed(f"only an OAUTH_ADMIN may rotate a client that holds {', '.join(beyond)}")
    if len(copies) >= rules.MOST_LIVE:
        raise Conflict(f"{base_id} has {rules.MOST_LIVE} copies already: delete one that is not used")
    taken = [copy.client_id for copy in copies]
    while _is_somebody(client_id := rules.next_copy(base_id, taken)):
        taken.append(client_id)
    shared = columns_of(settings) | deployment_columns(deployment_of(copies[0]))
    client, secret = _save(base_id, client_id, shared, at=at)
    _tell("CLIENT_DUPLICATED", client, by=by, at=at, copies=len(copies) + 1)
    return client, secret


@transaction.atomic
def delete_client(client_id: str, *, by: Actor, at: datetime) -> bool:
    """Delete one copy with every token it was given; True when it was the last, so that nothing is left of the client.
    Who may only rotate cannot delete the last. Raises NotAllowed, NotFound."""
    access.require(by, ClientPermission.ROTATE)
    client = Client.objects.filter(client_id=client_id).first()
    copies = _for_change(client.base_id) if client else []
    client = next((copy for copy in copies if copy.client_id == client_id), None)
    if client is None:
        raise NotFound(client_id)
    last = len(copies) == 1
    if last:
        access.require(by, ClientPermission.ADMINISTER)
    if _roles_beyond(client.authorities, by):
        raise NotAllowed("only an OAUTH_ADMIN may delete this client")
    SecretToShow.objects.filter(client_id=client_id).delete()
    client.delete()
    _tell("CLIENT_DELETED", client, by=by, at=at, last=last)
    return last


@transaction.atomic
def keep_to_show(secret: str, client: Client, *, session: str, by: Actor, at: datetime) -> None:
    """Keep a fresh secret sealed until its maker sees it, in the transaction that made it. `session` is the public id
    of theirs."""
    SecretToShow.objects.update_or_create(
        account_id=by.account_id,
        client_id=client.client_id,
        defaults={"sealed": sealing.seal(secret.encode(), purpose=_to_show_in(session)), "made_at": at},
    )


@transaction.atomic
def show_once(client_id: str, *, session: str, by: Actor, at: datetime) -> str | None:
    """The secret just made, for the one time it is shown; None ever after, after ten minutes, and for anybody else."""
    access.require(by, ClientPermission.ROTATE)
    kept = SecretToShow.objects.select_for_update().filter(client_id=client_id, account_id=by.account_id).first()
    if kept is None:
        return None
    kept.delete()
    if at - kept.made_at > KEEP_TO_SHOW:
        return None
    try:
        secret = sealing.unseal(kept.sealed, purpose=_to_show_in(session)).decode()
    except sealing.CannotOpen:  # asked for in another session
        return None
    audit.record("CLIENT_SECRET_SHOWN", by=by, subject_type=SUBJECT, subject_id=client_id[:240], at=at)
    return secret


def _to_show_in(session: str) -> str:
    return f"client secret to show in {session}"


def forget_unshown() -> None:
    """Drop secrets that nobody came to see. Run every night."""
    SecretToShow.objects.filter(made_at__lt=local_time.now() - KEEP_TO_SHOW).delete()


def tell_download(*, rows: int, filters: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Record that the list of clients was taken away as a file. Raises NotAllowed."""
    access.require(by, ClientPermission.SEE)
    audit.record("CLIENTS_DOWNLOADED", by=by, details={"rows": rows, "filters": dict(filters)}, at=at)


def _for_change(base_id: str) -> list[Client]:
    """The copies of a client, newest secret first, none of which anybody else changes or adds to now."""
    list(Client.objects.select_for_update().filter(base_id=base_id).order_by("pk").values_list("pk"))
    copies = list(Client.objects.filter(base_id=base_id).order_by("-secret_set_at", "-pk"))  # with those just added
    if not copies:
        raise NotFound(base_id)
    return copies


def _problems(
    settings: rules.Settings, *, by: Actor, at: datetime, kept: rules.Settings | None = None
) -> dict[str, str]:
    known = set(Role.objects.filter(code__in=settings.roles).values_list("code", flat=True))
    known |= set(kept.roles if kept else ())
    found = rules.problems(
        settings, known_roles=known, today=local_time.in_london(at).date(), kept_end=kept.ends_on if kept else None
    )
    if beyond := _roles_beyond(set(settings.roles) - set(kept.roles if kept else ()), by):
        found["roles"] = f"Only an OAUTH_ADMIN may give {', '.join(beyond)}"
    return found


def _roles_beyond(roles: Collection[str], by: Actor) -> list[str]:
    return [] if by is SYSTEM else rules.roles_beyond(roles, by.roles)


def _taken(client_id: str) -> bool:
    found = Client.objects.filter(Q(client_id=client_id) | Q(base_id=client_id[:100]))
    return bool(found.exists())


def _is_somebody(client_id: str) -> bool:
    """Whether a token of the client would name an account: both stand in `sub` (identity.md 3.3)."""
    return Account.objects.filter(username=client_id.upper()).exists()


def _free_id(wanted: str) -> str:
    taken = _taken(wanted) or _is_somebody(wanted)
    return f"{wanted}-{''.join(secrets.choice(string.ascii_lowercase) for _ in range(6))}" if taken else wanted


def _save(base_id: str, client_id: str, shared: Mapping[str, Any], *, at: datetime) -> tuple[Client, str]:
    secret = "".join(secrets.choice(rules.SECRET_ALPHABET) for _ in range(rules.SECRET_LENGTH))
    client = Client.objects.create(
        base_id=base_id,
        client_id=client_id,
        client_secret=secret,
        secret_set_at=at,
        client_type=Client.CLIENT_CONFIDENTIAL,
        algorithm=Client.RS256_ALGORITHM,
        skip_authorization=True,
        **shared,
    )
    return client, secret


def _tell(action: str, client: Client, *, by: Actor, at: datetime, **details: object) -> None:
    about = {"base_id": client.base_id, **details}
    audit.record(action, by=by, subject_type=SUBJECT, subject_id=client.client_id[:240], details=about, at=at)
