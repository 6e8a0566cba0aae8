"""The live pages in words and bars."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dps.key_workers.dashboards.queries import Held, PrisonNow, WingNow
from dps.key_workers.due import queries as due
from dps.key_workers.due.rules import days_overdue
from dps.key_workers.figures.presenters import Bar, percent_words, wing_words
from dps.key_workers.rules import figures as rules
from dps.key_workers.staff.presenters import last_first
from dps.key_workers.staff.queries import Worker
from dps.platform.design.environment import plural


@dataclass(frozen=True, slots=True)
class Big:
    """One large figure: what it is, and a line under it. `is_bad` draws it as one to act on."""

    title: str
    value: str
    words: str
    is_bad: bool = False


def prison_bigs(
    wings: Sequence[WingNow], held: Sequence[Held], *, weeks: int, overdue: int, today: date, worker: str
) -> list[Big]:
    """The four figures of a prison that uses key workers."""
    eligible, assigned = (sum(getattr(one, of) for one in wings) for of in ("eligible", "assigned"))
    today_held, week_held = (sum(getattr(one, of) for one in held) for of in ("sessions_today", "sessions"))
    plan = rules.week_plan(eligible, weeks, week_held, today)
    a_day = -(-eligible // (weeks * 7))
    return [
        Big("Sessions today", f"{today_held:,}", f"about {a_day:,} a day keep to the plan"),
        Big("Sessions this week", f"{week_held:,}", week_words(plan), not plan.on_course),
        overdue_big(overdue, assigned),
        without_big(eligible, assigned, worker),
    ]


def officer_bigs(wings: Sequence[WingNow], held: Sequence[Held], *, overdue: int, worker: str) -> list[Big]:
    """The four figures of a prison that uses personal officers, who write entries."""
    eligible, assigned = (sum(getattr(one, of) for one in wings) for of in ("eligible", "assigned"))
    return [
        Big("Entries today", f"{sum(one.entries_today for one in held):,}", "written by anybody here"),
        Big("Entries this week", f"{sum(one.entries for one in held):,}", "since Sunday"),
        overdue_big(overdue, assigned),
        without_big(eligible, assigned, worker),
    ]


def week_words(plan: rules.Plan) -> str:
    """`of 120 planned; 68 by the end of today`."""
    return f"of {plan.planned:,} planned; {plan.planned_by_now:,} by the end of today"


def overdue_big(overdue: int, assigned: int) -> Big:
    return Big("Overdue", f"{overdue:,}", f"of {assigned:,} people with a worker", overdue > 0)


def without_big(eligible: int, assigned: int, worker: str) -> Big:
    rate = rules.percent(assigned, eligible)
    said = "nobody here is eligible" if rate is None else f"{percent_words(rate)} of {eligible:,} have one"
    return Big(f"Without a {worker}", f"{eligible - assigned:,}", said, eligible > assigned)


def wing_bars(
    wings: Sequence[WingNow], held: Sequence[Held], counted: Sequence[due.Counted], *, weeks: int, entries: bool
) -> list[Bar]:
    """A prison by wing: who lives there now, this week's sessions of theirs, and how many are overdue."""
    here = {one.wing: one for one in wings}
    overdue = {one.key: one.overdue for one in counted}
    done: dict[str, int] = defaultdict(int)
    for one in held:
        done[one.wing] += one.entries if entries else one.sessions
    names = sorted({*here, *(wing for wing, number in done.items() if number)})
    rows = []
    for wing in names:
        now = here.get(wing, WingNow(wing, 0, 0, 0))
        plan = rules.prison_projected(now.eligible, 7, weeks)
        rows.append((wing_words(wing), done[wing], plan, (f"{now.eligible:,}", f"{overdue.get(wing, 0):,}"), ""))
    return _bars(rows)


