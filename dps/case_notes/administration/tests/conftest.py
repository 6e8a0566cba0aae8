from collections.abc import Callable

import pytest
from django.test import Client

from dps.case_notes.tests.notes import types
from dps.identity.accounts.commands import actor_of, create_user
from dps.identity.models import Account
from dps.platform import local_time
from dps.platform.access import Actor
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_agencies, make_person

ADMINISTRATOR = ("PRISON", "DELETE_SENSITIVE_CASE_NOTES")
READS_SENSITIVE = (*ADMINISTRATOR, "VIEW_SENSITIVE_CASE_NOTES")


def account(username: str, *roles: str, caseloads: tuple[str, ...] = ("LEI",)) -> Account:
    """Ann Lee, with roles."""
    return create_user(
        username=username, password=None, first_name="Ann", last_name="Lee", email=f"{username.lower()}@b.uk",
        roles=list(roles), caseloads=list(caseloads),
    )  # fmt: skip


@pytest.fixture
def person(db: None) -> Person:
    """Somebody in Leeds; every type of note is there."""
    make_agencies()
    types()
    return make_person("A1111AA")


@pytest.fixture
def by(person: Person) -> Actor:
    """An administrator who may not read sensitive notes."""
    return actor_of(account("ADMIN", *ADMINISTRATOR))


@pytest.fixture
def signed_in(client: Client, person: Person) -> Callable[..., Client]:
    """Signs the browser in as somebody with these roles, with the second step done."""

    def as_holder(*roles: str, username: str = "SOMEBODY", caseloads: tuple[str, ...] = ("LEI",)) -> Client:
        client.force_login(account(username, *roles, caseloads=caseloads))
        session = client.session
        session.update({"password_confirmed": int(local_time.now().timestamp()), "methods": ["pwd", "otp"]})
        session.save()
        return client

    return as_holder
