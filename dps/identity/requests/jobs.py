"""What ends by itself, and the reminder before. Run by the worker on a timer (UTC)."""

from procrastinate.contrib.django import app

from dps.identity.requests import commands
from dps.platform import local_time


@app.periodic(cron="1,16,31,46 * * * *")
@app.task(queue="upkeep", queueing_lock="end_access", pass_context=False)
def end_access(timestamp: int) -> None:
    """Every quarter of an hour, and so a minute past midnight in London whether or not it is summer time."""
    commands.forget_caseloads_no_longer_held()
    commands.end_what_is_over(today=local_time.today(), at=local_time.now())


@app.periodic(cron="20 7 * * *")
@app.task(queue="upkeep", queueing_lock="remind_of_ends", pass_context=False)
def remind_of_ends(timestamp: int) -> None:
    """Each morning."""
    commands.remind(today=local_time.today(), at=local_time.now())
