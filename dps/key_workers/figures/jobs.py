"""Nightly figures, and those that were asked to be counted afresh. Run by the worker (UTC)."""

from procrastinate.contrib.django import app

from dps.key_workers.figures import commands
from dps.platform import local_time
from dps.platform.jobs import steps

TRANSACTIONS_A_JOB = 20


@app.periodic(cron="5 * * * *")
@app.task(queue="upkeep", queueing_lock="key_work_figures", pass_context=False)
def count_last_night(timestamp: int) -> None:
    """Every hour, and so at five past midnight in London whether or not it is summer time, and later for what was
    missed. A night that was counted is left alone."""
    commands.count_last_night(today=local_time.today(), at=local_time.now())


@app.task(queue="bulk", name="rebuild_key_work_figures", retry=8)
def rebuild_figures(rebuild_id: int) -> None:
    """Count some days afresh and leave the rest to a job after this one. Safe to run twice, and after being killed."""
    steps.work_through(
        lambda: commands.rebuild_some(rebuild_id=rebuild_id, at=local_time.now()),
        steps=TRANSACTIONS_A_JOB,
        go_on=lambda: rebuild_figures.defer(rebuild_id=rebuild_id),
    )


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="pick_up_lost_key_work_rebuilds", queueing_lock="pick_up_lost_key_work_rebuilds")
def pick_up_lost_rebuilds(timestamp: int) -> None:
    """Put back in the queue what stands still because its job gave up."""
    for rebuild_id in commands.lost_rebuilds(local_time.now()):
        rebuild_figures.defer(rebuild_id=rebuild_id)
