"""2,000 pages that listen to one live process: how long until all have heard of a change, and what a stream costs.

Web is a few lines here that say yes to every session: what is measured is the live process. All streams listen to the
same dashboard, which is the worst there is.
"""

import asyncio
import contextlib
import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

STREAMS = 2_000
CHANGES = 20
AT_ONCE = 50
TOPIC = "key-work:LEI"


def measure_streams(database_url: str) -> dict[str, Any]:
    """Milliseconds from a commit to the event in each browser (p50, p95, the slowest), and KiB of memory a stream."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return asyncio.run(_measure(database_url))


async def _measure(database_url: str) -> dict[str, Any]:
    web = await asyncio.start_server(_say_yes, "127.0.0.1", 0, backlog=512)
    with _live_process(database_url, web.sockets[0].getsockname()[1]) as (process, port):
        await asyncio.to_thread(_wait_for, port)
        empty = _memory(process.pid)
        began = time.perf_counter()
        heard: asyncio.Queue[float] = asyncio.Queue()
        gate = asyncio.Semaphore(AT_ONCE)
        streams = [await _open(port, number, gate) for number in range(STREAMS)]
        opened = time.perf_counter() - began
        full = _memory(process.pid)
        listeners = [asyncio.create_task(_listen(reader, heard)) for reader, _ in streams]
        took: list[float] = []
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
            for _ in range(CHANGES):
                committed = time.perf_counter()
                await connection.execute("SELECT pg_notify('dps_live', %s)", [json.dumps([TOPIC])])
                async with asyncio.timeout(30):
                    took += [(await heard.get() - committed) * 1000 for _ in streams]
        for task in listeners:
            task.cancel()
        for _, writer in streams:
            writer.close()
    web.close()
    ordered = sorted(took)
    return {
        "streams": STREAMS,
        "changes": CHANGES,
        "openedInSeconds": round(opened, 1),
        "p50": round(ordered[len(ordered) // 2], 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "slowest": round(ordered[-1], 1),
        "kibAStream": round((full - empty) / STREAMS, 1),
        "mibInAll": round(full / 1024, 1),
    }


async def _say_yes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    session = head.partition(b"dps-session=")[2].partition(b"\r\n")[0].decode()
    yes = f"HTTP/1.1 204 No Content\r\nX-Session: {session}\r\nX-Account: {session}\r\nConnection: close\r\n\r\n"
    writer.write(yes.encode())
    await writer.drain()
    writer.close()


async def _open(port: int, number: int, gate: asyncio.Semaphore) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """One stream; ten are of one session."""
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        asked = f"GET /live?topic={TOPIC} HTTP/1.1\r\nHost: localhost\r\nCookie: dps-session=s{number // 10}\r\n\r\n"
        writer.write(asked.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise RuntimeError(head.decode())
        await reader.readuntil(b"retry: 3000\n\n")
    return reader, writer


async def _listen(reader: asyncio.StreamReader, heard: "asyncio.Queue[float]") -> None:
    async for line in reader:
        if line.startswith(b"event: changed"):
            heard.put_nowait(time.perf_counter())


@contextlib.contextmanager
def _live_process(database_url: str, web_port: int) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = [
        "--interface",
        "asgi",
        "--workers",
        "1",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    many = ["--backlog", "16384", "--backpressure", "16384", "--workers-kill-timeout", "5"]  # as in the Procfile
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *words, *many, "dps.platform.live.asgi:application"],
        env={**os.environ, "DATABASE_URL": database_url, "WEB_URL": f"http://127.0.0.1:{web_port}"},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the live process did not start")


def _memory(pid: int) -> int:
    """KiB of memory of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = next(
        int(line.split()[1])
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    return own + sum(_memory(int(child)) for child in children)
