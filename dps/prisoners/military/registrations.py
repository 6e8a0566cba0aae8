from collections.abc import Mapping
from typing import Any

from dps.prisoners.profile.frame import Opened


def register() -> None:
    """The section of the Personal tab, and the kind of change."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import kinds
    from dps.prisoners.military import api, commands, presenters, queries
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    def present(read: Any, person: Opened) -> Mapping[str, Any]:
        return {
            "rows": [
                panels.Row(
                    term=presenters.branch_words(one["branch"]),
                    words=presenters.lines(one),
                    change=panels.Link("Change", f"personal/military/{one['id']}/", Part.EDIT),
                    more=[panels.Link("Remove", f"personal/military/{one['id']}/remove/", Part.EDIT)],
                    kind=commands.KIND,
                    key=str(one["id"]),
                )
                for one in read or []
            ],
            "empty": "None entered.",
            "links": [panels.Link("Add service in the armed forces", "personal/military/add/", Part.EDIT)],
        }

    kinds.register(
        kinds.Kind(
            commands.KIND,
            lambda key: "Service in the armed forces",
            presenters.described,
            edit=Part.EDIT,
            restore=commands.restore,
        )
    )
    panels.register(
        panels.Panel("military", "Service in the armed forces", panels.MILITARY, Part.BASIC, queries.PANEL, present)
    )
    platform_api.register(api.router, "/prisoners")
