"""A rush: 2,000 buyers who have the same thing in their carts order it within a minute, and there are 100 of it.

Each orders and pays, or is told that none is left. Visitors read lists, words and products at an even pace before and
meanwhile, none of it from a cache.
"""

import asyncio
import json
import random
import time
from itertools import cycle
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench.figures import Figure
from bench.load import Connection, prepared
from bench.place import Place
from bench.shopping import Shopper
from feria.core import ids

BUYERS, UNITS, SECONDS = 2_000, 100, 60.0
READS_PER_SECOND, ALONE_SECONDS = 50, 20.0
BOUGHT, GONE, LOST = "bought", "gone", "lost"
ANEW = {"cache-control": "no-cache"}


async def rush(place: Place) -> list[Figure]:
    """How many were sold, how soon everybody knew, and what browsing took beside."""
    variant = await _only(place, UNITS)
    rnd = random.Random(11)
    buyers = [Shopper(place, Connection("127.0.0.1", place.port), rnd) for _ in range(BUYERS)]
    for buyer in buyers:
        assert await buyer.add(variant, 1)
        buyer.connection.close()
    alone = await _browsed(place, asyncio.sleep(ALONE_SECONDS))
    told: dict[str, list[float]] = {BOUGHT: [], GONE: [], LOST: []}
    beside = await _browsed(place, _all_come(place, buyers, told))
    on_hand, reserved = await _left(place, variant)
    sold = len(told[BOUGHT])
    assert (on_hand, reserved, sold) == (UNITS, UNITS, UNITS), (on_hand, reserved, sold)
    latest = max(max(seconds, default=0.0) for seconds in told.values())
    return [
        Figure(
            f"{BUYERS:,} buyers with a thing of which there are {UNITS} in their carts, within {SECONDS:.0f} s",
            0,
            None,
            "exactly 100 sold; all told within 5 s",
            f"{sold} sold, {len(told[GONE]):,} told that none is left, {len(told[LOST])} without an answer; "
            f"the last one knew after {latest:.2f} s",
        ),
        Figure(
            "browsing meanwhile, p95 beside p95 alone",
            0,
            _p95(beside) / _p95(alone),
            "2",
            f"{_p95(beside):.1f} ms beside {_p95(alone):.1f} ms, {READS_PER_SECOND} reads/s",
        ),
    ]


async def _all_come(place: Place, buyers: list[Shopper], told: dict[str, list[float]]) -> None:
    """Buyers at random moments of the minute; each says how long after coming what became of the wish."""

    async def comes(buyer: Shopper) -> None:
        await asyncio.sleep(buyer.rnd.uniform(0, SECONDS))
        begun, buyer.connection = time.perf_counter(), Connection("127.0.0.1", place.port)
        became = await _bought(buyer)
        told[became].append(time.perf_counter() - begun)
        buyer.connection.close()

    await asyncio.gather(*(comes(buyer) for buyer in buyers))


async def _bought(shopper: Shopper) -> str:
    """One buyer's order and payment, or the word that none is left."""
    placed = await shopper.order(shopper.order_body())
    if placed.status != 201:
        return GONE if placed.status == 409 and b"out-of-stock" in placed.body else LOST
    order: dict[str, Any] = json.loads(placed.body)
    paid = await shopper.call(
        "POST",
        "/payments/process",
        {"order_id": order["id"], "payment_method": "test"},
        **{"idempotency-key": uuid4().hex, "x-order-token": order["token"]},
    )
    return BOUGHT if paid.status == 200 and b'"succeeded"' in paid.body else LOST


async def _browsed(place: Place, meanwhile: Any) -> list[float]:
    """What reads took in seconds, one begun every twentieth of a second as long as the other lasts."""
    small = ids.encode("cat", place.catalogue.small)
    paths = [f"/api/v1/products?category={small}&sort={sort}" for sort in ("price", "-price", "rating")]
    paths += [f"/api/v1/products?q={word}&facets=true" for word in ("oak", "linen", "blue+mug", "vase")]
    paths += [f"/api/v1/products/{ids.encode('prod', one)}" for one in place.catalogue.products[:20]]
    requests = cycle([prepared("GET", path, ANEW) for path in paths])
    free: list[Connection] = []
    taken: list[float] = []

    async def read() -> None:
        connection = free.pop() if free else Connection("127.0.0.1", place.port)
        begun = time.perf_counter()
        answer = await connection.request(next(requests))
        taken.append(time.perf_counter() - begun)
        assert answer.status == 200, answer.status
        free.append(connection)

    reads, other, begun = [], asyncio.ensure_future(meanwhile), time.perf_counter()
    while not other.done():
        reads.append(asyncio.create_task(read()))
        await asyncio.sleep(max(0.0, begun + len(reads) / READS_PER_SECOND - time.perf_counter()))
    await asyncio.gather(other, *reads)
    for connection in free:
        connection.close()
    return taken


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1_000


async def _only(place: Place, units: int) -> UUID:
    """A variant of which there are so many."""
    seller, variant = place.catalogue.variants[-1]
    connection = await asyncpg.connect(place.owner_url)
    changed = await connection.execute(
        """UPDATE product.stock SET on_hand = reserved + $3 WHERE seller_id = $1 AND variant_id = $2""",
        seller,
        variant,
        units,
    )
    await connection.close()
    assert changed == "UPDATE 1", changed
    return variant


async def _left(place: Place, variant: UUID) -> tuple[int, int]:
    """On hand and reserved."""
    connection = await asyncpg.connect(place.app_url)
    row = await connection.fetchrow(
        "SELECT on_hand, reserved FROM product.stock WHERE seller_id = $1 AND variant_id = $2",
        ids.owner_of(variant),
        variant,
    )
    await connection.close()
    assert row is not None
    return row["on_hand"], row["reserved"]
