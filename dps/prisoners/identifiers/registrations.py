"""What identity numbers add to other rooms: their section, their history, their operations."""

from collections.abc import Mapping
from typing import Any


def register() -> None:
    """The section, the kind of change and the operations."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes import kinds
    from dps.prisoners.identifiers import api, commands, presenters
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    kinds.register(
        kinds.Kind(
            commands.KIND, lambda key: "Identity number", presenters.state_in_words, Part.BASIC, Part.EDIT_SENSITIVE,
            commands.restore, now=commands.state_now,
        )
    )  # fmt: skip
    panels.register(
        panels.Panel(
            "identity-numbers", "Identity numbers", panels.IDENTITY_NUMBERS, Part.BASIC, _SQL, _present,
            "prisoners/identifiers/panel.html.jinja",
        )
    )  # fmt: skip
    platform_api.register(api.router, "/prisoners")


_SQL = """SELECT jsonb_agg(to_jsonb(i) ORDER BY i.type, i.id DESC)
  FROM (SELECT id, type, value, authority, issued_on FROM prisoners_identifier WHERE person_id = %(number)s) i"""


def _present(read: Any, person: Any) -> Mapping[str, Any]:
    from collections import Counter

    from dps.prisoners.identifiers import commands, rules
    from dps.prisoners.identifiers.presenters import lines, type_in_words
    from dps.prisoners.personal.panels import Link, Row, allowed_row
    from dps.prisoners.rules.access import Part

    of_type = Counter(one["type"] for one in read or [])
    seen: Counter[str] = Counter()
    groups: dict[str, list[Row]] = {group: [] for group in rules.GROUPS}
    for one in read or []:
        type, path = one["type"], f"personal/identity-numbers/{one['id']}/"
        seen[type] += 1
        may = type in rules.EDITABLE
        row = Row(
            term=f"{type_in_words(type)}{f' {seen[type]}' if of_type[type] > 1 else ''}",
            words=lines(one),
            change=Link("Change", path, Part.EDIT_SENSITIVE) if may else None,
            more=[Link("Remove", f"{path}remove/", Part.EDIT_SENSITIVE)] if may else [],
            kind=commands.KIND,
            key=str(one["id"]),
        )
        groups[rules.group_of(type)].append(allowed_row(row, person))
    return {
        "groups": list(groups.items()),
        "links": [Link("Add identity numbers", "personal/identity-numbers/add/", Part.EDIT_SENSITIVE)],
    }
