from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.platform import notify
from dps.platform.notify import catalogue, sealed
from dps.platform.notify.models import Message
from dps.platform.notify.tests.conftest import RESET, undone, written

pytestmark = pytest.mark.django_db


def test_a_message_and_its_job_are_written_with_the_change() -> None:
    message = written(to=" Aisha@Justice.gov.UK ", about="Password reset")
    assert (message.state, message.kind, message.recipient) == ("queued", "email", "aisha@justice.gov.uk")
    assert message.values == {"first_name": "Aisha", **{k: v for k, v in RESET.items() if k != "first_name"}}
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args, job.scheduled_at) == ("deliver_message", {"message_id": str(message.pk)}, None)


def test_undone_with_the_change() -> None:
    with undone():
        written()
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_what_it_says_is_encrypted_at_rest() -> None:
    message = written()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM notify_message m WHERE id = %s", [message.pk])
        row = cursor.fetchone()[0]
        cursor.execute("SELECT sealed_values FROM notify_message WHERE id = %s", [message.pk])
        raw = bytes(cursor.fetchone()[0])
    for secret in ("sesame", "Moorland", 'Aisha"'):
        assert secret not in row and secret.encode() not in raw
    job = ProcrastinateJob.objects.get()
    assert "sesame" not in str(job.args)


def test_another_secret_key_cannot_read_it_and_an_old_one_still_can(settings: Any) -> None:
    message = written()
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "a new one"
    with pytest.raises(sealed.Unreadable):
        _ = message.values
    settings.SECRET_KEY_FALLBACKS = [before]
    assert message.values["reset_link"] == RESET["reset_link"]


def test_only_what_the_template_needs_is_kept_in_plain_json() -> None:
    when = datetime(2026, 11, 24, tzinfo=UTC)
    values = RESET | {"prisoner": "A1234BC", "when": when, "services": {"Leeds"}, "first_name": date(2026, 11, 24)}
    kept = written(values=values).values
    assert "prisoner" not in kept
    assert (kept["when"], kept["services"], kept["first_name"]) == (str(when), ["Leeds"], "2026-11-24")


def test_defects_of_the_caller_are_raised_at_once() -> None:
    with pytest.raises(notify.catalogue.UnknownTemplate):
        notify.send("no-such", to="a@b.uk", values={})
    with pytest.raises(notify.catalogue.UnknownTemplate):
        notify.send("example-code", to="a@b.uk", values={})
    with pytest.raises(notify.catalogue.UnknownTemplate):
        notify.send_text("example-plain", to="07700900123", values={})
    with pytest.raises(catalogue.MissingValues, match="example-reset: no value for when, locked"):
        notify.send(
            "example-reset", to="a@b.uk", values={k: v for k, v in RESET.items() if k != "when"} | {"locked": None}
        )
    assert not Message.objects.exists()


def test_nobody_to_send_to_is_kept_and_seen() -> None:
    message = written(to="  ")
    assert (message.state, message.error_words) == ("suppressed", "There is no address to send it to")
    assert not ProcrastinateJob.objects.exists()


@time_machine.travel(datetime(2026, 7, 1, 21, 30, tzinfo=UTC), tick=False)
def test_what_is_not_urgent_waits_for_seven_in_london() -> None:
    seven = datetime(2026, 7, 2, 6, 0, tzinfo=UTC)
    assert written(urgent=False).not_before == seven
    assert written().not_before == datetime(2026, 7, 1, 21, 30, tzinfo=UTC)
    jobs = ProcrastinateJob.objects.order_by("id")
    assert [(job.scheduled_at, job.priority) for job in jobs] == [(seven, 0), (None, 10)]


def test_a_text_message() -> None:
    made = notify.send_text(
        "example-code", to="07700 900 123", values={"code": "042137", "first_name": "Al", "reason": "x"},
        expires_at=datetime.now(UTC) + timedelta(minutes=20),
    )  # fmt: skip
    message = Message.objects.get(pk=made)
    assert (message.kind, message.recipient) == ("sms", "07700900123")
