"""Upkeep, run by the worker on a timer."""

import asyncio
from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from dps.platform.jobs import upkeep

log = structlog.get_logger("dps.jobs")
STALLED_AFTER_SECONDS = 30
KEEP_FINISHED_JOBS = timedelta(days=7)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:
    """A worker that was killed leaves its job marked as running for ever: put such jobs back in the queue."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        log.warning("job retried", job=job.id, task=job.task_name)
        await manager.retry_job(job)


@app.periodic(cron="15 3 * * *")
@app.task(queue="upkeep", queueing_lock="prune")
async def prune(timestamp: int) -> None:
    """Forget finished jobs after a week, and whatever each room says is over."""
    await app.job_manager.delete_old_jobs(nb_hours=int(KEEP_FINISHED_JOBS.total_seconds() // 3600))
    await asyncio.to_thread(upkeep.forget_what_is_over)
