"""The profile of a worker, as officers use it (key-workers.md 2.5)."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from dps.case_notes.tests.notes import a_note
from dps.key_workers.models import Allocation, Cover, RecordedEvent, StaffRole
from dps.key_workers.tests.workers import KW, allocated, give_role, scheme_on
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.prisoners.tests.officers import statements, words_of
from dps.prisoners.tests.people import give_alert, make_agencies, make_cell, make_person

pytestmark = pytest.mark.django_db
BASE = "/key-workers/key-worker/staff/1/"
SignedIn = Callable[..., Client]


def days_ago(days: int) -> datetime:
    return datetime.combine(local_time.today() - timedelta(days=days), time(10), tzinfo=local_time.LONDON)


def held(number: str, days: int, *, staff_id: int = 1, text: str = "Talked about courses.", type: str = "KS") -> None:
    note = a_note(
        number, "KA", type, text, occurred_at=days_ago(days), created_at=days_ago(days), author_user_id=str(staff_id)
    )
    RecordedEvent.objects.create(
        id=note.pk, prison="LEI", person_id=number, staff_id=staff_id, username="AMY", occurred_at=note.occurred_at,
        created_at=note.created_at, type="SESSION" if type == "KS" else "ENTRY", policy=KW,
    )  # fmt: skip


@pytest.fixture
def two_people() -> None:
    make_agencies()
    scheme_on(frequency_in_weeks=1)
    give_role(1, "AMY", "O'HARA", username="AMY")
    give_role(2, "BEN", "ADAMS", username="BEN")
    for number, last, cell in (("B2222BB", "YOUNG", "A-1-002"), ("A1111AA", "ABLE", "B-2-001")):
        make_person(number, last, cell=make_cell("LEI", cell))
        allocated(number, 1, at=days_ago(60))


def test_figures_people_due_days_and_relevant_alerts(two_people: None, signed_in: SignedIn) -> None:
    from dps.prisoners.models import Person

    held("A1111AA", 3)
    held("A1111AA", 40)
    held("B2222BB", 35)
    for code in ("XRF", "RNO121", "HA", "XA"):
        give_alert(Person.objects.get(pk="A1111AA"), code)
    from dps.key_workers.allocating import due_dates

    due_dates.recount(list(Allocation.objects.values_list("pk", flat=True)))
    words = words_of(signed_in("KEYWORKER_MONITOR").get(BASE))
    assert "Amy O'Hara Active" in words and "Prisoners allocated 2 Maximum capacity 9" in words
    today = local_time.today()
    due = today + timedelta(days=4)
    assert (
        f"Able, John A1111AA B-2-001 Risk to females No one-to-one + 2 active alerts of A1111AA "
        f"{today - timedelta(days=3):%d/%m/%Y} {due:%d/%m/%Y} 1" in words.replace("+2", "+ 2")
    )
    overdue = today - timedelta(days=28)
    assert f"{overdue:%d/%m/%Y} 28 days overdue 0" in words
    assert words.index("Able, John") < words.index("Young, John")
    assert "Recorded sessions Session compliance Recorded entries" in words and "These figures are estimates" in words
    assert "Sessions by week" in words and "Week from Sunday" in words
    assert "Save changes" not in words and "Update capacity" not in words
    page = signed_in("OMIC_ADMIN", username="BOSS").get(BASE).content.decode()
    assert 'name="worker-A1111AA"' in page and "Adams, Ben (0 of 9)" in page and "O&#39;Hara, Amy (" not in page


def test_days_are_checked_and_said_in_words(two_people: None, signed_in: SignedIn) -> None:
    browser = signed_in("KEYWORKER_MONITOR")
    reply = browser.get(f"{BASE}?from-day=1&from-month=1&from-year=9000&compared_from-day=40&compared_from-month=1&compared_from-year=2026")  # fmt: skip
    words = words_of(reply)
    assert reply.status_code == 400
    assert "Date from must not be after today" in words and "Compare from must be a real date" in words
    assert 'value="9000"' in reply.content.decode()
    words = words_of(browser.get(f"{BASE}?from-day=1&from-month=3&from-year=2026&to-day=10&to-month=3&to-year=2026"))
    assert "1 March 2026 to 10 March 2026" in words and "19 February 2026 to 28 February 2026" in words


def test_a_worker_sees_their_own_profile_alone(two_people: None, signed_in: SignedIn) -> None:
    own = signed_in(username="AMY")
    assert own.get("/key-workers/key-worker/mine/")["Location"] == BASE
    words = words_of(own.get(BASE))
    assert "Amy O'Hara" in words and "Save changes" not in words
    assert own.get("/key-workers/key-worker/staff/2/").status_code == 403
    assert own.post(BASE, {"worker-A1111AA": "2"}).status_code == 403
    assert signed_in(username="NOBODY").get(BASE).status_code in (403, 404)
    assert signed_in("KEYWORKER_MONITOR", username="MONITOR").post(BASE, {"worker-A1111AA": "2"}).status_code == 403
    assert signed_in("OMIC_ADMIN", username="BOSS").get("/key-workers/key-worker/staff/99/").status_code == 404
    assert Allocation.objects.filter(staff_id=1, is_active=True).count() == 2


def test_people_are_given_another_worker_or_deallocated_from_the_profile(two_people: None, signed_in: SignedIn) -> None:
    browser = signed_in("OMIC_ADMIN")
    assert "Choose somebody from at least one" in words_of(browser.post(BASE, {"save": "1"}))
    reply = browser.post(BASE, {"worker-A1111AA": "x; drop"})
    assert reply.status_code == 400 and "Choose a key worker from the list" in words_of(reply)
    reply = browser.post(BASE, {"worker-A1111AA": "99"})
    assert reply.status_code == 400 and Allocation.objects.filter(is_active=True, staff_id=1).count() == 2
    reply = browser.post(BASE, {"worker-A1111AA": "2", "worker-B2222BB": "none"}, follow=True)
    assert "Changes for 2 people saved" in words_of(reply) and "Nobody is allocated to Amy O'Hara" in words_of(reply)
    assert Allocation.objects.get(person_id="A1111AA", is_active=True).staff_id == 2
    assert Allocation.objects.get(person_id="B2222BB").deallocation_reason == "MANUAL"


def test_notes_of_this_worker_about_people_who_are_here(two_people: None, signed_in: SignedIn) -> None:
    make_person("C3333CC", "GONE", prison="MDI")
    held("A1111AA", 5, text="First line\nsecond <b>line</b>")
    held("B2222BB", 2, text="Newer")
    held("C3333CC", 2, text="Of somebody elsewhere")
    held("A1111AA", 2, staff_id=2, text="By another officer")
    held("A1111AA", 90, text="Long ago")
    browser = signed_in("KEYWORKER_MONITOR")
    words = words_of(browser.get(f"{BASE}notes/"))
    assert words.index("Newer") < words.index("First line") and "2 notes" in words
    assert "elsewhere" not in words and "another officer" not in words and "Long ago" not in words
    assert "second &lt;b&gt;line" in browser.get(f"{BASE}notes/").content.decode()
    words = words_of(browser.get(f"{BASE}notes/?sort=happened"))
    assert words.index("First line") < words.index("Newer")
    entry = AuditEntry.objects.filter(action="KEY_WORKER_NOTES_VIEWED").latest("id")
    assert entry.details["people"] == ["A1111AA", "B2222BB"] and entry.subject_id == "1"


def test_a_kind_that_became_sensitive_is_shown_to_those_who_may_read_it(two_people: None, signed_in: SignedIn) -> None:
    from dps.case_notes.models import NoteSubType

    held("A1111AA", 5, text="Kept close")
    NoteSubType.objects.filter(code="KS").update(sensitive=True)
    assert "Kept close" not in words_of(signed_in("KEYWORKER_MONITOR").get(f"{BASE}notes/"))
    assert "Kept close" in words_of(
        signed_in("KEYWORKER_MONITOR", "VIEW_SENSITIVE_CASE_NOTES", username="POM1").get(f"{BASE}notes/")
    )


def test_cover_is_shown_on_both_profiles_with_the_note_and_the_people(two_people: None, signed_in: SignedIn) -> None:
    today = local_time.today()
    Cover.objects.create(
        prison="LEI", policy=KW, staff_id=1, cover_staff_id=2, from_date=today, to_date=today, note="Court on Friday",
        made_at=local_time.now(), made_by="BOSS",
    )  # fmt: skip
    browser = signed_in("KEYWORKER_MONITOR")
    mine, theirs = words_of(browser.get(BASE)), words_of(browser.get("/key-workers/key-worker/staff/2/"))
    assert "Ben Adams covers for Amy O'Hara until" in mine and "Court on Friday" in mine
    assert "Ben Adams covers for Amy O'Hara until" in theirs and "Court on Friday" in theirs
    assert "Covered for Amy O'Hara" in theirs and "Able, John" in theirs
    Cover.objects.update(from_date=today - timedelta(days=9), to_date=today - timedelta(days=1))
    assert "Court on Friday" not in words_of(browser.get(BASE))
    assert "Able, John" not in words_of(browser.get("/key-workers/key-worker/staff/2/"))


def test_the_pages_cost_the_same_however_many_people(two_people: None, signed_in: SignedIn) -> None:
    browser = signed_in("OMIC_ADMIN")
    few = statements(browser, BASE), statements(browser, f"{BASE}notes/")
    for n in range(12):
        make_person(f"D10{n:02d}DD")
        allocated(f"D10{n:02d}DD", 1, at=days_ago(60))
        held(f"D10{n:02d}DD", 2)
        StaffRole.objects.create(prison="LEI", policy=KW, staff_id=100 + n, from_date=local_time.today())
    assert (statements(browser, BASE), statements(browser, f"{BASE}notes/")) == few
    assert few[0] <= 24, few


def test_when_the_scheme_is_off_the_page_says_so(two_people: None, signed_in: SignedIn) -> None:
    from dps.key_workers.models import PrisonSettings

    PrisonSettings.objects.update(enabled=False)
    words = words_of(signed_in("OMIC_ADMIN").get(BASE))
    assert "Amy" not in words
