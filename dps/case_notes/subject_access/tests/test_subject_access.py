"""Giving people what is held about them."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.models import NoteSubType
from dps.case_notes.subject_access import commands, sources
from dps.case_notes.subject_access.rules import IN_FUTURE, WRONG_ORDER, Window, window_problems
from dps.case_notes.tests.notes import a_note, an_amendment, types
from dps.identity.provider.tests import flow
from dps.platform import local_time
from dps.platform.access import Actor
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound
from dps.prisoners.tests.officers import officer
from dps.prisoners.tests.people import give_identifier, make_agencies, make_person

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2026, 3, 20), date(2026, 4, 5))
AT = "/case-notes/subject-access/"
MAY = Actor("SAR", "Sal", roles=frozenset({"SAR_DATA_ACCESS"}))


def words(reply: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())))


@given(DAYS, DAYS, st.datetimes(datetime(2026, 3, 19), datetime(2026, 4, 7), timezones=st.just(UTC)))
def test_a_window_holds_whole_days_on_a_london_clock(first: date, last: date, moment: datetime) -> None:
    """Also over the night on which the clocks go forward."""
    day = local_time.in_london(moment).date()
    assert Window(first, last).holds(moment) is (first <= day <= last)
    assert Window(None, last).holds(moment) is (day <= last) and Window(first).holds(moment) is (day >= first)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, {}),
        (TODAY, TODAY, {}),
        (None, date(9999, 12, 31), {}),
        (TODAY + timedelta(days=1), TODAY, {"first": IN_FUTURE}),
        (TODAY, TODAY - timedelta(days=1), {"last": WRONG_ORDER}),
    ],
)
def test_days_that_cannot_be(first: date | None, last: date | None, said: dict[str, str]) -> None:
    assert window_problems(Window(first, last), TODAY) == said


@pytest.fixture
def notes(db: None) -> None:
    """Written in January, in February, and in January with more in March; the last is sensitive."""
    make_agencies()
    types()
    make_person("A1111AA")
    make_person("B2222BB", prison="MDI")
    NoteSubType.objects.filter(type_id="OMIC", code="GEN").update(sensitive=True)
    january, february, march = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (1, 2, 3))
    a_note("A1111AA", text="January", created_at=january)
    a_note("A1111AA", text="February\n<i>line</i>", created_at=february, occurred_at=january)
    late = a_note("A1111AA", "OMIC", "GEN", text="Sensitive", created_at=january + timedelta(hours=1))
    an_amendment(late, "More in March", created_at=march)
    a_note("B2222BB", text="Of somebody else", created_at=february)


@pytest.fixture
def another_source() -> Iterator[None]:
    """A service that holds something too."""
    held = [sources.Entry({"what": "thing"}, "A thing", [("When", "Once")])]
    sources.register(sources.Source("things", "Things", 99, lambda number, window: held))
    yield
    del sources._sources["things"]  # nothing but a test takes one away


def texts(window: Window, by: Actor = MAY) -> list[str]:
    found = commands.export("a1111aa", window, how="test", by=by, today=TODAY, at=local_time.now())
    return [one["text"] for one in found.data()["caseNotes"]]


@pytest.mark.parametrize(
    ("window", "given"),
    [
        (Window(), ["January", "Sensitive", "February\n<i>line</i>"]),
        (Window(date(2026, 2, 1), date(2026, 2, 28)), ["February\n<i>line</i>"]),
        (Window(date(2026, 3, 10), date(2026, 3, 10)), ["Sensitive"]),  # for what was added to it
        (Window(date(2026, 1, 1), date(2026, 1, 31)), ["January", "Sensitive"]),
        (Window(date(2026, 5, 1)), []),
    ],
)
def test_what_was_written_or_added_to_in_the_window_is_given_whole(
    notes: None, window: Window, given: list[str]
) -> None:
    assert texts(window) == given
    entry = AuditEntry.objects.get(action="SUBJECT_ACCESS_ANSWERED")
    assert entry.details["given"]["caseNotes"] == len(given) and "January" not in str(entry.details)


def test_who_may_and_whom(notes: None) -> None:
    with pytest.raises(NotAllowed):
        texts(Window(), Actor("X", roles=frozenset({"PRISON", "PRISONER_CASE_NOTES__RW"})))
    with pytest.raises(Invalid):
        texts(Window(TODAY, date(2026, 1, 1)))
    with pytest.raises(NotFound):
        commands.export("Z9999ZZ", Window(), how="test", by=MAY, today=TODAY, at=local_time.now())


def test_the_page_prints_everything_held(client: Client, notes: None, another_source: None) -> None:
    browser = officer(client, "SAR_DATA_ACCESS", caseloads=())
    assert "Show what is held" in words(browser.get(AT))
    refused = browser.get(AT, {"number": "", "first-day": "31", "first-month": "2", "first-year": "2026"})
    assert refused.status_code == 400
    assert "Enter a prison number" in words(refused) and "must be a real date" in words(refused)
    assert commands.NOBODY in words(browser.get(AT, {"number": "Z9999ZZ"}))
    page = browser.get(AT, {"number": "A1111AA"})
    said = words(page)
    for part in ("What is held about John Smith", "Case notes (3)", "Observations: General Entry", "More in March",
                 "Things (1)", "A thing", "The beginning"):  # fmt: skip
        assert part in said
    assert "February<br>&lt;i&gt;line" in page.content.decode() and "somebody else" not in said
    kept = browser.get(f"{AT}file.json", {"number": "A1111AA"})
    held = kept.json()
    assert kept["Content-Disposition"] == 'attachment; filename="subject-access-A1111AA.json"'
    assert len(held["content"]["caseNotes"]) == 3 and held["content"]["things"] == [{"what": "thing"}]
    assert held["content"]["caseNotes"][1]["amendments"][0]["additionalNoteText"] == "More in March"
    assert browser.get(f"{AT}file.json", {"number": ""}).status_code == 400
    assert AuditEntry.objects.filter(action="SUBJECT_ACCESS_ANSWERED").count() == 2


def test_a_number_lost_in_a_merge_leads_to_the_one_that_stayed(client: Client, notes: None) -> None:
    from dps.prisoners.models import Person

    give_identifier(Person.objects.get(pk="A1111AA"), "MERGED", "Z9999ZZ")
    browser = officer(client, "SAR_DATA_ACCESS", caseloads=())
    assert "A1111AA What is held about John Smith" in words(browser.get(AT, {"number": "z9999zz"}))


def test_nobody_else_opens_it(client: Client, notes: None) -> None:
    browser = officer(client, "POM", "DELETE_SENSITIVE_CASE_NOTES")
    assert [browser.get(page).status_code for page in (AT, f"{AT}file.json")] == [403, 403]


def test_a_hundred_notes_cost_what_one_does(client: Client, notes: None) -> None:
    browser = officer(client, "SAR_DATA_ACCESS", caseloads=())
    counts = []
    for _ in range(2):
        browser.get(AT, {"number": "B2222BB"})
        with CaptureQueriesContext(connection) as captured:
            browser.get(AT, {"number": "B2222BB"})
        counts.append(len(captured))
        for _ in range(30):
            an_amendment(a_note("B2222BB"))
    assert counts[0] == counts[1] < 16


def test_by_the_api(notes: None, make_asker: Callable[..., Any]) -> None:
    ask = make_asker("SAR_DATA_ACCESS")
    at = "/api/subject-access-request"
    status, held = ask("GET", f"{at}?prn=a1111aa&fromDate=2026-02-01&toDate=2026-02-28")
    assert status == 200 and held["prisonNumber"] == "A1111AA"
    assert [one["text"] for one in held["content"]["caseNotes"]] == ["February\n<i>line</i>"]
    assert ask("GET", f"{at}?prn=A1111AA&fromDate=2026-05-01") == (204, None)
    assert ask("GET", f"{at}?prn=Z9999ZZ")[0] == 404
    status, refused = ask("GET", f"{at}?prn=A1111AA&fromDate=2026-05-01&toDate=2026-04-01")
    assert status == 400 and refused["errors"][0]["field"] == "toDate"
    assert make_asker("PRISONER_CASE_NOTES__RW")("GET", f"{at}?prn=A1111AA")[0] == 403


@pytest.fixture
def make_asker(db: None) -> Callable[..., Any]:
    """A system with these roles: asks, and gives status and body."""
    flow.have_a_key()

    def with_roles(*roles: str) -> Callable[[str, str], Any]:
        token = flow.machine_token(flow.make_machine("-".join(roles).lower()[:60], roles=roles))

        def ask(method: str, path: str) -> Any:
            reply = Client(raise_request_exception=False).generic(method, path, headers=flow.bearer(token))
            return reply.status_code, reply.json() if reply.content else None

        return ask

    return with_roles
