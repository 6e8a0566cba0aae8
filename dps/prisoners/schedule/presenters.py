"""What is planned, in words and by day."""

from collections.abc import Sequence
from datetime import date

from dps.estate import queries as estate
from dps.platform import local_time
from dps.prisoners.rules.days import Entry
from dps.prisoners.schedule import rules
from dps.prisoners.schedule.queries import Planned


def days(wanted: Sequence[date], planned: Sequence[Planned]) -> list[rules.Day]:
    """Each day with what is planned on it (London)."""
    return rules.by_day(wanted, [(local_time.in_london(one.starts_at).date(), _entry(one)) for one in planned])


def _entry(one: Planned) -> Entry:
    ends = local_time.in_london(one.ends_at).time() if one.ends_at else None
    return Entry(local_time.in_london(one.starts_at).time(), ends, words_of(one), one.place)


def words_of(one: Planned) -> str:
    """What it is: `Visit: Social Contact`, `Court: Leeds Crown Court`, or what it is called."""
    if one.kind == "VISIT":
        return f"Visit: {estate.label('VISIT_TYPE', one.words)}"
    if one.kind == "COURT":
        return f"Court: {estate.agency_name(one.agency)}"
    return one.words
