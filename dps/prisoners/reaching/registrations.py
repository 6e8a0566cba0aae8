"""What phones and e-mails add to other rooms: their section, their history, their operations."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any


def register() -> None:
    """The section, the kinds of change and the operations."""
    from dps.platform import api as platform_api
    from dps.prisoners.changes.kinds import Kind
    from dps.prisoners.changes.kinds import register as register_kind
    from dps.prisoners.personal import panels
    from dps.prisoners.reaching import api, commands, presenters
    from dps.prisoners.rules.access import Part

    for kind, words, describe, restore, now in (
        (commands.PHONE, "Phone number", presenters.phone_state, commands.restore_phone, commands.phone_now),
        (commands.EMAIL, "Email address", presenters.email_state, commands.restore_email, commands.email_now),
    ):
        title = partial(_title, words)
        register_kind(Kind(kind, title, describe, Part.BASIC, Part.EDIT_SENSITIVE, restore, now=now))
    panels.register(panels.Panel("phones-and-emails", "Phones and emails", panels.PHONES, Part.BASIC, _SQL, _present))
    platform_api.register(api.router, "/prisoners")


def _title(words: str, _key: str) -> str:
    return words


_SQL = """SELECT jsonb_build_object(
  'phones', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.type, p.id) FROM (
      SELECT id, type, number, extension FROM prisoners_phone WHERE person_id = %(number)s) p),
  'emails', (SELECT jsonb_agg(to_jsonb(e) ORDER BY e.address, e.id) FROM (
      SELECT id, address FROM prisoners_emailaddress WHERE person_id = %(number)s) e))"""


def _present(read: Any, person: Any) -> Mapping[str, Any]:
    from dps.prisoners.personal.panels import Link
    from dps.prisoners.reaching import commands
    from dps.prisoners.reaching.presenters import phone_in_words, phone_title
    from dps.prisoners.rules.access import Part

    phones = [(phone_title(one["type"]), phone_in_words(one), one["id"]) for one in read["phones"] or []]
    emails = [("Email address", one["address"], one["id"]) for one in read["emails"] or []]
    return {
        "rows": [*_rows(phones, "phones", commands.PHONE), *_rows(emails, "emails", commands.EMAIL)],
        "empty": "None.",
        "links": [
            Link("Add a phone number", "personal/phones/add/", Part.EDIT_SENSITIVE),
            Link("Add an email address", "personal/emails/add/", Part.EDIT_SENSITIVE),
        ],
    }


def _rows(things: list[tuple[str, str, int]], folder: str, kind: str) -> list[Any]:
    from dps.prisoners.personal.panels import Link, Row
    from dps.prisoners.rules.access import Part

    many, seen = Counter(title for title, _, _ in things), Counter[str]()
    rows = []
    for title, words, id in things:
        seen[title] += 1
        path = f"personal/{folder}/{id}/"
        rows.append(
            Row(
                term=f"{title} {seen[title]}" if many[title] > 1 else title,
                words=words,
                change=Link("Change", path, Part.EDIT_SENSITIVE),
                more=[Link("Remove", f"{path}remove/", Part.EDIT_SENSITIVE)],
                kind=kind,
                key=str(id),
            )
        )
    return rows
