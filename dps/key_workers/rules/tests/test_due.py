from datetime import date

import pytest

from dps.key_workers.rules.due import next_due_on

FIRST = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("last", "weeks", "since", "due"),
    [
        (None, 1, None, date(2026, 11, 8)),
        (date(2026, 10, 31), 2, None, date(2026, 11, 15)),
        (FIRST, 1, None, date(2026, 11, 8)),
        (date(2026, 11, 9), 4, None, date(2026, 12, 7)),
        (date(2026, 10, 20), 1, date(2026, 10, 15), date(2026, 10, 27)),
        (date(2026, 10, 14), 1, date(2026, 10, 15), date(2026, 11, 8)),
    ],
)
def test_when_the_next_session_is_due(last: date | None, weeks: int, since: date | None, due: date) -> None:
    assert next_due_on(FIRST, last, weeks, since=since) == due
