"""Figures in words: each with how it changed and, truly, how it was worked out (key-workers.md 2.10)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import dropwhile
from typing import Any

from dps.key_workers.figures.queries import Compared, PrisonDays, Week, WingFigures
from dps.key_workers.policies import Policy
from dps.key_workers.rules import figures as rules
from dps.key_workers.rules.figures import PrisonFigures, Range
from dps.platform import local_time
from dps.platform.design.environment import plural

INCOMPLETE = "Incomplete data"
GOOD, BAD, EVEN = "good", "bad", ""


def percent_words(number: Decimal | None) -> str:
    """`91.98%`, nought as `0%`; says so when there is nothing to measure against."""
    if number is None:
        return INCOMPLETE
    return f"{number:,.2f}%" if number else "0%"


def number_words(number: int | None) -> str:
    return INCOMPLETE if number is None else f"{number:,}"


def days_words(number: int | None) -> str:
    """`1 day`, `66 days`."""
    return INCOMPLETE if number is None else plural(number, "day")


def often_words(weeks: int) -> str:
    """`a session every week`, `a session every 2 weeks`."""
    return "a session every week" if weeks == 1 else f"a session every {weeks} weeks"


def change_words(now: Decimal | int | None, before: Decimal | int | None, unit: str = "") -> str:
    """`+3 increase`, `-0.15% decrease`, `No change`; says when there is nothing to compare with."""
    if now is None or before is None:
        return "Nothing to compare with"
    difference = now - before
    if not difference:
        return "No change"
    number = f"{difference:+,.2f}" if isinstance(difference, Decimal) else f"{difference:+,}"
    return f"{number}{unit} {'increase' if difference > 0 else 'decrease'}"


def days_change(now: int | None, before: int | None) -> str:
    """`+2 days increase`, `-1 day decrease`."""
    unit = " day" if now is not None and before is not None and abs(now - before) == 1 else " days"
    return change_words(now, before, unit)


@dataclass(frozen=True, slots=True)
class Card:
    """One figure. `tone` says whether its change is good, bad or neither."""

    title: str
    value: str
    change: str
    how: str
    before: str
    tone: str = EVEN


_WORDS: dict[str, Callable[[Any], str]] = {"number": number_words, "percent": percent_words, "days": days_words}


def _card(title: str, found: Compared, of: str, how: str, *, kind: str = "number", more_is: str = GOOD) -> Card:
    now, before = getattr(found.now, of), getattr(found.before, of)
    words = _WORDS[kind]
    change = days_change(now, before) if kind == "days" else change_words(now, before, "%" if kind == "percent" else "")
    tone = EVEN
    if now is not None and before is not None and now != before and more_is:
        tone = more_is if now > before else (BAD if more_is == GOOD else GOOD)
    return Card(title, words(now), change, how, words(before), tone)


def cards(policy: Policy, found: Compared, weeks: int, *, has_high_complexity: bool) -> list[Card]:
    """The cards of the page in order. Personal officers write entries only, so there is nothing of sessions."""
    worker, workers = policy.words.worker, policy.words.workers
    of_sessions = policy is Policy.KEY_WORKER
    since = "eligibility" if has_high_complexity else "reception"
    mean = "at the end of each day: the mean of the days there are figures of, cut to a whole number"
    waited = (
        "Of the days on which somebody got {what}: the mean of each day, then of the days, cut to whole days. "
        "Those who became eligible more than six months before are left out"
    )
    entries = "personal officer entries" if not of_sessions else "key worker entries"
    found_now = found.now
    wanted = [
        _card(
            "Recorded sessions", found, "sessions",
            f"Case notes of {worker} sessions that happened here on these days, whoever wrote them and whether or not "
            f"the person was allocated to them",
        ) if of_sessions else None,
        _card(
            "Recorded entries", found, "entries",
            f"Case notes of {entries} that happened here on these days, whoever wrote them",
        ),
        _card("Total prisoners", found, "prisoners", f"Everybody on the roll {mean}", more_is=EVEN),
        _card(
            "High complexity prisoners", found, "high_complexity",
            f"Those assessed as of high complexity of need, who get no {worker}, {mean}", more_is=EVEN,
        ) if has_high_complexity else None,
        _card(
            f"Prisoners with a {worker}", found, "percent_assigned", _assigned_how(found_now, worker), kind="percent",
        ),
        _card(f"Active {workers}", found, "staff", f"Those in the role who were not away or inactive, {mean}"),
        _card(
            f"Average time from {since} to first session" if of_sessions else
            f"Average time from {since} to first entry", found, "days_to_session",
            waited.format(what="their first session here since they came" if of_sessions else
                          "their first entry here since they came"), kind="days", more_is=BAD,
        ),
        _card(
            f"Average time from {since} to allocation", found, "days_to_allocation",
            waited.format(what=f"their first {worker} here"), kind="days", more_is=BAD,
        ),
        _card(
            f"Delivery rate against {often_words(weeks)}", found, "delivery", _delivery_how(found_now), kind="percent",
        ) if of_sessions else None,
        _card(
            "Projected sessions", found, "projected", _projected_how(found_now, weeks), more_is=EVEN,
        ) if of_sessions else None,
    ]  # fmt: skip
    return [card for card in wanted if card is not None]


def _assigned_how(now: PrisonFigures, worker: str) -> str:
    if now.eligible is None:
        return f"Prisoners with a {worker} as a share of eligible prisoners"
    return f"{now.assigned:,} of {now.eligible:,} eligible prisoners had a {worker} on an average day"


def _delivery_how(now: PrisonFigures) -> str:
    if not now.projected:
        return "Recorded sessions as a share of projected sessions"
    return (
        f"{plural(now.sessions, 'recorded session')} as a share of {plural(now.projected, 'projected session')}. "
        f"Can be more than 100%"
    )


def _projected_how(now: PrisonFigures, weeks: int) -> str:
    how = f"Eligible prisoners × days ÷ {weeks * 7}, cut to whole sessions, with {often_words(weeks)} as it is set now"
    if now.eligible is None:
        return how
    return f"{now.eligible:,} × {now.days} ÷ {weeks * 7}: {how[0].lower()}{how[1:]}"


def range_words(from_: date, to: date) -> str:
    """`1 October 2026 to 31 October 2026`; one day once."""
    return (
        local_time.long_date(from_) if from_ == to else f"{local_time.long_date(from_)} to {local_time.long_date(to)}"
    )


def missing_words(now: PrisonFigures) -> str:
    """What the reader must know when nights are missing; '' when none is."""
    if now.days_counted >= now.days:
        return ""
    if not now.days_counted:
        return "No night of these days was counted, so only sessions and entries are known."
    missing = now.days - now.days_counted
    were = "was" if missing == 1 else "were"
    return (
        f"{plural(missing, 'night')} of these {plural(now.days, 'day')} {were} not counted. "
        f"The means are of the other {plural(now.days_counted, 'day')}."
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: its figures, and how long its bars are, of 20."""

    words: str
    held: str
    planned: str
    rate: str
    steps: int
    planned_steps: int
    address: str = ""
    more: tuple[str, ...] = ()


