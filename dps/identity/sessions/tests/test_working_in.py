"""A form is done under the prison it was opened in, whatever another tab has switched to since."""

import re

import pytest
from django.test import Client

from dps.estate.commands import load_estate
from dps.identity.models import Account
from dps.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(aisha: Account) -> Client:
    load_estate()
    client = Client(raise_request_exception=False)
    client.force_login(aisha)
    return client


def fields_of(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    form = page[page.index("<main") :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def test_a_stale_tab_acts_in_the_prison_it_shows(client: Client, aisha: Account) -> None:
    opened_in_leeds = fields_of(client, "/sign-out")
    assert opened_in_leeds["working-in"] == "LEI"
    client.post("/change-caseload", {"caseload": "MDI"})
    client.post("/sign-out", opened_in_leeds)
    assert AuditEntry.objects.get(action="SIGNED_OUT").caseload == "LEI"


def test_the_page_in_front_wins_for_what_is_only_looked_at(client: Client) -> None:
    client.post("/change-caseload", {"caseload": "MDI"})
    assert "Moorland" in client.get("/").content.decode()
    assert fields_of(client, "/sign-out")["working-in"] == "MDI"


@pytest.mark.parametrize("prison", ["BXI", "lei", "x" * 500, "' OR 1=1"])
def test_a_form_of_a_prison_that_is_not_mine_is_refused(client: Client, prison: str) -> None:
    answer = client.post("/sign-out", {"working-in": prison})
    assert answer.status_code == 409
    assert client.get("/").status_code == 200, "still signed in: nothing was done"


def test_a_form_opened_before_the_prison_was_taken_away_is_refused(client: Client, aisha: Account) -> None:
    opened = fields_of(client, "/sign-out")
    Account.objects.filter(pk=aisha.pk).update(caseloads=["MDI"], active_caseload="MDI")
    assert client.post("/sign-out", opened).status_code == 409


@pytest.mark.parametrize(
    ("come_from", "led_to"), [("/prisoners/?term=smi", "/prisoners/?term=smi"), ("//evil", "/"), ("", "/")]
)
def test_after_switching_one_is_where_one_was(client: Client, come_from: str, led_to: str) -> None:
    page = fields_of(client, f"/change-caseload?from={come_from}")
    assert page["from"] == led_to
    assert client.post("/change-caseload", {"caseload": "MDI", "from": come_from})["Location"] == led_to
