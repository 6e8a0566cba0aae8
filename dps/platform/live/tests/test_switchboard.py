"""The live process against a real PostgreSQL and a web that answers: streams, gaps, limits."""

import asyncio
import contextlib
import json
import time
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from dps.platform.live.asgi import Listener, Switchboard
from dps.platform.live.tests.process import Live, Web, live_process, next_event, open_stream


def _url() -> str:
    s = connection.settings_dict
    secret = f":{s['PASSWORD']}" if s["PASSWORD"] else ""
    host = s["HOST"] or "127.0.0.1"
    if host.startswith("/"):
        return f"postgres://{s['USER']}{secret}@/{s['NAME']}?host={host}&port={s['PORT'] or 5432}"
    return f"postgres://{s['USER']}{secret}@{host}:{s['PORT'] or 5432}/{s['NAME']}"


@pytest.fixture
def process(transactional_db: None) -> Iterator[Live]:
    with live_process(_url()) as running:
        yield running


@pytest.fixture
def live(process: Live) -> str:
    return process.address


def _announce(topic: str) -> None:
    with psycopg.connect(_url(), autocommit=True) as other:
        other.execute("SELECT pg_notify('dps_live', %s)", [json.dumps([topic])])


def test_a_page_hears_of_its_own_topic_only(live: str) -> None:
    with open_stream(live, "A1234BC") as stream:
        assert stream.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
        stream.readline()
        _announce("A1111AA")
        _announce("A1234BC")
        assert next_event(stream) == ("changed", "A1234BC")


@pytest.mark.parametrize(("topic", "session"), [("B9999BB", "good"), ("A1234BC", "stolen"), ("", "good")])
def test_refused_as_if_there_were_nothing(live: str, topic: str, session: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        open_stream(live, topic, session)
    assert refused.value.code == 404


def test_nothing_is_missed_while_the_database_connection_is_broken(live: str) -> None:
    with open_stream(live, "A1234BC") as stream:
        stream.readline()
        with psycopg.connect(_url(), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
        assert next_event(stream) == ("changed", "A1234BC")


def test_nothing_is_missed_between_reading_a_page_and_listening(live: str) -> None:
    before = time.time()
    with open_stream(live, "A1111AA") as stream:  # once this hears of the change, the process has
        stream.readline()
        _announce("A1234BC")
        _announce("A1111AA")
        assert next_event(stream) == ("changed", "A1111AA")
    with open_stream(live, "A1234BC", since=f"{before:.3f}") as stream:
        assert next_event(stream) == ("changed", "A1234BC")


def test_a_page_read_after_the_change_is_not_told_of_it(live: str) -> None:
    with open_stream(live, "A1234BC") as stream:
        stream.readline()
        _announce("A1234BC")
        assert next_event(stream) == ("changed", "A1234BC")
    with open_stream(live, "A1234BC", since=f"{time.time():.3f}") as stream:
        stream.readline()
        _announce("A1234BC")
        events = [next_event(stream)]
    assert events == [("changed", "A1234BC")], "told once, of the second change"


def test_nothing_is_missed_while_the_live_process_is_killed_and_started_again(process: Live) -> None:
    read_at = f"{time.time():.3f}"
    with open_stream(process.address, "A1234BC", since=read_at) as stream:
        stream.readline()
        process.kill()
        with contextlib.suppress(OSError, ConnectionError):
            assert next_event(stream) == ("", "")
    _announce("A1234BC")
    process.start()
    with open_stream(process.address, "A1234BC", since=read_at) as stream:  # as the browser opens it again
        assert next_event(stream) == ("changed", "A1234BC")


def test_a_stream_ends_when_its_session_does(live: str) -> None:
    with open_stream(live, "A1234BC") as stream, open_stream(live, "A1234BC", session="other") as another:
        stream.readline()
        another.readline()
        Web.open_sessions.remove("good")
        _announce("session:public-good")
        assert next_event(stream) == ("closed", "")
        assert stream.read() == b"\n"
        _announce("A1234BC")
        assert next_event(another) == ("changed", "A1234BC"), "the other session goes on"


def test_a_stream_whose_session_is_still_open_goes_on(live: str) -> None:
    with open_stream(live, "A1234BC") as stream:
        stream.readline()
        _announce("session:public-good")
        _announce("A1234BC")
        assert next_event(stream) == ("changed", "A1234BC")


def test_nobody_can_hold_streams_without_end(live: str) -> None:
    """12 a session, 24 a person."""
    with contextlib.ExitStack() as streams:
        for session in ("good", "other"):
            for _ in range(12):
                streams.enter_context(open_stream(live, "A1234BC", session=session)).readline()
            for full in (session, "third") if session == "other" else (session,):
                with pytest.raises(urllib.error.HTTPError) as refused:
                    open_stream(live, "A1234BC", session=full)
                assert refused.value.code == 429


def test_closing_a_stream_leaves_nothing_behind() -> None:
    async def open_and_close() -> Switchboard:
        board = Switchboard("")
        first = board.open(frozenset({"A", "B"}), Listener("one", "7"))
        second = board.open(frozenset({"B"}), Listener("two", "7"))
        board.close(first)
        assert set(board.by_topic) == {"B", "session:two"}
        assert board.per_session == {"two": 1} and board.per_account == {"7": 1}
        board.announce({"B"})
        assert second.changed == {"B"}
        board.close(second)
        return board

    with ThreadPoolExecutor(1) as thread:  # a browser test may have left an event loop in this one
        board = thread.submit(lambda: asyncio.run(open_and_close())).result()
    assert not board.by_topic and not board.per_session and not board.per_account
