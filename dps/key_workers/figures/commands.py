"""Snapshots: each night's, and those of earlier days counted afresh on request (key-workers.md 5.4)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from dps.key_workers.dashboards import topics
from dps.key_workers.figures import rolls
from dps.key_workers.figures.rolls import Lived
from dps.key_workers.models import FiguresRebuild, PrisonerStatistic, PrisonStatistic
from dps.key_workers.permissions import KeyWorkPermission
from dps.key_workers.policies import Policy
from dps.key_workers.rules import snapshots
from dps.key_workers.rules.figures import days_inclusive
from dps.key_workers.rules.settings import Settings
from dps.key_workers.sessions import counting
from dps.key_workers.settings.queries import enabled_prisons, settings_of
from dps.platform import audit, local_time
from dps.platform.access import Actor, require
from dps.platform.events import signal_live
from dps.platform.jobs import steps
from dps.platform.web.refusals import Invalid

log = structlog.get_logger("dps.key_workers.figures")
MOST_DAYS = 366
"""The longest range that is counted afresh at once."""
PEOPLE_KEPT = timedelta(days=400)
"""How long is kept who was counted: a year can be compared with the same time of the year before."""
FORGOTTEN_AT_ONCE = 50
ROLL_IS_OLD_AFTER = timedelta(hours=3)
"""How long after midnight the roll still stands for the night before."""


class Night(Enum):
    """What became of one night of one prison."""

    COUNTED = "counted"
    ALREADY = "already counted"
    SKIPPED = "nobody was there, or nobody eligible"


def count_last_night(*, today: date, at: datetime) -> dict[Night, int]:
    """Count yesterday for every prison and scheme that is on and was not counted, each in a transaction of its own.

    Safe to run again at any time of the day. A prison that fails is told to operators and does not stop the others.
    """
    night = today - timedelta(days=1)
    made = dict.fromkeys(Night, 0)
    for settings in _uncounted(night):
        try:
            made[_count_night(settings, night, at)] += 1
        except (OperationalError, InterfaceError):  # the database is away: not about this prison
            raise
        except Exception as failure:
            log.error("night not counted", prison=settings.prison, policy=settings.policy, kind=type(failure).__name__)
    return made


def _uncounted(night: date) -> list[Settings]:
    counted = set(PrisonStatistic.objects.filter(date=night).values_list("prison", "policy"))
    using = [one for policy in Policy for one in enabled_prisons(policy)]
    return [one for one in using if (one.prison, str(one.policy)) not in counted]


@transaction.atomic
def _count_night(settings: Settings, night: date, at: datetime) -> Night:
    fresh = at - local_time.in_london(at).replace(hour=0, minute=0, second=0, microsecond=0) <= ROLL_IS_OLD_AFTER
    roll = rolls.roll_now(settings.prison) if fresh else rolls.rolls_of(settings.prison, night, night)[night]
    counting.recount_days(settings.prison, settings.policy, night - timedelta(days=6), night)
    return _count(settings, night, roll, at=at, afresh=False)


def _count(settings: Settings, day: date, roll: Sequence[Lived], *, at: datetime, afresh: bool) -> Night:
    """Keep the figures of one prison on one day. Three to five statements."""
    prison, policy = settings.prison, settings.policy
    people = rolls.seen(prison, policy, day, roll, has_high_complexity=settings.has_high_complexity)
    counted = snapshots.count(people, day=day, frequency_in_weeks=settings.frequency_in_weeks)
    if afresh:
        PrisonStatistic.objects.filter(prison=prison, policy=policy, date=day).delete()
    if not counted.is_kept:
        return Night.SKIPPED
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO key_workers_prisonstatistic
                      (prison, policy, date, prisoner_count, high_complexity_count, eligible_count, assigned_count,
                       eligible_staff_count, reception_to_allocation_days, reception_to_session_days, overdue_count,
                       counted_at)
               VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
                   ON CONFLICT (prison, date, policy) DO NOTHING RETURNING id""",
            [
                prison, policy, day, counted.prisoners, counted.high_complexity, counted.eligible, counted.assigned,
                rolls.active_staff(prison, policy, day), counted.days_to_allocation, counted.days_to_session,
                counted.overdue, at,
            ],
        )  # fmt: skip
        row = cursor.fetchone()
    if row is None:
        return Night.ALREADY
    PrisonerStatistic.objects.bulk_create(
        [
            PrisonerStatistic(
                statistic_id=row[0],
                person_id=one.number,
                cell_path=one.cell_path,
                eligible_from=one.eligible_from(day),
                assigned=one.allocated_on is not None and not one.high_complexity,
            )
            for one in people
        ],
        batch_size=2000,
    )
    return Night.COUNTED


