"""Every address about one person, asked about people who stand differently to the asker: in my prison, in another of
mine, elsewhere, between prisons, released, in a secure hospital, never heard of (prisoners.md 1.1)."""

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from django.db import transaction
from django.test import Client

from dps.identity.models import Account
from dps.platform.access.addresses import Address, all_addresses
from dps.prisoners.models import Person
from dps.prisoners.rules.access import Viewer, Whereabouts, may_open
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.people import make_agencies, make_person
from tests.samples import concrete
from tests.test_every_address import ROLES_IN_TABLE, ask

ABOUT_ONE = [
    one for one in all_addresses() if one.route.startswith("/prisoners/<str:number>/") and not one.is_operation
]
PEOPLE = {
    "A1111AA": Whereabouts("LEI"),
    "B2222BB": Whereabouts("MDI"),
    "C3333CC": Whereabouts("BXI"),
    "D4444DD": Whereabouts("TRN"),
    "E5555EE": Whereabouts("OUT"),
    "F6666FF": Whereabouts("OUT", "LEI"),
    "G7777GG": Whereabouts("OUT", "BXI"),
    "H8888HH": Whereabouts("ZZGHI"),
}
NOBODY = "Z9999ZZ"
EVERY_ROLE = sorted({*ROLES_IN_TABLE, "INACTIVE_BOOKINGS", "POM"})
"""Those of the permission table, and those that only widen whom one may open."""
ROLES = [
    ["PRISON"],
    ["PRISON", "GLOBAL_SEARCH"],
    ["PRISON", "INACTIVE_BOOKINGS", "POM"],
    [role for role in EVERY_ROLE if role not in ("PRISON", "PROBATION")],
    EVERY_ROLE,
]


@pytest.fixture
def people(db: None) -> Iterator[None]:
    make_agencies()
    for number, where in PEOPLE.items():
        make_person(number, prison=where.prison)
        if where.is_restricted_patient:
            Person.objects.filter(pk=number).update(
                supporting_prison=where.supporting_prison, hospital="HAZLWD", restricted_as_of="x"
            )
    refresh_records(list(PEOPLE))
    yield


def signed_in(roles: list[str]) -> tuple[Client, Viewer]:
    Account.objects.filter(username="WALK").delete()
    account = Account.objects.create(username="WALK", roles=roles, caseloads=["LEI", "MDI"], active_caseload="LEI")
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client, Viewer(frozenset(roles), frozenset(account.caseloads), "LEI")


def of(address: Address, number: str) -> str:
    return concrete(address.route.replace("<str:number>", number))


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: " ".join(roles) if len(roles) < 4 else f"{len(roles)} roles")
def test_who_may_not_be_known_is_not_found_at_any_address(people: None, roles: list[str]) -> None:
    """Everybody is asked about by the least and the most that can be held; the roles between take people by turns."""
    client, viewer = signed_in(roles)
    turns = cycle([number for number, where in PEOPLE.items() if not may_open(where, viewer)])
    for address in ABOUT_ONE:
        for method in set(address.methods) & ({"GET", "POST"} if roles in (ROLES[0], EVERY_ROLE) else {"GET"}):
            nobody = ask(client, method, of(address, NOBODY))
            assert nobody in (403, 404), (address.route, method)
            known = next((number for number, where in PEOPLE.items() if may_open(where, viewer)), None)
            turn = next(turns)
            for number, where in PEOPLE.items():
                if may_open(where, viewer) and number != known:
                    continue
                if roles not in (ROLES[0], EVERY_ROLE) and number not in (known, turn):
                    continue
                with transaction.atomic():
                    answer = ask(client, method, of(address, number))
                    transaction.set_rollback(True)
                said = f"{method} {address.route} of {number} is answered {answer}"
                assert answer < 500, said
                if not may_open(where, viewer):
                    assert answer == nobody, said


def test_whoever_may_be_known_can_be_opened_and_changed_only_where_one_works(people: None) -> None:
    client, viewer = signed_in(EVERY_ROLE)
    opened = {number for number in PEOPLE if ask(client, "GET", f"/prisoners/{number}/") == 200}
    assert opened == {number for number, where in PEOPLE.items() if may_open(where, viewer)} and len(opened) == 7
    changing = [
        one for one in ABOUT_ONE if (one.capability or "").startswith("prisoners:person:edit") and "GET" in one.methods
    ]
    assert len(changing) > 20
    for address in changing:
        for number in PEOPLE.keys() - {"A1111AA"}:
            assert ask(client, "GET", of(address, number)) == 404, (address.route, number)


def test_the_same_words_for_nobody_and_for_who_may_not_be_known(people: None) -> None:
    client, _ = signed_in(["PRISON"])
    for address in ABOUT_ONE:
        if "GET" in address.methods:
            hidden, nobody = (
                re.sub(rf"{number}|Reference: \S+|nonce=\S+|name=\"\w+\" value=\S+", "", reply.content.decode())
                for number in ("C3333CC", NOBODY)
                for reply in [client.get(of(address, number))]
            )
            assert hidden == nobody, address.route
