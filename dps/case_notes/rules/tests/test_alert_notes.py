"""case-notes.md 5.10: which notes an alert has, and which note is the one of an alert."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.rules import alert_notes as rules
from dps.case_notes.rules.alert_notes import AlertFacts, NoteFacts, Which

TODAY = date(2026, 7, 10)
ADDED = datetime(2026, 7, 3, 9, 15, tzinfo=UTC)
ALERT = AlertFacts("7", "X", "Security", "XA", "Arsonist", date(2026, 7, 1), None, ADDED, None)
PPRC = replace(ALERT, type="C", type_words="Child Communication Measures", code="CPC", code_words="Protect child")


@pytest.mark.parametrize(
    ("active_to", "ended_after", "notes"),
    [
        (None, None, [Which.ACTIVE]),
        (date(2026, 7, 11), 0, [Which.ACTIVE]),
        (TODAY, 0, [Which.ACTIVE, Which.INACTIVE]),
        (date(2026, 7, 3), 0, [Which.INACTIVE]),
        (date(2026, 7, 2), 0, [Which.INACTIVE]),
        (date(2026, 7, 3), 60, [Which.ACTIVE, Which.INACTIVE]),
        (date(2026, 7, 2), None, [Which.INACTIVE]),
    ],
)
def test_which_notes_there_should_be(active_to: date | None, ended_after: int | None, notes: list[Which]) -> None:
    ended = None if ended_after is None else ADDED + timedelta(seconds=ended_after)
    assert rules.wanted(replace(ALERT, active_to=active_to, ended_at=ended), TODAY) == notes


def test_words_and_day() -> None:
    ended = replace(ALERT, active_to=date(2026, 11, 9))
    assert rules.text_of(Which.ACTIVE, ALERT) == "Alert Security and Arsonist made active."
    assert rules.text_of(Which.INACTIVE, ended) == "Alert Security and Arsonist made inactive."
    assert rules.happened(Which.ACTIVE, ALERT) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert rules.happened(Which.INACTIVE, ended) == datetime(2026, 11, 9, tzinfo=UTC)


ACTIVE = NoteFacts("ACTIVE", "Alert Security and Arsonist made active.", datetime(2026, 6, 30, 23, tzinfo=UTC), ADDED)
LATER = ADDED + timedelta(hours=5)


@pytest.mark.parametrize(
    ("note", "matches"),
    [
        (ACTIVE, True),
        (replace(ACTIVE, created_at=LATER), True),
        (replace(ACTIVE, occurred_at=LATER, created_at=ADDED + timedelta(seconds=60)), True),
        (replace(ACTIVE, occurred_at=LATER, created_at=ADDED - timedelta(seconds=60)), True),
        (replace(ACTIVE, occurred_at=LATER, created_at=ADDED + timedelta(seconds=61)), False),
        (replace(ACTIVE, text="Alert Security and Violent made active."), False),
        (replace(ACTIVE, which="INACTIVE"), False),
    ],
)
def test_the_note_of_an_alert_made_active(note: NoteFacts, matches: bool) -> None:
    assert rules.is_note_of(note, Which.ACTIVE, ALERT) is matches
    assert rules.missing(ALERT, [note], TODAY) == ([] if matches else [Which.ACTIVE])


def test_the_note_of_an_end_is_of_its_day_only() -> None:
    ended = replace(ALERT, active_to=date(2026, 7, 9), ended_at=LATER)
    note = NoteFacts("INACTIVE", rules.text_of(Which.INACTIVE, ended), datetime(2026, 7, 8, 23, tzinfo=UTC), ADDED)
    assert rules.missing(ended, [ACTIVE, note], TODAY) == []
    other_day = replace(note, occurred_at=note.occurred_at - timedelta(hours=1))
    assert rules.missing(ended, [ACTIVE, other_day], TODAY) == [Which.INACTIVE]


def test_two_alerts_were_called_something_else() -> None:
    old = replace(ACTIVE, text="Alert Child Communication Measures and PPRC made active.")
    assert rules.is_note_of(old, Which.ACTIVE, PPRC)
    assert not rules.is_note_of(old, Which.ACTIVE, ALERT)
    contact = replace(ALERT, type="O", type_words="Other", code="ONCR", code_words="No contact")
    assert rules.texts_of(Which.INACTIVE, contact)[1] == "Alert Other and No-contact request made inactive."


def test_an_alert_may_end_again() -> None:
    first, second = replace(ALERT, active_to=date(2026, 7, 4)), replace(ALERT, active_to=date(2026, 7, 5))
    keys = {rules.key_of(which, alert) for which in Which for alert in (first, second)}
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("switches", "on"),
    [({}, False), ({"*ALL*": True}, True), ({"*ALL*": True, "LEI": False}, False), ({"LEI": True}, True), ({"MDI": True}, False)],
)  # fmt: skip
def test_where_they_are_written(switches: dict[str, bool], on: bool) -> None:
    assert rules.is_on(switches, "LEI") is on


days = st.dates(date(2020, 1, 1), date(2027, 1, 1))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(days, st.none() | days, moments, st.none() | moments, days)
def test_what_is_written_is_no_longer_missing(
    starts: date, ends: date | None, created: datetime, ended: datetime | None, today: date
) -> None:
    alert = AlertFacts("7", "X", "Security", "XA", "Arsonist", starts, ends, created, ended)
    written = [
        NoteFacts(which, rules.text_of(which, alert), rules.happened(which, alert), LATER)
        for which in rules.missing(alert, [], today)
    ]
    assert rules.missing(alert, written, today) == []
    assert len(written) <= 2
    assert (Which.INACTIVE in rules.wanted(alert, today)) == (ends is not None and ends <= today)
