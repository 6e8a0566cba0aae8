"""A job that a job enqueues begins only when the change it is about is committed, in a real worker."""

import os
import subprocess
import sys
import uuid

import pytest
from django.conf import settings
from django.db import connection

from dps.platform.jobs.tests.tasks import write_then_enqueue
from dps.platform.web.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)
WORK = """
import django
django.setup()
import dps.platform.jobs.tests.tasks
from django.core.management import call_command
call_command("procrastinate", "worker", "--one-shot", "--concurrency", "4")
"""


def work() -> None:
    database = connection.settings_dict
    address = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    environment = {**os.environ, "DATABASE_URL": f"{address}/{database['NAME']}", "LOG_LEVEL": "ERROR"}
    subprocess.run(
        [sys.executable, "-c", WORK], cwd=settings.ROOT, env=environment, check=True, capture_output=True, timeout=60
    )


def users() -> list[str]:
    return sorted(Submission.objects.values_list("username", flat=True))


def test_it_begins_when_the_change_is_there() -> None:
    write_then_enqueue.defer(token=str(uuid.uuid4()))
    for _ in range(2):  # the second was enqueued while the first worker may already have found nothing more to do
        work()
    assert users() == ["RAN 1", "SEEN"]


def test_it_never_begins_when_the_change_is_undone() -> None:
    write_then_enqueue.defer(token=str(uuid.uuid4()), fails=True)
    for _ in range(2):
        work()
    assert users() == []
