"""Counting notes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dps.case_notes.models import NoteSubType
from dps.case_notes.tests.notes import a_note, types
from dps.case_notes.usage.queries import counted, last_and_count
from dps.case_notes.usage.rules import Count, CountBy, KeyedBy, Wanted
from dps.platform.web.refusals import Invalid
from dps.prisoners.tests.people import make_agencies, make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KA = {"KA": frozenset({"KS"})}


@pytest.fixture(autouse=True)
def notes(db: None) -> None:
    """Of two people: sessions, an entry, an observation elsewhere, and a sensitive note."""
    make_agencies()
    types()
    for number in ("A1111AA", "B2222BB"):
        make_person(number)
    NoteSubType.objects.filter(type_id="OMIC", code="GEN").update(sensitive=True)
    for days in (0, 1, 5):
        a_note("A1111AA", "KA", "KS", created_at=NOW, occurred_at=NOW - days * DAY, author_username="KAY")
    a_note("A1111AA", "KA", "KE", created_at=NOW - DAY, author_username="KAY")
    a_note("A1111AA", "OBSERVE", "OBS_GEN", created_at=NOW, location="MDI", author_user_id="77", author_username="BO")
    a_note("A1111AA", "OMIC", "GEN", created_at=NOW)
    a_note("B2222BB", "KA", "KS", created_at=NOW - 9 * DAY, author_username="KAY")


def of_one(**more: object) -> list[Count]:
    wanted: dict[str, object] = {"keys": frozenset({"A1111AA"}), "kinds": {"KA": frozenset()}, **more}
    return counted(Wanted(**wanted))["A1111AA"]  # type: ignore[arg-type]


def test_a_whole_type_counts_each_of_its_sub_types() -> None:
    assert of_one() == [Count("KA", "KE", 1, NOW - DAY, NOW - DAY), Count("KA", "KS", 3, NOW, NOW)]
    assert of_one(kinds=KA) == [Count("KA", "KS", 3, NOW, NOW)]
    assert of_one(kinds={"KA": frozenset({"NONE"})}) == [] and of_one(kinds={"NONE": frozenset()}) == []


def test_both_bounds_belong_to_the_time_and_to_the_date_that_is_asked_about() -> None:
    def sessions(**more: object) -> int:
        return sum(one.count for one in of_one(kinds=KA, **more))

    assert sessions(begins=NOW - 5 * DAY, ends=NOW - DAY) == 2
    second = timedelta(seconds=1)
    assert sessions(begins=NOW - 5 * DAY + second, ends=NOW - DAY - second) == 0
    assert sessions(begins=NOW, count_by=CountBy.CREATED) == 3 and sessions(begins=NOW) == 1


def test_narrowed_by_prison_and_author_and_never_sensitive_unless_told() -> None:
    everything = {"KA": frozenset(), "OBSERVE": frozenset(), "OMIC": frozenset()}
    assert {one.type for one in of_one(kinds=everything)} == {"KA", "OBSERVE"}
    assert {one.type for one in of_one(kinds=everything, sensitive=True)} == {"KA", "OBSERVE", "OMIC"}
    assert [one.type for one in of_one(kinds=everything, prisons=frozenset({"MDI"}))] == ["OBSERVE"]
    assert [one.type for one in of_one(kinds=everything, author_ids=frozenset({"77", "78"}))] == ["OBSERVE"]


def test_by_author() -> None:
    def by(keyed_by: KeyedBy, *keys: str) -> dict[str, int]:
        found = counted(Wanted(frozenset(keys), {"KA": frozenset(), "OBSERVE": frozenset()}, keyed_by))
        return {key: sum(one.count for one in counts) for key, counts in found.items()}

    assert by(KeyedBy.AUTHOR_USERNAME, "KAY", "NOBODY") == {"KAY": 5, "NOBODY": 0}
    assert by(KeyedBy.AUTHOR_ID, "77") == {"77": 1}


def test_nothing_is_counted_when_something_is_missing() -> None:
    with pytest.raises(Invalid) as refused:
        counted(Wanted(frozenset(), {}))
    assert set(refused.value.problems) == {"keys", "kinds"}


def test_last_and_count_of_many_in_one_statement() -> None:
    with CaptureQueriesContext(connection) as captured:
        found = last_and_count(["A1111AA", "B2222BB", "C3333CC"], KA, begins=NOW - 6 * DAY)
    assert found == {"A1111AA": (NOW, 3), "B2222BB": (None, 0), "C3333CC": (None, 0)} and len(captured) == 1
    assert last_and_count([], KA) == {}
    assert last_and_count(["A1111AA"], KA, begins=NOW, by=CountBy.CREATED) == {"A1111AA": (NOW, 3)}


@pytest.mark.parametrize(
    ("keyed_by", "index"), [(KeyedBy.PERSON, "note_by_"), (KeyedBy.AUTHOR_USERNAME, "note_by_author")]
)
def test_the_index_of_a_person_or_an_author_is_all_that_is_read(keyed_by: KeyedBy, index: str) -> None:
    """However many notes there are of others."""
    wanted = Wanted(frozenset({"A1111AA"}), KA, keyed_by, begins=NOW - DAY, ends=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as captured:
        counted(wanted)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {captured[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan, plan
