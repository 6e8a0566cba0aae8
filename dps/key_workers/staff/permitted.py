"""Who may change workers: those who allocate at the prison, and systems that manage key work (key-workers.md 6)."""

from dps.key_workers.permissions import ALLOCATE, SEE, KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.platform.access import Actor, holds, require


def require_allocator(actor: Actor, prison: str, policy: Policy) -> None:
    """Refuse whoever may not manage the workers of a prison. Raises NotAllowed."""
    if not holds(actor, KeyWorkPermission.MANAGE_BY_SYSTEM):
        require(actor, ALLOCATE[policy], prison=prison)


def may_allocate(actor: Actor, policy: Policy) -> bool:
    """Whether they manage workers where they are working now."""
    return holds(actor, ALLOCATE[policy])


def may_see(actor: Actor, policy: Policy) -> bool:
    """Whether they see all workers where they are working now."""
    return holds(actor, SEE[policy])
