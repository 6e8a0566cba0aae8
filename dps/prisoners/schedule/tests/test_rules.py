"""Which days a schedule shows."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dps.prisoners.rules.days import Entry
from dps.prisoners.schedule.rules import by_day, week_of

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(days)
def test_two_weeks_are_fourteen_days_in_a_row_from_today(today: date) -> None:
    both = [*week_of(today, following=False), *week_of(today, following=True)]
    assert both == [today + timedelta(days=place) for place in range(14)]


@given(days, st.lists(st.tuples(st.integers(-3, 9), st.times()), max_size=12))
def test_every_day_is_there_and_everything_of_these_days_is_on_its_day(
    today: date, some: list[tuple[int, time]]
) -> None:
    week = week_of(today, following=False)
    planned = [(today + timedelta(days=offset), Entry(at, None, f"{place}")) for place, (offset, at) in enumerate(some)]
    found = by_day(week, planned)
    assert [day.on for day in found] == week
    shown = sorted((day.on, entry.words) for day in found for _, entries in day.slots for entry in entries)
    assert shown == sorted((on, entry.words) for on, entry in planned if on in week)
