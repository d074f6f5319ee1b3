"""How soon a new price is seen while 200 requests a second are read, as visitors read: from caches where they may.

A price is changed by the action that the dashboard's bulk edit calls. From its commit on, list, search and the drawn
product page are asked every ten milliseconds until they show it.
"""

import asyncio
import json
import time
from collections.abc import Callable
from itertools import cycle

from bench.figures import Figure
from bench.load import Answer, Connection, prepared
from bench.place import Place
from feria.core import ids
from feria.core.db import Database
from feria.services.product.actions import bulk
from feria.services.product.schemas.bulk import BulkChangeIn, PriceChangeIn

READS_PER_SECOND, READERS = 200, 16
CHANGES, UP, DOWN = 60, 1_000, -900
PAUSE_SECONDS, GIVE_UP_SECONDS = 0.01, 10.0
VIEWS = ("list", "search", "product page")


class _Load:
    """Reads lists, searches and products at an even pace until it is stopped."""

    def __init__(self, place: Place, paths: list[str]) -> None:
        self._requests = cycle([prepared("GET", path) for path in paths])
        self._free = [Connection("127.0.0.1", place.port) for _ in range(READERS)]
        self._under_way: set[asyncio.Task[None]] = set()
        self.done = self.missed = self.failed = 0

    async def run(self) -> None:
        """One request every five milliseconds; one that finds no connection free is missed."""
        begun, number = time.perf_counter(), 0
        while True:
            number += 1
            await asyncio.sleep(max(0.0, begun + number / READS_PER_SECOND - time.perf_counter()))
            if not self._free:
                self.missed += 1
                continue
            task = asyncio.create_task(self._one(self._free.pop()))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _one(self, connection: Connection) -> None:
        answer = await connection.request(next(self._requests))
        self._free.append(connection)
        self.done += 1
        self.failed += answer.status != 200


async def seen(place: Place) -> list[Figure]:
    """For list, search and product page, how long after the commit a new price was seen."""
    database = await Database.connect(place.app_url)
    paths, shown = await _views(place, database)
    load = _Load(place, [*paths, *_others(place)])
    reading, begun = asyncio.create_task(load.run()), time.perf_counter()
    delays: dict[str, list[float]] = {view: [] for view in VIEWS}
    try:
        for number in range(CHANGES):
            amount = await _change(place, database, UP if number % 2 else DOWN)
            committed = time.perf_counter()
            found = await asyncio.gather(
                *(_until_seen(place, path, shows, amount) for path, shows in zip(paths, shown, strict=True))
            )
            for view, at in zip(VIEWS, found, strict=True):
                delays[view].append(at - committed)
        rate = load.done / (time.perf_counter() - begun)
        assert not load.failed, f"{load.failed} of {load.done} reads failed"
    finally:
        reading.cancel()
        await database.close()
    return [_figure(view, sorted(delays[view]), rate) for view in VIEWS]


def _figure(view: str, delays: list[float], rate: float) -> Figure:
    middle, late = (delays[int(len(delays) * share)] for share in (0.5, 0.95))
    note = f"p95 {late:.2f} s, median {middle:.2f} s, slowest {delays[-1]:.2f} s of {len(delays)}; {rate:.0f} reads/s"
    return Figure(f"a new price seen in the {view}", 0, None, "1 s (p95)", note)


async def _views(place: Place, database: Database) -> tuple[list[str], list[Callable[[Answer, int], bool]]]:
    """The addresses of the three views of one product, and how each shows its price."""
    product = ids.encode("prod", place.catalogue.products[-1])
    async with database.reading() as tx:
        found = await tx.fetchrow(
            "SELECT title, slug, category_id FROM product.products WHERE id = $1",
            place.catalogue.products[-1],
        )
    assert found is not None
    title, slug, category = found["title"], found["slug"], ids.encode("cat", found["category_id"])

    def in_cards(answer: Answer, amount: int) -> bool:
        cards = json.loads(answer.body)["items"]
        return any(card["id"] == product and card["price"]["amount"] == amount for card in cards)

    def in_page(answer: Answer, amount: int) -> bool:
        return f"{amount // 100}.{amount % 100:02}".encode() in answer.body

    return [
        f"/api/v1/products?category={category}&sort=newest",
        f"/api/v1/products?q={title.replace(' ', '+')}",
        f"/p/{slug}-{product}",
    ], [in_cards, in_cards, in_page]


def _others(place: Place) -> list[str]:
    """What is read beside: other lists, words and products."""
    small = ids.encode("cat", place.catalogue.small)
    lists = [f"/api/v1/products?category={small}&sort={sort}" for sort in ("price", "-price", "rating")]
    words = [f"/api/v1/products?q={word}&facets=true" for word in ("oak", "linen", "blue+mug", "vase")]
    things = [f"/api/v1/products/{ids.encode('prod', one)}" for one in place.catalogue.products[:20]]
    return [*lists, *words, *things]


async def _change(place: Place, database: Database, basis_points: int) -> int:
    """Changes the price of the last product; returns what it is now."""
    product = place.catalogue.products[-1]
    async with database.reading() as tx:
        version = await tx.fetchval("SELECT version FROM product.products WHERE id = $1", product)
    change = BulkChangeIn(price=PriceChangeIn(basis_points=basis_points))
    assert await database.run(bulk.edit_product, product, version, change), "the price stayed"
    async with database.reading() as tx:
        return int(
            await tx.fetchval(
                """SELECT p.price_amount FROM product.prices p JOIN product.variants v
                   ON v.seller_id = p.seller_id AND v.id = p.variant_id WHERE v.product_id = $1""",
                product,
            )
        )


async def _until_seen(place: Place, path: str, shows: Callable[[Answer, int], bool], amount: int) -> float:
    """When the view first shows the amount."""
    connection, request = Connection("127.0.0.1", place.port), prepared("GET", path)
    until = time.perf_counter() + GIVE_UP_SECONDS
    try:
        while time.perf_counter() < until:
            if shows(await connection.request(request), amount):
                return time.perf_counter()
            await asyncio.sleep(PAUSE_SECONDS)
    finally:
        connection.close()
    raise TimeoutError(f"{path} never showed {amount}")
