"""Telling clients of sign-outs, and changing the signing key when it is old."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from dps.identity.provider import backchannel, keys
from dps.platform import local_time


@app.task(queue="sign_out", name="tell_of_sign_out", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def tell_of_sign_out(client: int, username: str, session: str) -> None:
    """Tell one client that a session is over. Safe to run twice."""
    backchannel.tell(client=client, username=username, session=session)


@app.periodic(cron="40 4 * * *")
@app.task(queue="upkeep", queueing_lock="rotate_signing_key")
def rotate_signing_key(timestamp: int) -> None:
    """Change the signing key once it is a year old (SIGNING_KEY_DAYS)."""
    keys.rotate_when_old(local_time.now())
