"""One thing changed on a page of its own: saved once, nothing typed lost, nobody's edit trodden on."""

import re

import pytest
from django.test import Client

from dps.identity.accounts.commands import create_user
from dps.platform.audit.models import AuditEntry
from dps.platform.events.models import DomainEvent
from dps.prisoners.changes.models import Change
from dps.prisoners.models import ProfileDetail
from dps.prisoners.tests.people import booking_of, make_agencies, make_person

pytestmark = pytest.mark.django_db
PAGE = "/prisoners/A1111AA/personal/smoker/"


@pytest.fixture
def officer(client: Client) -> Client:
    make_agencies()
    person = make_person("A1111AA")
    ProfileDetail.objects.create(booking=booking_of(person), type="SMOKE", code="Y", sequence=1)
    client.force_login(
        create_user(
            username="OFFICER",
            password=None,
            first_name="Ann",
            last_name="Lee",
            email="a@b.uk",
            roles=["PRISON"],
            caseloads=["LEI", "MDI"],
        )
    )
    return client


def was(page: str) -> str:
    found = re.search(r'name="was" value="(\w+)"', page)
    assert found
    return found[1]


def test_a_change_is_kept_recorded_audited_and_told(officer: Client) -> None:
    page = officer.get(PAGE).content.decode()
    reply = officer.post(PAGE, {"answer": "N", "was": was(page)})
    assert (reply.status_code, reply["Location"]) == (302, "/prisoners/A1111AA/personal/#personal-details")
    assert ProfileDetail.objects.get(type="SMOKE").code == "N"
    change = Change.objects.get()
    assert (change.kind, change.key, change.before["code"], change.after["code"]) == (
        "profile detail",
        "SMOKE",
        "Y",
        "N",
    )
    assert (change.username, change.display_name, change.prison) == ("OFFICER", "Ann Lee", "LEI")
    audited = AuditEntry.objects.get(action="PRISONER_CHANGED")
    assert audited.details["changes"]["profile detail SMOKE"][1]["code"] == "N"
    assert DomainEvent.objects.get(type="prisoner.updated").data == {"categoriesChanged": ["PERSONAL_DETAILS"]}


def test_no_change_writes_nothing(officer: Client) -> None:
    page = officer.get(PAGE).content.decode()
    assert officer.post(PAGE, {"answer": "Y", "was": was(page)}).status_code == 302
    assert not Change.objects.exists() and not AuditEntry.objects.filter(action="PRISONER_CHANGED").exists()


def test_a_second_edit_of_an_open_page_is_told_and_keeps_what_was_typed(officer: Client) -> None:
    page = officer.get(PAGE).content.decode()
    officer.post(PAGE, {"answer": "V", "was": was(page)})
    late = officer.post(PAGE, {"answer": "N", "was": was(page)})
    words = late.content.decode()
    assert late.status_code == 409 and "Ann Lee changed this while your page was open" in words
    assert "nicotine replacement" in words and re.search(r'value="N"[^>]*checked', words)
    assert officer.post(PAGE, {"answer": "N", "was": was(words)}).status_code == 302
    assert ProfileDetail.objects.get(type="SMOKE").code == "N"


def test_what_is_no_answer_is_refused_in_words(officer: Client) -> None:
    page = officer.get(PAGE).content.decode()
    reply = officer.post(PAGE, {"answer": "PIPE", "was": was(page)})
    assert reply.status_code == 400 and "choose one from the list" in reply.content.decode()


@pytest.mark.parametrize(("caseloads", "active", "status"), [(["MDI"], "MDI", 404), (["MDI", "LEI"], "MDI", 404)])
def test_only_where_one_works_now(client: Client, caseloads: list[str], active: str, status: int) -> None:
    make_agencies()
    make_person("A1111AA")
    account = create_user(
        username="OTHER",
        password=None,
        first_name="A",
        last_name="B",
        email="b@b.uk",
        roles=["PRISON", "GLOBAL_SEARCH"],
        caseloads=caseloads,
    )
    account.active_caseload = active
    account.save()
    client.force_login(account)
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, {"answer": "N", "was": "x"}).status_code == status
