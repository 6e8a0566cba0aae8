"""Reading a note by a prison number lost in a merge leads to the number that stayed (search.md 1)."""

from collections.abc import Callable

import pytest
from django.test import Client

from dps.case_notes.api.tests.conftest import account
from dps.case_notes.models import CaseNote
from dps.case_notes.tests.notes import a_note
from dps.identity.provider.tests import flow
from dps.platform.access.addresses import all_addresses
from dps.platform.audit.models import AuditEntry
from dps.prisoners.models import Person
from dps.prisoners.tests.people import give_identifier, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(person: Person) -> CaseNote:
    """Of somebody in Leeds who had another number; so had somebody in Moorland."""
    give_identifier(person, "MERGED", "Z9999ZZ")
    give_identifier(make_person("B1111AA", prison="MDI"), "MERGED", "Y9999ZZ")
    return a_note("A1111AA")


@pytest.fixture
def system(key: None) -> Client:
    return Client(headers=flow.bearer(flow.machine_token(flow.make_machine(roles=("PRISONER_CASE_NOTES__RW",)))))


@pytest.fixture
def staff(key: None, note: CaseNote) -> Callable[..., Client]:
    """A member of staff's own program."""

    def with_roles(*roles: str, **more: object) -> Client:
        browser = Client()
        browser.force_login(account("OFFICER", *roles, **more))
        flow.make_client()
        return Client(headers=flow.bearer(flow.let_in(browser, scope="openid read write")["access_token"]))

    return with_roles


def test_no_other_operation_beside_the_record_reads_by_a_number() -> None:
    """Those below /api/prisoners/ have a walk of their own."""
    found = {
        one.route
        for one in all_addresses()
        if one.is_operation and "GET" in one.methods and "<str:number>" in one.route
    }
    assert {route for route in found if not route.startswith("/api/prisoners/")} == {
        "/api/case-notes/<str:number>/<str:note>",
    }


def test_a_system_is_led_to_the_number_that_stayed(note: CaseNote, system: Client) -> None:
    for number in ("Z9999ZZ", "z9999zz"):
        reply = system.get(f"/api/case-notes/{number}/{note.pk}", {"a": "1"})
        assert (reply.status_code, reply["Location"]) == (301, f"/api/case-notes/A1111AA/{note.pk}?a=1")
    assert not AuditEntry.objects.filter(action="PRISONER_VIEWED").exists()
    assert system.get(f"/api/case-notes/A1111AA/{note.pk}").json()["offenderIdentifier"] == "A1111AA"
    assert system.get(f"/api/case-notes/X9999ZZ/{note.pk}").status_code == 404
    assert system.get(f"/api/case-notes/Z9999ZZ%00/{note.pk}").status_code in (400, 404)


def test_a_member_of_staff_is_led_only_to_whose_notes_they_may_read(
    note: CaseNote, staff: Callable[..., Client]
) -> None:
    officer = staff("PRISON")
    assert officer.get(f"/api/case-notes/Z9999ZZ/{note.pk}")["Location"] == f"/api/case-notes/A1111AA/{note.pk}"
    assert officer.get(f"/api/case-notes/Y9999ZZ/{note.pk}").status_code == 404


def test_whoever_may_open_somebody_but_not_their_notes_is_led_nowhere(
    note: CaseNote, staff: Callable[..., Client]
) -> None:
    everywhere = staff("PRISON", "GLOBAL_SEARCH")
    assert everywhere.get("/api/prisoners/Y9999ZZ")["Location"] == "/api/prisoners/B1111AA"
    reply = everywhere.get(f"/api/case-notes/Y9999ZZ/{note.pk}")
    assert reply.status_code == 404 and "Location" not in reply
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED", subject_id="Y9999ZZ").exists()


def test_nothing_is_written_or_searched_by_an_old_number(note: CaseNote, system: Client) -> None:
    new = {"type": "OBSERVE", "subType": "OBS_GEN", "text": "x"}
    as_officer = {"content_type": "application/json", "headers": {"Username": account("WRITER").username}}
    for reply in (
        system.post("/api/case-notes/Z9999ZZ", new, **as_officer),  # type: ignore[arg-type]
        system.put(f"/api/case-notes/Z9999ZZ/{note.pk}", {"text": "x"}, **as_officer),  # type: ignore[arg-type]
        system.post("/api/search/case-notes/Z9999ZZ", {}, content_type="application/json"),
    ):
        assert reply.status_code == 404 and "Location" not in reply, reply.content
    assert CaseNote.objects.count() == 1


def test_the_description_says_so(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    one = paths["/api/case-notes/{number}/{note}"]
    assert "301" in one["get"]["responses"] and "301" not in one["put"]["responses"]
