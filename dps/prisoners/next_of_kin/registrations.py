from collections.abc import Mapping
from typing import Any

from dps.prisoners.profile.frame import Opened


def register() -> None:
    """The section of the Personal tab, and the kind of change."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import kinds
    from dps.prisoners.next_of_kin import api, commands, presenters, queries
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    def present(read: Any, person: Opened) -> Mapping[str, Any]:
        return {
            "rows": [
                panels.Row(
                    term=presenters.name_words(one),
                    words=presenters.lines(one),
                    change=panels.Link("Change", f"personal/next-of-kin/{one['id']}/", Part.EDIT_SENSITIVE),
                    more=[panels.Link("End", f"personal/next-of-kin/{one['id']}/end/", Part.EDIT_SENSITIVE)],
                    kind=commands.KIND,
                    key=str(one["id"]),
                )
                for one in read or []
            ],
            "empty": "None entered.",
            "links": [
                panels.Link("Add next of kin or an emergency contact", "personal/next-of-kin/add/", Part.EDIT_SENSITIVE)
            ],
        }

    kinds.register(
        kinds.Kind(
            commands.KIND,
            lambda key: "Next of kin and emergency contacts",
            presenters.described,
            restore=commands.restore,
        )
    )
    panels.register(
        panels.Panel(
            "next-of-kin",
            "Next of kin and emergency contacts",
            panels.NEXT_OF_KIN,
            Part.BASIC,
            queries.PANEL,
            present,
        )
    )
    platform_api.register(api.router, "/prisoners")
