"""Sessions nobody comes back to. Run by the worker on a timer."""

from procrastinate.contrib.django import app

from dps.identity.sessions import commands
from dps.platform import local_time


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="sessions_that_are_over", pass_context=False)
def sessions_that_are_over(timestamp: int) -> None:
    """Every five minutes: end what has expired or gone idle, and what hangs on it."""
    commands.end_those_that_are_over(local_time.now())
