"""The nightly look for notes about alerts that are missing. Run by the worker (UTC)."""

from procrastinate.contrib.django import app

from dps.case_notes.system_notes import alerts


@app.periodic(cron="40 2 * * *")
@app.task(queue="upkeep", name="missing_alert_notes", queueing_lock="missing_alert_notes", pass_context=False)
def missing_alert_notes(timestamp: int) -> None:
    """Write the notes missing of yesterday's alerts. Safe to run again."""
    alerts.write_missing_of_yesterday()
