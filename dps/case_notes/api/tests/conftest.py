import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dps.case_notes.models import NoteSubType
from dps.case_notes.tests.notes import types
from dps.identity.accounts.commands import actor_of, create_user
from dps.identity.models import Account
from dps.identity.provider.tests import flow
from dps.platform.access import Actor
from dps.prisoners.models import Person
from dps.prisoners.tests.people import make_agencies, make_person

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def person(db: None) -> Person:
    """Somebody in Leeds; every type of note is there, one of them sensitive."""
    make_agencies()
    types()
    NoteSubType.objects.filter(type_id="OMIC", code="GEN").update(sensitive=True)
    return make_person("A1111AA")


def account(username: str, *roles: str, caseloads: tuple[str, ...] = ("LEI",), **more: Any) -> Account:
    """Ann Lee, with roles."""
    return create_user(
        username=username, password=None, first_name="Ann", last_name="Lee", email=f"{username.lower()}@b.uk",
        roles=list(roles), caseloads=list(caseloads), **more,
    )  # fmt: skip


def asker(token: str) -> Ask:
    """Asks with a token, and gives status and body."""

    def ask(method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = b"" if body is None else json.dumps(body).encode()
        reply = Client(raise_request_exception=False).generic(
            method, f"/api{path}", sent, content_type="application/json", headers={**flow.bearer(token), **headers}
        )
        return reply.status_code, reply.json() if reply.content else None

    return ask


@pytest.fixture
def key(db: None) -> None:
    """By which tokens are signed."""
    flow.have_a_key()


@pytest.fixture
def machine(person: Person, key: None) -> Callable[..., Ask]:
    """A system with these roles."""

    def with_roles(*roles: str) -> Ask:
        return asker(flow.machine_token(flow.make_machine("-".join(roles).lower()[:60], roles=roles)))

    return with_roles


@pytest.fixture
def staff(person: Person, key: None, client: Client) -> Callable[..., Ask]:
    """A member of staff's own program."""
    flow.make_client()

    def with_roles(username: str, *roles: str, **more: Any) -> Ask:
        client.force_login(account(username, *roles, **more))
        return asker(flow.let_in(client, scope="openid read write")["access_token"])

    return with_roles


@pytest.fixture
def officer(person: Person) -> Actor:
    return actor_of(account("OFFICER", staff_id=485))
