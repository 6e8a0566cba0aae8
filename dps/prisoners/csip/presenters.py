"""Challenge, support and intervention plans in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dps.estate import queries as estate
from dps.prisoners.csip.queries import history_in
from dps.prisoners.csip.rules import History, Record, Status
from dps.prisoners.quick_look.cards import Facts

NOT_ENTERED = "Not entered"
_TAGS = {
    Status.REFERRAL_PENDING: ("Referral pending", "yellow"),
    Status.REFERRAL_SUBMITTED: ("Referral submitted", "turquoise"),
    Status.INVESTIGATION_PENDING: ("Investigation pending", "yellow"),
    Status.AWAITING_DECISION: ("Awaiting decision", "purple"),
    Status.PLAN_PENDING: ("Plan pending", "yellow"),
    Status.CSIP_OPEN: ("CSIP open", "green"),
    Status.CSIP_CLOSED: ("CSIP closed", "grey"),
    Status.NO_FURTHER_ACTION: ("No further action", "grey"),
    Status.SUPPORT_OUTSIDE_CSIP: ("Support outside CSIP", "blue"),
    Status.ACCT_SUPPORT: ("ACCT support", "blue"),
}
"""Each status in words, and the colour of its tag."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it is listed."""

    status: str
    colour: str
    log_code: str
    referred_on: date | None
    prison: str
    incident: str
    case_manager: str
    reviewed: bool
    """Whether it is an open plan, which is reviewed again."""
    next_review_on: date | None
    overdue: int
    closed_on: date | None


def rows(history: History, today: date) -> list[Row]:
    """The records as they are listed, newest first."""
    return [_row(one, today) for one in history.records]


def _row(one: Record, today: date) -> Row:
    words, colour = _TAGS[one.status]
    return Row(
        status=words,
        colour=colour,
        log_code=one.log_code,
        referred_on=one.referred_on,
        prison=estate.agency_name(one.prison) if one.prison else NOT_ENTERED,
        incident=estate.label("CSIP_TYP", one.incident_type) or NOT_ENTERED,
        case_manager=one.case_manager or NOT_ENTERED,
        reviewed=one.status is Status.CSIP_OPEN,
        next_review_on=one.next_review_on,
        overdue=one.days_overdue(today),
        closed_on=one.closed_on,
    )


def card(read: Any, facts: Facts) -> Mapping[str, Any]:
    """The record that matters most, and how many there are."""
    history = history_in(read)
    one = history.current
    return {
        "row": _row(one, facts.today) if one else None,
        "referrals": len(history.records),
        "plans": history.plans,
    }
