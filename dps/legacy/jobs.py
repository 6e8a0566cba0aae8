"""Background work of the link, run by the worker. NOMIS itself is followed by `manage.py sync --follow`."""

from procrastinate.contrib.django import app

from dps.legacy.outbound import writer
from dps.legacy.reconciling import commands as reconciling
from dps.legacy.reconciling import rules
from dps.platform import local_time

EVENING = 19
"""The hour in London at whose half case notes are compared (legacy-nomis.md 10)."""


@app.task(queue="nomis", name="write_to_nomis")
def write_to_nomis(number: str) -> None:
    """Write what waits for one person. Safe to run twice; what cannot be written now stays queued."""
    writer.write_person(number)


@app.periodic(cron="* * * * *")
@app.task(queue="nomis", name="write_what_is_due", queueing_lock="write_what_is_due", pass_context=False)
def write_what_is_due(timestamp: int) -> None:
    """Write whatever is due: after NOMIS was away, or a worker was killed."""
    writer.drain(seconds=50)


@app.periodic(cron="30 18,19 * * *")
@app.task(queue="nomis", name="compare_case_notes", queueing_lock="compare_case_notes", pass_context=False)
def compare_case_notes(timestamp: int) -> None:
    """At half past seven in London: people in custody, on Fridays everybody, on Saturdays nobody."""
    everybody = rules.includes_everybody(local_time.today())
    if local_time.in_london(local_time.now()).hour == EVENING and everybody is not None:
        reconciling.compare_case_notes(everybody=everybody)
