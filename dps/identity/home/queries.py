"""Reads of the home page."""

import time

from dps.identity.home import rules
from dps.identity.home.tiles import Shown, tiles_for
from dps.identity.models import Service
from dps.platform.access import Actor

KEEP_SECONDS = 30.0
_kept: tuple[float, list[Service]] = (float("-inf"), [])


def forget_kept() -> None:
    """Read the services afresh next time."""
    global _kept
    _kept = (float("-inf"), [])


def _enabled() -> list[Service]:
    global _kept
    if time.monotonic() - _kept[0] > KEEP_SECONDS:
        _kept = (time.monotonic(), list(Service.objects.filter(enabled=True)))
    return _kept[1]


def services_of(actor: Actor) -> list[Shown]:
    """Every service `actor` may open, of this product and others, by name. Others are read twice a minute."""
    others = [
        Shown(service.name, service.description, service.address, service.contact)
        for service in _enabled()
        if rules.is_shown(
            roles=service.roles,
            prisons=service.prisons,
            held=actor.roles,
            working_in=actor.active_caseload,
        )
    ]
    return sorted([*tiles_for(actor), *others], key=lambda shown: shown.name.casefold())


def all_services() -> list[Service]:
    """Every service of other systems, by name. One statement."""
    return list(Service.objects.order_by("name", "code"))


def service(code: str) -> Service | None:
    """One service of another system."""
    return Service.objects.filter(pk=code).first()