def worker_bars(
    workers: Sequence[Worker],
    held: Sequence[Held],
    counted: Sequence[due.Counted],
    *,
    weeks: int,
    entries: bool,
    base: str,
) -> list[Bar]:
    """A prison by worker: their people, what they wrote this week, and how many of their people are overdue. Who has
    nobody and wrote nothing is left out; who wrote without holding the role comes last, together."""
    overdue = {one.key: one.overdue for one in counted}
    done: dict[int | None, int] = defaultdict(int)
    for one in held:
        done[one.staff_id] += one.entries if entries else one.sessions
    rows = []
    for worker in workers:
        number = done.pop(worker.staff_id, 0)
        if not (number or worker.allocated):
            continue
        plan = rules.prison_projected(worker.allocated, 7, weeks)
        more = (f"{worker.allocated:,}", f"{overdue.get(str(worker.staff_id), 0):,}")
        name = last_first(worker.last_name, worker.first_name, worker.staff_id)
        rows.append((name, number, plan, more, f"{base}staff/{worker.staff_id}/"))
    if others := sum(done.values()):
        rows.append(("Other staff", others, 0, ("", ""), ""))
    return _bars(rows)


def _bars(rows: Sequence[tuple[str, int, int, tuple[str, ...], str]]) -> list[Bar]:
    most = max([number for row in rows for number in row[1:3]], default=0)
    return [
        Bar(
            words=words,
            held=f"{held:,}",
            planned=f"{planned:,}" if planned else "",
            rate=percent_words(rules.percent(held, planned)) if planned else "",
            steps=rules.twentieths(held, most),
            planned_steps=rules.twentieths(planned, most),
            address=address,
            more=more,
        )
        for words, held, planned, more, address in rows
    ]


@dataclass(frozen=True, slots=True)
class Overdue:
    """Somebody whose session should have been held."""

    number: str
    name: str
    cell: str
    worker: str
    worker_address: str
    last: date | None
    due: date | None
    days: int