def week_bars(weeks: Sequence[Week], *, entries: bool = False) -> list[Bar]:
    """A trend by week, oldest first, from the first week of which anything is known. `entries` instead of sessions,
    which have no plan."""
    weeks = list(dropwhile(lambda week: not (week.sessions or week.entries or week.projected is not None), weeks))
    held = [week.entries if entries else week.sessions for week in weeks]
    most = max([*held, *((week.projected or 0) for week in weeks if not entries)], default=0)
    return [
        Bar(
            words=f"{week.begins.day} {week.begins:%b %Y}",
            held=f"{number:,}",
            planned="" if week.projected is None else f"{week.projected:,}",
            rate="" if week.delivery is None else percent_words(week.delivery),
            steps=rules.twentieths(number, most),
            planned_steps=rules.twentieths(week.projected or 0, most),
        )
        for week, number in zip(weeks, held, strict=True)
    ]


def wing_words(wing: str) -> str:
    """A wing as reports name it."""
    return f"{wing} wing" if len(wing) == 1 else wing or "No location known"


def wing_bars(wings: Sequence[WingFigures]) -> list[Bar]:
    """A prison by wing."""
    most = max([number for one in wings for number in (one.sessions, one.projected)], default=0)
    return [
        Bar(
            words=wing_words(one.wing),
            held=f"{one.sessions:,}",
            planned=f"{one.projected:,}",
            rate=percent_words(one.delivery) if one.projected else "",
            steps=rules.twentieths(one.sessions, most),
            planned_steps=rules.twentieths(one.projected, most),
            more=(f"{one.eligible:,}", percent_words(one.percent_assigned) if one.eligible else ""),
        )
        for one in wings
    ]


def card_rows(cards: Sequence[Card], wanted: Range) -> Iterator[list[str]]:
    """The cards as lines of a file, headings first."""
    yield [
        "Figure", range_words(wanted.from_, wanted.to), range_words(wanted.compared_from, wanted.compared_to), "Change",
        "How it is worked out",
    ]  # fmt: skip
    for card in cards:
        yield [card.title, card.value, card.before, card.change, card.how]


def day_rows(days: PrisonDays, from_: date, to: date) -> Iterator[list[str]]:
    """A range day by day as lines of a file, headings first. What was not counted is empty."""
    yield [
        "Date", "Prisoners", "High complexity", "Eligible", "With a worker", "Active workers",
        "Days to first allocation", "Days to first session", "Sessions", "Entries",
    ]  # fmt: skip
    nights, held = dict(days.nights), {one.date: one for one in days.days}
    for number in range(from_.toordinal(), to.toordinal() + 1):
        day = date.fromordinal(number)
        night, notes = nights.get(day), held.get(day)
        counts = (
            [night.prisoners, night.high_complexity, night.eligible, night.assigned, night.staff,
             night.days_to_allocation, night.days_to_session] if night else [None] * 7
        )  # fmt: skip
        counts += [notes.sessions if notes else 0, notes.entries if notes else 0]
        yield [local_time.short_date(day), *("" if one is None else str(one) for one in counts)]


def wing_rows(wings: Sequence[WingFigures]) -> Iterator[list[str]]:
    """A range by wing as lines of a file, headings first."""
    yield ["Wing", "Eligible", "With a worker", "% with a worker", "Sessions", "Projected sessions", "Delivery rate %"]
    for one in wings:
        rates = ["" if rate is None else str(rate) for rate in (one.percent_assigned, one.delivery)]
        yield [
            one.wing, str(one.eligible), str(one.assigned), rates[0], str(one.sessions), str(one.projected), rates[1],
        ]  # fmt: skip
