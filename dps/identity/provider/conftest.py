import pytest
from django.test import Client as Browser

from dps.identity.models import Account
from dps.identity.provider.models import Client, SigningKey
from dps.identity.provider.tests import flow


@pytest.fixture
def key(db: None) -> SigningKey:
    return flow.have_a_key()


@pytest.fixture
def rp(key: SigningKey) -> Client:
    """A system that signs people in."""
    return flow.make_client()


@pytest.fixture
def machine(key: SigningKey) -> Client:
    """A system that acts by itself."""
    return flow.make_machine(roles=("USER_PERMISSIONS__RO",))


@pytest.fixture
def browser(aisha: Account) -> Browser:
    """Aisha is signed in here, with the form."""
    made = Browser(raise_request_exception=False)
    reply = made.post("/sign-in", {"username": "aisha_gen", "password": "landing keys kettle 7"})
    assert reply.status_code == 302, reply.content
    return made
