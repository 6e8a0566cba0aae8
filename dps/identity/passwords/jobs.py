"""Requests of people who cannot sign in, answered by the worker."""

from procrastinate.contrib.django import app

from dps.identity.passwords.commands.answering import answer
from dps.platform import local_time


@app.task(queue="passwords", name="answer_asked", retry=5)
def answer_asked(asked_id: int) -> None:
    """Answer one. Safe to run twice."""
    answer(asked_id=asked_id, at=local_time.now())
