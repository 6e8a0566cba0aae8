from procrastinate.contrib.django import app

from dps.identity.users.bulk import work
from dps.platform import local_time
from dps.platform.jobs import steps

TRANSACTIONS_A_JOB = 50


@app.task(queue="bulk", name="work_through_bulk_change", retry=8)
def work_through_bulk_change(change_id: int) -> None:
    """Do some of a change and leave the rest to a job after this one. Safe to run twice, and after being killed."""
    steps.work_through(
        lambda: work.do_some(change_id=change_id, at=local_time.now(), today=local_time.today()),
        steps=TRANSACTIONS_A_JOB,
        go_on=lambda: work_through_bulk_change.defer(change_id=change_id),
    )


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", name="pick_up_lost_bulk_changes", queueing_lock="pick_up_lost_bulk_changes")
def pick_up_lost_bulk_changes(timestamp: int) -> None:
    """Put back in the queue what stands still because its job gave up."""
    for change_id in work.lost(local_time.now()):
        work_through_bulk_change.defer(change_id=change_id)
