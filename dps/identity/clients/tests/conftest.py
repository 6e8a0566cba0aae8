from datetime import UTC, datetime
from typing import Any

import pytest

from dps.identity.clients.commands import register_client
from dps.identity.models import Role
from dps.identity.provider.models import Client
from dps.platform.access import SYSTEM, Actor

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADMIN = Actor("OLA_ADM", account_id=1, roles=frozenset({"OAUTH_ADMIN"}))
ROTATOR = Actor("ROTATOR", account_id=2, roles=frozenset({"CLIENT_ROTATION_ADMIN"}))
READER = Actor("READER", account_id=3, roles=frozenset({"OAUTH_VIEW_ONLY_CLIENT"}))


@pytest.fixture
def roles(db: None) -> None:
    """A few of the catalogue."""
    for code in ("VIEW_PRISONER_DATA", "GLOBAL_SEARCH", "CREATE_USER", "OAUTH_ADMIN"):
        Role.objects.create(code=code, name=code.replace("_", " ").capitalize())


@pytest.fixture
def visits(roles: None) -> Client:
    """A system that signs people in."""
    return make(name="Prison visits booking", client_id="visits")


def make(**changes: Any) -> Client:
    """A system registered by the product itself; people sign in to it unless told otherwise."""
    for_people = {"grant": "authorization-code", "redirect_uris": ["https://visits.example.uk/back"]}
    given = {"name": "Visits", "roles": ["VIEW_PRISONER_DATA"], "by": SYSTEM, "at": AT, **for_people, **changes}
    return register_client(**given)[0]
