"""The permission table in words: which role may do what, within which scope, and on which pages."""

import re
from collections.abc import Iterable

from dps.platform.access.addresses import Address
from dps.platform.access.grants import Grant
from dps.platform.access.pages import PUBLIC, SIGNED_IN

_HEAD = """# Who may do what

Written by `manage.py permission_table` from what every service registers; a test fails when it is out of date.
A role is held by an account; a scope says whose records the grant reaches. Whether one *given* person may be opened is
asked again with their record in hand (`dps/prisoners/rules/access.py`).
"""


def _pages(addresses: Iterable[Address], capability: str) -> str:
    shown = [
        f"`{f'{address.methods[0]} ' if address.is_operation else ''}{re.sub('<[a-z]+:', '<', address.route)}`"
        for address in addresses
        if address.capability == capability
    ]
    return ", ".join(shown) or "none yet"


def as_markdown(grants: list[Grant], addresses: list[Address]) -> str:
    """The whole table as a document: by capability, by role, and the pages that ask for no role."""
    lines = [
        _HEAD,
        "## By capability",
        "",
        "| Capability | Role | Scope | Pages |",
        "| --- | --- | --- | --- |",
    ]
    for grant in grants:
        capability = str(grant.capability)
        lines.append(f"| {capability} | {grant.role} | {grant.scope} | {_pages(addresses, capability)} |")
    lines += ["", "## By role", "", "| Role | May |", "| --- | --- |"]
    for role in sorted({grant.role for grant in grants}):
        held = [f"{grant.capability} ({grant.scope})" for grant in grants if grant.role == role]
        lines.append(f"| {role} | {'; '.join(held)} |")
    lines += [
        "",
        "## Pages that ask for no role",
        "",
        f"- Anyone, signed in or not: {_pages(addresses, PUBLIC)}",
        f"- Anyone who is signed in: {_pages(addresses, SIGNED_IN)}",
        "",
        "Pages under `/design/` exist only where the product runs on localhost.",
    ]
    return "\n".join(lines) + "\n"
