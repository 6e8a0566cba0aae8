from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import actor_of, create_user
from dps.identity.models import Account
from dps.platform import local_time
from dps.platform.access import Actor
from dps.prisoners.models import Alert, Person
from dps.prisoners.tests.people import make_agencies, make_person

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CODES = {
    "X": [("XA", "Arsonist"), ("XEL", "Escape List"), ("XVL", "Violent"), ("XOLD", "Old one")],
    "H": [("HA", "ACCT Open (HMPS)")],
    "D": [("DOCGM", "OCG Nominal - Do not share"), ("DCDO", "Cyber Dependent Offender")],
}
TYPES = {"X": "Security", "H": "Self Harm", "D": "Security. Do not share with offender"}


@pytest.fixture
def codes(db: None) -> None:
    """Three types, one of them out of use with codes in use, and one code out of use."""
    for type, words in TYPES.items():
        ReferenceCode.objects.create(domain="ALERT", code=type, description=words, active=type != "D")
        for place, (code, label) in enumerate(CODES[type], 1):
            ReferenceCode.objects.create(
                domain="ALERT_CODE", code=code, description=label, parent=type, sequence=place, active=code != "XOLD"
            )


@pytest.fixture
def today() -> date:
    return local_time.today()


@pytest.fixture
def person(codes: None) -> Person:
    make_agencies()
    return make_person("A1111AA")


def account(username: str = "OFFICER", *roles: str, caseloads: tuple[str, ...] = ("LEI",), **more: object) -> Account:
    """Ann Lee, with roles."""
    return create_user(
        username=username, password=None, first_name="Ann", last_name="Lee", email=f"{username.lower()}@b.uk",
        roles=list(roles), caseloads=list(caseloads), **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def officer(person: Person) -> Account:
    return account("OFFICER", "PRISON", "UPDATE_ALERT")


@pytest.fixture
def by(officer: Account) -> Actor:
    return actor_of(officer)


@pytest.fixture
def browser(client: Client, officer: Account) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def signed_in(client: Client, person: Person) -> Callable[..., Client]:
    """Signs the browser in as somebody with these roles."""

    def as_holder(*roles: str, username: str = "SOMEBODY", **more: object) -> Client:
        client.force_login(account(username, *roles, **more))  # type: ignore[arg-type]
        session = client.session
        session.update({"password_confirmed": int(local_time.now().timestamp()), "methods": ["pwd", "otp"]})
        session.save()
        return client

    return as_holder


def alert_of(person: Person, code: str = "XA", *, starts: date, ends: date | None = None, **more: object) -> Alert:
    """An alert as it comes from NOMIS."""
    type = next((type for type, codes in CODES.items() if code in dict(codes)), "X")
    given: dict[str, object] = {
        "description": f"Words about {code}",
        "created_by": "NOMIS_USER",
        "created_at": NOW,
        **more,
    }
    return Alert.objects.create(person=person, type=type, code=code, active_from=starts, active_to=ends, **given)
