"""The formulas of key work statistics (key-workers.md 5.3, 5.5 and 5.7). Percentages have two decimals, half-even."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")
NOTHING = Decimal("0.00")


def percent(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in per cent; may exceed 100. None when there is no whole to measure against.

    Nothing of something is 0 %: that nobody held a session is a figure, not a gap (key-workers.md 5.5 b).
    """
    if whole <= 0:
        return None
    return _rounded(Fraction(part * 100, whole), ROUND_HALF_EVEN)


def _rounded(number: Fraction, how: str, to: Decimal = HUNDREDTH) -> Decimal:
    # Cut to 28 digits first, which cannot make or break a tie at the second decimal: counts have far fewer.
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(to, rounding=how)


def days_inclusive(from_: date, to: date) -> int:
    """Days of a range, its first and last both counted; 0 when it ends before it begins."""
    return max(0, (to - from_).days + 1)


@dataclass(frozen=True, slots=True)
class Held:
    """When one allocation was in force. `ended_at` is None while it is."""

    began_at: datetime
    ended_at: datetime | None


def days_held(held: Held, *, starts_at: datetime, ends_at: datetime) -> int:
    """Whole days of an allocation within a range: `starts_at` is 00:00 of its first day, `ends_at` 00:00 of its last.

    Nothing outside the range counts: what ended after it is cut at its end.
    """
    until = min(held.ended_at, ends_at) if held.ended_at else ends_at
    return max(0, (until - max(held.began_at, starts_at)).days)


def projected_for_days(days: int, frequency_in_weeks: int) -> int:
    """Sessions to be held in so many days of one allocation: floor(days ÷ (frequency × 7) + ½)."""
    period = frequency_in_weeks * 7
    return (2 * days + period) // (2 * period)


def worker_projected(held: Iterable[Held], *, starts_at: datetime, ends_at: datetime, frequency_in_weeks: int) -> int:
    """Sessions to be held by one worker: the sum over their allocations (key-workers.md 5.3)."""
    return sum(
        projected_for_days(days_held(one, starts_at=starts_at, ends_at=ends_at), frequency_in_weeks) for one in held
    )


def worker_compliance(sessions: int, projected: int) -> Decimal:
    """Sessions against what was projected; 0 when there is none of either (key-workers.md 5.3)."""
    return percent(sessions, projected) or NOTHING


def mean_cut(numbers: Sequence[int]) -> int | None:
    """The mean cut to a whole number, as snapshots are averaged; None of nothing."""
    return sum(numbers) // len(numbers) if numbers else None


def prison_projected(eligible: int, days: int, frequency_in_weeks: int) -> int:
    """Sessions to be held in one prison: eligible × days ÷ (frequency × 7), cut (key-workers.md 5.5)."""
    return eligible * days // (frequency_in_weeks * 7)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One prison on one day. Day averages are None when nobody's could be counted that day."""

    prisoners: int
    high_complexity: int
    eligible: int
    assigned: int
    staff: int
    days_to_allocation: int | None = None
    days_to_session: int | None = None


@dataclass(frozen=True, slots=True)
class PrisonFigures:
    """One prison over a range (key-workers.md 5.5). None: no snapshot to average, or nothing to measure against."""

    prisoners: int | None
    high_complexity: int | None
    eligible: int | None
    assigned: int | None
    staff: int | None
    days_to_allocation: int | None
    days_to_session: int | None
    sessions: int
    entries: int
    projected: int | None
    percent_assigned: Decimal | None
    delivery: Decimal | None
    days: int
    days_counted: int
    """Days of the range that have a snapshot."""

    @property
    def is_empty(self) -> bool:
        """There is no data at all for the range."""
        return not (self.days_counted or self.sessions or self.entries)


def prison_figures(
    snapshots: Sequence[Snapshot], *, days: int, frequency_in_weeks: int, sessions: int, entries: int
) -> PrisonFigures:
    """The figures of a range of `days` from the snapshots there are of it and the sessions held in it."""
    eligible = mean_cut([one.eligible for one in snapshots])
    assigned = mean_cut([one.assigned for one in snapshots])
    projected = None if eligible is None else prison_projected(eligible, days, frequency_in_weeks)
    return PrisonFigures(
        prisoners=mean_cut([one.prisoners for one in snapshots]),
        high_complexity=mean_cut([one.high_complexity for one in snapshots]),
        eligible=eligible,
        assigned=assigned,
        staff=mean_cut([one.staff for one in snapshots]),
        days_to_allocation=mean_cut([n for one in snapshots if (n := one.days_to_allocation) is not None]),
        days_to_session=mean_cut([n for one in snapshots if (n := one.days_to_session) is not None]),
        sessions=sessions,
        entries=entries,
        projected=projected,
        percent_assigned=percent(assigned or 0, eligible or 0),
        delivery=percent(sessions, projected or 0),
        days=days,
        days_counted=len(snapshots),
    )


@dataclass(frozen=True, slots=True)
class NationalFigures:
    """Several prisons together (key-workers.md 5.7): counts summed, rates weighted, days averaged."""

    prisons: int
    prisoners: int
    high_complexity: int
    eligible: int
    assigned: int
    staff: int
    sessions: int
    entries: int
    projected: int
    percent_assigned: Decimal | None
    delivery: Decimal | None
    days_to_allocation: int | None
    days_to_session: int | None


