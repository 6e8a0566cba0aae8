"""Buttons that only change the form: a kind picked, the sub-types of a type shown, a ready text used."""

from collections.abc import Mapping

from dps.case_notes.adding import rules
from dps.case_notes.adding.drafts.rules import BOXES
from dps.case_notes.adding.kinds import Offered
from dps.case_notes.adding.ready_texts import queries as ready_texts
from dps.platform.access import Actor


def changed(sent: Mapping[str, str], actor: Actor, offered: Offered) -> dict[str, str]:
    """What the form shows afterwards: everything typed, and what the button is for. One statement for a ready text."""
    values = {name: sent.get(name, "") for name in BOXES}
    if (picked := offered.by_id.get(_number(sent.get("pick", "")))) is not None:
        values |= {"type": picked.type, "sub_type": picked.code}
    if "use" in sent and (wanted := _number(sent.get("ready", ""))):
        ready = next((one for one in ready_texts.usable_by(actor) if one.pk == wanted), None)
        if ready is not None:
            values["text"] = rules.joined(values["text"], ready.text)
            kind = offered.by_id.get(ready.sub_type_id or 0)
            if kind is not None and not values["type"]:
                values |= {"type": kind.type, "sub_type": kind.code}
    return values


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
