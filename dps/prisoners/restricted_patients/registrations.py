from collections.abc import Mapping
from typing import Any

from dps.estate import queries as estate


def _describe(key: str, state: Mapping[str, Any]) -> str:
    if not state.get("supporting_prison"):
        return "Not a restricted patient"
    return f"{estate.agency_name(state['hospital'])}, looked after by {estate.agency_name(state['supporting_prison'])}"


def register() -> None:
    """Grants, the tile, the kind of change, and the nightly look at who is held no longer."""
    from dps.identity.home import tiles
    from dps.platform import access
    from dps.platform.jobs import upkeep
    from dps.prisoners.changes import kinds
    from dps.prisoners.restricted_patients import jobs
    from dps.prisoners.restricted_patients.commands import KIND
    from dps.prisoners.restricted_patients.permissions import GRANTS, PatientPermission

    access.register(GRANTS)
    upkeep.register("restricted patients", jobs.nightly)
    kinds.register(
        kinds.Kind(
            KIND,
            title=lambda key: "Restricted patient",
            describe=_describe,
        )
    )
    tiles.register(
        tiles.Tile(
            "Restricted patients",
            "People discharged to a secure hospital: find, add, change, remove",
            "restricted_patients",
            PatientPermission.SEE,
            45,
        )
    )
