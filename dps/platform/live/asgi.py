"""The live process: one LISTEN connection to PostgreSQL, any number of event streams.

Run by Granian with `--interface asgi`. A stream is `GET /live?topic=A1234BC&since=1795901234.5`; it says `changed` with
the topic's name whenever web or the worker announced a change, and also after any gap in listening, so that no change
is missed. `since` is when the page was read (seconds of the epoch): what changed between that and the opening of the
stream, or may have, is said at once.
"""

import asyncio
import contextlib
import json
import os
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

import psycopg

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CHANNEL = "dps_live"
HEARTBEAT_SECONDS = 15
ASK_AGAIN_SECONDS = 120
STREAMS_PER_SESSION = 12
STREAMS_PER_PERSON = 24
TOPICS_PER_STREAM = 20
REMEMBERED_SECONDS = 120
SESSION_COOKIE = "dps-session"
SESSION_TOPIC = "session:"
"""What is announced when a session ends, with its public id: its streams are asked about again at once."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens, as web answers: the public id of the session, and the account."""

    session: str
    account: str


class Stream:
    """One open page: what it listens to, and the topics that changed since it was last told."""

    __slots__ = ("changed", "listener", "session_topic", "session_touched", "topics", "wake")

    def __init__(self, topics: frozenset[str], listener: Listener) -> None:
        self.topics = topics
        self.listener = listener
        self.session_topic = SESSION_TOPIC + listener.session
        self.session_touched = False
        self.changed: set[str] = set()
        self.wake = asyncio.Event()

    def tell(self, topics: set[str]) -> None:
        self.session_touched = self.session_touched or self.session_topic in topics
        self.changed |= topics & self.topics
        if self.changed or self.session_touched:
            self.wake.set()


class Switchboard:
    """All open streams by topic, fed by one LISTEN connection that reconnects for ever."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.by_topic: dict[str, set[Stream]] = defaultdict(set)
        self.per_session: Counter[str] = Counter()
        self.per_account: Counter[str] = Counter()
        self.listening = False
        self.listening_since = float("inf")
        self._changed_at: dict[str, float] = {}
        self._listener: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())

    def is_full_for(self, listener: Listener) -> bool:
        """Whether this session, or this person, holds as many streams as they may."""
        return (
            self.per_session[listener.session] >= STREAMS_PER_SESSION
            or self.per_account[listener.account] >= STREAMS_PER_PERSON
        )

    def open(self, topics: frozenset[str], listener: Listener) -> Stream:
        stream = Stream(topics, listener)
        for topic in (*topics, stream.session_topic):
            self.by_topic[topic].add(stream)
        self.per_session[listener.session] += 1
        self.per_account[listener.account] += 1
        return stream

    def close(self, stream: Stream) -> None:
        for topic in (*stream.topics, stream.session_topic):
            self.by_topic[topic].discard(stream)
            if not self.by_topic[topic]:
                del self.by_topic[topic]
        for count, one in ((self.per_session, stream.listener.session), (self.per_account, stream.listener.account)):
            count[one] -= 1
            if not count[one]:
                del count[one]

    def changed_since(self, topics: frozenset[str], since: float) -> set[str]:
        """Of `topics`, those that changed after `since` (seconds of the epoch), or may have: nobody listened then, or
        it is too long ago to be remembered."""
        if since < max(self.listening_since, time.time() - REMEMBERED_SECONDS):
            return set(topics)
        return {topic for topic in topics if self._changed_at.get(topic, 0.0) >= since}

    def _remember(self, topics: set[str]) -> None:
        now = time.time()
        self._changed_at.update(dict.fromkeys(topics, now))
        if len(self._changed_at) > 20_000:
            self._changed_at = {topic: at for topic, at in self._changed_at.items() if at > now - REMEMBERED_SECONDS}

    def announce(self, topics: set[str]) -> None:
        self._remember(topics)
        for stream in {s for topic in topics for s in self.by_topic.get(topic, ())}:
            stream.tell(topics)

    async def _listen(self) -> None:
        pause = 0.5
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self.database_url, autocommit=True, connect_timeout=5
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.listening, self.listening_since, pause = True, time.time(), 0.5
                    self.announce(set(self.by_topic))  # whatever happened while nobody listened
                    async for notification in connection.notifies():
                        with contextlib.suppress(ValueError, TypeError):
                            self.announce(set(json.loads(notification.payload)))
            except (psycopg.Error, OSError):
                pass
            finally:
                self.listening, self.listening_since = False, float("inf")
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10)


switchboard = Switchboard(os.environ.get("DATABASE_URL", ""))
_port = os.environ.get("PORT", "8000")
WEB_URL = os.environ.get("WEB_URL", f"http://127.0.0.1:{_port}")
PUBLIC_URL = os.environ.get("PUBLIC_URL", f"http://localhost:{_port}").rstrip("/")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI entry point."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        switchboard.start()
        if scope["path"] == "/live" and scope["method"] == "GET":
            await _stream(scope, receive, send)
        elif scope["path"] in ("/health", "/health/liveness", "/health/readiness"):
            up = switchboard.listening
            await _reply(send, 200 if up else 503, json.dumps({"status": "UP" if up else "DOWN"}))
        else:
            await _reply(send, 404, "")


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            switchboard.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _reply(send: Send, status: int, body: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _headers("application/json")})
    await send({"type": "http.response.body", "body": body.encode()})


def _headers(content_type: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", content_type.encode()),
        (b"cache-control", b"no-store"),
        (b"access-control-allow-origin", PUBLIC_URL.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"x-content-type-options", b"nosniff"),
    ]


def _session_of(scope: Scope) -> tuple[str, str]:
    """The whole cookie header and the session key in it; ('', '') when there is none."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            text = value.decode("latin-1")
            for part in text.split(";"):
                key, _, content = part.strip().partition("=")
                if key == SESSION_COOKIE:
                    return text, content
    return "", ""


