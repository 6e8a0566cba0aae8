"""Balances and months of an account, and what is owed for damage. Money is in pence.

Sources: prisoners.md 4 and 5, legacy-nomis.md 4.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 1990
OWING = "ACTIVE"
"""The status of a damage obligation that is being paid off."""


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


@dataclass(frozen=True, slots=True)
class Obligation:
    """What somebody owes for damage, and what of it is paid."""

    owed: int
    paid: int
    status: str


def still_owed(obligations: Iterable[Obligation]) -> int:
    """What is left to pay of those that are active. Too much paid for one lessens no other."""
    return sum(max(one.owed - one.paid, 0) for one in obligations if one.status == OWING)


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
