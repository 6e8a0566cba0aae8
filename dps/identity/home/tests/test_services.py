import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dps.estate.commands import load_estate
from dps.identity.accounts.catalogue import load_roles
from dps.identity.home import rules
from dps.identity.models import Account, Service
from dps.platform.audit.models import AuditEntry

TYPED = {
    "code": "activities", "name": "Activities", "description": "Unlock lists", "address": "https://activities.example/",
    "roles": "ROLE_POM\nglobal_search", "prisons": "lei", "contact": "help@justice.gov.uk", "enabled": "yes",
}  # fmt: skip
codes = st.sets(st.sampled_from(["A", "B", "C"]))


@given(codes, codes, codes, st.sampled_from(["A", "B", "C", ""]))
def test_who_sees_a_service(roles: set[str], prisons: set[str], held: set[str], working_in: str) -> None:
    shown = rules.is_shown(roles=roles, prisons=prisons, held=held, working_in=working_in)
    assert shown == ((not roles or not roles.isdisjoint(held)) and (not prisons or working_in in prisons))


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://activities.example", True), ("https://a.example/b?c=d#e", True), ("http://localhost:3000/x", True),
        ("http://activities.example", False), ("javascript:alert(1)", False), ("https://", False), ("", False),
        ("//evil", False), ("https://a b", False), ("https://" + "x" * 500, False), ("http://localhost.evil/", False),
    ],
)  # fmt: skip
def test_which_addresses_may_be_opened(address: str, fine: bool) -> None:
    assert (rules.address_problem(address) == "") == fine


@pytest.fixture
def administrator(aisha: Account) -> Client:
    load_estate()
    load_roles()
    Account.objects.filter(pk=aisha.pk).update(roles=["PRISON", "GLOBAL_SEARCH", "OAUTH_ADMIN"])
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(pk=aisha.pk))
    return client


def tiles(client: Client) -> list[str]:
    return re.findall(r'<h3 class="dps-tile__name"><a[^>]*>([^<]*)', client.get("/").content.decode())


def test_a_service_is_added_and_seen_by_those_it_is_for(administrator: Client, aisha: Account) -> None:
    assert administrator.post("/services/add", TYPED)["Location"] == "/services/"
    kept = Service.objects.get()
    assert (kept.roles, kept.prisons) == (["POM", "GLOBAL_SEARCH"], ["LEI"])
    names = tiles(administrator)
    assert "Activities" in names and names == sorted(names, key=str.casefold)
    administrator.post("/change-caseload", {"caseload": "MDI"})
    assert "Activities" not in tiles(administrator), "switched on in Leeds only"
    entry = AuditEntry.objects.get(action="SERVICE_ADDED")
    assert entry.subject_id == "activities" and entry.details["roles"] == ["POM", "GLOBAL_SEARCH"]


def test_everything_wrong_is_told_at_once_and_kept(administrator: Client) -> None:
    wrong = TYPED | {"code": "Not a code", "address": "javascript:x", "roles": "NO_SUCH", "prisons": "ZZZ"}
    answer = administrator.post("/services/add", wrong)
    page = answer.content.decode()
    assert answer.status_code == 400 and page.count('<li><a href="#id_') == 4
    assert 'value="Not a code"' in page and "NO_SUCH" in page
    assert not Service.objects.exists()


def test_a_change_is_audited_and_a_stale_one_shows_what_the_other_did(administrator: Client) -> None:
    administrator.post("/services/add", TYPED)
    changed = TYPED | {"name": "Regime", "version": "1"}
    assert administrator.post("/services/activities/", changed).status_code == 302
    assert AuditEntry.objects.get(action="SERVICE_CHANGED").details == {"changes": {"name": ["Activities", "Regime"]}}
    stale = administrator.post("/services/activities/", TYPED | {"name": "Mine", "version": "1"})
    page = stale.content.decode()
    assert stale.status_code == 400 and "Somebody else has changed" in page and "Name: Regime" in page
    assert 'value="Mine"' in page and 'name="version" value="2"' in page
    assert Service.objects.get().name == "Regime"


def test_a_service_that_is_switched_off_is_not_shown(administrator: Client) -> None:
    administrator.post("/services/add", {key: value for key, value in TYPED.items() if key != "enabled"})
    assert "Activities" not in tiles(administrator)
