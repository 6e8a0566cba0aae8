"""What is measured on one estate."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.browsers import Connection, Figures, measure, one_at_a_time
from bench.estates import Estate
from bench.queries import Query, misspelt_queries, mixed_queries, people_in, swapped_queries

FOLLOW_CHANGES = 40
FIRST_PAGE = 20


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def _served(estate: Estate) -> Iterator[int]:
    """The real web server, two workers of one thread, and the follower, for as long as the block runs."""
    port = _free_port()
    environment = {**estate.environment, "PORT": str(port)}
    web = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--workers",
            "2",
            "--blocking-threads",
            "1",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--log-level",
            "error",
            "dps.config.wsgi:application",
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    follower = subprocess.Popen(
        [sys.executable, "manage.py", "sync", "--follow"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health/readiness", timeout=2).close()
                break
            if time.monotonic() > deadline:
                raise TimeoutError("the site did not start")
            time.sleep(0.2)
        yield port
    finally:
        for process in (web, follower):
            process.terminate()
        for process in (web, follower):
            process.wait(20)


def _sign_in(estate: Estate) -> str:
    """A session for an officer who may search everywhere, made by the product's own code; gives the cookie."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.officer"], env=estate.environment, check=True, capture_output=True, text=True
    )
    return made.stdout.strip().splitlines()[-1]


def measure_estate(estate: Estate, *, seconds: float) -> dict[str, Any]:
    """Every measurement of one estate, as a JSON-able dictionary."""
    people = people_in(estate.database_url, 400)
    inside = [person.number for person in people if person.agency not in ("OUT", "TRN", "")][:300]
    cookie = _sign_in(estate)
    result: dict[str, Any] = {"name": estate.size.name, "load": estate.load, "figures": []}
    with _served(estate) as port:
        runs = {
            "floor": [f"/bench/floor/{number}/" for number in inside],
            "quick look": [f"/prisoners/{number}/" for number in inside],
            "search by number": [_global(number) for number in inside],
            "search by name": [_global(q.text) for q in mixed_queries(people, 200)],
            "search my prison": [f"/prisoners/?{urlencode({'term': p.last_name[:3]})}" for p in people],
        }
        for name, paths in runs.items():
            figures = measure(name, port, cookie, paths, seconds=seconds)
            result["figures"].append(figures.as_dict())
            _say(figures)
        alone = one_at_a_time("name, one person", port, cookie, runs["search by name"], lambda _i, _b: None)
        result["figures"].append(alone.as_dict())
        _say(alone)
        alone = one_at_a_time("quick look, one person", port, cookie, runs["quick look"], lambda _i, _b: None)
        result["figures"].append(alone.as_dict())
        _say(alone)
        result["found"] = {
            "misspelt": _found(port, cookie, misspelt_queries(people, 100)),
            "swapped": _found(port, cookie, swapped_queries(people, 100)),
            "mixed": _found(port, cookie, mixed_queries(people, 200)),
        }
        print("  found in the first 20:", result["found"], flush=True)
        result["follow"] = _follow_delay(estate, port, cookie, inside)
        print("  follow delay:", result["follow"], flush=True)
    return result


def _global(text: str) -> str:
    return f"/prisoners/global?{urlencode({'term': text})}"


def _say(figures: Figures) -> None:
    print(
        f"  {figures.name:24} {figures.per_second:8.1f}/s  p50 {figures.percentile(0.5):7.2f}"
        f"  p95 {figures.percentile(0.95):7.2f}  p99 {figures.percentile(0.99):7.2f} ms"
        f"  wrong {figures.wrong}",
        flush=True,
    )


def _found(port: int, cookie: str, queries: list[Query]) -> dict[str, Any]:
    """How many of these queries show the person meant among the first 20 rows of the page."""
    missed: list[str] = []

    def look(index: int, body: bytes) -> None:
        text = body.decode()
        place = text.find(f"/prisoners/{queries[index].number}/")
        shown_first = place >= 0 and text.count('data-result="', 0, place) <= FIRST_PAGE
        if not shown_first:
            missed.append(queries[index].text)

    figures = one_at_a_time("found", port, cookie, [_global(q.text) for q in queries], look)
    return {
        "asked": len(queries),
        "found": len(queries) - len(missed),
        "p95": round(figures.percentile(0.95), 2),
        "missed": missed[:10],
    }


def _follow_delay(estate: Estate, port: int, cookie: str, numbers: list[str]) -> dict[str, Any]:
    """Seconds from a commit in NOMIS until the person's page shows it."""
    import asyncio

    waits: list[float] = []

    async def changes() -> None:
        connection = Connection(port, cookie)
        with psycopg.connect(estate.nomis_url, autocommit=True) as nomis:
            for index, number in enumerate(numbers[:FOLLOW_CHANGES]):
                name = f"ZZ{os.getpid() % 1000:03d}".translate(str.maketrans("0123456789", "ABCDEFGHIJ"))
                name += "".join(chr(65 + (index // 26**k) % 26) for k in range(3))
                nomis.execute(
                    "UPDATE offenders SET last_name = %s, last_name_key = %s WHERE offender_id IN (SELECT"
                    " b.offender_id FROM offender_bookings b JOIN offenders o ON o.offender_id = b.offender_id"
                    " WHERE o.offender_id_display = %s AND b.booking_seq = 1)",
                    [name, name, number],
                )
                committed = time.perf_counter()
                wanted = name.capitalize().encode()
                while time.perf_counter() - committed < 30:
                    _, body = await connection.get(f"/prisoners/{number}/")
                    if wanted in body:
                        break
                    await asyncio.sleep(0.02)
                waits.append(time.perf_counter() - committed)
        connection.close()

    asyncio.run(changes())
    ordered = sorted(waits)
    return {
        "changes": len(waits),
        "p50": round(ordered[len(ordered) // 2], 2),
        "p95": round(ordered[int(len(ordered) * 0.95)], 2),
    }
