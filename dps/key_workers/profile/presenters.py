"""A worker's figures in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from dps.key_workers.figures.queries import Week, WorkerFigures
from dps.key_workers.policies import Policy
from dps.key_workers.profile.rules import Days, change_words
from dps.key_workers.staff.presenters import last_first, percent_words
from dps.key_workers.staff.queries import Worker
from dps.platform import local_time


@dataclass(frozen=True, slots=True)
class Statistic:
    """One card: what it says, how that changed, and how it is worked out."""

    title: str
    value: str
    change: str
    how: str


def statistics(policy: Policy, now: WorkerFigures, before: WorkerFigures, weeks: int) -> list[Statistic]:
    """The four cards (key-workers.md 2.5); personal officers write entries only."""
    entries = Statistic(
        "Recorded entries",
        f"{now.entries:,}",
        change_words(now.entries, before.entries),
        "Entries they wrote about people allocated to them",
    )
    if policy is Policy.PERSONAL_OFFICER:
        return [entries]
    often = "every week" if weeks == 1 else f"every {weeks} weeks"
    return [
        Statistic(
            "Projected sessions",
            f"{now.projected:,}",
            change_words(now.projected, before.projected),
            f"For the days each person was allocated to them, with a session {often}",
        ),
        Statistic(
            "Recorded sessions",
            f"{now.sessions:,}",
            change_words(now.sessions, before.sessions),
            "Sessions they wrote about people allocated to them",
        ),
        Statistic(
            "Session compliance",
            percent_words(now.compliance, 2),
            change_words(now.compliance, before.compliance, "%"),
            "Recorded sessions as a share of projected sessions",
        ),
        entries,
    ]


def weeks(policy: Policy, found: Sequence[Week]) -> list[tuple[str, int]]:
    """What they wrote by week, as it is drawn: sessions of a key worker, entries of a personal officer."""
    return [
        (local_time.long_date(one.begins), one.entries if policy is Policy.PERSONAL_OFFICER else one.sessions)
        for one in found
    ]


def days_words(days: Days) -> str:
    """`1 to 30 November 2026` in full."""
    return f"{local_time.long_date(days.from_)} to {local_time.long_date(days.to)}"


def compared_words(days: Days) -> str:
    """The days it is compared with."""
    return f"{local_time.long_date(days.compared_from)} to {local_time.long_date(days.compared_to)}"


def staff_choices(workers: Sequence[Worker], by_name: bool) -> list[tuple[int, str]]:
    """Active workers as a select offers them: (staff id, "Last, First (5 of 9)"), by load then name, or by name."""
    active = [one for one in workers if one.status == "ACTIVE"]
    if not by_name:
        active.sort(key=lambda one: one.allocated)
    return [
        (
            one.staff_id,
            f"{last_first(one.last_name, one.first_name, one.staff_id)} ({one.allocated} of {one.capacity})",
        )
        for one in active
    ]
