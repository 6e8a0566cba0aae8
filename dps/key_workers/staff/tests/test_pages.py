"""The staff list and the pages that change a worker, as officers use them (key-workers.md 2.4 and 2.6)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from dps.key_workers.models import Allocation, StaffRole, WorkerSettings
from dps.key_workers.staff import listing
from dps.key_workers.tests.workers import PO, allocated, give_role, scheme_on, session_held
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.tests.officers import statements, words_of
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
LIST = "/key-workers/key-worker/staff/"
ONE = f"{LIST}1/"
SignedIn = Callable[..., Client]


@pytest.fixture
def workers(db: None) -> None:
    make_agencies()
    scheme_on()
    give_role(1, "AMY", "O'HARA", username="AMY", capacity=1)
    give_role(2, "BEN", "ADAMS", status="INACTIVE", schedule_type="PT")
    for number in ("A1111AA", "B2222BB"):
        make_person(number)
        allocated(number, 1)


def answers(reply: object) -> dict[str, str]:
    """What the check page sends again."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', reply.content.decode())  # type: ignore[attr-defined]
    return {name: value for name, value in found if name not in ("csrfmiddlewaretoken", "submission")}


def day(name: str, when: date) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def names_shown(reply: object) -> list[str]:
    return re.findall(r'staff/\d+/">([^<]+)</a>', reply.content.decode().replace("&#39;", "'"))  # type: ignore[attr-defined]


