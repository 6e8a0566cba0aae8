"""A stored client as the rules see it, and back."""

from typing import Any

from dps.identity.clients.rules import Deployment, Settings
from dps.identity.provider.models import Client

_IN_JSON = ("chat", "hosting", "namespace", "deployment", "secret_name", "id_key", "secret_key")


def settings_of(client: Client) -> Settings:
    """What this client and its copies share."""
    return Settings(
        name=client.name,
        grant=client.authorization_grant_type,
        roles=tuple(client.authorities),
        scopes=tuple(client.scopes_allowed),
        redirect_uris=tuple(client.redirect_uris.split()),
        post_logout_redirect_uris=tuple(client.post_logout_redirect_uris.split()),
        backchannel_logout_uri=client.backchannel_logout_uri,
        access_token_seconds=client.access_token_seconds,
        refresh_token_seconds=client.refresh_token_seconds,
        second_step=client.second_step,
        claim_filter=client.claim_filter,
        allowed_addresses=tuple(client.allowed_addresses),
        ends_on=client.ends_on,
        reference=client.reference,
    )


def columns_of(settings: Settings) -> dict[str, Any]:
    """The settings as columns of `Client`."""
    return {
        "name": settings.name,
        "authorization_grant_type": settings.grant,
        "authorities": list(settings.roles),
        "scopes_allowed": list(settings.scopes),
        "redirect_uris": " ".join(settings.redirect_uris),
        "post_logout_redirect_uris": " ".join(settings.post_logout_redirect_uris),
        "backchannel_logout_uri": settings.backchannel_logout_uri,
        "access_token_seconds": settings.access_token_seconds,
        "refresh_token_seconds": settings.refresh_token_seconds,
        "second_step": settings.second_step,
        "claim_filter": settings.claim_filter,
        "allowed_addresses": list(settings.allowed_addresses),
        "ends_on": settings.ends_on,
        "reference": settings.reference,
    }


def deployment_of(client: Client) -> Deployment:
    """Who runs this client and where."""
    kept = {name: str(client.deployment.get(name, "")) for name in _IN_JSON}
    return Deployment(kind=client.kind, team=client.team, contact=client.contact, **kept)


def deployment_columns(deployment: Deployment) -> dict[str, Any]:
    """The deployment as columns of `Client`."""
    return {
        "kind": deployment.kind,
        "team": deployment.team,
        "contact": deployment.contact,
        "deployment": {name: getattr(deployment, name) for name in _IN_JSON if getattr(deployment, name)},
    }
