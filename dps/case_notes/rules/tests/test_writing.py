"""case-notes.md 5.1 to 5.4: what makes a note, who wrote it, and ids in order of time."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.case_notes.rules import authors, catalogue, ids
from dps.case_notes.rules import writing as rules

NOW = datetime(2026, 11, 28, 14, 35, 20, tzinfo=UTC)
GOOD = {
    "type": "OBSERVE",
    "sub_type": "OBS_GEN",
    "text": "All well",
    "date": "28/11/2026",
    "hours": "14",
    "minutes": "35",
}


def check(**changed: str) -> rules.Checked:
    return rules.check_new(**{**GOOD, **changed}, now=NOW)


def test_a_good_note() -> None:
    found = check(text="  One\r\n\r\nTwo\0 ")
    assert found.problems == {}
    assert (found.occurred_at, found.text) == (datetime(2026, 11, 28, 14, 35, tzinfo=UTC), "One\n\nTwo")


def test_an_empty_form_has_seven_problems_in_the_order_of_the_page() -> None:
    found = rules.check_new(type="", sub_type="", text=" \n\t ", date="", hours="", minutes="", now=NOW)
    assert list(found.problems) == ["type", "sub_type", "text", "date", "hours", "minutes", "time"]
    assert found.occurred_at is None


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"text": "a" * 4000}, {}),
        ({"text": "a" * 4001}, {"text": rules.TOO_LONG}),
        ({"text": "\r\n".join("a" * 2001)}, {"text": rules.TOO_LONG}),
        ({"text": "\r\n".join("a" * 2000)}, {}),
        ({"text": "“" * 4000}, {}),
        ({"text": "👍" * 4000}, {}),
        ({"text": "\u200f"}, {}),
        ({"text": "\xa0\u2003"}, {"text": rules.SAY_WHAT}),
        ({"date": "31/02/2026"}, {"date": rules.REAL_DATE}),
        ({"date": "2026-11-28"}, {"date": rules.REAL_DATE}),
        ({"date": "28/11/26"}, {"date": rules.REAL_DATE}),
        ({"date": "28/11/0206"}, {"date": rules.REAL_DATE}),
        ({"date": "٢٨/11/2026"}, {"date": rules.REAL_DATE}),
        ({"date": "yesterday"}, {"date": rules.REAL_DATE}),
        ({"date": "29/11/2026"}, {"date": rules.DATE_IN_FUTURE}),
        ({"date": "1/1/1950", "hours": "0", "minutes": "0"}, {}),
        ({"date": "28-11-2026"}, {}),
        ({"hours": "x"}, {"hours": rules.HOURS_NUMBERS}),
        ({"hours": "-1"}, {"hours": rules.HOURS_NUMBERS}),
        ({"hours": "24"}, {"hours": rules.HOURS_LIMIT}),
        ({"minutes": "60"}, {"minutes": rules.MINUTES_LIMIT}),
        ({"minutes": "½"}, {"minutes": rules.MINUTES_NUMBERS}),
        ({"minutes": ""}, {"minutes": rules.MINUTES_LIMIT}),
        ({"hours": "99999999999999999999"}, {"hours": rules.HOURS_LIMIT}),
        ({"hours": "", "minutes": ""}, {"hours": rules.HOURS_LIMIT, "minutes": rules.MINUTES_LIMIT, "time": rules.GIVE_TIME}),
        ({"minutes": "36"}, {"time": rules.TIME_IN_FUTURE}),
        ({"hours": "23", "minutes": "x"}, {"minutes": rules.MINUTES_NUMBERS}),
        ({"date": "27/11/2026", "hours": "23"}, {}),
    ],
)  # fmt: skip
def test_one_thing_wrong(changed: dict[str, str], problems: dict[str, str]) -> None:
    assert check(**changed).problems == problems


def test_the_time_is_on_a_london_clock() -> None:
    summer = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    found = rules.check_new(**{**GOOD, "date": "01/07/2026", "hours": "10", "minutes": "30"}, now=summer)
    assert found.occurred_at == summer
    late = rules.check_new(**{**GOOD, "date": "01/07/2026", "hours": "10", "minutes": "31"}, now=summer)
    assert late.problems == {"time": rules.TIME_IN_FUTURE}


@given(**{name: st.text(max_size=12) for name in GOOD})
def test_whatever_is_typed_is_answered_in_words(**typed: str) -> None:
    found = rules.check_new(**typed, now=NOW)
    assert (found.occurred_at is None) == bool(found.problems.keys() & {"date", "hours", "minutes", "time"})
    assert all(name in rules.FIELDS and words for name, words in found.problems.items())
    assert "\0" not in found.text
    found.text.encode()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, ""),
        (NOW + timedelta(seconds=1), rules.TIME_IN_FUTURE),
        (NOW + timedelta(days=1), rules.DATE_IN_FUTURE),
        (datetime.max.replace(tzinfo=UTC), rules.DATE_IN_FUTURE),
        (datetime.min.replace(tzinfo=UTC), rules.REAL_DATE),
    ],
)
def test_when_a_note_can_have_happened(moment: datetime, words: str) -> None:
    assert rules.occurrence_problem(moment, NOW) == words


def test_unlikely_dates_are_warned_about() -> None:
    born, received = date(1985, 3, 2), date(2020, 1, 6)
    at = lambda *day: datetime(*day, 12, tzinfo=UTC)  # noqa: E731
    say = lambda *day: rules.unlikely_date(at(*day), born=born, first_received_on=received)  # noqa: E731
    assert say(1985, 3, 1) == rules.BEFORE_BIRTH
    assert say(2020, 1, 5) == rules.BEFORE_FIRST_RECEPTION
    assert say(2020, 1, 6) == ""
    assert rules.unlikely_date(at(1900, 1, 1), born=None, first_received_on=None) == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("DOUBLE-BARRELLED NAME-WITH-HYPHEN", "Double-Barrelled Name-With-Hyphen"),
        ("o'leary O'NEIL", "O'Leary O'Neil"),
        ("SMITH, JOHN", "John Smith"),
        ("SMITH,", "Smith"),
        ("  JOHN\0   SMITH ", "John Smith"),
        ("ÉLODIE O’BRIEN", "Élodie O’Brien"),
        ("", ""),
        ("A" * 90, "A" + "a" * 79),
    ],
)
def test_names_of_authors(given: str, kept: str) -> None:
    assert authors.imported_name(given) == kept


@given(st.text(max_size=120))
def test_a_name_always_fits_and_stays_as_it_is_once_kept(name: str) -> None:
    kept = authors.imported_name(name)
    assert len(kept) <= 80 and authors.initial_and_surname(kept) is not None
    if "," not in kept:
        assert authors.shown_name(kept).strip() == kept.strip()


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)),
    st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)),
    st.integers(0, 2**74 - 1),
    st.integers(0, 2**74 - 1),
)
def test_ids_are_in_the_order_of_time(one: datetime, other: datetime, chance: int, again: int) -> None:
    first, second = ids.note_id(one.replace(tzinfo=UTC), chance), ids.note_id(other.replace(tzinfo=UTC), again)
    assert (first.version, first.variant) == (7, UUID(int=0x8 << 60).variant)
    if (other - one) >= timedelta(milliseconds=1):
        assert first < second
    assert (first == second) == (first.int >> 80 == second.int >> 80 and chance == again)


def test_a_key_has_one_id() -> None:
    assert ids.keyed_id("alert 1") == ids.keyed_id("alert 1") != ids.keyed_id("alert 2")
    assert ids.keyed_id("alert 1").version == 8


DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("active", "starts", "ends", "offered"),
    [
        (True, None, None, True),
        (False, None, None, False),
        (True, DAY, DAY, True),
        (True, DAY + timedelta(1), None, False),
        (True, None, DAY - timedelta(1), False),
    ],
)
def test_when_a_kind_is_offered(active: bool, starts: date | None, ends: date | None, offered: bool) -> None:
    assert catalogue.is_offered(active=active, active_from=starts, active_to=ends, on=DAY) is offered


def test_where_older_systems_say_a_note_is_from() -> None:
    assert catalogue.source_of(sync_to_nomis=False, selectable=True) == "OCNS"
    assert catalogue.source_of(sync_to_nomis=True, selectable=False) == "AUTO"
    assert catalogue.source_of(sync_to_nomis=True, selectable=True) == "INST"


@pytest.mark.parametrize(
    ("username", "created", "system", "may"),
    [
        ("aisha", DAY, False, True),
        ("AISHA", DAY - timedelta(1), False, False),
        ("OTHER", DAY, False, False),
        ("AISHA", DAY, True, False),
        ("", DAY, False, False),
    ],
)
def test_who_may_put_a_wrong_type_right(username: str, created: date, system: bool, may: bool) -> None:
    found = rules.may_correct_type(
        username=username, author="AISHA" if username else "", created_on=created, today=DAY, system_generated=system
    )
    assert found is may
