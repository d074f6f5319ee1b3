"""A small HTTP/1.1 load generator and the readings of the operating system that the figures come from."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Answer:
    """Status, headers (lower-case names) and body of one answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One keep-alive connection, opened anew where the server has closed it meanwhile (a browser does so, too)."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def request(self, request: bytes) -> Answer:
        """Send prepared bytes, read one answer."""
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
        }
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(first.split(" ")[1]), headers, body)

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()


def prepared(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    elif method != "GET":
        lines += ["content-length: 0"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@dataclass(frozen=True)
class Reading:
    """CPU seconds per request of the watched processes, wall-clock rate, and latencies in seconds."""

    requests: int
    cpu_seconds: float
    wall_seconds: float
    latencies: list[float]
    errors: int

    @property
    def cpu_each(self) -> float:
        """CPU microseconds per request."""
        return self.cpu_seconds / max(1, self.requests) * 1e6

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.wall_seconds

    def percentile(self, share: float) -> float:
        """A latency percentile in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


async def measure(
    work: Callable[[int], Awaitable[bool]], count: int, *, at_once: int, watch: Callable[[], Iterable[int]]
) -> Reading:
    """Run `work(number)` `count` times with `at_once` in flight; CPU of `watch()`'s processes before and after."""
    numbers = iter(range(count))
    latencies: list[float] = []
    errors = 0

    async def worker() -> None:
        nonlocal errors
        for number in numbers:
            begun = time.perf_counter()
            if not await work(number):
                errors += 1
            latencies.append(time.perf_counter() - begun)

    before, begun = cpu_seconds(watch()), time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    wall = time.perf_counter() - begun
    await asyncio.sleep(0.05)
    return Reading(count, cpu_seconds(watch()) - before, wall, latencies, errors)


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes and of their ended children, as the kernel counts it.

    A living process is read from its CPU clock, in nanoseconds (Linux numbers it `~pid << 3 | 2`, see
    clock_getcpuclockid(3)); what its ended children took only exists in ticks of 10 ms.
    """
    total = 0.0
    for pid in pids:
        try:
            total += time.clock_gettime(~pid << 3 | 2)
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        total += (int(fields[13]) + int(fields[14])) / TICKS
    return total


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        queue.extend(children.get(one, []))
    return found


def anonymous_bytes(pid: int) -> int:
    """Resident anonymous memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0
