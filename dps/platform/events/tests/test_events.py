import json
from collections import defaultdict

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from dps.platform import events
from dps.platform.events import subscribers
from dps.platform.events.commands import deliver
from dps.platform.events.models import DomainEvent


@pytest.fixture(autouse=True)
def _no_subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribers, "_handlers", defaultdict(list))


@pytest.mark.django_db
def test_a_job_is_enqueued_only_when_somebody_listens() -> None:
    quiet = events.publish("nobody.cares", subject="A1234BC")
    assert quiet.delivered_at is not None
    assert not ProcrastinateJob.objects.exists()

    events.subscribe("alert.closed", lambda event: None)
    wanted = events.publish("alert.closed", subject="A1234BC", data={"code": "HA"})
    assert wanted.delivered_at is None
    assert ProcrastinateJob.objects.get().args == {"event_id": wanted.pk}


@pytest.mark.django_db
def test_several_are_published_like_one_in_as_many_statements_for_forty_as_for_two() -> None:
    events.subscribe("alert.closed", lambda event: None)

    def publish(number: int) -> int:
        several = [events.Happened("alert.closed", f"A{n:04d}AA", {"n": n}) for n in range(number)]
        with CaptureQueriesContext(connection) as statements:
            made = events.publish_several([*several, events.Happened("nobody.cares")])
        assert [(event.subject, event.data) for event in made[:-1]] == [(one.subject, one.data) for one in several]
        assert [event.delivered_at is None for event in made] == [True] * number + [False]
        asked = ProcrastinateJob.objects.order_by("id").values_list("args", flat=True)
        assert list(asked)[-number:] == [{"event_id": event.pk} for event in made[:-1]]
        return len(statements)

    assert publish(2) == publish(40) <= 6
    assert events.publish_several([]) == []


@pytest.mark.django_db
def test_undone_with_the_change() -> None:
    events.subscribe("alert.closed", lambda event: None)
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish("alert.closed", subject="A1234BC")
        raise RuntimeError
    assert not DomainEvent.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_delivered_once_however_often_the_job_runs() -> None:
    heard: list[str] = []
    events.subscribe("alert.closed", lambda event: heard.append(event.subject))
    event = events.publish("alert.closed", subject="A1234BC")
    deliver(event.pk)
    deliver(event.pk)
    assert heard == ["A1234BC"]


@pytest.mark.django_db
def test_a_failing_subscriber_undoes_the_delivery_and_says_so() -> None:
    def fail(event: DomainEvent) -> None:
        raise ValueError("not today")

    events.subscribe("alert.closed", fail)
    event = events.publish("alert.closed", subject="A1234BC")
    with pytest.raises(ValueError, match="not today"):
        deliver(event.pk)
    event.refresh_from_db()
    assert (event.delivered_at, event.failure) == (None, "ValueError")


@pytest.mark.django_db(transaction=True)
def test_open_pages_are_told_on_commit_and_not_before() -> None:
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
        autocommit=True,
    ) as listener:
        listener.execute("LISTEN dps_live")
        with transaction.atomic():
            events.signal_live(["B2222BB", "A1111AA", "A1111AA"])
            assert list(listener.notifies(timeout=0.2)) == []
        heard = [json.loads(n.payload) for n in listener.notifies(timeout=3, stop_after=1)]
    assert heard == [["A1111AA", "B2222BB"]]
