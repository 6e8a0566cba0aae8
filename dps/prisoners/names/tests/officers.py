"""Officers who may change identities, and the lists they choose from."""

import re

from django.test import Client

from dps.estate.models import ReferenceCode
from dps.identity.accounts.commands import create_user
from dps.identity.models import Account
from dps.identity.provider.models import SigningKey
from dps.identity.provider.tests.flow import bearer, have_a_key, let_in, machine_token, make_client, make_machine
from dps.prisoners.models import Address, EmailAddress, Identifier, Person, PersonName, Phone
from dps.prisoners.rules.access import SENSITIVE

CODES = {
    "SEX": {"F": "Female", "M": "Male"},
    "TITLE": {"MR": "Mr", "MRS": "Mrs"},
    "SUFFIX": {"JR": "Junior"},
    "ID_TYPE": {
        "PNC": "PNC Number", "CRO": "CRO Number", "NINO": "National Insurance Number", "PASS": "Passport Number",
        "HOREF": "Home Office Reference No", "MERGED": "Number of a merged record",
    },
    "PHONE_USAGE": {"HOME": "Home", "MOB": "Mobile", "BUS": "Business", "FAX": "Fax"},
    "COUNTRY": {"ENG": "England", "WALES": "Wales", "FRA": "France"},
    "CITY": {"LEEDS": "Leeds", "YORK": "York"},
    "COUNTY": {"WYORKS": "West Yorkshire"},
    "ADDRESS_TYPE": {"HOME": "Home", "CURFEW": "Curfew Order", "ROTL": "Release on Temporary Licence"},
}  # fmt: skip


def make_codes() -> None:
    """The lists, and of each one code that is out of use: OLD."""
    for domain, codes in CODES.items():
        for place, (code, words) in enumerate(codes.items()):
            ReferenceCode.objects.create(domain=domain, code=code, description=words, sequence=place)
        ReferenceCode.objects.create(domain=domain, code="OLD", description="Of old", active=False)


def make_officer(username: str = "OFFICER", *roles: str, prison: str = "LEI", last_name: str = "Lee") -> Account:
    """An officer of one prison who may change sensitive things, unless other roles are given."""
    return create_user(
        username=username,
        password=None,
        first_name="Ann",
        last_name=last_name,
        email=f"{username.lower()}@b.uk",
        roles=["PRISON", *(roles or [SENSITIVE])],
        caseloads=[prison, "BXI"],
    )


def was(page: str) -> str:
    """The fingerprint a form was shown with."""
    found = re.search(r'name="was" value="(\w*)"', page)
    assert found
    return found[1]


def send(client: Client, path: str, **typed: str) -> "tuple[int, str]":
    """Open a form and send it: status and where it led to, or the page."""
    shown = client.get(path)
    assert shown.status_code == 200, shown.status_code
    reply = client.post(path, {"was": was(shown.content.decode()), **typed})
    return reply.status_code, reply["Location"] if reply.status_code == 302 else reply.content.decode()


def token_of(account: Account) -> dict[str, str]:
    """The headers of a program that acts for an officer."""
    if not SigningKey.objects.exists():
        have_a_key()
    make_client(scopes_allowed=["openid", "read", "write"])
    browser = Client()
    browser.force_login(account)
    return bearer(let_in(browser, scope="openid read write")["access_token"])


def token_of_system(*roles: str) -> dict[str, str]:
    """The headers of a system that acts by itself."""
    if not SigningKey.objects.exists():
        have_a_key()
    return bearer(machine_token(make_machine(f"system-{roles[0].lower()}"[:40], roles=roles)))


ONE = 10_000_000_099
"""The id of each thing in the walks over all addresses."""


def give_alias_number_address_phone_and_email(person: Person) -> None:
    """One of each, for the walks over all addresses."""
    PersonName.objects.create(id=ONE, person=person, last_name="SMYTHE", first_name="JON", sex="M")
    Identifier.objects.create(id=ONE, person=person, name_id=ONE, sequence=0, type="PASS", value="123")
    Address.objects.create(id=ONE, person=person, premise="12", street="High Street", country="ENG", primary=True)
    Phone.objects.create(id=ONE, person=person, type="HOME", number="0113 496 0000")
    EmailAddress.objects.create(id=ONE, person=person, address="john@example.com")
