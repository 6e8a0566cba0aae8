"""Jobs for the test of the worker's transactions: the first writes a row, enqueues the second and takes its time."""

import time
import uuid

from django.db import transaction
from procrastinate.contrib.django import app

from dps.platform import local_time
from dps.platform.web.models import Submission


@app.task(name="tests.write_then_enqueue")
def write_then_enqueue(token: str, fails: bool = False) -> None:
    with transaction.atomic():
        Submission.objects.create(token=uuid.UUID(token), username="FIRST", path="/", at=local_time.now())
        see_the_row.defer(token=token)
        time.sleep(0.6)
        if fails:
            raise RuntimeError("undone on purpose")


@app.task(name="tests.see_the_row")
def see_the_row(token: str) -> None:
    seen = Submission.objects.filter(token=uuid.UUID(token)).update(username="SEEN")
    Submission.objects.create(token=uuid.uuid4(), username=f"RAN {seen}", path="/", at=local_time.now())
