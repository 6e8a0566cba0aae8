"""What is measured on one estate."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench import services
from bench.browsers import Connection, Figures, measure, one_at_a_time
from bench.estates import Estate
from bench.queries import Query, misspelt_queries, mixed_queries, people_in, swapped_queries
from bench.sign_in import measure_sign_in

FOLLOW_CHANGES = 40
FIRST_PAGE = 20


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def _served(estate: Estate) -> Iterator[int]:
    """The real web server, two workers of one thread, for as long as the block runs."""
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
        web.terminate()
        web.wait(20)


@contextlib.contextmanager
def _following(estate: Estate) -> Iterator[None]:
    """The follower of NOMIS, for as long as the block runs."""
    follower = subprocess.Popen(
        [sys.executable, "manage.py", "sync", "--follow"],
        env=estate.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        follower.terminate()
        follower.wait(20)


def _sign_in(estate: Estate, *more: str) -> str:
    """A session for an officer who may search everywhere, made by the product's own code; gives the cookie."""
    command = [sys.executable, "-m", "bench.officer", *more]
    made = subprocess.run(command, env=estate.environment, check=True, capture_output=True, text=True)
    return made.stdout.strip().splitlines()[-1]


def _writes(estate: Estate) -> dict[str, Any]:
    """How long 1,000 queued changes take into NOMIS, and how many times bare SQL that is."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.writes"], env=estate.environment, check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


ROUNDS = 5
"""Each figure is taken this often, the estates by turns, so that a slow minute of the machine meets all of them."""


def measure_estates(estates: Sequence[Estate], *, seconds: float) -> list[dict[str, Any]]:
    """Every measurement of every estate, as JSON-able dictionaries. Each figure is its median round."""
    with contextlib.ExitStack() as stack:
        sites = [_Site(estate, stack.enter_context(_served(estate)), _sign_in(estate)) for estate in estates]
        for name in _PAGES:
            for site, run in _by_turns(sites, lambda site, name=name: site.together(name, seconds)):
                site.keep(run)
        for name in ("search by number", "search by name", "quick look", FACETS, *services.PAGES):
            for site, run in _by_turns(sites, lambda site, name=name: site.alone(name)):
                site.keep(run)
        for site in sites:
            site.result["found"] = {
                "misspelt": site.found(misspelt_queries(site.rare, 100)),
                "swapped": site.found(swapped_queries(site.rare, 100)),
            }
            print(f"{site.result['name']}: found in the first 20: {site.result['found']}", flush=True)
        for site in sites:
            site.result["signIn"] = measure_sign_in(site.estate, site.port)
            print(f"{site.result['name']}: signing in: {site.result['signIn']}", flush=True)
        for site in sites:
            with _following(site.estate):
                site.result["follow"] = _follow_delay(site.estate, site.port, site.cookie, site.inside)
            print(f"{site.result['name']}: follow delay: {site.result['follow']}", flush=True)
        for site in sites:
            site.result["writes"] = _writes(site.estate)
            print(f"{site.result['name']}: 1,000 changes into NOMIS: {site.result['writes']}", flush=True)
    return [site.result for site in sites]


FACETS = "filters with facet counts"
"""The search page of the largest prison, every choice counted."""
_PAGES = ("floor", "quick look", "search by number", "search by name", "search my prison", FACETS)
_BY_THE_LARGEST = (FACETS, services.DASHBOARD, services.NATIONAL)
"""What the officer of the largest prison opens."""
_FILTERED = (
    "", "incentive=STD", "legal=SENTENCED&age=30-39", "location=A", "alerts=Arsonist&csra=HI", "leaves=28&inside=IN",
)  # fmt: skip


class _Site:
    """One estate with its server running."""

    def __init__(self, estate: Estate, port: int, cookie: str) -> None:
        self.estate, self.port, self.cookie = estate, port, cookie
        self.largest = _sign_in(estate, "largest")
        filled = services.fill(estate.database_url, estate.size.name)
        people = people_in(estate.database_url, 400)
        self.inside = [person.number for person in people if person.agency not in ("OUT", "TRN", "")][:300]
        self.rare = [person for person in people if person.bearers <= FIRST_PAGE]
        shared = f"{1 - len(self.rare) / len(people):.0%} of people share their full name with more than 20 others"
        self.result: dict[str, Any] = {
            "name": estate.size.name,
            "load": estate.load,
            "shared": shared,
            "notes": filled.notes,
            "figures": [],
        }
        self.paths = {
            "floor": [f"/bench/floor/{number}/" for number in self.inside],
            "quick look": [f"/prisoners/{number}/" for number in self.inside],
            "search by number": [_global(number) for number in self.inside],
            "search by name": [_global(q.text) for q in mixed_queries(people, 200)],
            FACETS: [f"/prisoners/?{query}" for query in _FILTERED]
            + [f"/prisoners/?{urlencode({'term': p.last_name[:3]})}" for p in people[:6]],
            "search my prison": [f"/prisoners/?{urlencode({'term': p.last_name[:3]})}" for p in people],
            **services.paths(filled),
        }

    def together(self, name: str, seconds: float) -> Figures:
        """Eight people at once."""
        return measure(name, self.port, self._cookie_for(name), self.paths[name], seconds=seconds)

    def alone(self, name: str) -> Figures:
        """One person, one page after another."""
        paths = self.paths[name]
        if name == FACETS or name in services.PAGES:
            paths = paths * -(-200 // len(paths))
        return one_at_a_time(f"{name}, alone", self.port, self._cookie_for(name), paths, lambda _i, _b: None)

    def _cookie_for(self, name: str) -> str:
        return self.largest if name in _BY_THE_LARGEST else self.cookie

    def found(self, queries: list[Query]) -> dict[str, Any]:
        return _found(self.port, self.cookie, queries)

    def keep(self, figures: Figures) -> None:
        self.result["figures"].append(figures.as_dict())
        print(f"{self.result['name']:8}", end="")
        _say(figures)


def _by_turns(sites: Sequence[_Site], run: Callable[[_Site], Figures]) -> Iterator[tuple[_Site, Figures]]:
    """The median round of each site."""
    rounds: list[list[Figures]] = [[] for _ in sites]
    for _ in range(ROUNDS):
        for place, site in enumerate(sites):
            rounds[place].append(run(site))
    for site, runs in zip(sites, rounds, strict=True):
        yield site, sorted(runs, key=lambda figures: figures.percentile(0.95))[ROUNDS // 2]


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
