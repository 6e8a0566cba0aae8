import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.platform import notify
from dps.platform.access import SYSTEM
from dps.platform.notify.commands import administration, receipts
from dps.platform.notify.models import Message, StandInMessage
from dps.platform.notify.stand_in import keys
from dps.platform.notify.stand_in.commands import set_fault
from dps.platform.notify.tests.conftest import Web, run_jobs, written

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = "2026-11-24T12:00:09.000000Z"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def sent(web: Web, **options: Any) -> Message:
    """A message that GOV.UK Notify has and has said nothing of."""
    message = written(**options)
    run_jobs()
    ProcrastinateJob.objects.all().delete()  # the stand-in stays silent
    message.refresh_from_db()
    assert message.state == "accepted"
    return message


def told(message: Message, status: str, completed_at: str | None = LATER, **changes: Any) -> Any:
    body = {
        "id": str(message.notify_id), "reference": str(message.pk), "to": message.recipient, "status": status,
        "created_at": LATER, "completed_at": completed_at, "sent_at": LATER, "notification_type": "email",
        "template_id": str(uuid.uuid4()), "template_version": 1, **changes,
    }  # fmt: skip
    return posted(json.dumps(body))


def posted(body: Any, token: str | None = None, kind: str = "application/json") -> Any:
    token = f"Bearer {keys.receipt_token()}" if token is None else token
    client = Client(enforce_csrf_checks=True)
    return client.post("/notify/receipts", body, content_type=kind, headers={"Authorization": token} if token else {})


def state(message: Message) -> str:
    message.refresh_from_db()
    return str(message.state)


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("delivered", "delivered"),
        ("sent", "delivered"),
        ("sending", "accepted"),
        ("pending", "accepted"),
        ("permanent-failure", "failed_permanent"),
        ("temporary-failure", "failed_temporary"),
        ("technical-failure", "failed_technical"),
        ("no-such-word", "accepted"),
    ],
)
def test_every_kind(web: Web, clock: Any, status: str, after: str) -> None:
    message = sent(web)
    assert told(message, status).status_code == 200
    assert state(message) == after
    assert message.receipt_at == NOON
    assert message.completed_at == (datetime(2026, 11, 24, 12, 0, 9, tzinfo=UTC) if after != "accepted" else None)


def test_twice_and_out_of_order(web: Web, clock: Any) -> None:
    message = sent(web)
    for status in ("delivered", "delivered", "sending", "created"):
        told(message, status)
    assert state(message) == "delivered"
    assert message.steps.filter(state="delivered").count() == 1


def test_another_ending_counts_only_when_it_is_later(web: Web, clock: Any, caplog: pytest.LogCaptureFixture) -> None:
    message = sent(web)
    told(message, "delivered")
    told(message, "permanent-failure", "2026-11-24T12:00:08.000000Z")
    told(message, "permanent-failure", LATER)
    told(message, "permanent-failure", None)
    assert state(message) == "delivered"
    assert "contradicts" not in caplog.text
    told(message, "permanent-failure", "2026-11-24T12:00:10.000000Z")
    assert state(message) == "failed_permanent"
    assert "receipt contradicts" in caplog.text


def test_quicker_than_our_own_note_of_the_answer(web: Web, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dps.platform.notify import service

    really = service.send

    def with_a_receipt(*args: Any, **options: Any) -> Any:
        taken = really(*args, **options)
        message = Message.objects.get()
        message.notify_id = taken.notify_id
        assert told(message, "delivered").status_code == 200
        return taken

    monkeypatch.setattr(service, "send", with_a_receipt)
    message = written()
    run_jobs()
    assert state(message) == "delivered"
    assert (message.sent_at, message.notify_id) == (NOON, StandInMessage.objects.get().key)
    assert "Dear Aisha" in message.content["body"] and "sesame" not in str(message.content)
    assert message.values == {}


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic x", "Bearer \xe9"])
def test_nobody_else_may_call(web: Web, token: str) -> None:
    message = sent(web)
    body = json.dumps({"reference": str(message.pk), "id": str(message.notify_id), "status": "delivered"})
    assert posted(body, token=token).status_code == 401
    assert state(message) == "accepted"


def test_the_token_may_be_set(web: Web, settings: Any) -> None:
    settings.NOTIFY_RECEIPT_TOKEN = "chosen"
    assert posted("{}", token="Bearer chosen").status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "nonsense", b"\xff", "[" * 9_000, '{"a": "' + "x" * 21_000 + '"}'])
def test_what_cannot_be_read_is_refused(db: None, body: Any) -> None:
    assert posted(body).status_code == 400


@pytest.mark.parametrize(
    "body", [{}, {"reference": None, "id": None}, {"reference": "x", "id": "y"}, {"reference": str(uuid.uuid4()), "id": str(uuid.uuid4())}]
)  # fmt: skip
def test_what_is_not_about_us_is_taken_all_the_same(db: None, body: Any) -> None:
    assert posted(json.dumps(body | {"status": "delivered"})).status_code == 200


def test_by_its_id_when_it_has_no_reference_and_not_of_another_sending(web: Web) -> None:
    message = sent(web)
    told(message, "delivered", id=str(uuid.uuid4()))
    assert state(message) == "accepted"
    told(message, "delivered", reference=None)
    assert state(message) == "delivered"


