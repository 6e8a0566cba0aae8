from collections.abc import Mapping
from typing import Any

from dps.prisoners.profile.frame import Opened


def register() -> None:
    """The section of the Personal tab, and the operation.

    Property is for staff of the person's prison: prisoners.md 1.2 names no wider rule for it.
    """
    from dps.platform import api as platform_api
    from dps.prisoners.personal import panels
    from dps.prisoners.property import api, presenters, queries
    from dps.prisoners.rules.access import Part

    def present(read: Any, person: Opened) -> Mapping[str, Any]:
        return {"containers": presenters.rows(queries.containers_from(read))}

    panels.register(
        panels.Panel(
            "property", "Property", panels.PROPERTY, Part.IN_CASELOAD_ONLY, queries.PANEL, present,
            "prisoners/property/panel.html.jinja",
        )
    )  # fmt: skip
    platform_api.register(api.router, "/prisoners")
