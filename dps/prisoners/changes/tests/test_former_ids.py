"""A page that was opened before NOMIS gave a record its id still leads to it, and what was typed there is saved."""

import re

import pytest
from django.test import Client

from dps.estate.commands import load_estate
from dps.identity.accounts.commands import create_user
from dps.prisoners.changes.former_ids import remember
from dps.prisoners.models import Phone
from dps.prisoners.tests.people import make_agencies, make_person

OLD = 10_000_000_005


@pytest.mark.django_db
def test_a_phone_number_changed_on_a_page_opened_before_it_got_its_id(client: Client) -> None:
    load_estate()
    make_agencies()
    person = make_person("A1111AA")
    Phone.objects.create(id=OLD, person=person, type="HOME", number="0113 496 0000")
    roles = ["PRISON", "PRISONER_PROFILE_SENSITIVE_RW"]
    client.force_login(
        create_user(
            username="OFFICER", first_name="Ann", last_name="Lee", email="a@b.uk", password=None, roles=roles,
            caseloads=["LEI"],
        )
    )  # fmt: skip
    address = f"/prisoners/A1111AA/personal/phones/{OLD}/"
    opened = client.get(address).content.decode()
    Phone.objects.filter(pk=OLD).update(id=77)
    assert client.get(address).status_code == 404
    remember(OLD, 77)
    was = re.search(r'name="was" value="(\w+)"', opened)
    assert was
    sent = {"was": was[1], "type": "MOB", "number": "07700 900123", "extension": ""}
    assert client.post(address, sent).status_code == 302
    assert Phone.objects.get(pk=77).number == "07700 900123"
