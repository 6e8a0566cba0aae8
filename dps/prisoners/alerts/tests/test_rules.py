"""The rules of alerts, as tables and as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dps.platform.web.sheets import read_sheet
from dps.prisoners.alerts.rules import bulk, listing, reference, review, writing
from dps.prisoners.alerts.rules.bulk import Mode, Outcome
from dps.prisoners.alerts.rules.codes import codes_changed

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def read_file(content: bytes) -> bulk.People:
    """As the command reads a file."""
    sheet = read_sheet(content, most=bulk.MOST_BYTES)
    return bulk.People(problem=sheet.problem) if sheet.problem else bulk.read_people(sheet.rows)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.mark.parametrize(("ends", "active"), [(None, True), (day(1), True), (day(0), False), (day(-1), False)])
def test_an_alert_that_ends_today_is_inactive(ends: date | None, active: bool) -> None:
    assert writing.is_active(ends, TODAY) is active


@pytest.mark.parametrize(
    ("starts", "words"),
    [(day(0), ""), (day(-7), ""), (day(-8), writing.NOT_SO_LONG_AGO), (day(1), writing.NOT_IN_FUTURE), (None, writing.GIVE_START)],
)  # fmt: skip
def test_when_a_new_alert_may_start(starts: date | None, words: str) -> None:
    assert writing.start_problem(starts, TODAY) == words


@pytest.mark.parametrize(
    ("why", "ends", "problems"),
    [
        ("Because", day(1), {}),
        ("", None, {"description": writing.SAY_WHY}),
        ("   ", day(0), {"description": writing.SAY_WHY, "active_to": writing.END_AFTER_START}),
        ("x" * 4000, None, {}),
        ("x" * 4001, None, {"description": "Use 4,000 characters or fewer"}),
    ],
)
def test_a_new_alert(why: str, ends: date | None, problems: dict[str, str]) -> None:
    assert writing.new_alert_problems(why=why, starts=TODAY, ends=ends, today=TODAY) == problems


@pytest.mark.parametrize(
    ("choice", "later", "ends", "problems"),
    [
        ("today", None, day(0), {}),
        ("later", day(1), day(1), {}),
        ("later", day(0), None, {"later": writing.CLOSE_LATER}),
        ("later", None, None, {"later": writing.GIVE_END}),
        ("", day(1), None, {"when": writing.CHOOSE_END}),
    ],
)
def test_closing(choice: str, later: date | None, ends: date | None, problems: dict[str, str]) -> None:
    assert writing.closing(choice, later, TODAY) == (ends, problems)


@pytest.mark.parametrize(
    ("choice", "new", "ends", "problems"),
    [
        ("remove", None, None, {}),
        ("change", day(0), day(0), {}),
        ("change", day(9), day(9), {}),
        ("change", day(-1), None, {"new_end": writing.NOT_BEFORE_TODAY}),
        ("change", None, None, {"new_end": writing.GIVE_END}),
        ("", None, None, {"what": writing.CHOOSE_WHAT}),
    ],
)
def test_another_end_date(choice: str, new: date | None, ends: date | None, problems: dict[str, str]) -> None:
    assert writing.new_end(choice, new, TODAY) == (ends, problems)


@pytest.mark.parametrize(
    ("code", "centrally", "restricted", "privileged", "may"),
    [
        ("XA", False, False, set(), True),
        ("XA", False, True, set(), False),
        ("XA", True, True, set(), False),
        ("XA", False, True, {"OFFICER"}, True),
        ("DOCGM", False, False, set(), False),
        ("DOCGM", False, True, {"OFFICER"}, False),
        ("DOCGM", True, False, set(), True),
    ],
)
def test_who_may_write_a_code(code: str, centrally: bool, restricted: bool, privileged: set[str], may: bool) -> None:
    found = writing.may_write_code(code, "officer", centrally=centrally, restricted=restricted, privileged=privileged)
    assert found is may


@given(DAYS, st.none() | DAYS, DAYS)
def test_sent_alerts_never_end_before_they_start(starts: date, ends: date | None, today: date) -> None:
    problems = writing.sent_alert_problems(why="", authorised_by="", starts=starts, ends=ends)
    assert ("active_from" in problems) is (ends is not None and ends < starts)


@pytest.mark.parametrize(("name", "good"), [("x" * 40, True), ("é" * 20, True), ("é" * 21, False)])
def test_who_authorised_it_fits_into_nomis(name: str, good: bool) -> None:
    assert (writing.authoriser_problem(name) == "") is good


def test_changes_in_words() -> None:
    before = {"description": "A", "authorised_by": "", "active_from": TODAY, "active_to": None}
    after = {**before, "authorised_by": "Gov", "active_to": day(1)}
    assert writing.changes_in_words(before, after).splitlines() == [
        "Authorised by changed from nothing to Gov",
        "Active to changed from nothing to 25/11/2026",
    ]
    assert writing.changes_in_words(before, before) == ""


@given(st.lists(st.none() | DAYS, max_size=4), st.booleans(), st.sampled_from(list(Mode)), DAYS)
def test_what_a_bulk_alert_does(ends: list[date | None], named: bool, mode: Mode, today: date) -> None:
    active = [end for end in ends if end is None or end > today]
    found = bulk.outcome(ends, named=named, mode=mode, today=today)
    if named:
        assert found == (Outcome.CREATE if not active else Outcome.UNCHANGED if None in active else Outcome.UPDATE)
    else:
        assert found == (Outcome.EXPIRE if active and mode == Mode.EXPIRE else Outcome.NOTHING)


@pytest.mark.parametrize(
    ("content", "numbers", "repeated", "problem"),
    [
        (b"Prison number,Name\nA1234BC,x\n\nb1234bc\nA1234BC\n", ("A1234BC", "B1234BC"), 1, ""),
        (b"\xef\xbb\xbfA1234BC", ("A1234BC",), 0, ""),
        (b"PRISON  NUMBER\r\nA1234BC\r\n", ("A1234BC",), 0, ""),
        (b"", (), 0, "The file is empty"),
        (b"Prison number\n", (), 0, "The file names nobody"),
        (b"A1234BC\nnobody\n12\n", (), 0, "There is no prison number such as A1234BC in rows 2 and 3"),
        (b"x\n", (), 0, "There is no prison number such as A1234BC in row 1"),
        (b"\xff\xfeA", (), 0, "The file is Unicode text of another kind: save it as CSV UTF-8"),
        (b"\xc3", (), 0, "The file could not be read: save it as CSV UTF-8"),
        (b"A\x00", (), 0, "The file is not a CSV file"),
        (b"x" * (bulk.MOST_BYTES + 1), (), 0, "The file must be 2 MB or smaller"),
    ],
)
def test_a_file_of_people(content: bytes, numbers: tuple[str, ...], repeated: int, problem: str) -> None:
    found = read_file(content)
    assert (found.numbers, found.repeated, found.problem) == (numbers, repeated, problem)


@pytest.mark.parametrize(
    ("rows", "words"), [([3], "row 3"), ([3, 5], "rows 3 and 5"), ([3, 5, 1200], "rows 3, 5 and 1,200")]
)
def test_rows_in_words(rows: list[int], words: str) -> None:
    assert bulk.unknown_problem(rows) == f"Nobody has the prison number in {words}"


@given(st.binary(max_size=60))
def test_any_file_is_answered_in_words(content: bytes) -> None:
    found = read_file(content)
    assert bool(found.numbers) is not bool(found.problem)


@pytest.mark.parametrize(("code", "good"), [("XA", True), ("A" * 12, True), ("A" * 13, False), ("", False), ("xa", False), ("X-1", False), ("Ä", False)])  # fmt: skip
def test_codes(code: str, good: bool) -> None:
    assert (reference.code_problem(code) == "") is good


@pytest.mark.parametrize(("words", "good"), [("x" * 40, True), ("x" * 41, False), ("", False), (" ", False), ("é" * 21, False)])  # fmt: skip
def test_descriptions(words: str, good: bool) -> None:
    assert (reference.description_problem(words) == "") is good


@pytest.mark.parametrize(("name", "good"), [("OFFICER_GEN", True), ("", False), ("A B", False), ("x" * 241, False)])
def test_user_names(name: str, good: bool) -> None:
    assert (reference.username_problem(name) == "") is good


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        (None, None, set()),
        (day(0), day(5), set()),
        (day(1), None, {"started_from"}),
        (day(-1), day(-2), {"started_to"}),
    ],
)
def test_filters(start: date | None, end: date | None, wrong: set[str]) -> None:
    assert set(listing.filter_problems(start, end, TODAY)) == wrong


@given(st.integers(-500, 20_000))
def test_each_age_is_in_one_band(days: int) -> None:
    band = review.band_of(days)
    assert (days >= band.least or band.least == 0) and (band.below is None or days < band.below)


@pytest.mark.parametrize(
    ("alerts", "added", "removed"),
    [
        ([], [], []),
        ([("XA", False, True), ("HA", True, False)], ["XA"], ["HA"]),
        ([("XA", True, True)], [], []),
        ([("XA", True, False), ("XA", False, True)], [], []),
        ([("XA", False, False)], [], []),
    ],
    ids=["nothing", "one and one", "only its words", "another goes on", "ended from the beginning"],
)
def test_codes_added_and_removed(alerts: list[tuple[str, bool, bool]], added: list[str], removed: list[str]) -> None:
    assert codes_changed(alerts) == (added, removed)
