"""Accounts for tests: who looks after whom."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from dps.estate.commands import load_estate
from dps.estate.queries import forget_kept
from dps.identity.accounts.catalogue import load_roles
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account, AdministeredPrison
from dps.identity.users.permissions import CENTRAL, LOCAL
from dps.platform.access import Actor

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SESSION_AND_ACCOUNT = 2


def make_estate() -> None:
    """Prisons and the catalogue of roles."""
    load_estate()
    forget_kept()
    load_roles()


def make(username: str, **given: Any) -> Account:
    """An account of prison staff in Leeds, unless said otherwise."""
    caseloads = given.pop("caseloads", ["LEI"])
    looks_after = given.pop("looks_after", [])
    roles = sorted({*given.pop("roles", []), *(["PRISON"] if caseloads else [])})
    first, last = given.pop("name", ("Aisha", "Holroyd"))
    account = Account(
        username=username,
        first_name=first,
        last_name=last,
        roles=roles,
        caseloads=caseloads,
        active_caseload=given.pop("active_caseload", caseloads[0] if caseloads else ""),
        **{"email": f"{username.lower()}@justice.gov.uk", "source": "nomis", **given},
    )
    if "password" not in given:
        account.password = "argon2$one-that-nobody-types"
    account.save()
    AdministeredPrison.objects.bulk_create(AdministeredPrison(account=account, prison=code) for code in looks_after)
    return account


def make_central(username: str = "CENTRAL_ADM", *more: str) -> Account:
    """A central administrator, with more roles."""
    return make(username, roles=[CENTRAL, *more], caseloads=[], is_administrator=True, name=("Cora", "Bell"))


def make_local(username: str = "LEEDS_ADM", *more: str, looks_after: tuple[str, ...] = ("LEI",)) -> Account:
    """Somebody who looks after the users of Leeds."""
    return make(
        username,
        roles=[LOCAL, *more],
        caseloads=[],
        is_administrator=True,
        looks_after=looks_after,
        name=("Lee", "Dunn"),
    )


def acting(account: Account) -> Actor:
    """The account as it is in the database now, acting."""
    return actor_of(Account.objects.get(pk=account.pk))


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client
