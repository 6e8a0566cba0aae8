"""What addresses add to other rooms: their section, their history, their operations."""

from collections import Counter
from collections.abc import Mapping
from typing import Any


def register() -> None:
    """The section, the kind of change and the operations."""
    from dps.platform import api as platform_api
    from dps.prisoners.addresses import api, commands, presenters
    from dps.prisoners.changes import kinds
    from dps.prisoners.personal import panels
    from dps.prisoners.rules.access import Part

    kinds.register(
        kinds.Kind(
            commands.KIND, lambda key: "Address", presenters.state_in_words, Part.BASIC, Part.EDIT_SENSITIVE,
            commands.restore, now=commands.state_now,
        )
    )  # fmt: skip
    panels.register(panels.Panel("addresses", "Addresses", panels.ADDRESSES, Part.BASIC, _SQL, _present))
    platform_api.register(api.router, "/prisoners")


_SQL = """SELECT jsonb_build_object(
  'past', (SELECT count(*) FROM prisoners_address WHERE person_id = %(number)s AND ended_on <= %(today)s),
  'now', (SELECT jsonb_agg(to_jsonb(a) || jsonb_build_object('phones', (
              SELECT jsonb_agg(jsonb_build_object('type', p.type, 'number', p.number, 'extension', p.extension)
                               ORDER BY p.type, p.id)
                FROM prisoners_phone p WHERE p.address_id = a.id),
              'usages', (SELECT jsonb_agg(u.usage) FROM prisoners_addressusage u
                          WHERE u.address_id = a.id AND u.active))
            ORDER BY a.primary DESC, a.postal DESC, a.started_on DESC NULLS LAST, a.id DESC)
            FROM prisoners_address a
           WHERE a.person_id = %(number)s AND (a.ended_on IS NULL OR a.ended_on > %(today)s)))"""


def _present(read: Any, person: Any) -> Mapping[str, Any]:
    from dps.prisoners.addresses import commands, presenters
    from dps.prisoners.personal.panels import Link, Row
    from dps.prisoners.rules.access import Part

    addresses = read["now"] or []
    many, seen = Counter(map(presenters.use_in_words, addresses)), Counter[str]()
    rows = []
    for one in addresses:
        title, path = presenters.use_in_words(one), f"personal/addresses/{one['id']}/"
        seen[title] += 1
        phones = presenters.phones_in_words(one["phones"] or [])
        since = presenters.since(one)
        used = presenters.used_for(one["usages"] or [])
        about = [since[:1].upper() + since[1:], used, phones, one["comment"]]
        rows.append(
            Row(
                term=f"{title} {seen[title]}" if many[title] > 1 else title,
                words="\n".join([*presenters.lines(one), *(line for line in about if line)]),
                change=Link("Change", path, Part.EDIT_SENSITIVE),
                more=[
                    Link("Use", f"{path}use/", Part.EDIT_SENSITIVE),
                    Link("End", f"{path}end/", Part.EDIT_SENSITIVE),
                ],
                kind=commands.KIND,
                key=str(one["id"]),
            )
        )
    past = read["past"]
    links = [Link("Add an address", "personal/addresses/add/", Part.EDIT_SENSITIVE)]
    if past:
        links.append(Link(f"Past addresses ({past})", "personal/addresses/past/", Part.BASIC))
    return {"rows": rows, "empty": "None.", "links": links}
