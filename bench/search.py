"""Search over HTTP, a part of `make bench`; `python -m bench.search` takes these figures alone.

At 100,000 products: forty common words with facets, and suggestions for their beginnings, in turn. CPU is compared at
eight connections, as of all other lists, latencies are those of sixteen; what CPU was there, the last column says.
Every request says `no-cache`, so that none is answered from the cache of answers; what the index keeps for itself
between two questions (how many products have a word, say) is warm, as it is on a node that serves. At a million: how
long the index takes to build, its CPU time and memory, and what a search costs by its matches, without facets.
"""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from bench import index
from bench.figures import Figure
from bench.load import Connection, Reading, family, measure, prepared
from bench.place import Served, on_all_cores, over_index
from feria.services.product.gateways.catalogue.query import SearchQuery
from feria.services.product.gateways.catalogue.search import Catalogue
from feria.services.product.gateways.catalogue.write import Writer

PRODUCTS, MANY = 100_000, 1_000_000
WORDS, LETTERS = 40, 4
AT_ONCE, CROWD = 8, 16
REQUESTS, FEWER, BARE, BARE_READINGS, DEALS = 3_000, 400, 3_000, 3, 5
WARM_UP = 80
ANEW = {"cache-control": "no-cache"}


class Built(NamedTuple):
    """How long an index took, in seconds of the clock and of CPU, and the most memory of its process in bytes."""

    seconds: float
    cpu_seconds: float
    memory_bytes: int


def build(root: Path, count: int) -> Built:
    """Builds an index of so many made-up products in a process of its own."""
    begun = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", "bench.search", str(root), str(count)])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise RuntimeError(f"building the index ended with {status}")
    return Built(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


async def _build(root: Path, count: int) -> None:
    with Writer(root, ["eu"], "bench") as writer:
        await writer.rebuild(index.products(count), (1, 0))


async def _read(
    port: int, pid: int, paths: Sequence[str], count: int, at_once: int = AT_ONCE
) -> tuple[Reading, int]:
    """The reading of so many requests for these paths in turn, and the mean size of an answer."""
    free = [Connection("127.0.0.1", port) for _ in range(at_once)]
    requests = [prepared("GET", path, ANEW) for path in paths]
    sizes: list[int] = []

    async def ask(number: int) -> bool:
        connection = free.pop()
        answer = await connection.request(requests[number % len(requests)])
        free.append(connection)
        sizes.append(len(answer.body))
        return answer.status == 200

    reading = await measure(ask, count, at_once=at_once, watch=lambda: family(pid))
    for connection in free:
        connection.close()
    assert reading.errors == 0, f"{paths[0]}: {reading.errors} errors"
    return reading, sum(sizes) // len(sizes)


async def _against_bare(place: Served, name: str, paths: Sequence[str], bound: str, count: int) -> Figure:
    """The web process's CPU beside the bare server's for answers of the same size, read before and after."""
    _, size = await _read(place.port, place.web, paths, WARM_UP)
    (reading, bare), (crowd, crowd_bare) = [
        await _beside_bare(place, paths, count, size, at_once) for at_once in (AT_ONCE, CROWD)
    ]
    served = await _all_cores(place, paths, count)
    note = (
        f"{size:,} bytes, bare {bare:.0f} µs; at {CROWD} p99 {served.percentile(0.99):.1f} ms and "
        f"{served.rate:,.0f}/s with a worker on each core, {crowd.percentile(0.99):.1f} ms and {crowd.rate:,.0f}/s "
        f"with one, which takes {crowd.cpu_each:.0f} µs, bare {crowd_bare:.0f} µs"
    )
    return Figure(name, reading.cpu_each, reading.cpu_each / bare, bound, note)


async def _all_cores(place: Served, paths: Sequence[str], count: int) -> Reading:
    """All latencies of several readings: how the kernel deals connections out to workers is luck, anew in each."""
    with on_all_cores():
        await _read(place.all_cores_port, place.web, paths, WARM_UP, CROWD)
        readings = [
            (await _read(place.all_cores_port, place.web, paths, count, CROWD))[0] for _ in range(DEALS)
        ]
    return Reading(
        requests=sum(one.requests for one in readings),
        cpu_seconds=sum(one.cpu_seconds for one in readings),
        wall_seconds=sum(one.wall_seconds for one in readings),
        latencies=[latency for one in readings for latency in one.latencies],
        errors=sum(one.errors for one in readings),
    )


async def _beside_bare(
    place: Served, paths: Sequence[str], count: int, size: int, at_once: int
) -> tuple[Reading, float]:
    """One reading of the web process, and the CPU microseconds of the bare server before and after it."""
    bare = []
    for turn in range(2 * BARE_READINGS + 1):
        if turn == BARE_READINGS:
            reading, _ = await _read(place.port, place.web, paths, count, at_once)
        else:
            bare.append((await _read(place.bare_port, place.bare, [f"/{size}"], BARE, at_once))[0].cpu_each)
    return reading, mean(bare)


def common() -> list[Figure]:
    """Common words with facets, and suggestions for their beginnings."""
    words = index.words(random.Random(7), 20_000)[:WORDS]
    searches = [f"/api/v1/products?q={word}&facets=true" for word in words]
    beginnings = [f"/api/v1/products/suggest?q={word[:LETTERS]}" for word in words]
    with tempfile.TemporaryDirectory(prefix="feria-bench-") as folder:
        root = Path(folder) / "catalogue"
        build(root, PRODUCTS)
        with over_index(root) as place:
            name = f"search with facets at {PRODUCTS:,} products, {WORDS} common words, nothing cached"
            found = asyncio.run(_against_bare(place, name, searches, "25, p99 15 ms", REQUESTS))
            name = f"suggestions at {PRODUCTS:,} products, nothing cached"
            return [found, asyncio.run(_against_bare(place, name, beginnings, "8", REQUESTS))]


def building(root: Path) -> list[Figure]:
    """Builds the large index there, and says what it took."""
    built = build(root, MANY)
    name = f"index of {MANY:,} products built"
    note = f"{built.seconds:.0f} s, at most {built.memory_bytes / 1e6:,.0f} MB"
    return [Figure(name, built.cpu_seconds * 1e6, None, "180 s, 1,500 MB", note)]


def by_matches(place: Served) -> list[Figure]:
    """What words cost that so many of the million products have."""
    figures = []
    for matches, word in index.FOUND.items():
        name = f"search at {MANY:,} products, {matches:,} matches, nothing cached"
        paths = [f"/api/v1/products?q={word}"]
        figures.append(asyncio.run(_against_bare(place, name, paths, "no bound", FEWER)))
    return figures


def counted(root: Path) -> dict[int, int]:
    """By matches that there ought to be, how many the index counts."""
    catalogue = Catalogue(root)
    catalogue.poll()
    return {
        matches: catalogue.search(SearchQuery(market="eu", q=word)).total or 0
        for matches, word in index.FOUND.items()
    }


def main() -> None:
    """Build as a child, or take the figures."""
    if len(sys.argv) == 3:
        asyncio.run(_build(Path(sys.argv[1]), int(sys.argv[2])))
        return
    figures = common()
    with tempfile.TemporaryDirectory(prefix="feria-bench-") as folder:
        root = Path(folder) / "catalogue"
        figures += building(root)
        with over_index(root) as place:
            figures += by_matches(place)
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.1f}x, "
        print(f"{one.name}: {one.cpu_microseconds:,.0f} µs, {ratio}{one.note} (≤ {one.bound})")


if __name__ == "__main__":
    main()
