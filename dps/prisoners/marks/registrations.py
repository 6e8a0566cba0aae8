from collections.abc import Mapping
from typing import Any

from dps.prisoners.profile.frame import Opened

PANEL = """
SELECT jsonb_agg(jsonb_build_object(
         'id', m.id, 'type', m.type, 'body_part', m.body_part, 'side', m.side, 'orientation', m.orientation,
         'comment', m.comment,
         'photo', (SELECT i.id FROM prisoners_image i
                    WHERE i.booking_id = m.booking_id AND i.object_type = 'OFF_IDM' AND i.object_sequence = m.sequence
                      AND i.active ORDER BY i.captured_at DESC, i.id DESC LIMIT 1)
       ) ORDER BY m.type DESC, m.body_part, m.side, m.id)
  FROM prisoners_mark m WHERE m.booking_id = %(booking)s
"""


def register() -> None:
    """The section of the Personal tab, the kind of change, and the operations."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import kinds
    from dps.prisoners.marks import api, commands, presenters, rules
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    def present(read: Any, person: Opened) -> Mapping[str, Any]:
        marks = [
            one
            | {
                "title": presenters.title(one["type"], one["body_part"], one["side"], one["orientation"]),
                "area": rules.area_with(one["body_part"], one["side"], one["orientation"]),
            }
            for one in read or []
        ]
        return {
            "marks": marks,
            "dots": presenters.dots(marks),
            "size": (rules.WIDTH, rules.HEIGHT),
            "links": [
                *[
                    panels.Link(f"Add a {kind}", f"personal/marks/add/{kind}/", Part.EDIT_SENSITIVE)
                    for kind in rules.TYPES
                ],
                panels.Link("All photographs of marks", "personal/marks/photos/", Part.BASIC),
            ],
        }

    kinds.register(
        kinds.Kind(commands.KIND, lambda key: "Tattoo, scar or mark", presenters.described, restore=commands.restore)
    )
    panels.register(
        panels.Panel(
            "marks",
            "Tattoos, scars and marks",
            panels.MARKS,
            Part.BASIC,
            PANEL,
            present,
            "prisoners/marks/panel.html.jinja",
        )
    )
    platform_api.register(api.router, "/prisoners")
