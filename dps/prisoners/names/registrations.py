"""What names add to other rooms: their section of the Personal tab, their history, their operations."""

from collections.abc import Mapping
from typing import Any


def register() -> None:
    """The section, the kind of change and the operations."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import kinds
    from dps.prisoners.names import api, commands, presenters
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    kinds.register(
        kinds.Kind(
            commands.KIND, lambda key: "Name", presenters.state_in_words, Part.BASIC, Part.EDIT_SENSITIVE,
            commands.restore, can_restore=lambda change: change.before is not None, now=commands.state_now,
        )
    )  # fmt: skip
    panels.register(panels.Panel("names", "Names and aliases", panels.NAMES, Part.BASIC, _SQL, _present))
    platform_api.register(api.router, "/prisoners")


_SQL = """SELECT jsonb_agg(to_jsonb(n) ORDER BY n.is_working DESC, n.id)
  FROM (SELECT id, is_working, name_type, title, first_name, middle_names, last_name, suffix, date_of_birth, sex
          FROM prisoners_personname WHERE person_id = %(number)s) n"""


def _present(read: Any, person: Any) -> Mapping[str, Any]:
    from dps.prisoners.names import commands
    from dps.prisoners.names.presenters import alias_title, born_and_sex, name_in_words
    from dps.prisoners.personal.panels import Link, Row
    from dps.prisoners.rules.access import Part

    rows = []
    for place, one in enumerate(read or []):
        path = "personal/name/" if one["is_working"] else f"personal/aliases/{one['id']}/"
        more = born_and_sex(one)
        rows.append(
            Row(
                term="Name" if one["is_working"] else alias_title(one["name_type"], place),
                words="\n".join([name_in_words(one), *([more] if more and not one["is_working"] else [])]),
                change=Link("Change", path, Part.EDIT_SENSITIVE),
                kind=commands.KIND,
                key=str(one["id"]),
            )
        )
    return {"rows": rows, "links": [Link("Add an alias", "personal/aliases/add/", Part.EDIT_SENSITIVE)]}
