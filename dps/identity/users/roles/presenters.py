"""Words for the pages of roles."""

from collections.abc import Iterable
from datetime import date

from dps.identity.models import Role
from dps.identity.models.access import AdminType
from dps.identity.users.roles import rules
from dps.platform.local_time import long_date

_DONE = {
    "ROLE_CREATED": "Added to the catalogue",
    "ROLE_CHANGED": "Changed",
    "ROLE_HIDDEN": "Hidden",
    "ROLE_SHOWN": "Shown again",
    "ROLE_DELETED": "Deleted",
}
_FIELDS = {"name": "Name", "description": "Description", "admin_types": "Who may give it", "hidden_on": "Hidden from"}


def admin_types_words(codes: Iterable[str]) -> str:
    """Who may give a role, in words; an unknown kind is kept."""
    names = dict(AdminType.choices)
    in_order = sorted(codes, key=lambda code: (AdminType.values.index(code) if code in names else len(names), code))
    return ", ".join(names.get(code, code) for code in in_order) or "Nobody: it is given by the system"


def hidden_words(hidden_on: date | None, today: date) -> str:
    """Whether a role is offered; '' when it simply is."""
    if hidden_on is None:
        return ""
    when = long_date(hidden_on)
    return f"Hidden since {when}" if rules.is_hidden(hidden_on, today) else f"Will be hidden from {when}"


def done_words(action: str) -> str:
    """An audit action about a role, in words."""
    return _DONE.get(action, action.replace("_", " ").capitalize())


def change_words(details: dict[str, dict[str, list[object]]]) -> list[str]:
    """Before and after of each field, a line each."""
    return [
        f"{_FIELDS.get(field, field)}: {_said(before)} → {_said(after)}"
        for field, (before, after) in details.get("changes", {}).items()
    ]


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "nothing"
    return str(value or "nothing")


def now_words(role: Role) -> str:
    """What a role says now, for somebody whose form is out of date."""
    told = [f"Name: {role.name}", f"Who may give it: {admin_types_words(role.admin_types)}"]
    return "; ".join([*told, *([f"Description: {role.description}"] if role.description else [])])
