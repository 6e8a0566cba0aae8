"""Both sides compared every night."""

import pytest
from django.db import connections
from django.test import Client

from dps.case_notes.models import CaseNote, DeletedNote
from dps.case_notes.writing.keeping import keep
from dps.case_notes.writing.recording import carried
from dps.identity.accounts.commands import create_user
from dps.legacy.models import Mismatch, Reconciliation
from dps.legacy.outbound.tests.test_case_notes import ANN, NINE, a_note, amend, hand, load, put, set_text
from dps.legacy.reconciling.commands import compare_case_notes
from dps.legacy.tests.conftest import Nomis

pytestmark = pytest.mark.django_db(databases=["default", "nomis"])


@pytest.fixture
def admin(stand_in: Nomis, client: Client) -> Client:
    account = create_user(
        username="LINKADMIN", email="link@example.gov.uk", first_name="Ann", last_name="Lee", password=None,
        roles=["NOMIS_LINK_ADMIN"], caseloads=["LEI"],
    )  # fmt: skip
    client.force_login(account)
    return client


def test_what_differs_is_found_and_nothing_is_changed(stand_in: Nomis, admin: Client) -> None:
    for id in (5, 6, 7, 8):
        put(stand_in, id, f"Note {id} ...[ALEE_GEN updated the case note on 09/07/2026 08:00:00] More")
    put(stand_in, 9, "a" * 199 + " the first characters end in a space")
    load()
    assert compare_case_notes(everybody=False) is not None
    run = Reconciliation.objects.get()
    assert (run.people, run.records, run.mismatches, run.errors) == (2, 5, 0, 0) and run.finished_at
    assert "Both sides hold the same" in admin.get("/nomis/reconciliation/").content.decode()
    CaseNote.objects.get(nomis_id=5).delete()
    stand_in.run("DELETE FROM offender_case_notes WHERE case_note_id = 6")
    set_text(stand_in, 7, "Something else")
    never_sent = a_note("Written before the link was there")
    amend(CaseNote.objects.get(nomis_id=8), "On its way")
    deleted = CaseNote.objects.select_related("sub_type").get(nomis_id=8)
    assert DeletedNote.objects.count() == 0 and carried(deleted) is not None
    before = list(CaseNote.objects.order_by("id").values())
    run = compare_case_notes(everybody=True)
    assert run is not None and (run.mismatches, run.everybody) == (1, True)
    found = Mismatch.objects.get()
    assert (found.person_id, found.missing_here, found.differing) == ("A1234BC", [5], [7])
    assert set(found.missing_there) == {str(CaseNote.objects.get(nomis_id=6).pk), str(never_sent.pk)}
    assert list(CaseNote.objects.order_by("id").values()) == before
    page = admin.get("/nomis/reconciliation/").content.decode()
    assert "1 person who differs" in page and "/nomis/prisoner/?number=A1234BC" in page
    first = Reconciliation.objects.order_by("id")[0]
    assert "Both sides hold the same" in admin.get(f"/nomis/reconciliation/?run={first.pk}").content.decode()
    assert admin.get("/nomis/reconciliation/?run=0").status_code == 404


def test_a_note_being_deleted_is_no_difference(stand_in: Nomis) -> None:
    put(stand_in, 5, "Text")
    load()
    note = CaseNote.objects.select_related("sub_type").get()
    before = carried(note)
    keep([note], cause=DeletedNote.Cause.DELETE, by=ANN, at=NINE)
    CaseNote.objects.all().delete()
    hand(note, before, None)
    run = compare_case_notes(everybody=False)
    assert run is not None and run.mismatches == 0


def test_people_who_cannot_be_compared_are_counted(stand_in: Nomis, admin: Client) -> None:
    settings = connections["nomis"].settings_dict
    port, settings["PORT"] = settings["PORT"], "1"
    connections["nomis"].close()
    try:
        run = compare_case_notes(everybody=False)
    finally:
        settings["PORT"] = port
    assert run is not None and (run.errors, run.mismatches) == (2, 0)
    assert "NOMIS cannot be reached" in admin.get("/nomis/reconciliation/").content.decode()
