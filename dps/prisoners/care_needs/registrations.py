from collections.abc import Mapping
from typing import Any

from dps.prisoners.profile.frame import Opened


def register() -> None:
    """The section of the Personal tab, and the operation."""
    from dps.platform import api as platform_api
    from dps.prisoners.care_needs import api, presenters, queries
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    def present(read: Any, person: Opened) -> Mapping[str, Any]:
        past = panels.Link(f"Past care needs ({read['past']})", "personal/care-needs/past/", Part.BASIC)
        needs = [presenters.need_row(one) for one in queries.needs_from(read["now"])]
        return {"needs": needs, "links": [past]}

    panels.register(
        panels.Panel(
            "care-needs", "Care needs", panels.CARE_NEEDS, Part.BASIC, queries.PANEL, present,
            "prisoners/care_needs/panel.html.jinja",
        )
    )  # fmt: skip
    platform_api.register(api.router, "/prisoners")
