from datetime import UTC, date, datetime

import pytest

from dps.identity.accounts.catalogue import load_roles
from dps.identity.accounts.commands import actor_of
from dps.identity.external.models import Group, GroupMember, GroupRole
from dps.identity.models import Account
from dps.platform.access import Actor

NOW, TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 11, 24)
LOCAL = Account.Source.LOCAL


def somebody(name: str, *groups: str, roles: list[str] | None = None, **details: object) -> Account:
    """Somebody outside prisons, in these groups."""
    email = f"{name.lower()}@police.uk"
    account = Account.objects.create(
        username=email.upper(), email=email, first_name=name.title(), last_name="Tester", source=LOCAL, roles=roles or [],
        **{"password": "x", **details},
    )  # fmt: skip
    for code in groups:
        GroupMember.objects.create(group=Group.objects.get(code=code), account=account, added_by="SYS", added_at=NOW)
    return account


def acting(account: Account) -> Actor:
    account.refresh_from_db()
    return actor_of(account)


@pytest.fixture
def catalogue(db: None) -> None:
    """The product's roles, and three groups: a court's, with a role given at once; a police force's; an empty one."""
    load_roles()
    for code, name in (("COURT", "Leeds Crown Court"), ("PF_LONDON", "Pathfinder London"), ("EMPTY", "Empty group")):
        Group.objects.create(code=code, name=name)
    for code, role, automatic in (
        ("COURT", "VIDEO_LINK_COURT_USER", True),
        ("COURT", "GLOBAL_SEARCH", True),
        ("COURT", "PECS_COURT", False),
        ("PF_LONDON", "PF_POLICE", False),
    ):
        GroupRole.objects.create(group=Group.objects.get(code=code), role_id=role, automatic=automatic)


@pytest.fixture
def keeper(catalogue: None) -> Actor:
    """Looks after everybody."""
    return acting(
        Account.objects.create(username="KEEPER", first_name="Kim", last_name="Eeper", roles=["MAINTAIN_OAUTH_USERS"])
    )


@pytest.fixture
def manager(catalogue: None) -> Actor:
    """Looks after the people of the court."""
    return acting(somebody("MANAGER", "COURT", roles=["AUTH_GROUP_MANAGER"]))
