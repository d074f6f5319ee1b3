"""Search over HTTP, taken by hand: `python -m bench.search`. The indexes are built from made-up products.

At 100,000 products: a common word with facets at 16 connections, and suggestions. At a million: how long the index
takes and how much memory, and what a search costs by its matches.
"""

import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from bench import index
from bench.load import Connection, Reading, family, measure, prepared
from bench.place import free_port, process, settings_of, wait
from feria.core import embedded, migrate
from feria.services.product.gateways.catalogue.query import SearchQuery
from feria.services.product.gateways.catalogue.search import Catalogue
from feria.services.product.gateways.catalogue.write import Writer

PRODUCTS, MANY = 100_000, 1_000_000
MATCHES = (2_500, 25_000, 250_000)
AT_ONCE, REQUESTS, BARE, BARE_READINGS = 16, 1_500, 3_000, 3
WARM_UP = 50
ANEW = {"cache-control": "no-cache"}


class Built(NamedTuple):
    """How long an index took, in seconds, and the most memory that its process held, in bytes."""

    seconds: float
    memory_bytes: int


class Cost(NamedTuple):
    """A question's CPU microseconds, in the same unit as a bare answer of its size, and how it was answered."""

    cpu_microseconds: float
    bare_microseconds: float
    reading: Reading
    size: int


def build(root: Path, count: int) -> Built:
    """Builds an index of so many products in a process of its own."""
    begun = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", "bench.search", str(root), str(count)])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise RuntimeError(f"building the index ended with {status}")
    return Built(time.monotonic() - begun, used.ru_maxrss * 1024)


async def _build(root: Path, count: int) -> None:
    with Writer(root, ["eu"], "bench") as writer:
        await writer.rebuild(index.products(count), (1, 0))


def vocabulary() -> list[str]:
    """The words of the made-up products, the frequent ones first."""
    return index.words(random.Random(7), 20_000)


def words_matching(root: Path, wanted: int) -> str:
    """One or two words of titles and texts that together match about so many products."""
    catalogue = Catalogue(root)
    catalogue.poll()
    words = vocabulary()[:8_000]

    def matches(q: str) -> int:
        return catalogue.search(SearchQuery(market="eu", q=q)).total or 0

    return min((*words[:40], *words[40::80]), key=lambda word: abs(matches(word) - wanted))


@contextmanager
def served(root: Path) -> Iterator[tuple[int, int, int, int]]:
    """A web process over this index, and the bare server: ports and process ids of both."""
    home = Path(tempfile.mkdtemp(prefix="feria-bench-"))
    port, bare_port = free_port(), free_port()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        (home / "catalogue").symlink_to(root)
        cluster = embedded.start(home, lambda _: None)
        stack.callback(embedded.stop, home)
        migrate.migrate(cluster.owner_url, cluster.app_url)
        environment = settings_of(home, port, cluster.app_url)
        web = stack.enter_context(
            process([sys.executable, "-m", "feria", "web"], environment, home / "web.log")
        )
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(bare_port), "--workers", "1",
                   "--no-ws", "--log-level", "warning", "bench.bare:application"]  # fmt: skip
        bare = stack.enter_context(process(command, {}, home / "bare.log"))
        wait(port, "/api/v1/products?limit=1")
        wait(bare_port, "/100")
        yield port, web.pid, bare_port, bare.pid


async def _read(port: int, pid: int, path: str, count: int, at_once: int) -> tuple[Reading, int]:
    free = [Connection("127.0.0.1", port) for _ in range(at_once)]
    request, sizes = prepared("GET", path, ANEW), [0]

    async def ask(_: int) -> bool:
        connection = free.pop()
        answer = await connection.request(request)
        free.append(connection)
        sizes[0] = len(answer.body)
        return answer.status == 200

    reading = await measure(ask, count, at_once=at_once, watch=lambda: family(pid))
    for connection in free:
        connection.close()
    assert reading.errors == 0, f"{path}: {reading.errors} errors"
    return reading, sizes[0]


async def cost(place: tuple[int, int, int, int], path: str, count: int = REQUESTS) -> Cost:
    """What a path costs beside the bare server, which is read before and after."""
    port, pid, bare_port, bare_pid = place
    _, size = await _read(port, pid, path, WARM_UP, AT_ONCE)
    bare = []
    for turn in range(2 * BARE_READINGS + 1):
        if turn == BARE_READINGS:
            reading, size = await _read(port, pid, path, count, AT_ONCE)
        else:
            bare.append((await _read(bare_port, bare_pid, f"/{size}", BARE, AT_ONCE))[0].cpu_each)
    return Cost(reading.cpu_each, mean(bare), reading, size)


def common(root: Path) -> tuple[Cost, Cost]:
    """A common word with facets, and suggestions for its beginning."""
    word = vocabulary()[3]
    with served(root) as place:
        path = f"/api/v1/products?q={word}&facets=true"
        return asyncio.run(cost(place, path)), asyncio.run(
            cost(place, f"/api/v1/products/suggest?q={word[:4]}")
        )


def by_matches(root: Path) -> list[tuple[int, str, Cost]]:
    """What searches with about so many matches cost, with the words."""
    words = [(count, words_matching(root, count)) for count in MATCHES]
    with served(root) as place:
        return [
            (count, word, asyncio.run(cost(place, f"/api/v1/products?q={word}", 300)))
            for count, word in words
        ]


def main() -> None:
    """Build as a child, or take the figures."""
    if len(sys.argv) == 3:
        asyncio.run(_build(Path(sys.argv[1]), int(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory(prefix="feria-bench-") as folder:
        for count in (PRODUCTS, MANY):
            root = Path(folder) / str(count)
            print(count, build(root, count))
            if count == PRODUCTS:
                for one in common(root):
                    print(_words(one))
            else:
                for matches, word, one in by_matches(root):
                    print(f"{matches:,} {word}: {_words(one)}")


def _words(one: Cost) -> str:
    ratio = one.cpu_microseconds / one.bare_microseconds
    return (
        f"{one.cpu_microseconds:,.0f} µs, bare {one.bare_microseconds:.0f}, {ratio:.1f}x, "
        f"p99 {one.reading.percentile(0.99):.1f} ms at {AT_ONCE}, {one.reading.rate:,.0f}/s, {one.size:,} bytes"
    )


if __name__ == "__main__":
    main()
