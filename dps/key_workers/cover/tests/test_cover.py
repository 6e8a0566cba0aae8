"""Cover for somebody who is away (key-workers.md 9)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dps.identity.accounts.commands import actor_of
from dps.key_workers.cover import commands, queries, rules
from dps.key_workers.models import Cover
from dps.key_workers.rules.status import Change, People, Status
from dps.key_workers.staff import commands as staff
from dps.key_workers.tests.workers import KW, give_role, scheme_on, somebody
from dps.platform import local_time
from dps.platform.audit.models import AuditEntry
from dps.platform.web.refusals import Invalid, NotAllowed, NotFound
from dps.prisoners.tests.officers import words_of
from dps.prisoners.tests.people import make_agencies

TODAY = date(2026, 11, 24)
SignedIn = Callable[..., Client]


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("colleague", "from_date", "to_date", "wrong"),
    [
        (2, on(0), on(0), set()),
        (None, None, None, {"cover_staff_id", "from_date", "to_date"}),
        (1, on(0), on(3), {"cover_staff_id"}),
        (3, on(-1), on(3), {"cover_staff_id", "from_date"}),
        (2, on(3), on(2), {"to_date"}),
        (2, on(0), on(400), {"to_date"}),
        (2, on(8), on(10), {"from_date"}),
        (2, on(11), on(12), set()),
    ],
)
def test_when_somebody_may_cover(
    colleague: int | None, from_date: date | None, to_date: date | None, wrong: set[str]
) -> None:
    found = rules.problems(
        staff_id=1, cover_staff_id=colleague, available=[1, 2], from_date=from_date, to_date=to_date,
        others=[(on(5), on(10))], today=TODAY,
    )  # fmt: skip
    assert set(found) == wrong


@given(st.integers(0, 30), st.integers(0, 30), st.integers(-40, 70))
def test_it_is_in_force_on_its_days_and_handed_back_the_day_after_the_last(start: int, length: int, day: int) -> None:
    first, last = on(start), on(start + length)
    assert rules.runs(first, last, ended=False, day=on(day)) is (start <= day <= start + length)
    assert not rules.runs(first, last, ended=True, day=on(day))


@pytest.fixture
def workers(db: None) -> None:
    make_agencies()
    scheme_on()
    give_role(1, "AMY", "O'HARA", username="AMY")
    give_role(2, "BEN", "ADAMS")
    give_role(3, "GUS", "AWAY", status="UNAVAILABLE_LONG_TERM_ABSENCE")


def in_days(days: int) -> date:
    return local_time.today() + timedelta(days=days)


def test_cover_hands_back_by_itself_and_when_the_worker_is_back_early(workers: None) -> None:
    by = actor_of(somebody("BOSS", "OMIC_ADMIN"))
    given = {"cover_staff_id": 2, "from_date": in_days(0), "to_date": in_days(5)}
    made = commands.arrange(by, "LEI", KW, 1, **given, note="Court")  # type: ignore[arg-type]
    for wrong in (given, {**given, "cover_staff_id": 3}, {**given, "cover_staff_id": 99}):
        with pytest.raises(Invalid):
            commands.arrange(by, "LEI", KW, 1, **wrong)  # type: ignore[arg-type]
    found = queries.covers("LEI", KW, in_days(0), staff_id=2)
    assert [(one.id, one.staff_id, one.cover_last_name, one.note) for one in found] == [(made.pk, 1, "ADAMS", "Court")]
    assert queries.covers("LEI", KW, in_days(5)) and not queries.covers("LEI", KW, in_days(6))
    staff.change_status(by, "LEI", KW, 1, Change(Status.LONG_TERM_ABSENCE, People.KEEP))
    assert queries.covers("LEI", KW, in_days(0))
    assert staff.change_status(by, "LEI", KW, 1, Change(Status.ACTIVE)).handed_back == 1
    assert not queries.covers("LEI", KW, in_days(0))
    assert AuditEntry.objects.filter(action="KEY_WORKER_COVER_ENDED", subject_id="1").count() == 1


def test_who_may_arrange_and_end(workers: None) -> None:
    by, viewer = actor_of(somebody("BOSS", "OMIC_ADMIN")), actor_of(somebody("VIEWER", "KEYWORKER_MONITOR"))
    given = {"cover_staff_id": 2, "from_date": in_days(0), "to_date": in_days(5)}
    with pytest.raises(NotAllowed):
        commands.arrange(viewer, "LEI", KW, 1, **given)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        commands.arrange(by, "LEI", KW, 99, **given)  # type: ignore[arg-type]
    made = commands.arrange(by, "LEI", KW, 1, **given)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        commands.end(viewer, "LEI", KW, made.pk)
    with pytest.raises(NotFound):
        commands.end(by, "LEI", KW, made.pk + 1)
    commands.end(by, "LEI", KW, made.pk)
    ended = Cover.objects.get().ended_at
    commands.end(by, "LEI", KW, made.pk)
    assert ended is not None and Cover.objects.get().ended_at == ended


def test_the_page_arranges_shows_and_ends(workers: None, signed_in: SignedIn) -> None:
    browser = signed_in("OMIC_ADMIN")
    address, today, last = "/key-workers/key-worker/staff/1/cover/", in_days(0), in_days(4)
    page = browser.get(address).content.decode()
    assert "Adams, Ben (0 of 9)" in page and "Away, Gus" not in page
    reply = browser.post(address, {"note": "Keep <this>"})
    words = words_of(reply)
    assert reply.status_code == 400 and "Choose who covers" in words and "Enter the first day" in words
    assert "Keep &lt;this&gt;" in reply.content.decode()
    given = {"cover_staff_id": "2", "note": "Court on Friday"}
    for name, when in (("from_date", today), ("to_date", last)):
        given |= {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}
    words = words_of(browser.post(address, given, follow=True))
    assert "Cover arranged" in words and "Ben Adams covers for Amy O'Hara" in words and "Court on Friday" in words
    made = Cover.objects.get()
    assert "Covered by Ben Adams" in words_of(browser.get("/key-workers/key-worker/staff/"))
    assert "handed back" in words_of(browser.post(f"/key-workers/key-worker/cover/{made.pk}/end/", follow=True))
