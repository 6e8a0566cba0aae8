"""Eight people with a browser each, as one small asyncio program: keep-alive connections, no parsing beyond need."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Figures:
    """What one run gave. Times in milliseconds."""

    name: str
    seconds: float
    took: list[float] = field(default_factory=list)
    wrong: int = 0

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The time within which `share` (0 to 1) of the pages came."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def as_dict(self) -> dict[str, float | int | str]:
        return {
            "name": self.name,
            "pages": len(self.took),
            "wrong": self.wrong,
            "perSecond": round(self.per_second, 1),
            "p50": round(self.percentile(0.50), 2),
            "p95": round(self.percentile(0.95), 2),
            "p99": round(self.percentile(0.99), 2),
        }


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of one page."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        assert self.reader is not None
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\n\r\n".encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length, closing, chunked = 0, False, False
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
            closing = closing or line == b"connection: close"
            chunked = chunked or line.startswith(b"transfer-encoding: chunked")
        body = await self._chunks() if chunked else await self.reader.readexactly(length)
        if closing:
            self.writer.close()
            self.writer = None
        return status, body

    async def _chunks(self) -> bytes:
        assert self.reader is not None
        body = b""
        while size := int((await self.reader.readline()).strip() or b"0", 16):
            body += await self.reader.readexactly(size)
            await self.reader.readline()
        await self.reader.readline()
        return body

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


async def _visit(
    connection: Connection, paths: Sequence[str], start: int, step: int, until: float, figures: Figures
) -> None:
    position = start
    while time.perf_counter() < until:
        began = time.perf_counter()
        status, _ = await connection.get(paths[position % len(paths)])
        figures.took.append((time.perf_counter() - began) * 1000)
        figures.wrong += status != 200
        position += step


def measure(
    name: str, port: int, cookie: str, paths: Sequence[str], *, seconds: float = 8.0, people: int = 8
) -> Figures:
    """Visit `paths` round and round with `people` connections for `seconds`, after a short warm-up."""

    async def run(length: float) -> Figures:
        figures = Figures(name, length)
        connections = [Connection(port, cookie) for _ in range(people)]
        until = time.perf_counter() + length
        await asyncio.gather(*(_visit(c, paths, i, people, until, figures) for i, c in enumerate(connections)))
        for connection in connections:
            connection.close()
        return figures

    asyncio.run(run(min(2.0, seconds / 3)))
    return asyncio.run(run(seconds))


def one_at_a_time(
    name: str, port: int, cookie: str, paths: Sequence[str], look: Callable[[int, bytes], None]
) -> Figures:
    """Visit each path once on one connection, giving each (index, body) to `look`."""

    async def run() -> Figures:
        connection = Connection(port, cookie)
        figures = Figures(name, 0)
        started = time.perf_counter()
        for index, path in enumerate(paths):
            began = time.perf_counter()
            status, body = await connection.get(path)
            figures.took.append((time.perf_counter() - began) * 1000)
            figures.wrong += status != 200
            look(index, body)
        figures.seconds = time.perf_counter() - started
        connection.close()
        return figures

    return asyncio.run(run())
