"""Who a searcher may know what of, as conditions on the search record `r`: rules/access.py said in SQL, so that what
somebody may not read never decides whether a person is found. A test holds the two together."""

from dataclasses import dataclass
from typing import Any

from dps.platform.access import Actor
from dps.prisoners.permissions import viewer_of
from dps.prisoners.rules.access import GHOST, IN_TRANSIT, OUTSIDE


@dataclass(frozen=True, slots=True)
class Reach:
    """Conditions true of people whose record, and whose own-prison parts, the searcher may read."""

    opens: str
    own: str
    values: dict[str, Any]


EVERYBODY = Reach("true", "true", {})
"""Of systems that read every record."""


def reach_of(actor: Actor) -> Reach:
    """What this member of staff may read of whom."""
    viewer = viewer_of(actor)
    inactive, everywhere, supports = (viewer.has(role) for role in ("INACTIVE_BOOKINGS", "GLOBAL_SEARCH", "POM"))

    def yes(allowed: bool) -> str:
        return "true" if allowed else "false"

    supported = "r.supporting_prison = ANY (%(reach_caseloads)s)" if supports else "false"
    opens = (
        f"(r.agency <> '{GHOST}' AND CASE"
        f" WHEN r.supporting_prison <> '' THEN {yes(inactive)} OR {supported}"
        f" WHEN r.agency IN ('{OUTSIDE}', '') THEN {yes(inactive)}"
        f" WHEN r.agency = '{IN_TRANSIT}' THEN {yes(inactive or everywhere)}"
        f" WHEN r.agency = ANY (%(reach_caseloads)s) THEN true ELSE {yes(everywhere)} END)"
    )
    own = (
        f"(r.supporting_prison = '' AND r.agency NOT IN ('{OUTSIDE}', '{IN_TRANSIT}', '{GHOST}', '')"
        " AND r.agency = ANY (%(reach_caseloads)s))"
    )
    if not viewer.has("PRISON"):
        opens = own = "false"
    return Reach(opens, own, {"reach_caseloads": sorted(viewer.caseloads)})
