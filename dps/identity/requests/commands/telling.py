"""The e-mails of this room. Only verified addresses are written to; nobody is told why somebody else asked."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from dps.estate import queries as estate
from dps.identity.models import Account
from dps.identity.requests.models import AccessRequest
from dps.identity.requests.queries import Catalogued, asked, named, who_decides
from dps.identity.requests.rules import Kind
from dps.platform import local_time, notify


def what(kind: Kind | str, code: str, roles: dict[str, Catalogued]) -> str:
    """A role or prison in words: `the role Update Alert`."""
    if Kind(kind).is_about_a_caseload:
        return f"the prison {estate.agency_name(code)}"
    return f"the role {named(code, roles).name}"


def wish(request: AccessRequest, roles: dict[str, Catalogued]) -> str:
    """What was asked for, in words: `to keep the role Update Alert`."""
    thing = what(request.kind, request.code, roles)
    if request.kind == Kind.REMOVAL:
        return f"to take {thing} away from {request.account.display_name}"
    return f"to keep {thing}" if request.kind in (Kind.KEEP_ROLE, Kind.KEEP_CASELOAD) else thing


def until(ends_on: date | None) -> str:
    """The last day in words."""
    return f"up to and including {local_time.long_date(ends_on)}" if ends_on else "for as long as it is needed"


def tell(account: Account, template: str, **values: str) -> None:
    """Send somebody one of this room's e-mails, when their address is verified."""
    if account.email and account.email_verified:
        greeting = {"first_name": account.first_name or account.username}
        notify.send(template, to=account.email, values=greeting | values, username=account.username)


def tell_deciders(made: Sequence[AccessRequest], asker: str, roles: dict[str, Catalogued]) -> None:
    """One e-mail to each administrator who may decide any of what was just asked for, by `asker` (a name)."""
    theirs: dict[int, tuple[Account, list[str]]] = {}
    names = estate.prisons()
    for request in made:
        found = who_decides(asked(request, named(request.code, roles).admin_types), names)
        for account in found.accounts:
            theirs.setdefault(account.pk, (account, []))[1].append(wish(request, roles))
    for account, wishes in theirs.values():
        tell(account, "access-asked", asker=asker, what="; ".join(wishes), link=link("access_requests:to_decide"))


def link(url_name: str, *parts: object) -> str:
    """A whole address of this product, for an e-mail."""
    return f"{settings.PUBLIC_URL}{reverse(url_name, args=parts)}"
