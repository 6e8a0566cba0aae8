"""Alerts whose end has come, and bulk alerts. Run by the worker (UTC)."""

from procrastinate.contrib.django import app

from dps.platform import local_time
from dps.platform.jobs import steps
from dps.prisoners.alerts.commands import bulk_work, nightly

TRANSACTIONS_A_JOB = 50


@app.periodic(cron="6 * * * *")
@app.task(queue="upkeep", queueing_lock="ended_alerts", pass_context=False)
def ended_alerts(timestamp: int) -> None:
    """Every hour, and so six minutes past midnight in London whether or not it is summer time."""
    nightly.tell_of_ends(today=local_time.today(), at=local_time.now())


@app.task(queue="bulk", name="work_through_bulk_alert", retry=8)
def work_through_bulk_alert(plan_id: int) -> None:
    """Do some of a bulk alert and leave the rest to a job after this one. Safe to run twice, and after being killed."""
    steps.work_through(
        lambda: bulk_work.do_some(plan_id=plan_id, at=local_time.now()),
        steps=TRANSACTIONS_A_JOB,
        go_on=lambda: work_through_bulk_alert.defer(plan_id=plan_id),
    )


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="pick_up_lost_bulk_alerts", queueing_lock="pick_up_lost_bulk_alerts")
def pick_up_lost_bulk_alerts(timestamp: int) -> None:
    """Put back in the queue what stands still because its job gave up."""
    for plan_id in bulk_work.lost(local_time.now()):
        work_through_bulk_alert.defer(plan_id=plan_id)
