"""How far a challenge, support and intervention plan (CSIP) is. Source: form-builder.md 4.2; what is shown of it:
prisoners.md 3."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PROGRESS_TO_PLAN, PROGRESS_TO_INVESTIGATION = "CUR", "OPE"


class Status(StrEnum):
    """How far it is."""

    REFERRAL_PENDING = "REFERRAL_PENDING"
    REFERRAL_SUBMITTED = "REFERRAL_SUBMITTED"
    INVESTIGATION_PENDING = "INVESTIGATION_PENDING"
    AWAITING_DECISION = "AWAITING_DECISION"
    PLAN_PENDING = "PLAN_PENDING"
    CSIP_OPEN = "CSIP_OPEN"
    CSIP_CLOSED = "CSIP_CLOSED"
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"
    SUPPORT_OUTSIDE_CSIP = "SUPPORT_OUTSIDE_CSIP"
    ACCT_SUPPORT = "ACCT_SUPPORT"


_ENDS = {"NFA": Status.NO_FURTHER_ACTION, "WIN": Status.SUPPORT_OUTSIDE_CSIP, "ACC": Status.ACCT_SUPPORT}
_PLANS = (Status.CSIP_OPEN, Status.CSIP_CLOSED)
_OVER = (*_ENDS.values(), Status.CSIP_CLOSED)


@dataclass(frozen=True, slots=True)
class Review:
    """The newest review of a plan."""

    next_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """One referral and what became of it. Codes are '' for none."""

    id: int
    log_code: str
    prison: str
    incident_on: date | None
    incident_type: str
    referred_on: date | None
    referral_complete: bool
    screening_outcome: str
    investigated: bool
    decision: str
    case_manager: str
    first_review_on: date | None
    newest_review: Review | None

    @property
    def status(self) -> Status:
        """How far it is. An outcome that nobody knows says nothing."""
        if not self.referral_complete:
            return Status.REFERRAL_PENDING
        reached = self.decision if self.screening_outcome == PROGRESS_TO_INVESTIGATION else self.screening_outcome
        if reached in _ENDS:
            return _ENDS[reached]
        if reached == PROGRESS_TO_PLAN:
            return self._plan
        if self.screening_outcome != PROGRESS_TO_INVESTIGATION:
            return Status.REFERRAL_SUBMITTED
        return Status.AWAITING_DECISION if self.investigated else Status.INVESTIGATION_PENDING

    @property
    def _plan(self) -> Status:
        if self.newest_review is not None:
            return Status.CSIP_CLOSED if self.newest_review.closed_on else Status.CSIP_OPEN
        return Status.CSIP_OPEN if self.case_manager or self.first_review_on else Status.PLAN_PENDING

    @property
    def next_review_on(self) -> date | None:
        """When an open plan is to be looked at again: as its newest review says, else the first one."""
        if self.status is not Status.CSIP_OPEN:
            return None
        said = self.newest_review.next_on if self.newest_review else None
        return said or (None if self.newest_review else self.first_review_on)

    @property
    def closed_on(self) -> date | None:
        """When a plan that is over was closed."""
        return self.newest_review.closed_on if self.newest_review and self.status is Status.CSIP_CLOSED else None

    def days_overdue(self, today: date) -> int:
        """How many days its next review is late; 0 for none."""
        return max((today - self.next_review_on).days, 0) if self.next_review_on else 0


@dataclass(frozen=True, slots=True)
class History:
    """Every record of a person, newest first."""

    records: tuple[Record, ...]

    @property
    def current(self) -> Record | None:
        """The one that matters most: an open plan, else what is still under way, else the newest."""
        order = sorted(self.records, key=lambda one: (one.status is not Status.CSIP_OPEN, one.status in _OVER))
        return order[0] if order else None

    @property
    def plans(self) -> int:
        """How many became a plan."""
        return sum(one.status in _PLANS for one in self.records)


def history(records: Iterable[Record]) -> History:
    """The records in order: the newest referral first."""
    ordered = sorted(records, key=lambda one: (one.referred_on or date.min, one.id), reverse=True)
    return History(tuple(ordered))
