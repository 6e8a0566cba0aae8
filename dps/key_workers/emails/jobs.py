"""Digests at seven in the morning, London. Run by the worker (UTC): seven is at six in summer."""

from datetime import timedelta

from procrastinate.contrib.django import app

from dps.key_workers.emails import commands
from dps.platform import local_time

SEVEN, MONDAY = 7, 0


@app.periodic(cron="0 6,7 * * *")
@app.task(queue="upkeep", queueing_lock="key_work_digests", pass_context=False)
def key_work_digests(timestamp: int) -> None:
    """Every morning who arrived without a worker, every Monday what is due."""
    at = local_time.now()
    here = local_time.in_london(at)
    if here.hour != SEVEN:
        return
    commands.tell_of_arrivals(since=at - timedelta(days=1))
    if here.weekday() == MONDAY:
        commands.tell_what_is_due(at=at)
