"""Money in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dps.estate import queries as estate
from dps.prisoners.models import AccountTransaction, DamageObligation
from dps.prisoners.money import rules

TABS = [
    ("SPENDS", "Spends", "money/"),
    ("CASH", "Private cash", "money/private-cash/"),
    ("SAVINGS", "Savings", "money/savings/"),
    ("DAMAGE", "Damage obligations", "money/damage-obligations/"),
]
"""Account, its words, and the address of its page below the person's."""
WORDS = {account: words for account, words, _ in TABS}
STATUSES = {"ACTIVE": "Active", "PAID": "Paid", "INACT": "Inactive", "ONH": "On hold", "APPEAL": "Under appeal"}
"""Of a damage obligation. Others are shown as they are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One movement; money in or out in pence, none for the other."""

    on: date
    money_in: int | None
    money_out: int | None
    balance: int
    description: str
    location: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One damage obligation. `owes` is the whole of it; pence."""

    reference: str
    since: date
    until: date | None
    location: str
    status: str
    owes: int
    paid: int


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


def obligations(found: Sequence[DamageObligation]) -> list[Owed]:
    """Damage obligations, those that count first, then newest first."""
    return [
        Owed(
            one.reference or "Not entered",
            one.started_on,
            one.ended_on,
            estate.agency_name(one.prison),
            STATUSES.get(one.status, one.status) or "Not entered",
            one.owed_pence,
            one.paid_pence,
        )
        for one in sorted(found, key=lambda one: one.status != rules.OWING)
    ]
