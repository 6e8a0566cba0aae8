from datetime import UTC, date, datetime

import pytest

from dps.identity.accounts.catalogue import load_roles
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.identity.users.bulk import commands, rules
from dps.identity.users.models import BulkChange
from dps.platform.access import Actor

NOW, TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 11, 24)


@pytest.fixture
def asker(db: None) -> Actor:
    """Somebody who changes roles in bulk, among the product's own roles."""
    load_roles()
    account = Account.objects.create(
        username="ASKER", first_name="Ann", last_name="Lee", staff_id=7, roles=["MANAGE_USER_BULK_JOBS"]
    )
    return actor_of(account)


def people(number: int, *, roles: list[str] | None = None) -> list[str]:
    """Accounts of prison staff, by user name."""
    names = [f"USER_{n:04d}" for n in range(number)]
    Account.objects.bulk_create(Account(username=name, roles=roles or ["PRISON"]) for name in names)
    return names


def confirmed(asker: Actor, names: list[str], roles: list[str], action: str = rules.ADD) -> BulkChange:
    """A change that was confirmed, and whose job has not run."""
    change = commands.begin(reference="RITM1", at=NOW, by=asker)
    commands.choose_roles(change_id=change.pk, action=action, roles=roles, today=TODAY, by=asker)
    content = "\n".join(["userId", *names]).encode()
    commands.name_people(change_id=change.pk, content=content, by=asker)
    return commands.confirm(change_id=change.pk, today=TODAY, at=NOW, by=asker)