def test_the_list_filters_sorts_and_shows_what_they_did(workers: None, signed_in: SignedIn) -> None:
    session_held("A1111AA", local_time.now() - timedelta(days=2))
    session_held("A1111AA", local_time.now() - timedelta(days=50))
    browser = signed_in("KEYWORKER_MONITOR")
    reply = browser.get(LIST)
    words = words_of(reply)
    assert names_shown(reply) == ["Adams, Ben", "O'Hara, Amy"]
    assert "2 key workers, looking after 2 people of 10 places" in words
    assert "O'Hara, Amy Active FT 2 Over capacity 1 1" in words and "Adams, Ben Inactive PT 0 9 0 -" in words
    assert names_shown(browser.get(f"{LIST}?name=am o'h")) == ["O'Hara, Amy"]
    assert names_shown(browser.get(f"{LIST}?status=INACTIVE")) == ["Adams, Ben"]
    assert names_shown(browser.get(f"{LIST}?sort=-allocated")) == ["O'Hara, Amy", "Adams, Ben"]
    assert "No results for this search criteria" in words_of(browser.get(f"{LIST}?name=mara"))
    assert browser.get(f"{LIST}?status=NONSENSE").status_code == 400
    lines = b"".join(browser.get(f"{LIST}staff.csv?status=ACTIVE").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2 and lines[1].startswith('"O\'Hara, Amy",Active,FT,2,1,1,')
    assert AuditEntry.objects.filter(action="REPORT_DOWNLOADED", subject_id="LEI").exists()


def test_personal_officers_have_entries_and_no_delivery_rate(workers: None, signed_in: SignedIn) -> None:
    scheme_on(policy=PO)
    give_role(7, "EVE", "FOX", policy=PO)
    reply = signed_in("PERSONAL_OFFICER_VIEW").get("/key-workers/personal-officer/staff/")
    words = words_of(reply)
    assert names_shown(reply) == ["Fox, Eve"] and "Entries in last month" in words and "Delivery rate" not in words


def test_the_list_costs_the_same_for_many(workers: None, signed_in: SignedIn) -> None:
    browser = signed_in("KEYWORKER_MONITOR")
    few = statements(browser, LIST)
    for n in range(40):
        give_role(100 + n)
    assert statements(browser, LIST) == few <= 12


def test_every_column_sorts_both_ways_and_names_break_ties() -> None:
    def row(name: str, number: int) -> listing.Row:
        return listing.Row(number, name, "A", "ACTIVE", number, str(number), number, number, number, None)

    rows = [row("B", 2), row("A", 2), row("C", 1)]
    for column in listing.COLUMNS:
        if column not in (listing.NAME, listing.DELIVERY):
            assert [one.last_name for one in listing.in_order(rows, column)] == ["C", "A", "B"], column
            assert [one.last_name for one in listing.in_order(rows, f"-{column}")] == ["A", "B", "C"], column
    assert [one.last_name for one in listing.in_order(rows, "-name")] == ["C", "B", "A"]
    assert [one.last_name for one in listing.in_order(rows, "nonsense; --")] == ["A", "B", "C"]


def test_a_status_is_checked_before_it_is_saved_and_deallocates_when_chosen(workers: None, signed_in: SignedIn) -> None:
    browser = signed_in("OMIC_ADMIN")
    address, back = f"{ONE}status/", local_time.today() + timedelta(days=10)
    reply = browser.post(address, {"version": "1", "continue": "1"})
    assert reply.status_code == 400 and "Choose the new status" in words_of(reply)
    leave = {"status": "UNAVAILABLE_ANNUAL_LEAVE", "version": "1"}
    words = words_of(browser.post(address, leave))
    assert "Choose whether their people are deallocated" in words and "Enter the day they return to work" in words
    reply = browser.post(address, leave | {"people": "keep"} | day("back_on", local_time.today()))
    assert "must be in the future" in words_of(reply)
    reply = browser.post(address, leave | {"people": "deallocate"} | day("back_on", back))
    words = words_of(reply)
    assert "Are you sure?" in words and "2 people will have no key worker" in words
    assert local_time.long_date(back) in words and Allocation.objects.filter(is_active=True).count() == 2
    reply = browser.post(address, answers(reply) | {"back": "1"})
    assert reply.status_code == 200 and 'value="deallocate" checked' in reply.content.decode()
    reply = browser.post(address, answers(browser.post(address, leave | {"people": "deallocate"} | day("back_on", back))) | {"checked": "1"}, follow=True)  # fmt: skip
    words = words_of(reply)
    assert "2 people were deallocated" in words and "Unavailable - annual leave" in words and "Return date" in words
    assert not Allocation.objects.filter(is_active=True).exists()
    assert "Still on annual leave" in words_of(browser.get(address))


def test_inactive_warns_and_needs_no_other_answer_even_with_a_wrong_day_typed(
    workers: None, signed_in: SignedIn
) -> None:
    browser = signed_in("OMIC_ADMIN")
    given = {"status": "INACTIVE", "version": "1", "back_on-day": "99", "people": "keep"}
    reply = browser.post(f"{ONE}status/", given)
    assert reply.status_code == 200 and "2 people will have no key worker" in words_of(reply)
    browser.post(f"{ONE}status/", answers(reply) | {"checked": "1"})
    assert WorkerSettings.objects.get(staff_id=1).status == "INACTIVE"


def test_capacity_and_pattern(workers: None, signed_in: SignedIn) -> None:
    browser = signed_in("OMIC_ADMIN")
    words = words_of(browser.get(f"{ONE}update/"))
    assert "Maximum capacity 1" in words and "Working pattern Full-time" in words
    for typed in ("", "0", "1000", "2.5", "six"):
        reply = browser.post(f"{ONE}capacity/", {"capacity": typed, "version": "1"})
        assert reply.status_code == 400 and "whole number from 1 to 999" in words_of(reply)
    reply = browser.post(f"{ONE}capacity/", {"capacity": "12", "version": "1"})
    assert "Maximum capacity 1 12" in words_of(reply)
    browser.post(f"{ONE}capacity/", answers(reply) | {"checked": "1"})
    reply = browser.post(f"{ONE}pattern/", {"schedule_type": "PT", "version": "1"})
    browser.post(f"{ONE}pattern/", answers(reply) | {"checked": "1"})
    assert WorkerSettings.objects.get(staff_id=1).capacity == 12
    assert StaffRole.objects.get(staff_id=1).hours_per_week == 6
    reply = browser.post(f"{ONE}capacity/", {"capacity": "5", "version": "1", "checked": "1"})
    assert reply.status_code == 409 and "Somebody else changed this worker" in words_of(reply)
    assert 'value="5"' in reply.content.decode(), "what was typed is kept"


def test_whoever_only_looks_changes_nothing(workers: None, signed_in: SignedIn) -> None:
    viewer = signed_in("KEYWORKER_MONITOR")
    for part in ("update/", "capacity/", "pattern/", "status/", "cover/"):
        assert viewer.get(f"{ONE}{part}").status_code == 403, part
    own = signed_in(username="AMY")
    assert own.get(LIST).status_code == 403 and own.get(f"{ONE}status/").status_code == 403
    assert signed_in(username="PLAIN").get(LIST).status_code == 404
    assert signed_in("OMIC_ADMIN", username="BOSS").get(f"{LIST}99/status/").status_code == 404
