from collections.abc import Mapping
from typing import Any

from dps.prisoners.profile.frame import Opened


def register() -> None:
    """The section of the Personal tab, the kind of change, the operations, and what a merge puts in order."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import kinds, merging
    from dps.prisoners.neurodiversity import api, commands, presenters, queries
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    def present(read: Any, person: Opened) -> Mapping[str, Any]:
        path = "personal/neurodiversity/"
        links = [panels.Link("Add neurodiversity", f"{path}add/", commands.MAY_CHANGE)]
        if past := read["past"]:
            links.append(panels.Link(f"Past neurodiversity records ({past})", f"{path}past/", Part.BASIC))
        return {
            "rows": [
                panels.Row(
                    term=presenters.kind_words(one["kind"]),
                    words=presenters.lines(one),
                    change=panels.Link("Change", f"{path}{one['id']}/", commands.MAY_CHANGE),
                    more=[panels.Link("End", f"{path}{one['id']}/end/", commands.MAY_CHANGE)],
                    kind=queries.KIND,
                    key=str(one["id"]),
                )
                for one in read["now"] or []
            ],
            "empty": "Nothing is recorded.",
            "links": links,
        }

    kinds.register(
        kinds.Kind(
            queries.KIND, lambda key: "Neurodiversity", presenters.described, edit=commands.MAY_CHANGE,
            restore=commands.restore, now=commands.state_now,
        )
    )  # fmt: skip
    panels.register(
        panels.Panel("neurodiversity", "Neurodiversity", panels.NEURODIVERSITY, Part.BASIC, queries.PANEL, present)
    )
    merging.register(commands.numbers_merge)
    platform_api.register(api.router, "/prisoners")
