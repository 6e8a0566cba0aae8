"""Comparing allocations with the roll. Run by the worker (UTC)."""

from procrastinate.contrib.django import app

from dps.key_workers.leaving import commands
from dps.platform import local_time


@app.periodic(cron="20 1 * * *")
@app.task(queue="upkeep", queueing_lock="allocations_against_the_roll", pass_context=False)
def allocations_against_the_roll(timestamp: int) -> None:
    """Every night: end what missed movements left behind."""
    commands.reconcile(today=local_time.today(), at=local_time.now())
