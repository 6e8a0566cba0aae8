"""In which prisons somebody may look for people."""

from collections.abc import Sequence

from dps.estate import queries as estate
from dps.platform.access import Actor, holds
from dps.prisoners.permissions import PrisonerPermission


def searches_everywhere(actor: Actor) -> bool:
    """Whether they may look beyond their own prisons."""
    return holds(actor, PrisonerPermission.SEARCH_EVERYWHERE)


def prisons_to_search(actor: Actor) -> dict[str, str]:
    """Code to name of the prisons to choose from: the one worked in first, the rest by name; all with global search,
    else one's caseloads."""
    own = {code: estate.agency_name(code) for code in actor.caseloads}
    known = {**estate.prisons(), **own} if searches_everywhere(actor) else own
    here = actor.active_caseload
    return dict(sorted(known.items(), key=lambda pair: (pair[0] != here, pair[1], pair[0])))


def prisons_chosen(actor: Actor, chosen: Sequence[str]) -> tuple[str, ...] | None:
    """The prisons to search: those ticked; none ticked: everywhere (None) with global search, else one's caseloads."""
    if chosen:
        return tuple(chosen)
    return None if searches_everywhere(actor) else tuple(actor.caseloads)