def national_figures(prisons: Sequence[PrisonFigures]) -> NationalFigures:
    """All prisons as one. A rate is all of the one ÷ all of the other, so that a large prison weighs more than a
    small one; the two averages of days are the plain mean of the prisons', rounded half up."""
    eligible = sum(one.eligible or 0 for one in prisons)
    assigned = sum(one.assigned or 0 for one in prisons)
    projected = sum(one.projected or 0 for one in prisons)
    sessions = sum(one.sessions for one in prisons)
    # Sessions of a prison for which nothing could be projected are in the sum but not in the rate.
    measured = sum(one.sessions for one in prisons if one.projected)
    return NationalFigures(
        prisons=len(prisons),
        prisoners=sum(one.prisoners or 0 for one in prisons),
        high_complexity=sum(one.high_complexity or 0 for one in prisons),
        eligible=eligible,
        assigned=assigned,
        staff=sum(one.staff or 0 for one in prisons),
        sessions=sessions,
        entries=sum(one.entries for one in prisons),
        projected=projected,
        percent_assigned=percent(assigned, eligible),
        delivery=percent(measured, projected),
        days_to_allocation=_mean_rounded([n for one in prisons if (n := one.days_to_allocation) is not None]),
        days_to_session=_mean_rounded([n for one in prisons if (n := one.days_to_session) is not None]),
    )


def _mean_rounded(numbers: Sequence[int]) -> int | None:
    return int(_rounded(Fraction(sum(numbers), len(numbers)), ROUND_HALF_UP, Decimal(1))) if numbers else None


def week_of(day: date) -> date:
    """The Sunday on which the week begins that `day` is in (key-workers.md 5.7)."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def weeks_to(end: date, weeks: int = 52) -> list[date]:
    """The Sundays of so many weeks up to the one `end` is in, oldest first."""
    last = week_of(end)
    return [last - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the last of it when it is shorter."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    month += 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (first_of_next - timedelta(days=1)).day))


def mean_of_days(waits: Sequence[int]) -> int | None:
    """The integer part of the mean of days waited (key-workers.md 5.4); None of nothing."""
    return mean_cut(waits)


def wait_in_days(eligible_from: date, on: date) -> int | None:
    """Days from eligibility to an allocation or session. None when it does not count: it was before the person became
    eligible, or they became so more than six months before (key-workers.md 5.4)."""
    if on < eligible_from or eligible_from < months_before(on, 6):
        return None
    return (on - eligible_from).days


@dataclass(frozen=True, slots=True)
class Range:
    """Days of a page, both counted, and the days they are compared with."""

    from_: date
    to: date
    compared_from: date
    compared_to: date

    @property
    def days(self) -> int:
        return days_inclusive(self.from_, self.to)


def preceding(from_: date, to: date) -> tuple[date, date]:
    """The range of equal length that ends the day before."""
    return from_ - timedelta(days=days_inclusive(from_, to)), from_ - timedelta(days=1)


def usual_month(today: date) -> Range:
    """The last complete month (this one when today is its last day) against the month before: the key worker page
    (key-workers.md 2.10). The latest day that can be shown is yesterday."""
    tomorrow = today + timedelta(days=1)
    first = today.replace(day=1) if tomorrow.month != today.month else months_before(today.replace(day=1), 1)
    last = min(months_before(first, -1) - timedelta(days=1), today - timedelta(days=1))
    before = months_before(first, 1)
    return Range(first, last, before, first - timedelta(days=1))


def month_so_far(today: date) -> Range:
    """The first of the month to yesterday against the month before: the personal officer page. On the first of a
    month that is the whole month before."""
    last = today - timedelta(days=1)
    first = last.replace(day=1)
    return Range(first, last, months_before(first, 1), first - timedelta(days=1))


def chosen_range(from_: date, to: date, compared: tuple[date, date] | None) -> Range:
    """A range somebody chose; without a comparison it is compared with the range of equal length before it."""
    return Range(from_, to, *(compared or preceding(from_, to)))


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions held against those planned, so far and for the whole of a week."""

    held: int
    planned: int
    planned_by_now: int

    @property
    def percent(self) -> Decimal | None:
        """Held of what was planned for the whole week."""
        return percent(self.held, self.planned)

    @property
    def on_course(self) -> bool:
        """At least as many were held as were planned by the end of today."""
        return self.held >= self.planned_by_now


def week_plan(eligible: int, frequency_in_weeks: int, held: int, today: date) -> Plan:
    """This week from Sunday: a seventh of the week's sessions for each day begun, cut to whole sessions."""
    days = (today - week_of(today)).days + 1
    return Plan(
        held, prison_projected(eligible, 7, frequency_in_weeks), prison_projected(eligible, days, frequency_in_weeks)
    )


def twentieths(part: int, whole: int) -> int:
    """How long a bar is, of 20 steps: 0 only when there is nothing, 20 also for more than all."""
    if part <= 0 or whole <= 0:
        return 0
    return max(1, min(20, (40 * part + whole) // (2 * whole)))
