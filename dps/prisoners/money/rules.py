"""Balances and months of an account. Sources: prisoners.md 4 and 5, legacy-nomis.md 4. Money is in pence."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Movement:
    """Money in (above 0) or out (below 0) of one account at one prison."""

    prison: str
    amount: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What there is in one account at one prison, and what of it is held back."""

    balance: int = 0
    held: int = 0

    @property
    def available(self) -> int:
        """What can be used now."""
        return self.balance - self.held


def month_of(year: int, month: int, today: date) -> tuple[date, date] | None:
    """The first and last day to show of a month: this month up to today; none for a month that has not begun."""
    first = date(year, month, 1)
    if first > today:
        return None
    return first, min(date(year, month, monthrange(year, month)[1]), today)


def balances_after(newest_first: Iterable[Movement], after_the_newest: dict[str, int]) -> list[int]:
    """What was in the account at that prison after each movement.

    `after_the_newest` is, for each prison, the balance after the newest of these movements there; 0 when not given.
    """
    left = dict(after_the_newest)
    found = []
    for moved in newest_first:
        found.append(left.get(moved.prison, 0))
        left[moved.prison] = found[-1] - moved.amount
    return found