def overdue_rows(found: Sequence[due.Due], today: date, base: str) -> list[Overdue]:
    """The overdue list, longest first."""
    return [
        Overdue(
            one.number,
            last_first(one.last_name, one.first_name, 0),
            one.cell_path or "No cell",
            last_first(one.worker_last_name, one.worker_first_name, one.staff_id),
            f"{base}staff/{one.staff_id}/",
            one.last_session_on,
            one.due_on,
            days_overdue(one.due_on, today),
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class PrisonRow:
    """A prison of the national table."""

    code: str
    name: str
    eligible: int
    assigned: Decimal | None
    today: int
    week: int
    planned: int
    by_now: int
    on_course: bool
    week_rate: Decimal | None
    delivery: Decimal | None
    overdue: int
    staff: int
    night: date | None
    steps: int


def prison_rows(prisons: Sequence[PrisonNow], names: Callable[[str], str], today: date) -> list[PrisonRow]:
    """Every prison of the nation."""
    rates = [one.delivery or Decimal(0) for one in prisons]
    most = int(max([Decimal(100), *rates]) * 100)
    rows = []
    for one in prisons:
        plan = one.week(today)
        rows.append(
            PrisonRow(
                one.prison, names(one.prison), one.eligible, one.percent_assigned, one.sessions_today, plan.held,
                plan.planned, plan.planned_by_now, plan.on_course, rules.percent(plan.held, plan.planned_by_now),
                one.delivery, one.overdue, one.staff, one.night, rules.twentieths(int((one.delivery or 0) * 100), most),
            )
        )  # fmt: skip
    return rows


def region_bars(prisons: Sequence[PrisonNow], regions: Mapping[str, str], *, entries: bool) -> list[Bar]:
    """The nation by region, by name: four weeks of sessions against plan, or this week's entries. Rates are all of the
    one ÷ all of the other. Nothing when no prison is in a region."""
    members: defaultdict[str, list[PrisonNow]] = defaultdict(list)
    for one in prisons:
        members[regions.get(one.prison, "")].append(one)
    rows = []
    for region in sorted(members, key=lambda name: (not name, name)) if set(members) != {""} else ():
        some = members[region]
        eligible, assigned = (sum(getattr(one, of) for one in some) for of in ("eligible", "assigned"))
        planned = 0 if entries else sum(one.projected_four_weeks for one in some)
        held = sum(
            one.entries_this_week if entries else one.sessions_four_weeks if one.projected_four_weeks else 0
            for one in some
        )
        share = rules.percent(assigned, eligible)
        more = (f"{len(some):,}", f"{eligible:,}", "" if share is None else percent_words(share))
        rows.append((region or "In no region", held, planned, more, ""))
    return _bars(rows)


SORTS: Mapping[str, Callable[[PrisonRow], Any]] = {
    "name": lambda row: row.name.casefold(),
    "eligible": lambda row: row.eligible,
    "assigned": lambda row: row.assigned if row.assigned is not None else Decimal(-1),
    "today": lambda row: row.today,
    "week": lambda row: row.week,
    "course": lambda row: row.week_rate if row.week_rate is not None else Decimal(-1),
    "delivery": lambda row: row.delivery if row.delivery is not None else Decimal(-1),
    "overdue": lambda row: row.overdue,
}


def sorted_rows(rows: Sequence[PrisonRow], sort: str) -> list[PrisonRow]:
    """In the order of the address: a key, or `-key` the other way round; by name when it is neither."""
    key = sort.removeprefix("-")
    by_name = sorted(rows, key=lambda row: (row.name.casefold(), row.code))
    return sorted(by_name, key=SORTS.get(key, SORTS["name"]), reverse=key in SORTS and sort.startswith("-"))


def national_bigs(prisons: Sequence[PrisonNow], today: date) -> list[Big]:
    """The four figures of the nation. Rates are all of the one ÷ all of the other."""
    plans = [one.week(today) for one in prisons]
    total = rules.Plan(
        sum(one.held for one in plans), sum(one.planned for one in plans), sum(one.planned_by_now for one in plans)
    )
    eligible, assigned = (sum(getattr(one, of) for one in prisons) for of in ("eligible", "assigned"))
    projected = sum(one.projected_four_weeks for one in prisons)
    sessions = sum(one.sessions_four_weeks for one in prisons if one.projected_four_weeks)
    return [
        Big("Sessions today", f"{sum(one.sessions_today for one in prisons):,}", _in_prisons(prisons)),
        Big("Sessions this week", f"{total.held:,}", week_words(total), not total.on_course),
        Big(
            "Delivery, 4 weeks", percent_words(rules.percent(sessions, projected)),
            f"{sessions:,} of {projected:,} projected sessions",
        ),
        Big(
            "With a key worker", percent_words(rules.percent(assigned, eligible)),
            f"{assigned:,} of {eligible:,} eligible; {sum(one.overdue for one in prisons):,} overdue",
        ),
    ]  # fmt: skip


def _in_prisons(prisons: Sequence[PrisonNow]) -> str:
    return f"in {plural(len(prisons), 'prison')}"


def national_officer_bigs(prisons: Sequence[PrisonNow]) -> list[Big]:
    """The figures of the nation for personal officers, who write entries."""
    eligible, assigned = (sum(getattr(one, of) for one in prisons) for of in ("eligible", "assigned"))
    return [
        Big("Entries today", f"{sum(one.entries_today for one in prisons):,}", _in_prisons(prisons)),
        Big("Entries this week", f"{sum(one.entries_this_week for one in prisons):,}", "since Sunday"),
        Big(
            "With a personal officer", percent_words(rules.percent(assigned, eligible)),
            f"{assigned:,} of {eligible:,} eligible",
        ),
        Big("Overdue", f"{sum(one.overdue for one in prisons):,}", "as of last night"),
    ]  # fmt: skip
