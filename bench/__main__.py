"""`make bench`: takes the figures of the issue in one run, prints them, writes docs/reference/bench.md and JSON."""

import asyncio
import json
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import mean

import asyncpg
import click

from bench import beside_pgbench, coupons, freshness, imports, million, photo, rush, search
from bench import place as place_of
from bench.figures import Figure
from bench.load import Connection, Reading, anonymous_bytes, measure, prepared
from bench.place import Place, opened
from bench.shopping import Shopper
from feria.core import ids

REPORT = Path("docs/reference/bench.md")
AT_ONCE = 8
LISTS, CACHED, ORDERS, CHECKOUTS, BARE, BARE_READINGS = 2_000, 8_000, 400, 400, 4_000, 5
ANEW = {"cache-control": "no-cache"}
EVENTS_SECONDS_MAX, EVENTS_POLL_SECONDS = 60.0, 0.2


async def _gets(
    port: int, path: str, count: int, pids: Callable[[], Iterable[int]], headers: dict[str, str] | None = None
) -> tuple[Reading, int]:
    """GET the path over eight connections; the reading and the size of an answer."""
    connections = [Connection("127.0.0.1", port) for _ in range(AT_ONCE)]
    request = prepared("GET", path, headers)
    sizes: list[int] = []
    free = list(connections)

    async def work(_: int) -> bool:
        connection = free.pop()
        answer = await connection.request(request)
        free.append(connection)
        sizes.append(len(answer.body))
        return answer.status == 200

    reading = await measure(work, count, at_once=AT_ONCE, watch=pids)
    for connection in connections:
        connection.close()
    return reading, sum(sizes) // len(sizes)


async def _bare(place: Place, size: int) -> list[float]:
    """CPU microseconds that the bare server takes for an answer of so many bytes, a few times over.

    One reading varies by a third with what the scheduler does, so what is compared is the mean of several, taken before
    and after that which they are compared with.
    """
    readings = [await _gets(place.bare_port, f"/{size}", BARE, place.bare_pids) for _ in range(BARE_READINGS)]
    return [reading.cpu_each for reading, _ in readings]


async def _against_bare(
    place: Place, name: str, path: str, count: int, bound: str, headers: dict[str, str] | None = None
) -> Figure:
    """A GET's CPU (web and PostgreSQL) beside the bare server's for the same number of bytes."""
    _, size = await _gets(place.port, path, 50, place.server_pids, headers)
    before = await _bare(place, size)
    reading, size = await _gets(place.port, path, count, place.server_pids, headers)
    bare = mean([*before, *await _bare(place, size)])
    assert reading.errors == 0, f"{name}: {reading.errors} errors"
    note = f"{reading.rate:,.0f}/s, p99 {reading.percentile(0.99):.1f} ms, {size:,} bytes, bare {bare:.0f} µs"
    return Figure(name, reading.cpu_each, reading.cpu_each / bare, bound, note)


async def _third_page(place: Place, category: object) -> str:
    """The address of a category's third page by price."""
    connection = Connection("127.0.0.1", place.port)
    base = path = f"/api/v1/products?category={category}&sort=price"
    for _ in range(2):
        answer = json.loads((await connection.request(prepared("GET", path))).body)
        path = f"{base}&after={answer['next']}"
    connection.close()
    return path


async def lists(place: Place) -> list[Figure]:
    """List pages and products."""
    small, large = (ids.encode("cat", one) for one in (place.catalogue.small, place.catalogue.large))
    figures = []
    for name, category, bound in (("2,500", small, "8"), ("25,000", large, "25")):
        path = await _third_page(place, category)
        title = f"list, 24 cards, category + price sort, third page, {name} matches, nothing cached"
        figures.append(await _against_bare(place, title, path, LISTS, bound, ANEW))
    cached = f"/api/v1/products?category={small}&sort=price"
    figures.append(await _against_bare(place, "list from cache", cached, CACHED, "3"))
    product = f"/api/v1/products/{ids.encode('prod', place.catalogue.products[5])}"
    figures.append(await _against_bare(place, "product data cached", product, CACHED, "3"))
    page, as_browsers = await _page(place, product), {"accept-encoding": "gzip, br", "accept": "text/html"}
    title = "product page of a guest, drawn and compressed, from cache"
    figures.append(await _against_bare(place, title, page, CACHED, "4", as_browsers))
    return figures


async def _page(place: Place, product: str) -> str:
    """The address of a product's page."""
    connection = Connection("127.0.0.1", place.port)
    found = json.loads((await connection.request(prepared("GET", product))).body)
    connection.close()
    return f"/p/{found['slug']}-{found['id']}"