def test_an_address_that_does_not_exist_is_told_once_to_who_looks_after_it(web: Web) -> None:
    heard: list[tuple[str, str]] = []
    notify.when_undeliverable(lambda username, address: heard.append((username, address)))
    message = sent(web)
    told(message, "permanent-failure")
    assert run_jobs() == ["tell_undeliverable"]
    receipts.tell_undeliverable(message.pk)
    assert heard == [("AISHA_GEN", "aisha.holroyd@justice.gov.uk")]
    assert not Message.objects.filter(resend_of=message.pk).exists()


def test_a_hook_that_fails_is_tried_again(web: Web) -> None:
    def fail(username: str, address: str) -> None:
        raise RuntimeError

    notify.when_undeliverable(fail)
    message = sent(web)
    told(message, "permanent-failure")
    with pytest.raises(RuntimeError):
        receipts.tell_undeliverable(message.pk)
    message.refresh_from_db()
    assert message.told_at is None


def test_a_mailbox_that_was_full_is_tried_once_more_after_four_hours(web: Web, clock: Any) -> None:
    message = sent(web)
    told(message, "temporary-failure")
    clock.shift(timedelta(hours=3, minutes=59))
    assert run_jobs() == []
    clock.shift(timedelta(minutes=1))
    assert run_jobs() == ["resend_message", "deliver_message"]
    again = Message.objects.get(resend_of=message.pk)
    assert (again.state, again.resends, StandInMessage.objects.count()) == ("accepted", 1, 2)
    ProcrastinateJob.objects.all().delete()
    told(again, "temporary-failure")
    clock.shift(timedelta(days=1))
    assert run_jobs() == []


def test_it_is_not_repeated_when_it_arrived_after_all_or_a_person_was_quicker(web: Web, clock: Any) -> None:
    arrived, repeated = sent(web), sent(web)
    for message in (arrived, repeated):
        told(message, "temporary-failure")
    told(arrived, "delivered", "2026-11-24T12:30:00.000000Z")
    administration.send_again(SYSTEM, repeated.pk)
    clock.shift(timedelta(hours=4))
    assert run_jobs().count("resend_message") == 2
    assert not Message.objects.filter(resend_of=arrived.pk).exists()
    assert Message.objects.filter(resend_of=repeated.pk).count() == 1


def test_a_technical_failure_is_repeated_three_times(web: Web, clock: Any) -> None:
    message = sent(web)
    for minutes in (5, 30, 120):
        told(message, "technical-failure")
        clock.shift(timedelta(minutes=minutes))
        assert "resend_message" in run_jobs()
        ProcrastinateJob.objects.all().delete()
        message = Message.objects.get(resend_of=message.pk)
    told(message, "technical-failure")
    assert not ProcrastinateJob.objects.filter(task_name="resend_message").exists()


def test_what_would_be_too_late_is_not_repeated(web: Web, clock: Any) -> None:
    message = sent(web, expires_at=NOON + timedelta(hours=1))
    told(message, "temporary-failure")
    assert not ProcrastinateJob.objects.filter(task_name="resend_message").exists()


def test_when_no_receipt_comes_we_ask(web: Web, clock: Any) -> None:
    message = sent(web)
    assert receipts.ask_about_silent() == 0
    clock.shift(timedelta(minutes=15))
    assert receipts.ask_about_silent() == 1
    assert state(message) == "accepted"
    assert receipts.ask_about_silent() == 0
    StandInMessage.objects.update(status="delivered", completed_at=NOON)
    clock.shift(timedelta(hours=1))
    assert receipts.ask_about_silent() == 1
    assert state(message) == "delivered"
    clock.shift(timedelta(hours=1))
    assert receipts.ask_about_silent() == 0


def test_we_stop_asking_when_it_was_forgotten_and_go_on_when_it_cannot_be_said(web: Web, clock: Any) -> None:
    message = sent(web)
    clock.shift(timedelta(minutes=15))
    set_fault("get-500")
    assert receipts.ask_about_silent() == 0
    StandInMessage.objects.all().delete()
    assert receipts.ask_about_silent() == 1
    message.refresh_from_db()
    assert (message.state, message.ask_at) == ("accepted", None)


@pytest.mark.parametrize(
    ("fault", "calls", "after"),
    [("receipt-twice", 1, "delivered"), ("receipt-backwards", 1, "delivered"), ("receipt-lost", 0, "accepted"),
     ("ends-permanent-failure", 1, "failed_permanent"), ("ends-technical-failure", 1, "failed_technical")],
)  # fmt: skip
def test_the_stand_in_calls_back_as_badly_as_it_is_told(
    web: Web, clock: Any, fault: str, calls: int, after: str
) -> None:
    set_fault(fault)
    message = written()
    run_jobs(until=NOON + timedelta(seconds=5))
    assert state(message) == after
    assert StandInMessage.objects.get().calls == calls


def test_the_stand_in_calls_again_when_nobody_answers_and_not_when_it_is_refused(
    web: Web, settings: Any, clock: Any
) -> None:
    message = sent(web)
    there = StandInMessage.objects.get()
    from dps.platform.notify.stand_in.commands import call_back

    base = settings.NOTIFY_BASE_URL
    settings.NOTIFY_BASE_URL = "http://127.0.0.1:9/notify/stand-in"
    for _ in range(7):
        call_back(there.pk)
    assert ProcrastinateJob.objects.filter(task_name="stand_in_call_back").count() == 5
    ProcrastinateJob.objects.all().delete()
    settings.NOTIFY_BASE_URL = base
    StandInMessage.objects.update(status="delivered", completed_at=NOON)
    call_back(there.pk)
    assert state(message) == "delivered"
    assert not ProcrastinateJob.objects.exists()