def _ask_web(topics: frozenset[str], cookie: str) -> Listener | None:
    query = urlencode([("topic", topic) for topic in sorted(topics)])
    asked = urllib.request.Request(f"{WEB_URL}/live/may-listen?{query}", headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            if answer.status != 204:
                return None
            return Listener(answer.headers.get("X-Session", ""), answer.headers.get("X-Account", ""))
    except urllib.error.HTTPError:
        return None


async def _may_listen(topics: frozenset[str], cookie: str, *, when_web_is_away: Listener | None) -> Listener | None:
    try:
        return await asyncio.to_thread(_ask_web, topics, cookie)
    except OSError:
        return when_web_is_away


def _asked_for(scope: Scope) -> tuple[frozenset[str], float]:
    """The topics, and since when; 0 when the page does not say."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    try:
        since = float(asked.get("since", ["0"])[0])
    except ValueError:
        since = 0.0
    return frozenset(asked.get("topic", [])[:TOPICS_PER_STREAM]), since


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    topics, since = _asked_for(scope)
    cookie, session = _session_of(scope)
    listener = await _may_listen(topics, cookie, when_web_is_away=None) if topics and session else None
    if listener is None:
        await _reply(send, 404, "")
        return
    if switchboard.is_full_for(listener):
        await _reply(send, 429, "")
        return
    stream = switchboard.open(topics, listener)
    if since:
        stream.tell(switchboard.changed_since(topics, since))
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _headers("text/event-stream")})
        await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
        await _forward(stream, cookie, gone, send)
    except (OSError, RuntimeError):
        pass  # the browser went away while being written to
    finally:
        gone.cancel()
        switchboard.close(stream)


async def _forward(stream: Stream, cookie: str, gone: asyncio.Task[None], send: Send) -> None:
    clock = asyncio.get_running_loop().time
    ask_at = clock() + ASK_AGAIN_SECONDS
    while not gone.done():
        woken = asyncio.create_task(stream.wake.wait())
        await asyncio.wait({woken, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()
        if stream.session_touched or clock() >= ask_at:
            stream.session_touched = False
            if not await _may_listen(stream.topics, cookie, when_web_is_away=stream.listener):
                await send({"type": "http.response.body", "body": b"event: closed\ndata: \n\n"})
                return
            ask_at = clock() + ASK_AGAIN_SECONDS
        stream.wake.clear()
        changed, stream.changed = stream.changed, set()
        text = "".join(f"event: changed\ndata: {topic}\n\n" for topic in sorted(changed)) or ": still here\n\n"
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
