"""Every address of the product, walked as nobody, as each role, and as somebody without any."""

import re
from collections.abc import Sequence

import pytest
from django.conf import settings
from django.test import Client

from dps.config.api import api
from dps.identity.models import Account
from dps.identity.permissions import ROLES
from dps.identity.provider.models import Client as ApiClient
from dps.identity.provider.models import SigningKey
from dps.identity.provider.tests.flow import bearer, have_a_key, machine_token, make_machine
from dps.platform.access import PUBLIC, SIGNED_IN, all_grants
from dps.platform.access.addresses import Address, all_addresses
from dps.platform.access.table import as_markdown
from tests.samples import concrete, first_and_last, some_at_a_time

ADDRESSES = all_addresses()
WITHOUT_PAGE = [address for address in ADDRESSES if address.capability is None]
TO_SIGN_IN = -302
"""Led to the sign-in page. An address for machines that has a key of its own answers 401."""
ROLES_IN_TABLE = sorted({grant.role for grant in all_grants()})


def holders(capability: str) -> set[str]:
    return {grant.role for grant in all_grants() if str(grant.capability) == capability}


def signed_in(*roles: str) -> Client:
    account = Account.objects.create(username="WALK", roles=roles, caseloads=["LEI", "MDI"], active_caseload="LEI")
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def with_token(*roles: str, **asked: str) -> Client:
    """A system that holds these roles, with an access token."""
    if not SigningKey.objects.exists():
        have_a_key()
    made = make_machine("walk", roles=roles)
    return Client(raise_request_exception=False, headers=bearer(machine_token(made, **asked)))


def as_holder_of(address: Address, *roles: str) -> Client:
    """Somebody, or some system, with these roles and no others."""
    Account.objects.filter(username="WALK").delete()
    ApiClient.objects.all().delete()
    return with_token(*roles) if address.is_operation else signed_in(*roles)


def ask(client: Client, method: str, path: str) -> int:
    response = client.generic(method, path)
    if response.status_code == 302 and response["Location"].split("?next=")[0] == settings.LOGIN_URL:
        return TO_SIGN_IN
    return int(response.status_code)


def test_the_walk_reaches_the_whole_product() -> None:
    routes = {address.route for address in ADDRESSES}
    assert {"/", "/sign-in", "/prisoners/", "/estate/<str:code>/", "/health"} <= routes
    assert {"/api/users/me", "/oauth2/token", "/.well-known/jwks.json"} <= routes
    answered = [(address.route, method) for address in ADDRESSES for method in address.methods]
    assert len(set(answered)) == len(answered), "two views answer at one address"


def test_every_page_declares_what_it_asks() -> None:
    assert not WITHOUT_PAGE


def test_every_capability_a_page_asks_is_granted_to_somebody() -> None:
    asked = {address.capability for address in ADDRESSES} - {PUBLIC, SIGNED_IN, None}
    assert asked <= {str(grant.capability) for grant in all_grants()}


def test_every_role_in_the_table_is_in_the_catalogue() -> None:
    assert set(ROLES_IN_TABLE) <= set(ROLES)


@pytest.mark.django_db
@pytest.mark.parametrize("part", some_at_a_time(ADDRESSES, 40), ids=first_and_last)
def test_nobody_gets_past_the_door(part: Sequence[Address]) -> None:
    for address in part:
        for method in address.methods:
            answer = ask(Client(raise_request_exception=False), method, concrete(address.route))
            if address.capability == PUBLIC:
                assert answer not in (TO_SIGN_IN, 500), (address.route, method)
            else:
                assert answer in (TO_SIGN_IN, 401), (address.route, method)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_a_role_opens_what_it_is_granted_and_nothing_else(address: Address) -> None:
    """Each role that is granted it, alone; then all the other roles at once, which together must not open it."""
    granted = holders(str(address.capability))
    free = address.capability in (PUBLIC, SIGNED_IN)
    others = [role for role in ROLES_IN_TABLE if role not in granted]
    for roles in [[role] for role in sorted(granted)] + [[], others]:
        opens = free or not granted.isdisjoint(roles)
        client = as_holder_of(address, *roles)
        for method in address.methods:
            answer = ask(client, method, concrete(address.route))
            said = f"{method} is answered {answer} to {roles}"
            if opens:
                assert answer not in (TO_SIGN_IN, 403, 405), said
                assert answer != 401 or address.capability == PUBLIC, said
                assert answer < 500, said
            else:
                assert answer in (403, 404), said


@pytest.mark.django_db
@pytest.mark.parametrize("part", some_at_a_time(ADDRESSES, 40), ids=first_and_last)
def test_a_method_a_page_does_not_name_is_refused(part: Sequence[Address]) -> None:
    """To whoever holds every role."""
    person, system = signed_in(*ROLES_IN_TABLE), with_token(*ROLES_IN_TABLE)
    for address in part:
        named = {method for one in ADDRESSES if one.route == address.route for method in one.methods}
        for method in {"POST", "PUT", "DELETE", "PATCH"} - named:
            answer = ask(system if address.is_operation else person, method, concrete(address.route))
            assert answer == 405, (address.route, method)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.is_operation], ids=lambda address: address.route)
def test_a_cookie_opens_no_operation_and_no_token_is_answered_as_machines_read_it(address: Address) -> None:
    for client in (Client(), signed_in(*holders(str(address.capability)))):
        for method in address.methods if address.capability != PUBLIC else ():
            response = client.generic(method, concrete(address.route))
            assert response.status_code == 401 and response["WWW-Authenticate"].startswith("Bearer")
            assert response["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if one.is_operation and one.capability != PUBLIC], ids=lambda one: one.route
)
def test_a_token_opens_only_what_it_was_given_for(address: Address) -> None:
    """Every role there is, and the wrong scope."""
    described = api.document()["paths"]
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address.route)
    for method in address.methods:
        scope = "write" if method in ("POST", "PUT", "PATCH", "DELETE") else "read"
        if address.capability == SIGNED_IN and scope == "read":
            scope = ""
        assert described[path][method.lower()]["security"] == [{"Bearer": [scope] if scope else []}]
        for given in ("read", "write", ""):
            ApiClient.objects.all().delete()
            client = with_token(*ROLES_IN_TABLE, **({"scope": given} if given else {}))
            response = client.generic(method, concrete(address.route))
            refused = f'error="insufficient_scope", scope="{scope}"' in response.get("WWW-Authenticate", "")
            assert refused is (bool(scope) and given not in ("", scope)), (method, given)
            assert (response.status_code == 403) is refused


@pytest.mark.django_db
def test_the_address_somebody_wanted_is_remembered_only_when_it_can_be_opened_again() -> None:
    wanted = Client().get("/prisoners/?term=smi&page=2")
    assert wanted["Location"] == "/sign-in?next=%2Fprisoners%2F%3Fterm%3Dsmi%26page%3D2"
    assert Client().post("/change-caseload")["Location"] == "/sign-in"


def test_the_permission_table_in_the_docs_is_up_to_date() -> None:
    kept = (settings.ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    grants = [grant for grant in all_grants() if not str(grant.capability).startswith("tests:")]
    assert kept == as_markdown(grants, ADDRESSES), "run: .venv/bin/python manage.py permission_table"
