"""Statistics for other systems (key-workers.md 5.5, 5.7 and 7)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Header, Path, Query, Router
from pydantic import Field

from dps.estate import queries as estate
from dps.key_workers.figures import queries
from dps.key_workers.figures.forms import MOST_DAYS
from dps.key_workers.figures.queries import Week
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.rules import figures as rules
from dps.key_workers.rules.figures import NationalFigures, PrisonFigures, Range
from dps.key_workers.through_the_api import policy_of
from dps.platform import local_time
from dps.platform.api import ApiSchema, operation
from dps.platform.web.refusals import Invalid, NotFound

of_prison, of_all = (Router(tags=["Key workers"]) for _ in range(2))
MANAGE = KeyWorkPermission.MANAGE_BY_SYSTEM
MOST_PRISONS = 300
_KW = Policy.KEY_WORKER.value
EARLIEST = date(1900, 1, 1)


class Days(ApiSchema):
    from_: date = Field(alias="from", ge=EARLIEST)
    to: date = Field(description="Yesterday at the latest", ge=EARLIEST)


class DaysCompared(Days):
    comparison_from: date | None = Field(None, ge=EARLIEST)
    comparison_to: date | None = Field(None, ge=EARLIEST, description="Neither: as many days just before")


class DaysOfPrisons(Days):
    prisons: str = Field("", max_length=3000, description="Codes, separated by commas; none is every prison")


class PrisonOut(ApiSchema):
    """Figures of a range; what is null could not be worked out: no night was counted, or there is nothing to measure
    against."""

    from_: date = Field(alias="from")
    to: date
    total_prisoners: int | None
    high_complexity_of_need_prisoners: int | None
    eligible_prisoners: int | None
    prisoners_assigned: int | None
    eligible_staff: int | None
    recorded_sessions: int
    recorded_entries: int
    projected_sessions: int | None
    percentage_assigned: Decimal | None
    compliance_rate: Decimal | None
    average_reception_to_allocation_days: int | None
    average_reception_to_session_days: int | None
    days_counted: int


class WeekOut(ApiSchema):
    week: date = Field(description="Its Sunday")
    recorded_sessions: int
    recorded_entries: int
    projected_sessions: int | None
    compliance_rate: Decimal | None


class StatisticsOut(ApiSchema):
    prison_code: str
    frequency_in_weeks: int
    current: PrisonOut
    previous: PrisonOut
    timeline: list[WeekOut]


class NationalOut(ApiSchema):
    """Counts summed; rates are all of the one as a share of all of the other; days are the plain mean of prisons."""

    prisons: int
    total_prisoners: int
    high_complexity_of_need_prisoners: int
    eligible_prisoners: int
    prisoners_assigned: int
    eligible_staff: int
    recorded_sessions: int
    recorded_entries: int
    projected_sessions: int
    percentage_assigned: Decimal | None
    compliance_rate: Decimal | None
    average_reception_to_allocation_days: int | None
    average_reception_to_session_days: int | None


class OneOfAll(PrisonOut):
    prison_code: str


class AllOut(ApiSchema):
    summary: NationalOut
    prisons: list[OneOfAll]


@operation(of_prison.get, "/{str:prison}/statistics", capability=MANAGE, response=StatisticsOut)
def statistics(
    request: HttpRequest,
    prison: Path[str],
    wanted: Query[DaysCompared],
    policy: Header[str] = _KW,
) -> dict[str, Any]:
    """The figures of a prison for a range of days, of the range it is compared with, and by week."""
    code, scheme = prison.upper(), policy_of(policy)
    if code not in estate.prisons():
        raise NotFound(prison)
    asked = _range(wanted)
    days = queries.prison_days(code, scheme, min(asked.from_, asked.compared_from), max(asked.to, asked.compared_to))
    found = queries.prison_compared(days, asked)
    return {
        "prison_code": code,
        "frequency_in_weeks": days.frequency_in_weeks,
        "current": _prison(found.now, asked.from_, asked.to),
        "previous": _prison(found.before, asked.compared_from, asked.compared_to),
        "timeline": [_week(week) for week in days.weeks(asked.from_, asked.to)],
    }


@operation(of_all.get, "", capability=MANAGE, response=AllOut)
def national(request: HttpRequest, wanted: Query[DaysOfPrisons], policy: Header[str] = _KW) -> dict[str, Any]:
    """The figures of every prison that uses the scheme, or of those named, together and one by one."""
    scheme = policy_of(policy)
    _require_days(wanted.from_, wanted.to)
    codes = [part.strip().upper() for part in wanted.prisons.split(",") if part.strip()]
    if len(codes) > MOST_PRISONS or any(not code.isascii() or not code.isalnum() for code in codes):
        raise Invalid({"prisons": f"Codes are letters and digits, {MOST_PRISONS} at most"})
    found = [
        (one.prison, one.between(wanted.from_, wanted.to))
        for one in queries.all_prison_days(scheme, wanted.from_, wanted.to, codes or None)
    ]
    return {
        "summary": _national(rules.national_figures([figures for _, figures in found])),
        "prisons": [{"prison_code": code, **_prison(figures, wanted.from_, wanted.to)} for code, figures in found],
    }


def _range(wanted: DaysCompared) -> Range:
    _require_days(wanted.from_, wanted.to)
    first, last = wanted.comparison_from, wanted.comparison_to
    if (first is None) != (last is None):
        raise Invalid({"comparisonFrom" if first is None else "comparisonTo": "Send both days of the comparison"})
    if first and last:
        _require_days(first, last, "comparisonFrom", "comparisonTo")
        return rules.chosen_range(wanted.from_, wanted.to, (first, last))
    if (wanted.from_ - EARLIEST).days <= rules.days_inclusive(wanted.from_, wanted.to):
        raise Invalid({"from": "from must be later"})
    return rules.chosen_range(wanted.from_, wanted.to, None)


def _require_days(from_: date, to: date, first: str = "from", last: str = "to") -> None:
    if to > local_time.today() - timedelta(days=1):
        raise Invalid({last: f"{last} must be yesterday or earlier"})
    if from_ > to:
        raise Invalid({last: f"{last} must be the same as or after {first}"})
    if rules.days_inclusive(from_, to) > MOST_DAYS:
        raise Invalid({first: f"Ask for {MOST_DAYS} days or fewer"})


def _shared(found: PrisonFigures | NationalFigures) -> dict[str, Any]:
    return {
        "total_prisoners": found.prisoners,
        "high_complexity_of_need_prisoners": found.high_complexity,
        "eligible_prisoners": found.eligible,
        "prisoners_assigned": found.assigned,
        "eligible_staff": found.staff,
        "recorded_sessions": found.sessions,
        "recorded_entries": found.entries,
        "projected_sessions": found.projected,
        "percentage_assigned": found.percent_assigned,
        "compliance_rate": found.delivery,
        "average_reception_to_allocation_days": found.days_to_allocation,
        "average_reception_to_session_days": found.days_to_session,
    }


def _prison(found: PrisonFigures, from_: date, to: date) -> dict[str, Any]:
    return {"from_": from_, "to": to, "days_counted": found.days_counted, **_shared(found)}


def _national(found: NationalFigures) -> dict[str, Any]:
    return {"prisons": found.prisons, **_shared(found)}


def _week(week: Week) -> dict[str, Any]:
    return {
        "week": week.begins,
        "recorded_sessions": week.sessions,
        "recorded_entries": week.entries,
        "projected_sessions": week.projected,
        "compliance_rate": week.delivery,
    }
