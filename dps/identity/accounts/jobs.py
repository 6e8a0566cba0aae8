"""Accounts nobody uses. Run by the worker on a timer; the rooms inside identity that are no apps are imported by it."""

from procrastinate.contrib.django import app

from dps.identity.accounts import unused
from dps.platform import local_time


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", queueing_lock="unused_accounts", pass_context=False)
def unused_accounts(timestamp: int) -> None:
    """Every hour: warn, close, delete."""
    at = local_time.now()
    unused.warn_unused(at=at)
    unused.close_unused(at=at)
    unused.delete_closed(at=at)
