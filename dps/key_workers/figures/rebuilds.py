"""Reads of days counted afresh, and of nights that are missing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from dps.key_workers.models import FiguresRebuild
from dps.key_workers.policies import Policy
from dps.key_workers.rules.figures import days_inclusive
from dps.platform.jobs.steps import Progress
from dps.platform.web.refusals import NotFound

LOOKED_BACK = timedelta(days=90)
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Days that were asked to be counted afresh, and how far that is."""

    id: int
    from_: date
    to: date
    asked_by: str
    asked_at: datetime
    counted: int
    skipped: int
    completed_at: datetime | None

    @property
    def days(self) -> int:
        return days_inclusive(self.from_, self.to)

    @property
    def done(self) -> int:
        return self.counted + self.skipped

    @property
    def twentieths(self) -> int:
        return Progress(self.done, self.days).twentieths


def _shown(row: FiguresRebuild) -> Rebuild:
    return Rebuild(
        row.pk, row.from_date, row.to_date, row.asked_by, row.asked_at, row.counted, row.skipped, row.completed_at
    )


def one(rebuild_id: int, prison: str, policy: Policy) -> Rebuild:
    """One of a prison and scheme. One statement. Raises NotFound."""
    wanted = FiguresRebuild.objects.filter(pk=min(rebuild_id, LARGEST_ID), prison=prison, policy=policy)
    found = wanted.first()
    if found is None:
        raise NotFound(str(rebuild_id))
    return _shown(found)


def latest(prison: str, policy: Policy) -> list[Rebuild]:
    """The ten asked for last, newest first. One statement."""
    found = FiguresRebuild.objects.filter(prison=prison, policy=policy).order_by("-asked_at", "-pk")[:10]
    return [_shown(row) for row in found]


def missing_nights(prison: str, policy: Policy, today: date) -> list[date]:
    """Nights of the last 90 days without figures, since the first there is of. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT day::date FROM generate_series(
                        greatest(%(from)s, (SELECT min(date) FROM key_workers_prisonstatistic
                                             WHERE prison = %(prison)s AND policy = %(policy)s))::date,
                        %(to)s::date, '1 day') AS day
                WHERE EXISTS (SELECT 1 FROM key_workers_prisonstatistic
                               WHERE prison = %(prison)s AND policy = %(policy)s)
                  AND NOT EXISTS (SELECT 1 FROM key_workers_prisonstatistic s
                                   WHERE s.prison = %(prison)s AND s.policy = %(policy)s AND s.date = day::date)
                ORDER BY day""",
            {"prison": prison, "policy": policy, "from": today - LOOKED_BACK, "to": today - timedelta(days=1)},
        )
        return [row[0] for row in cursor.fetchall()]
