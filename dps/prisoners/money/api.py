"""What a person has and what moved, for other systems (prisoners.md 8). Money is in pence."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from dps.platform.api import ApiSchema, Page, PageWanted, operation, page_of
from dps.prisoners.models import AccountTransaction, DamageObligation
from dps.prisoners.money import queries, rules
from dps.prisoners.permissions import PrisonerPermission
from dps.prisoners.profile.through_the_api import open_to_read
from dps.prisoners.rules.access import Part

router = Router(tags=["Money"])


class Account(StrEnum):
    SPENDS = "SPENDS"
    CASH = "CASH"
    SAVINGS = "SAVINGS"


class Balance(ApiSchema):
    prison_id: str
    account: str = Field(description="SPENDS, CASH (private cash) or SAVINGS")
    balance_pence: int
    held_pence: int = Field(description="Held back and not yet cleared")
    available_pence: int


class Transaction(ApiSchema):
    transaction_id: int
    entry: int
    prison_id: str
    account: str
    on: date
    type: str | None
    amount_pence: int = Field(description="Money in is above 0, money out below")
    description: str | None
    reference: str | None
    held_until: date | None


class DamageObligationKept(ApiSchema):
    id: int
    reference: str | None = Field(description="The number of the obligation")
    start_date: date
    end_date: date | None
    prison_id: str
    owed_pence: int = Field(description="The whole of it")
    paid_pence: int
    still_owed_pence: int = Field(description="Left to pay; 0 unless the status is ACTIVE")
    status: str | None = Field(description="ACTIVE, PAID, INACT, ONH (on hold) or APPEAL")
    comment: str | None


class TransactionsWanted(PageWanted):
    account: Account | None = Field(None, description="One account; all when left out")
    from_date: date | None = None
    to_date: date | None = Field(None, description="Included")


@operation(router.get, "/{str:number}/balances", capability=PrisonerPermission.READ_DETAILS, response=list[Balance])
def balances(request: HttpRequest, number: str) -> list[Balance]:
    """What a person has in each account at each prison. Recorded."""
    person = open_to_read(number, page="balances (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    return [
        Balance(
            prison_id=row.prison,
            account=row.account,
            balance_pence=row.balance_pence,
            held_pence=row.hold_pence,
            available_pence=row.balance_pence - row.hold_pence,
        )
        for row in queries.balances(person.number)
    ]


@operation(
    router.get, "/{str:number}/transactions", capability=PrisonerPermission.READ_DETAILS, response=Page[Transaction]
)
def transactions(request: HttpRequest, number: str, wanted: Query[TransactionsWanted]) -> dict[str, Any]:
    """What moved in the accounts of a person, newest first. Recorded."""
    person = open_to_read(number, page="transactions (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    found = queries.transactions(person.number, kind=wanted.account or "", first=wanted.from_date, last=wanted.to_date)
    page = page_of(found, wanted)
    return {**page, "content": [_as_given(row) for row in page["content"]]}


@operation(
    router.get,
    "/{str:number}/damage-obligations",
    capability=PrisonerPermission.READ_DETAILS,
    response=list[DamageObligationKept],
)
def damage_obligations(request: HttpRequest, number: str) -> list[DamageObligationKept]:
    """What a person owes or owed for damage, newest first. Recorded."""
    person = open_to_read(number, page="damage obligations (API)", part=Part.IN_CASELOAD_ONLY, by=request.actor)
    return [_as_owed(row) for row in queries.damage_obligations(person.number)]


def _as_owed(row: DamageObligation) -> DamageObligationKept:
    return DamageObligationKept(
        id=row.id,
        reference=row.reference or None,
        start_date=row.started_on,
        end_date=row.ended_on,
        prison_id=row.prison,
        owed_pence=row.owed_pence,
        paid_pence=row.paid_pence,
        still_owed_pence=rules.still_owed([rules.Obligation(row.owed_pence, row.paid_pence, row.status)]),
        status=row.status or None,
        comment=row.comment or None,
    )


def _as_given(row: AccountTransaction) -> Transaction:
    return Transaction(
        transaction_id=row.transaction_id,
        entry=row.entry,
        prison_id=row.prison,
        account=row.account,
        on=row.on,
        type=row.type or None,
        amount_pence=row.amount_pence,
        description=row.description or None,
        reference=row.reference or None,
        held_until=row.held_until,
    )
