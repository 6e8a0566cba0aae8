"""The services and keys of the stand-in. Nothing is kept: ids and secrets are made from SECRET_KEY."""

import uuid
from dataclasses import dataclass

from django.conf import settings

from dps.platform.sealing import derived

_NAMES = uuid.UUID("0b3f6c0a-54c5-5b21-9c6d-1f2e8a7b4c90")
LIVE, TEAM, TEST = "live", "team", "test"
REVOKED = "revoked"
OURS = "digital-prison-services"


@dataclass(frozen=True, slots=True)
class Service:
    """A service as GOV.UK Notify knows one. `trial`: it may write only to its team so far."""

    name: str
    trial: bool = False
    archived: bool = False
    has_keys: bool = True

    @property
    def id(self) -> uuid.UUID:
        return uuid.uuid5(_NAMES, self.name)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a service."""

    service: Service
    type: str
    secret: str
    revoked: bool = False


_SERVICES = (
    Service(OURS),
    Service("a-service-on-trial", trial=True),
    Service("another-service"),
    Service("a-closed-service", archived=True),
    Service("a-service-without-keys", has_keys=False),
)
SERVICES = {service.id: service for service in _SERVICES}


def available() -> bool:
    """Whether there is a stand-in at all: where the product runs on one machine and has no key of the real service."""
    return bool(settings.DEVELOPMENT and not settings.NOTIFY_API_KEY)


def _secret(service: str, type: str) -> str:
    return str(uuid.UUID(bytes=derived(f"notify stand-in {service} {type}", length=16)))


def keys_of(service: Service) -> list[Key]:
    """Every key of a service, one of them revoked."""
    if not service.has_keys:
        return []
    return [
        *(Key(service, type, _secret(service.name, type)) for type in (LIVE, TEAM, TEST)),
        Key(service, LIVE, _secret(service.name, REVOKED), revoked=True),
    ]


def development_key(type: str = LIVE, service: str = OURS) -> str:
    """A key as the official client takes it. `type`: live, team, test or revoked."""
    return f"development-{type}-{Service(service).id}-{_secret(service, type)}"


def receipt_token() -> str:
    """The bearer token GOV.UK Notify calls back with: NOTIFY_RECEIPT_TOKEN, else one made from SECRET_KEY."""
    return str(getattr(settings, "NOTIFY_RECEIPT_TOKEN", "") or derived("notify receipts").hex())