def forget_people_of(day_before: date) -> None:
    """Forget who was counted in snapshots of days before `day_before`; what was counted of each prison stays. In
    batches: a night of the nation holds 88,000 rows."""
    old = PrisonStatistic.objects.filter(date__lt=day_before, people__isnull=False).values_list("pk", flat=True)
    while ids := list(old.distinct()[:FORGOTTEN_AT_ONCE]):
        people = PrisonerStatistic.objects.filter(statistic_id__in=ids)
        people._raw_delete(people.db)  # nothing points at them


def topic_of(rebuild_id: int) -> str:
    """What the page of one rebuild listens to."""
    return f"key-work-figures-{rebuild_id}"


@transaction.atomic
def ask_for_rebuild(
    actor: Actor, prison: str, policy: Policy, *, from_: date, to: date, at: datetime, today: date
) -> FiguresRebuild:
    """Have the days of a range counted afresh, from what is recorded now. Raises NotAllowed; Invalid by `from_` and
    `to`."""
    require(actor, KeyWorkPermission.ADMINISTER, prison=prison)
    problems = {}
    if to >= today:
        problems["to"] = "The last day must be in the past"
    if from_ > to:
        problems["from_"] = "The first day must be the same as or before the last day"
    elif days_inclusive(from_, to) > MOST_DAYS:
        problems["from_"] = f"Choose {MOST_DAYS} days or fewer"
    if problems:
        raise Invalid(problems)
    made = FiguresRebuild.objects.create(
        prison=prison, policy=policy, from_date=from_, to_date=to, asked_by=actor.username, asked_at=at,
        next_date=from_, moved_at=at,
    )  # fmt: skip
    details = {"policy": str(policy), "from": from_.isoformat(), "to": to.isoformat(), "rebuild": made.pk}
    audit.record("KEY_WORK_FIGURES_REBUILT", by=actor, subject_type="prison", subject_id=prison, details=details, at=at)
    from dps.key_workers.figures.jobs import rebuild_figures

    rebuild_figures.defer(rebuild_id=made.pk)
    return made


DAYS_A_TRANSACTION = 7


@transaction.atomic
def rebuild_some(*, rebuild_id: int, at: datetime) -> bool:
    """Count the next few days of a rebuild in one transaction. True when none is left. Killed at any moment, it goes
    on where it was."""
    rebuild = FiguresRebuild.objects.select_for_update().filter(pk=rebuild_id).first()
    if rebuild is None or rebuild.completed_at is not None:
        return True
    settings = settings_of(rebuild.prison, Policy(rebuild.policy))
    last = min(rebuild.to_date, rebuild.next_date + timedelta(days=DAYS_A_TRANSACTION - 1))
    counting.recount_days(rebuild.prison, rebuild.policy, rebuild.next_date, last)
    for day, roll in rolls.rolls_of(rebuild.prison, rebuild.next_date, last).items():
        if _count(settings, day, roll, at=at, afresh=True) is Night.COUNTED:
            rebuild.counted += 1
        else:
            rebuild.skipped += 1
    rebuild.next_date, rebuild.moved_at = last + timedelta(days=1), at
    if rebuild.next_date > rebuild.to_date:
        rebuild.completed_at = at
    rebuild.save()
    signal_live([topic_of(rebuild.pk), topics.topic_of(rebuild.prison)])
    return rebuild.completed_at is not None


def lost_rebuilds(at: datetime) -> list[int]:
    """Rebuilds at which nothing was done for ten minutes: their job is no more."""
    return steps.lost(FiguresRebuild.objects.filter(completed_at=None), at)
