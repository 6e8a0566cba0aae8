"""Accounts in words, for lists of them."""

from dataclasses import dataclass

from django.http import QueryDict

from dps.estate import queries as estate
from dps.identity.users import rules
from dps.identity.users.search.forms import UserSearchForm
from dps.identity.users.search.queries import Found
from dps.platform.design.paging import with_changes, without_value

STATUS_TAGS = {
    rules.Status.ACTIVE: ("Active", "green"),
    rules.Status.INVITED: ("No password yet", "yellow"),
    rules.Status.PASSWORD_CHANGE_REQUIRED: ("Password change needed", "yellow"),
    rules.Status.LOCKED: ("Locked", "pink"),
    rules.Status.INACTIVE: ("Inactive", "pink"),
}
"""Words and colour of each state."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results."""

    username: str
    name: str
    email: str
    status: str
    colour: str
    caseload: str
    roles: str


def role_count(roles: list[str]) -> str:
    """`No DPS roles`, `1 DPS role`, `12 DPS roles`."""
    number = len(rules.counted(roles))
    return f"{number or 'No'} DPS {'role' if number == 1 else 'roles'}"


def full_name(first_name: str, last_name: str, username: str) -> str:
    """What people call somebody; the user name when no name is known."""
    return f"{first_name} {last_name}".strip() or username


def rows_of(found: list[Found]) -> list[Row]:
    """Lines in the order given."""
    return [
        Row(
            one.username,
            full_name(one.first_name, one.last_name, one.username),
            one.email,
            *STATUS_TAGS[one.status],
            estate.agency_name(one.active_caseload) if one.active_caseload else "",
            role_count(one.roles),
        )
        for one in found
    ]


def chips(query: QueryDict, form: UserSearchForm) -> list[dict[str, str]]:
    """The filters in use, each with the address of the search without it."""

    def chip(text: str, *names: str) -> dict[str, str]:
        return {"text": text, "remove": with_changes(query, **dict.fromkeys((*names, "page")))}

    if not form.is_valid():
        return []
    asked, named = form.cleaned_data, {name: dict(getattr(f, "choices", [])) for name, f in form.fields.items()}
    shown = []
    if asked["words"]:
        shown.append(chip(f"Name, user name or email: {asked['words']}", "words"))
    if asked["status"]:
        shown.append(chip(f"Status: {named['status'][asked['status']]}", "status"))
    if asked.get("prison"):
        shown.append(chip(f"Prison: {named['prison'][asked['prison']]}", "prison", "active"))
        if asked["active"] == "no":
            shown.append(chip("Active caseload only: No", "active"))
    if asked["lsa"]:
        shown.append(chip("Only local system administrators", "lsa"))
    shown += [
        {"text": f"Role: {named['roles'][code]}", "remove": without_value(query, "roles", code)}
        for code in asked["roles"]
    ]
    if len(asked["roles"]) > 1 and asked["match"] == "any":
        shown.append(chip("Any of the roles", "match"))
    return shown
