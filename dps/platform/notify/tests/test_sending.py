"""What becomes of a message when GOV.UK Notify answers, refuses, is silent, or the worker dies."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.platform import notify
from dps.platform.access import SYSTEM
from dps.platform.notify import catalogue, service
from dps.platform.notify.commands import administration, sending
from dps.platform.notify.models import Message, NotifyTemplate, Sending, StandInFault, StandInMessage
from dps.platform.notify.rules import BURST, State
from dps.platform.notify.stand_in.commands import set_fault
from dps.platform.notify.tests.conftest import Web, run_jobs, written

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    """A clock that stands at noon until it is moved."""
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def moved(clock: Any, **later: float) -> datetime:
    clock.shift(timedelta(**later))
    return datetime.now(UTC)


def steps(message: Message) -> list[str]:
    return [str(state) for state in message.steps.order_by("id").values_list("state", flat=True)]


def test_an_email_is_sent_delivered_and_told(web: Web, clock: Any) -> None:
    message = written()
    assert run_jobs() == ["deliver_message"]
    there = StandInMessage.objects.get()
    assert there.reference == str(message.pk)
    assert there.subject == "Aisha, choose a new password"
    assert "https://dps.example.gov.uk/reset?token=sesame-7" in there.body
    message.refresh_from_db()
    assert (message.state, message.attempts, message.notify_id, message.template_version) == (
        "accepted",
        1,
        there.key,
        1,
    )
    assert (message.sent_at, message.unsure, message.error_words) == (NOON, False, "")

    moved(clock, seconds=3)
    assert run_jobs() == ["stand_in_progress"]
    moved(clock, seconds=3)
    assert run_jobs() == ["stand_in_progress", "stand_in_call_back"]
    message.refresh_from_db()
    assert steps(message) == ["queued", "sending", "accepted", "delivered"]
    assert message.completed_at == message.receipt_at == NOON + timedelta(seconds=6)
    assert message.values == {}, "what filled the placeholders is not needed any more"


def test_what_is_kept_of_it_lets_nobody_in(web: Web) -> None:
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert "Dear Aisha" in message.content["body"] and "[not shown]" in message.content["body"]
    assert "sesame" not in str(message.content)


def test_what_people_typed_is_harmless_and_links_are_not(web: Web) -> None:
    notify.send("example-declared", to="a@b.uk", values={"topic": "[x](y) evil.link *b*", "address": "https://a.b/c"})
    run_jobs()
    there = StandInMessage.objects.get()
    assert there.body == r"About \[x\]\(y\) evil\. link \*b\*, see https://a.b/c."
    assert there.subject == "Read [x](y) evil. link *b*"


def test_a_code_that_was_made_harmless_is_not_kept_either(web: Web) -> None:
    notify.send("example-secrets", to="a@b.uk", values={"recovery_code": "AB-CD", "several_codes": ["x-1", "x-2"]})
    run_jobs()
    message = Message.objects.get()
    assert r"AB\-CD" in StandInMessage.objects.get().body
    assert message.content["body"] == "Yours: [not shown], and these: \n\n* [not shown]\n* [not shown]"


def test_a_text_message_is_sent_and_cleaned_by_ourselves(web: Web) -> None:
    values = {"code": "042137", "first_name": "Al", "reason": "see http://evil.link/x"}
    made = notify.send_text("example-code", to="07700 900123", values=values)
    run_jobs()
    there = StandInMessage.objects.get()
    assert (there.kind, there.recipient) == ("sms", "447700900123")
    assert there.body == "042137 is your code, Al. It is for see ."
    assert Message.objects.get(pk=made).content["body"] == "[not shown] is your code, Al. It is for see ."


def test_nothing_is_sent_twice_however_often_the_job_runs(web: Web) -> None:
    message = written()
    for _ in range(3):
        sending.deliver(message.pk)
    assert StandInMessage.objects.count() == 1


@pytest.mark.parametrize("fault", ["500", "502", "503", "504"])
def test_a_fault_of_theirs_is_tried_again_with_longer_and_longer_waits(web: Web, clock: Any, fault: str) -> None:
    set_fault(fault, times=3)
    message = written()
    for wait in (30, 120, 600):
        assert run_jobs() == ["deliver_message"]
        message.refresh_from_db()
        assert (message.state, message.unsure, message.error_status) == ("queued", True, int(fault))
        assert message.not_before == datetime.now(UTC) + timedelta(seconds=wait)
        moved(clock, seconds=wait - 1)
        assert run_jobs() == []
        moved(clock, seconds=1)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error_words) == ("accepted", 4, "")
    assert StandInMessage.objects.count() == 1


def test_given_up_after_a_day_and_taken_up_by_a_person(web: Web, clock: Any) -> None:
    set_fault("500", times=100)
    message = written()
    for _ in range(40):
        if not run_jobs():
            break
        message.refresh_from_db()
        if message.state == State.QUEUED:
            clock.move_to(message.not_before)
    assert message.state == "held"
    assert NOON + timedelta(hours=20) < datetime.now(UTC) <= NOON + timedelta(hours=24)
    last = message.steps.order_by("id").last()
    assert last is not None and last.words.startswith("Given up after 24 hours")
    StandInFault.objects.all().delete()
    administration.send_again(SYSTEM, message.pk)
    run_jobs()
    message.refresh_from_db()
    assert message.state == "accepted"


def test_what_is_too_late_is_not_sent(web: Web, clock: Any) -> None:
    late = written(expires_at=NOON + timedelta(minutes=1))
    waiting = written(expires_at=NOON + timedelta(minutes=20))
    set_fault("500", times=9)
    sending.deliver(waiting.pk)
    moved(clock, minutes=2)
    run_jobs()
    late.refresh_from_db()
    assert (late.state, late.attempts) == ("expired", 0)
    for _ in range(4):
        moved(clock, minutes=5)
        run_jobs()
    waiting.refresh_from_db()
    assert waiting.state == "expired"
    assert not StandInMessage.objects.exists()


@pytest.mark.parametrize("fault", ["lost", "silent"])
def test_after_silence_it_is_asked_before_it_is_sent(web: Web, settings: Any, clock: Any, fault: str) -> None:
    settings.NOTIFY_SECONDS = 0.3
    set_fault(fault, seconds=0.8)
    message = written()
    with web.quiet_after():
        run_jobs()
    message.refresh_from_db()
    assert (message.state, message.unsure, message.error_words) == ("queued", True, "GOV.UK Notify did not answer")
    assert StandInMessage.objects.count() == (1 if fault == "lost" else 0)
    settings.NOTIFY_SECONDS = 5
    moved(clock, seconds=31)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("accepted", 2)
    assert StandInMessage.objects.get().key == message.notify_id
    assert "Dear Aisha" in message.content["body"]


def test_when_even_asking_fails_it_stays_unsure_and_is_not_sent(web: Web, clock: Any) -> None:
    set_fault("500")
    message = written()
    run_jobs()
    set_fault("get-500")
    moved(clock, seconds=31)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.unsure, message.attempts) == ("queued", True, 2)
    assert not StandInMessage.objects.exists()


def test_nobody_at_the_other_end(settings: Any, clock: Any) -> None:
    settings.NOTIFY_BASE_URL = "http://127.0.0.1:9"
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.error_status, message.error_words) == (
        "queued",
        None,
        "GOV.UK Notify did not answer",
    )


class Killed(BaseException):
    """The worker is gone, in the middle."""


@pytest.mark.parametrize("after", [True, False], ids=["after it was taken", "before it was sent"])
def test_killed_in_the_middle(web: Web, clock: Any, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    really = service.send

    def die(*args: Any, **options: Any) -> None:
        if after:
            really(*args, **options)
        raise Killed

    message = written()
    monkeypatch.setattr(service, "send", die)
    with pytest.raises(Killed):
        sending.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.unsure) == ("sending", True)
    monkeypatch.setattr(service, "send", really)
    ProcrastinateJob.objects.all().delete()  # its job is lost too

    assert sending.requeue_lost() == 0
    moved(clock, minutes=3)
    assert sending.requeue_lost() == 1
    assert sending.requeue_lost() == 0, "once is enough"
    run_jobs()
    message.refresh_from_db()
    assert message.state == "accepted"
    assert StandInMessage.objects.get().key == message.notify_id


def test_too_many_a_minute_pauses_all_for_a_minute(web: Web, clock: Any) -> None:
    set_fault("rate")
    first, second = written(), written()
    assert run_jobs() == ["deliver_message", "deliver_message"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attempts, second.attempts) == (1, 0)
    assert first.not_before == second.not_before == NOON + timedelta(seconds=60)
    moved(clock, seconds=61)
    run_jobs()
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_the_daily_limit_holds_until_five_past_midnight(web: Web, clock: Any) -> None:
    set_fault("daily")
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.not_before) == ("queued", datetime(2026, 11, 25, 0, 5, tzinfo=UTC))
    clock.move_to(datetime(2026, 11, 25, 0, 5, 1, tzinfo=UTC))
    run_jobs()
    message.refresh_from_db()
    assert message.state == "accepted"


def test_more_than_the_burst_waits_its_turn(web: Web, clock: Any) -> None:
    Sending.objects.create(pk=1, busy_until=NOON + BURST + timedelta(seconds=2))
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert (message.attempts, message.not_before) == (0, NOON + timedelta(seconds=2))
    moved(clock, seconds=3)
    run_jobs()
    message.refresh_from_db()
    assert message.state == "accepted"


def test_a_clock_that_was_wrong_is_forgiven_once(web: Web, clock: Any) -> None:
    set_fault("clock")
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("accepted", 2)
    set_fault("clock", times=2)
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("held", 2)
    assert "clock" in Sending.objects.get().stopped_words


def test_a_key_that_is_not_accepted_stops_everything_until_a_person_says_so(web: Web, clock: Any) -> None:
    set_fault("revoked")
    refused, waiting = written(), written()
    run_jobs()
    refused.refresh_from_db()
    waiting.refresh_from_db()
    assert (refused.state, waiting.state, waiting.attempts) == ("held", "queued", 0)
    assert refused.error_words.startswith("GOV.UK Notify does not accept our key")
    moved(clock, minutes=5)
    assert sending.requeue_lost() == 0
    assert administration.start_sending_again(SYSTEM) == 1
    run_jobs()
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}
    assert StandInMessage.objects.count() == 2


def test_starting_again_ends_a_pause_and_leaves_what_was_held_for_other_reasons(web: Web, clock: Any) -> None:
    bad = written(to="nobody@x")
    run_jobs()
    set_fault("daily")
    message = written()
    run_jobs()
    assert administration.start_sending_again(SYSTEM) == 0
    run_jobs()
    message.refresh_from_db()
    bad.refresh_from_db()
    assert (message.state, bad.state) == ("accepted", "held")


@pytest.mark.parametrize(
    ("to", "template", "words"),
    [
        ("nobody@x", "example-reset", "The address is not one"),
        ("a@b.uk", "gone", "This product no longer has the template"),
    ],
)
def test_what_cannot_be_sent_is_held_with_a_reason(web: Web, to: str, template: str, words: str) -> None:
    message = written(to=to)
    Message.objects.filter(pk=message.pk).update(template=template)
    other = written()
    run_jobs()
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, message.unsure, other.state) == ("held", False, "accepted")
    assert message.error_words.startswith(words)


def test_what_notify_said_is_kept_encrypted_and_not_in_the_row(web: Web) -> None:
    message = written(to="nobody@x")
    run_jobs()
    message.refresh_from_db()
    assert message.content["errors"] == ["email_address Not a valid email address"]
    assert (message.error_status, message.error_type) == (400, "ValidationError")


def test_a_template_that_changed_after_it_was_written(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    message = written("example-plain", values={})
    newer = catalogue.parse("example-plain", "Subject: x\n\n((new))")
    monkeypatch.setitem(catalogue._templates, "example-plain", newer)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.error_words[:24]) == ("held", "The template has changed")


def test_words_nobody_can_open_any_more(web: Web, settings: Any) -> None:
    message = written()
    settings.SECRET_KEY = "another"
    run_jobs()
    message.refresh_from_db()
    assert (message.state, "SECRET_KEY" in message.error_words) == ("held", True)


@pytest.mark.parametrize(("key", "words"), [("", "No key"), ("too-short", "too short")])
def test_without_a_key_in_production_nothing_is_sent_and_it_is_said(settings: Any, key: str, words: str) -> None:
    settings.DEVELOPMENT, settings.NOTIFY_API_KEY = False, key
    NotifyTemplate.objects.create(key="example-reset", notify_id="0f8fad5b-d9cb-469f-a165-70867728950e")
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert message.state == "held"
    assert words in Sending.objects.get().stopped_words
    settings.DEVELOPMENT = True
    assert administration.start_sending_again(SYSTEM) == 1


def test_in_production_a_template_nobody_named_is_held(settings: Any) -> None:
    settings.DEVELOPMENT, settings.NOTIFY_API_KEY = False, "x" * 80
    message = written()
    run_jobs()
    message.refresh_from_db()
    assert (message.state, "notify_templates --set" in message.error_words) == ("held", True)
    assert not Sending.objects.filter(stopped_at__isnull=False).exists()


def test_cancelled_messages_are_not_sent(web: Web) -> None:
    message = written()
    administration.cancel(SYSTEM, message.pk)
    run_jobs()
    assert not StandInMessage.objects.exists()
    message.refresh_from_db()
    assert steps(message) == ["queued", "cancelled"]


def test_nothing_personal_is_logged(
    web: Web, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    set_fault("500")
    for to in ("aisha.holroyd@justice.gov.uk", "nobody@x"):
        written(to=to)
    run_jobs()
    run_jobs(until=datetime.now(UTC) + timedelta(minutes=1))
    logged = caplog.text + "".join(capsys.readouterr())
    assert "message refused" in logged
    for personal in ("aisha", "holroyd", "nobody@x", "sesame", "Moorland"):
        assert personal not in logged.lower()


def test_the_client_keeps_the_path_of_its_base_and_uses_no_proxy_on_this_machine(settings: Any) -> None:
    settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL = "x" * 80, "http://127.0.0.1:1/some/where"
    client = service.client()
    assert (
        client._create_request_objects("/v2/templates", None, None)[0] == "http://127.0.0.1:1/some/where/v2/templates"
    )
    assert client.request_session.trust_env is False
    settings.NOTIFY_BASE_URL = ""
    assert service.base() == service.REAL
    assert service.client()._create_request_objects("/v2/x", None, None)[0] == f"{service.REAL}/v2/x"
    assert service.client().request_session.trust_env is True
