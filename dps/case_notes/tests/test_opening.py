"""Whose notes are opened, at what cost, and what is recorded of a refusal."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dps.case_notes.opening import may_open_notes, prisons_left, take_notes_in_hand
from dps.case_notes.tests.notes import types
from dps.case_notes.writing.commands import write_note
from dps.identity.accounts.commands import actor_of
from dps.identity.models import Account
from dps.platform import local_time
from dps.platform.access import SYSTEM, Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.local_time import LONDON
from dps.platform.web.refusals import NotAllowed, NotFound
from dps.prisoners.changes.models import Change
from dps.prisoners.changes.queries import Wanted, changes
from dps.prisoners.models import Movement, Person
from dps.prisoners.permissions import viewer_of
from dps.prisoners.profile.frame import Opened
from dps.prisoners.profile.queries import header
from dps.prisoners.search.commands import refresh_records
from dps.prisoners.tests.officers import officer
from dps.prisoners.tests.people import booking_of, give_identifier, make_agencies, make_person

pytestmark = pytest.mark.django_db


def staff(*roles: str) -> Actor:
    return Actor(
        "OFFICER", account_id=1, roles=frozenset({"PRISON", *roles}), caseloads=("LEI",), active_caseload="LEI"
    )


@pytest.fixture(autouse=True)
def person() -> None:
    make_agencies()
    types()
    make_person("A1111AA")
    make_person("A2222AA", prison="MDI")


def leaves(number: str, days_ago: int, *, prison: str = "LEI", direction: str = "OUT") -> None:
    """A movement at the first minute of a day in London."""
    day = local_time.today() - timedelta(days=days_ago)
    Movement.objects.create(
        booking=booking_of(make_person(number, prison="MDI")), sequence=7, type="TRN", direction=direction,
        at=datetime.combine(day, time(0, 1), tzinfo=LONDON), from_agency=prison, to_agency="MDI",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "prison", "direction", "opens"),
    [
        (20, "LEI", "OUT", True),
        (90, "LEI", "OUT", True),
        (91, "LEI", "OUT", False),
        (95, "LEI", "OUT", False),
        (20, "BXI", "OUT", False),
        (20, "LEI", "IN", False),
    ],
)
def test_ninety_days_after_leaving(days: int, prison: str, direction: str, opens: bool) -> None:
    leaves("A3333AA", days, prison=prison, direction=direction)
    record = header("A3333AA", local_time.today())
    assert record is not None
    assert may_open_notes(record, staff("POM", "GLOBAL_SEARCH")) is opens
    assert not may_open_notes(record, staff("GLOBAL_SEARCH"))
    assert not may_open_notes(record, staff("POM"))


def test_it_costs_a_statement_only_where_it_matters() -> None:
    here, there = header("A1111AA", local_time.today()), header("A2222AA", local_time.today())
    assert here and there
    manager = staff("POM", "GLOBAL_SEARCH")
    for record, who, cost in ((here, manager, 0), (there, manager, 1), (there, staff("GLOBAL_SEARCH"), 0)):
        with CaptureQueriesContext(connection) as captured:
            may_open_notes(record, who)
        assert len(captured) == cost


def test_prisons_left_on_any_booking() -> None:
    leaves("A3333AA", 3)
    assert prisons_left("A3333AA") == {"LEI"}


def test_taking_in_hand() -> None:
    held = take_notes_in_hand("A1111AA", by=staff())
    assert (held.number, held.prison) == ("A1111AA", "LEI") and held.booking_id
    assert take_notes_in_hand("A2222AA", by=SYSTEM, sensitive=True).prison == "MDI"
    assert take_notes_in_hand("A1111AA", by=staff("POM"), sensitive=True)
    for number, who, sensitive in (
        ("A2222AA", staff(), False),
        ("A1111AA", staff(), True),
        ("A1111AA", staff("VIEW_SENSITIVE_CASE_NOTES"), True),
        ("A9999ZZ", SYSTEM, False),
    ):
        with pytest.raises(NotFound):
            take_notes_in_hand(number, by=who, sensitive=sensitive)
    with pytest.raises(NotAllowed):
        take_notes_in_hand("A1111AA", by=Actor("NOBODY", account_id=2))


def test_a_page_that_is_refused_says_not_found_and_is_audited(client: Client) -> None:
    officer(client, "PRISON", "GLOBAL_SEARCH")
    assert client.get("/prisoners/A2222AA/").status_code == 200
    assert client.get("/prisoners/A2222AA/case-notes/").status_code == 404
    assert AuditEntry.objects.filter(action="PRISONER_VIEW_REFUSED", subject_id="A2222AA").count() == 1
    assert client.get("/prisoners/a1111aa/case-notes/")["Location"] == "/prisoners/A1111AA/case-notes/"
    assert client.get("/prisoners/A1111AA/case-notes/").status_code == 200
    leaves("A3333AA", 20)
    assert client.get("/prisoners/A3333AA/case-notes/").status_code == 404
    Account.objects.filter(username="OFFICER").update(roles=["PRISON", "GLOBAL_SEARCH", "POM"])
    assert client.get("/prisoners/A3333AA/case-notes/").status_code == 200


def test_a_duplicate_record_lends_no_notes(client: Client) -> None:
    for number in ("A1111AA", "A2222AA"):
        give_identifier(Person.objects.get(pk=number), "PNC", "08/359381C")
        refresh_records([number])
    officer(client, "PRISON")
    assert client.get("/prisoners/A2222AA/").status_code == 200
    assert client.get("/prisoners/A2222AA/case-notes/").status_code == 404


def test_what_is_handed_to_nomis_is_told_by_nobody_else(client: Client) -> None:
    """Changes of notes wait for NOMIS among those of the record, where a system that reads records must not see them."""
    opened = Opened("A1111AA", header("A1111AA", local_time.today()) or {}, viewer_of(staff()), local_time.today())
    officer(client, "PRISON")
    author = actor_of(Account.objects.get(username="OFFICER"))
    client.post("/prisoners/A1111AA/watch/", {"why": "Settling in"})
    write_note(author, "A1111AA", type="OBSERVE", sub_type="OBS_GEN", text="Settled in well")
    assert Change.objects.get().kind == "case note"
    for everything in (True, False):
        assert not changes(opened, Wanted(), everything=everything)
    watched = client.get("/prisoners/watch-list/").content.decode()
    assert "A1111AA" in watched and "1 change" not in watched
