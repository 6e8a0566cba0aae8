"""Who may do what with people. Whether a *given* person may be opened is decided by `rules.access`."""

from enum import StrEnum

from dps.platform.access import Actor, Grant, Scope
from dps.prisoners.rules.access import Viewer


class PrisonerPermission(StrEnum):
    SEARCH_MY_PRISON = "prisoners:search:prison"
    SEARCH_EVERYWHERE = "prisoners:search:global"
    SEE = "prisoners:person:see"


GRANTS = [
    Grant("PRISON", PrisonerPermission.SEARCH_MY_PRISON, Scope.ACTIVE_CASELOAD),
    Grant("GLOBAL_SEARCH", PrisonerPermission.SEARCH_EVERYWHERE),
    Grant("PRISON", PrisonerPermission.SEE),
]


def viewer_of(actor: Actor) -> Viewer:
    """The member of staff as the access rules see them."""
    return Viewer(actor.roles, frozenset(actor.caseloads), actor.active_caseload)
