"""Reads of accounts, what went in and out of them, and what is owed for damage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from dps.prisoners.models import AccountBalance, AccountTransaction, DamageObligation
from dps.prisoners.money.rules import Holding


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is now at every prison, and what moved in it after a day."""

    holdings: Mapping[str, Holding]
    later: Mapping[str, int]
    first_year: int | None
    """Of the oldest movement; none when nothing ever moved."""

    def balances_on(self) -> dict[str, int]:
        """What could be used at each prison at the end of that day."""
        prisons = {*self.holdings, *self.later}
        return {
            code: self.holdings.get(code, Holding()).available - self.later.get(code, 0) for code in sorted(prisons)
        }


def account(number: str, kind: str, day: date) -> Account:
    """One kind of account of a person, with the sum of what moved after `day`. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT 'holding', prison, balance_pence, hold_pence FROM prisoners_accountbalance
                WHERE person_id = %(number)s AND account = %(kind)s
               UNION ALL
               SELECT 'later', prison, sum(amount_pence)::bigint, 0 FROM prisoners_accounttransaction
                WHERE person_id = %(number)s AND account = %(kind)s AND "on" > %(day)s GROUP BY prison
               UNION ALL
               SELECT 'first', '', extract(year FROM min("on"))::bigint, 0 FROM prisoners_accounttransaction
                WHERE person_id = %(number)s AND account = %(kind)s""",
            {"number": number, "kind": kind, "day": day},
        )
        rows = cursor.fetchall()
    return Account(
        {code: Holding(balance, held) for what, code, balance, held in rows if what == "holding"},
        {code: moved for what, code, moved, _ in rows if what == "later"},
        next((year for what, _, year, _ in rows if what == "first"), None),
    )


def movements(number: str, kind: str, first: date, last: date) -> list[AccountTransaction]:
    """What moved from `first` to `last`, newest first. One statement."""
    found = AccountTransaction.objects.filter(person_id=number, account=kind, on__range=(first, last))
    return list(found.order_by("-on", "-transaction_id", "-entry"))


def transactions(
    number: str, *, kind: str = "", first: date | None = None, last: date | None = None
) -> "QuerySet[AccountTransaction]":
    """What moved in the accounts of a person, newest first; all kinds and days unless said."""
    found = AccountTransaction.objects.filter(person_id=number)
    if kind:
        found = found.filter(account=kind)
    if first:
        found = found.filter(on__gte=first)
    if last:
        found = found.filter(on__lte=last)
    return found.order_by("-on", "-transaction_id", "-entry")


def balances(number: str) -> list[AccountBalance]:
    """Every account of a person at every prison. One statement."""
    return list(AccountBalance.objects.filter(person_id=number).order_by("prison", "account"))


def damage_obligations(number: str) -> list[DamageObligation]:
    """What a person owes or owed for damage at any prison, newest first. One statement."""
    return list(DamageObligation.objects.filter(person_id=number).order_by("-started_on", "-id"))