async def orders(place: Place, code: str = "", bound: str = "120") -> Figure:
    """POST /orders with three lines of two sellers, eight shoppers at once, this code in each cart."""
    rnd = random.Random(1)
    shoppers = [Shopper(place, Connection("127.0.0.1", place.port), rnd) for _ in range(AT_ONCE)]
    ready = []
    for number in range(ORDERS + AT_ONCE * 10):
        shopper = shoppers[number % AT_ONCE]
        await _filled(shopper)
        if code:
            await coupons.entered(place, shopper, code)
        ready.append((dict(shopper.headers), shopper.order_body()))
    free = list(shoppers)

    async def work(_: int) -> bool:
        shopper, (headers, body) = free.pop(), ready.pop()
        shopper.headers = headers
        answer = await shopper.order(body)
        free.append(shopper)
        return answer.status == 201

    await measure(work, AT_ONCE * 5, at_once=AT_ONCE, watch=place.server_pids)
    await _analysed(place)
    _bytes_since_last(shoppers)
    await measure(work, AT_ONCE * 5, at_once=AT_ONCE, watch=place.server_pids)
    size = _bytes_since_last(shoppers) // (AT_ONCE * 5)
    before = await _bare(place, size)
    reading = await measure(work, ORDERS, at_once=AT_ONCE, watch=place.server_pids)
    bare = mean([*before, *await _bare(place, size)])
    assert reading.errors == 0, f"{reading.errors} orders failed"
    note = f"{reading.rate:,.0f} orders/s, p99 {reading.percentile(0.99):.1f} ms, {size:,} bytes, bare {bare:.0f} µs"
    name = "POST /orders, 3 lines of 2 sellers, 8 at once"
    if code:
        name += ", a coupon in each"
    else:
        for shopper in shoppers:
            await _filled(shopper)
        alone = await beside_pgbench.orders_per_second(place, shoppers)
        note += (
            "; pgbench is not there"
            if alone is None
            else f"; pgbench with the same statements {alone:,.0f}/s"
        )
    return Figure(name, reading.cpu_each, reading.cpu_each / bare, bound, note)


async def _filled(shopper: Shopper) -> None:
    """Give the shopper a new cart with three lines of two sellers."""
    shopper.headers = {}
    for variant in shopper.pick(2, 3):
        assert await shopper.add(variant, 1)


async def checkouts(place: Place) -> Figure:
    """Whole guest checkouts, with their events handled, over all processes."""
    rnd = random.Random(2)
    shoppers = [Shopper(place, Connection("127.0.0.1", place.port), rnd) for _ in range(AT_ONCE)]
    free = list(shoppers)

    async def work(_: int) -> bool:
        shopper = free.pop()
        done = await shopper.checkout()
        free.append(shopper)
        return done

    await measure(work, AT_ONCE * 5, at_once=AT_ONCE, watch=place.all_pids)
    await _events_handled(place)
    await _analysed(place)
    _bytes_since_last(shoppers)
    await measure(work, AT_ONCE * 5, at_once=AT_ONCE, watch=place.all_pids)
    size = _bytes_since_last(shoppers) // (AT_ONCE * 5)
    await _events_handled(place)

    async def work_and_wait(number: int) -> bool:
        done = await work(number)
        if number == CHECKOUTS - 1:
            await _events_handled(place)
        return done

    before = await _bare(place, size)
    reading = await measure(work_and_wait, CHECKOUTS, at_once=AT_ONCE, watch=place.all_pids)
    bare = mean([*before, *await _bare(place, size)])
    assert reading.errors == 0, f"{reading.errors} checkouts failed"
    note = f"{reading.rate:,.0f} checkouts/s, {size:,} bytes in four answers, bare {bare:.0f} µs"
    return Figure(
        "whole guest checkout, events handled, all processes",
        reading.cpu_each,
        reading.cpu_each / bare,
        "300",
        note,
    )


def _bytes_since_last(shoppers: Iterable[Shopper]) -> int:
    """Bytes of the answers that these shoppers got since this was asked last."""
    total = 0
    for shopper in shoppers:
        total, shopper.bytes_answered = total + shopper.bytes_answered, 0
    return total


async def _analysed(place: Place) -> None:
    """Statistics as autovacuum gathers them within a minute; without them plans are those of empty tables."""
    connection = await asyncpg.connect(place.owner_url)
    await connection.execute("ANALYZE")
    await connection.close()


_WAITING = """
SELECT (SELECT count(*) FROM core.deliveries WHERE state = 'pending' AND handler NOT LIKE 'notification.%')
       + (SELECT count(*) FROM payment.test_webhooks WHERE sent_at IS NULL)
"""


async def _events_handled(place: Place) -> None:
    connection = await asyncpg.connect(place.app_url)
    for _ in range(int(EVENTS_SECONDS_MAX / EVENTS_POLL_SECONDS)):
        if not await connection.fetchval(_WAITING):
            break
        await asyncio.sleep(EVENTS_POLL_SECONDS)
    await connection.close()


