import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dps.identity.models import Account
from dps.identity.users.bulk import rules, work
from dps.identity.users.bulk.registrations import _may_listen
from dps.identity.users.bulk.tests.conftest import NOW, TODAY, confirmed, people
from dps.identity.users.models import BulkChange
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry


@pytest.fixture
def page(client: Client, asker: Actor) -> Client:
    client.force_login(Account.objects.get(username="ASKER"))
    client.get("/users/bulk/")
    return client


def text(answer: Any) -> str:
    body = answer.content.decode()
    return body[body.index("<main") :]


def upload(content: bytes) -> dict[str, Any]:
    return {"people": SimpleUploadedFile("people.csv", content, content_type="text/csv")}


def test_from_the_ticket_to_the_results(page: Client) -> None:
    people(2)
    refused = page.post("/users/bulk/begin/", {"reference": " "})
    assert refused.status_code == 400 and "Enter the reference of the ticket" in text(refused)
    roles = page.post("/users/bulk/begin/", {"reference": "RITM77"})["Location"]
    change = BulkChange.objects.get()
    assert roles == f"/users/bulk/{change.pk}/roles/"
    refused = page.post(
        roles, {"roles": ["GLOBAL_SEARCH", "UPDATE_ALERT", "POM", "CELL_MOVE", "ACTIVITY_HUB", "MAINTAIN_IEP"]}
    )
    assert refused.status_code == 400
    assert "Choose whether to add" in text(refused) and "Choose 5 roles or fewer" in text(refused)
    assert refused.content.decode().count("checked") == 6
    assert page.post(roles, {"action": "ADD", "roles": ["PECS_COURT"]}).status_code == 400
    where = page.post(roles, {"action": "ADD", "roles": ["GLOBAL_SEARCH"]})["Location"]
    assert where == f"/users/bulk/{change.pk}/people/"
    assert "Choose a file of people" in text(page.post(where, {}))
    assert "Row 2 is blank" in text(page.post(where, upload(b"userId\n\nA")))
    assert "5 MB or smaller" in text(page.post(where, upload(b"A\n" * (rules.MOST_BYTES // 2 + 1))))
    assert "The file is empty" in text(page.post(where, upload(b"")))
    summary = page.post(where, upload(b"userId\nUSER_0000\nuser_0001\nUSER_0001\nNOBODY\n"))["Location"]
    shown = text(page.get(summary))
    for words in (
        "RITM77",
        "Ann Lee (ASKER)",
        "(GLOBAL_SEARCH)",
        "3 people: 2 found, 1 not found",
        "1 row named somebody again",
        "NOBODY",
    ):
        assert words in shown
    assert page.get(f"/users/bulk/{change.pk}/")["Location"] == summary
    here = page.post(summary)["Location"]
    assert here == f"/users/bulk/{change.pk}/"
    shown = text(page.get(here))
    assert "0% done: 0 of 3 assignments" in shown and f'data-live-topic="bulk-change-{change.pk}"' in shown
    assert page.post(summary).status_code == 409
    assert page.get(f"{here}results.csv").status_code == 409
    while not work.do_some(change_id=change.pk, at=NOW, today=TODAY):
        pass
    shown = text(page.get(here))
    assert "2 of 3 assignments done, 1 error" in shown and "User not found" in shown and "data-live-topic" not in shown
    only = text(page.get(f"{here}?show=errors"))
    assert "NOBODY" in only and "USER_0000" not in only
    answer = page.get(f"{here}results.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert rows == [
        ["userId", "roleCode", "status", "reason"],
        ["NOBODY", "GLOBAL_SEARCH", "ERROR", "User not found"],
        ["USER_0000", "GLOBAL_SEARCH", "SUCCESS", ""],
        ["USER_0001", "GLOBAL_SEARCH", "SUCCESS", ""],
    ]
    assert AuditEntry.objects.get(action="REPORT_DOWNLOADED").subject_id == str(change.pk)


def test_a_draft_can_be_changed_and_discarded(page: Client) -> None:
    page.post("/users/bulk/begin/", {"reference": "RITM77"})
    change = BulkChange.objects.get()
    assert page.get(f"/users/bulk/{change.pk}/")["Location"].endswith("/roles/")
    assert page.post(f"/users/bulk/{change.pk}/ticket/", {"reference": "RITM78"}).status_code == 302
    shown = text(page.post(f"/users/bulk/{change.pk}/summary/"))
    assert "Choose at least one role" in shown and "Choose a file of people" in shown
    assert "No roles chosen yet" in text(page.get("/users/bulk/"))
    assert page.post(f"/users/bulk/{change.pk}/discard/")["Location"] == "/users/bulk/"
    assert not BulkChange.objects.exists()


def test_the_list_newest_first_found_by_ticket_and_requester(
    page: Client, asker: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = people(1001)
    first = confirmed(asker, names[:1], ["GLOBAL_SEARCH"])
    many = confirmed(asker, names, ["GLOBAL_SEARCH", "UPDATE_ALERT", "POM", "CELL_MOVE", "ACTIVITY_HUB"])
    BulkChange.objects.filter(pk=many.pk).update(reference="INC500")
    BulkChange.objects.create(reference="SECRET_DRAFT", requested_by="OTHER", made_at=NOW)
    with django_assert_num_queries(2 + 2):  # session and account, rows and their number
        shown = text(page.get("/users/bulk/"))
    assert shown.index("INC500") < shown.index("RITM1") and "SECRET_DRAFT" not in shown
    assert shown.count("Very many") == 1 and "5,005" in shown
    assert "INC500" not in text(page.get("/users/bulk/?words=ritm")) and "RITM1" in text(
        page.get("/users/bulk/?words=asker")
    )
    assert "No change matches" in text(page.get("/users/bulk/?words=zzz"))
    assert "More than 5,000 assignments" in text(page.get(f"/users/bulk/{many.pk}/"))
    with django_assert_num_queries(2 + 2):  # …, change, roles
        page.get(f"/users/bulk/{first.pk}/")


def test_the_summary_costs_the_same_for_many(
    page: Client, asker: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page.post("/users/bulk/begin/", {"reference": "RITM77"})
    change = BulkChange.objects.get()
    page.post(f"/users/bulk/{change.pk}/roles/", {"action": "ADD", "roles": ["GLOBAL_SEARCH"]})
    page.post(f"/users/bulk/{change.pk}/people/", upload("\n".join(f"NO_{n}" for n in range(5_100)).encode()))
    with django_assert_num_queries(2 + 1 + 1 + 2):  # …, draft, roles, people
        shown = text(page.get(f"/users/bulk/{change.pk}/summary/"))
    assert "and 5,050 more" in shown and "more than 5,000 assignments" in shown


def test_who_may_hear(asker: Actor) -> None:
    assert _may_listen(asker, "bulk-change-1")
    assert not _may_listen(asker, "A1234BC") and not _may_listen(asker, "bulk-change-x")
    assert not _may_listen(Actor("X", roles=frozenset({"PRISON"})), "bulk-change-1")


@pytest.mark.parametrize("address", ["1", "99999999999999999999"])
def test_no_such_change(page: Client, address: str) -> None:
    for step in ("", "ticket/", "roles/", "people/", "summary/", "results.csv"):
        assert page.get(f"/users/bulk/{address}/{step}").status_code == 404
