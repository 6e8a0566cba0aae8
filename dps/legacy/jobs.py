"""Background work of the link, run by the worker. NOMIS itself is followed by `manage.py sync --follow`."""

from procrastinate.contrib.django import app

from dps.legacy.outbound import writer


@app.task(queue="nomis", name="write_to_nomis")
def write_to_nomis(number: str) -> None:
    """Write what waits for one person. Safe to run twice; what cannot be written now stays queued."""
    writer.write_person(number)


@app.periodic(cron="* * * * *")
@app.task(queue="nomis", name="write_what_is_due", queueing_lock="write_what_is_due", pass_context=False)
def write_what_is_due(timestamp: int) -> None:
    """Write whatever is due: after NOMIS was away, or a worker was killed."""
    writer.drain(seconds=50)
