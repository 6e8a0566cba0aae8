"""Money in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dps.estate import queries as estate
from dps.prisoners.models import AccountTransaction
from dps.prisoners.money import rules

TABS = [
    ("SPENDS", "Spends", "money/"),
    ("CASH", "Private cash", "money/private-cash/"),
    ("SAVINGS", "Savings", "money/savings/"),
]
"""Account, its words, and the address of its page below the person's."""


@dataclass(frozen=True, slots=True)
class Row:
    """One movement; money in or out in pence, none for the other."""

    on: date
    money_in: int | None
    money_out: int | None
    balance: int
    description: str
    location: str


def rows(found: Sequence[AccountTransaction], after_the_newest: dict[str, int]) -> list[Row]:
    """Movements, newest first, with the balance after each."""
    moved = [rules.Movement(one.prison, one.amount_pence) for one in found]
    return [
        Row(
            one.on,
            one.amount_pence if one.amount_pence >= 0 else None,
            -one.amount_pence if one.amount_pence < 0 else None,
            balance,
            one.description or one.type,
            estate.agency_name(one.prison),
        )
        for one, balance in zip(found, rules.balances_after(moved, after_the_newest), strict=True)
    ]
