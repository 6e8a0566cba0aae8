"""Staff come back from leave. Run by the worker (UTC)."""

from procrastinate.contrib.django import app

from dps.key_workers.staff import commands
from dps.platform import local_time


@app.periodic(cron="30 * * * *")
@app.task(queue="upkeep", queueing_lock="staff_back_from_leave", pass_context=False)
def staff_back_from_leave(timestamp: int) -> None:
    """Every hour, and so at half past midnight in London whether or not it is summer time (key-workers.md 4.4)."""
    commands.bring_back(today=local_time.today(), at=local_time.now())
