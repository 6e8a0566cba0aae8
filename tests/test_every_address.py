"""Every address of the product, walked as nobody, as each role, and as somebody without any."""

import re

import pytest
from django.conf import settings
from django.test import Client

from dps.identity.models import Account
from dps.identity.permissions import ROLES
from dps.platform.access import PUBLIC, SIGNED_IN, all_grants
from dps.platform.access.addresses import Address, all_addresses
from dps.platform.access.table import as_markdown

ADDRESSES = all_addresses()
WITHOUT_PAGE = [address for address in ADDRESSES if address.capability is None]
SAMPLES = {"number": "A1234BC", "code": "LEI", "status": "404"}
"""What stands for each parameter of a route. A new parameter name needs a line here."""
ROLES_IN_TABLE = sorted({grant.role for grant in all_grants()})


def concrete(address: Address) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SAMPLES[found[1]], address.route)


def holders(capability: str) -> set[str]:
    return {grant.role for grant in all_grants() if str(grant.capability) == capability}


def signed_in(role: str | None) -> Client:
    account, _ = Account.objects.get_or_create(
        username=f"WALK_{role or 'NOBODY'}"[:240],
        defaults={"roles": [role] if role else [], "caseloads": ["LEI", "MDI"], "active_caseload": "LEI"},
    )
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def ask(client: Client, method: str, path: str) -> int:
    response = client.generic(method, path)
    if response.status_code == 302 and response["Location"].split("?next=")[0] == settings.LOGIN_URL:
        return 401  # sent to sign in
    return int(response.status_code)


def test_the_walk_reaches_the_whole_product() -> None:
    routes = {address.route for address in ADDRESSES}
    assert {"/", "/sign-in", "/prisoners/", "/estate/<str:code>/", "/health"} <= routes
    assert len(routes) == len(ADDRESSES), "two views answer at one address"


def test_every_page_declares_what_it_asks() -> None:
    assert not WITHOUT_PAGE


def test_every_capability_a_page_asks_is_granted_to_somebody() -> None:
    asked = {address.capability for address in ADDRESSES} - {PUBLIC, SIGNED_IN, None}
    assert asked <= {str(grant.capability) for grant in all_grants()}


def test_every_role_in_the_table_is_in_the_catalogue() -> None:
    assert set(ROLES_IN_TABLE) <= set(ROLES)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_nobody_gets_past_the_door(address: Address) -> None:
    for method in address.methods:
        answer = ask(Client(raise_request_exception=False), method, concrete(address))
        if address.capability == PUBLIC:
            assert answer not in (401, 500), method
        else:
            assert answer == 401, method


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *ROLES_IN_TABLE])
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_a_role_opens_what_it_is_granted_and_nothing_else(address: Address, role: str | None) -> None:
    free = address.capability in (PUBLIC, SIGNED_IN)
    granted = free or role in holders(str(address.capability))
    for method in address.methods:
        answer = ask(signed_in(role), method, concrete(address))
        if granted:
            assert answer not in (401, 403, 405), f"{method} is refused to {role}"
            assert answer < 500, method
        else:
            assert answer in (403, 404), f"{method} is answered {answer} to {role}"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_a_method_a_page_does_not_name_is_refused(address: Address) -> None:
    client = signed_in(next(iter(holders(str(address.capability))), None))
    for method in {"POST", "PUT", "DELETE", "PATCH"} - set(address.methods):
        assert ask(client, method, concrete(address)) == 405, method


@pytest.mark.django_db
def test_the_address_somebody_wanted_is_remembered_only_when_it_can_be_opened_again() -> None:
    wanted = Client().get("/prisoners/?term=smi&page=2")
    assert wanted["Location"] == "/sign-in?next=%2Fprisoners%2F%3Fterm%3Dsmi%26page%3D2"
    assert Client().post("/change-caseload")["Location"] == "/sign-in"


def test_the_permission_table_in_the_docs_is_up_to_date() -> None:
    kept = (settings.ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert kept == as_markdown(all_grants(), ADDRESSES), "run: .venv/bin/python manage.py permission_table"
