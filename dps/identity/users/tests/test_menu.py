import re

import pytest

from dps.identity.users import menu
from dps.identity.users.permissions import UserPermission
from dps.identity.users.tests.staff import client_of, make
from dps.platform.access import Actor, all_grants, holds

pytestmark = pytest.mark.django_db
OURS = {"/users/dps/", "/users/create/", "/users/link/"}


@pytest.mark.parametrize(
    ("role", "cards"),
    [
        ("MAINTAIN_ACCESS_ROLES", {"/users/dps/"}),
        ("MAINTAIN_ACCESS_ROLES_ADMIN", {"/users/dps/"}),
        ("STAFF_SEARCH", {"/users/dps/"}),
        ("CREATE_USER", {"/users/create/", "/users/link/"}),
    ],
)
def test_each_role_sees_its_cards(role: str, cards: set[str]) -> None:
    client = client_of(make("SOMEBODY", roles=[role]))
    page = client.get("/users/").content.decode()
    main = page[page.index("<main") :]
    assert set(re.findall(r'href="(/users/[^"]*)"', main)) & OURS == cards
    assert "Manage user accounts" in client.get("/").content.decode()
    assert "Users wait for tickets" not in main


@pytest.mark.parametrize("role", ["GLOBAL_SEARCH", "MANAGE_NOMIS_USER_ACCOUNT"])
def test_nobody_without_a_card_opens_the_menu(role: str) -> None:
    client = client_of(make("SOMEBODY", roles=[role]))
    assert client.get("/users/").status_code == 403
    assert "Manage user accounts" not in client.get("/").content.decode()


def test_whoever_may_open_a_card_may_open_the_menu() -> None:
    for role in {grant.role for grant in all_grants()}:
        actor = Actor(username="X", roles=frozenset({role}))
        assert bool(menu.cards_for(actor)) is holds(actor, UserPermission.OPEN_MENU), role


def test_a_card_before_its_grants_is_a_defect() -> None:
    with pytest.raises(LookupError):
        menu.register(menu.MenuCard("Odd", "", "users:menu", "users:nobody:holds-this", 1))
