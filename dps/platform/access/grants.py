"""The permission table, put together from what each service registers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dps.platform.access.actor import SYSTEM, Actor
from dps.platform.web.refusals import NotAllowed


class Scope(StrEnum):
    """Whose records a grant reaches."""

    ACTIVE_CASELOAD = "active caseload"
    ANY_CASELOAD = "any of my caseloads"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Grant:
    """`role` may do `capability` within `scope`."""

    role: str
    capability: str
    scope: Scope = Scope.EVERYWHERE


_grants: dict[str, dict[str, Scope]] = defaultdict(dict)


def register(grants: Iterable[Grant]) -> None:
    """Add a service's grants to the permission table. Called from `AppConfig.ready`; registering twice is harmless."""
    for grant in grants:
        _grants[str(grant.capability)][grant.role] = grant.scope


def all_grants() -> list[Grant]:
    """The whole permission table, by capability then role."""
    return [
        Grant(role, capability, scope)
        for capability, roles in sorted(_grants.items())
        for role, scope in sorted(roles.items())
    ]


def scopes_of(actor: Actor, capability: str) -> frozenset[Scope]:
    """The scopes in which `actor` holds `capability`; empty when not at all. The system holds everything everywhere."""
    if actor is SYSTEM:
        return frozenset({Scope.EVERYWHERE})
    roles = _grants.get(str(capability), {})
    return frozenset(scope for role, scope in roles.items() if role in actor.roles)


def holds(actor: Actor, capability: str) -> bool:
    """Whether `actor` holds `capability` in any scope."""
    return bool(scopes_of(actor, capability))


def require(actor: Actor, capability: str, *, prison: str | None = None) -> None:
    """Refuse unless `actor` holds `capability`, within its scope when `prison` is given. Raises NotAllowed."""
    for scope in scopes_of(actor, capability):
        if (
            prison is None
            or scope is Scope.EVERYWHERE
            or (scope is Scope.ACTIVE_CASELOAD and prison == actor.active_caseload)
            or (scope is Scope.ANY_CASELOAD and prison in actor.caseloads)
        ):
            return
    raise NotAllowed(str(capability))