async def taken(place: Place) -> list[Figure]:
    """All figures of one run."""
    figures = await lists(place)
    figures.append(await orders(place))
    code = await coupons.offered(place)
    figures.append(await orders(place, code, "96: 1.3 times the foundation's 73.8"))
    figures.append(await checkouts(place))
    memory = max(anonymous_bytes(pid) for pid in place.web_pids()) / 1e6
    figures.append(
        Figure(
            "resident anonymous memory of the web process, after the load",
            0,
            None,
            "200 MB",
            f"{memory:.0f} MB",
        )
    )
    start = f"{place.start_seconds:.2f} s"
    figures.append(Figure("import to first answer", 0, None, "1 s", start))
    return figures


async def files(place: Place) -> list[Figure]:
    """Product files through the command line, beside everything else that runs."""
    connection = await asyncpg.connect(place.app_url)
    slugs = [
        row["slug"] for row in await connection.fetch('SELECT slug FROM "user".sellers ORDER BY id LIMIT 5')
    ]
    await connection.close()
    figures = []
    whole = [
        (format, imports.LINES // lines, "300 MB of memory") for format, lines in imports.FORMATS.items()
    ]
    for seller, (format, products, bound) in zip(slugs, [("feria", 10_000, "25 s"), *whole], strict=True):
        seconds, cpu, memory = await asyncio.to_thread(
            imports.through_a_file, place, products, seller, format
        )
        name = f"import of {products:,} products with {3 * products:,} variants, format {format}"
        note = f"{seconds:.1f} s, at most {memory / 1e6:.0f} MB"
        figures.append(Figure(name, cpu * 1e6, None, bound, note))
    return figures


def large_catalogue() -> list[Figure]:
    """A million products: building the index, and what lists and searches cost on it."""
    with tempfile.TemporaryDirectory(prefix="feria-bench-") as folder:
        root = Path(folder) / "catalogue"
        figures = search.building(root)
        with place_of.over_index(root) as served:
            cpu, which, count = asyncio.run(million.slowest(served.port, served.web))
            name = f"list at 1,000,000 products, the slowest of {count}, filtered and not"
            figures.append(Figure(name, cpu, None, "5 ms", which))
            return figures + search.by_matches(served)


def photographs() -> list[Figure]:
    """What the worker takes for one uploaded photograph."""
    seconds, memory = photo.rendered()
    name = "four renditions of a photograph of 12 megapixels"
    return [
        Figure(name, seconds * 1e6, None, "500 ms", f"the slowest of {photo.READINGS}"),
        Figure(f"{name}, peak memory of the process", 0, None, "150 MB", f"{memory:.0f} MB"),
    ]


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | CPU µs | × bare | bound | more |", "| --- | ---: | ---: | ---: | --- |"]
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.1f}"
        cpu = f"{one.cpu_microseconds:,.0f}" if one.cpu_microseconds else ""
        lines.append(f"| {one.name} | {cpu} | {ratio} | ≤ {one.bound} | {one.note} |")
    return "\n".join(lines)


ABOUT = """# Figures

Taken by `make bench` in one run on one machine; compare ratios, not microseconds. Seconds and
milliseconds are the machine's as much as ours: "bare" took 34 µs where their bounds were set. "Bare" is a constant ASGI
answer of the same size from the same server, read ten times, half of them before and half after what it is compared
with. CPU time is what the operating system counted for the web process and PostgreSQL (for the whole checkout: for
worker and indexer, too), divided by the requests. Web process and bare server have one core to themselves, everything
else the others. Lists and searches are asked over eight connections with `Cache-Control: no-cache`, searches for forty
common words in turn, and for their latencies over sixteen, with a worker on each core opened anew five times. The
start is the median of five with compiled modules. The figure of lists at a million products is the mean of the slowest
of all questions in `bench/million.py`; words of 2,500, 25,000 and 250,000 matches are in exactly so many of them. New
prices are looked for every ten milliseconds, and read as visitors read, from caches where they may.
"""


@click.command()
def main() -> None:
    """Take the figures."""
    with opened() as place:
        figures = asyncio.run(taken(place))
        figures += asyncio.run(freshness.seen(place))
        figures += asyncio.run(rush.rush(place))
        figures += asyncio.run(files(place))
    figures += search.common()
    figures += large_catalogue()
    figures += photographs()
    text = table(figures)
    click.echo(text)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(f"{ABOUT}\n{text}\n")
    rows = [{"name": one.name, "cpu_microseconds": one.cpu_microseconds, "ratio": one.ratio, "bound": one.bound,
             "note": one.note} for one in figures]  # fmt: skip
    REPORT.with_suffix(".json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
