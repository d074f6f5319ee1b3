"""The worker is killed again and again while orders are told: nothing is lost and nothing happens twice."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from feria import checks
from feria.core.platform import Platform
from tests.integration import processes
from tests.integration.marketplace import Ground, ground, visited
from tests.journeys.shop import Shop, Stall, Visitor, order_body
from tests.journeys.stories import pay

pytestmark = pytest.mark.integration

CHECKOUTS, AT_ONCE = 50, 5
KILLS = 10
KILLS_AMID_WORK_MIN = 5
WORK_SECONDS_MAX = 60.0
POLL_SECONDS = 0.02
AHEAD_SECONDS = 400  # beyond what a killed worker had leased, and what the test provider calls late

_DONE = """
SELECT (SELECT count(*) FROM core.deliveries WHERE state = 'done')
     + (SELECT count(*) FROM notification.messages WHERE state = 'sent')
     + (SELECT count(*) FROM payment.test_webhooks WHERE sent_at IS NOT NULL)"""
_LEFT = """
SELECT (SELECT count(*) FROM core.deliveries WHERE state <> 'done')
     + (SELECT count(*) FROM notification.messages WHERE state <> 'sent')
     + (SELECT count(*) FROM payment.payments WHERE status <> 'succeeded')"""
_SALES = """
SELECT s.seller_id, sum(s.orders) AS orders, sum(s.units) AS units, sum(s.revenue_amount) AS revenue
FROM analytics.sales s GROUP BY s.seller_id ORDER BY s.seller_id"""
_SOLD = """
SELECT seller_id, count(*) AS orders, count(*) AS units, sum(total_amount) AS revenue
FROM "order".seller_orders GROUP BY seller_id ORDER BY seller_id"""


@dataclass
class Stand:
    """A served marketplace with two stalls and no worker."""

    here: Ground
    address: str
    shop: Shop
    stalls: list[Stall]

    @property
    def log(self) -> Path:
        return self.here.folder / "worker.log"

    async def number(self, sql: str) -> int:
        async with self.shop.platform.db.reading() as tx:
            return int(await tx.fetchval(sql))

    def worker(self) -> Any:
        """A worker that the caller ends."""
        told = {**self.here.environment, "FERIA_PUBLIC_URL": self.address}
        return processes.spawn([*processes.FERIA, "worker"], told, self.log)


@pytest.fixture
async def stand(server: str, tmp_path: Path) -> AsyncIterator[Stand]:
    with ground(server, tmp_path) as here, processes.served(here.environment, here.folder) as address:
        async with visited(here.settings, address) as shop:
            operator = await shop.operator()
            category = await operator.call("POST", "/categories", status=201, json={"name": uuid4().hex})
            stalls = [await shop.stall(operator, name, 490) for name in ("Casa Barro", "Ilha Azul")]
            for stall in stalls:
                await shop.product(stall, category["id"], "Mug", 1_800, 1_000)
            yield Stand(here, address, shop, stalls)


async def check_out(stand: Stand, visitor: Visitor, outcome: str) -> tuple[str, str]:
    """One of each stall's product, ordered and paid; the buyer's address and the order's number."""
    visitor.headers.clear()
    visitor.http.cookies.clear()
    for stall in stand.stalls:
        body = {"variant_id": stall.products["Mug"]["variants"][0]["id"], "quantity": 1}
        await visitor.call("POST", "/cart/items", status=201, json=body)
    email = f"{uuid4().hex[:12]}@example.test"
    body = order_body(await visitor.call("GET", "/cart"), email)
    key = {"Idempotency-Key": uuid4().hex}
    order = await visitor.call("POST", "/orders", status=201, json=body, headers=key)
    paid = await pay(visitor, order, outcome)
    assert paid["status"] == {"succeed": "succeeded", "late": "processing"}[outcome]
    return email, order["number"]


async def everybody_buys(stand: Stand) -> dict[str, str]:
    """Half of the payments succeed at once, the others when the provider's webhook says so."""
    turns = iter(range(CHECKOUTS))
    sold: dict[str, str] = {}

    async def one_after_the_other() -> None:
        visitor = stand.shop.visit()
        for number in turns:
            email, order = await check_out(stand, visitor, "late" if number % 2 else "succeed")
            sold[email] = order

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return sold


async def killed_amid_work(stand: Stand, pauses: random.Random) -> bool:
    """Start a worker, kill it a moment after it began to get things done; whether something was left to do."""
    before, worker = await stand.number(_DONE), stand.worker()
    try:
        async with asyncio.timeout(WORK_SECONDS_MAX):
            while await stand.number(_DONE) == before:
                if not await stand.number(_LEFT):
                    return False
                await asyncio.sleep(POLL_SECONDS)
        await asyncio.sleep(pauses.random() / 4)
    finally:
        processes.kill(worker)
    return bool(await stand.number(_LEFT))


async def test_nothing_is_lost_and_nothing_happens_twice(stand: Stand) -> None:
    buying = asyncio.create_task(everybody_buys(stand))
    pauses = random.Random(11)
    amid = sum([await killed_amid_work(stand, pauses) for _ in range(KILLS // 2)])
    sold = await buying
    await stand.shop.platform.db.run(move_clock, AHEAD_SECONDS)
    amid += sum([await killed_amid_work(stand, pauses) for _ in range(KILLS // 2)])
    assert amid >= KILLS_AMID_WORK_MIN
    await stand.shop.platform.db.run(move_clock, 2 * AHEAD_SECONDS)
    told = {**stand.here.environment, "FERIA_PUBLIC_URL": stand.address}
    with processes.process("worker", [*processes.FERIA, "worker"], told, stand.log):
        async with asyncio.timeout(WORK_SECONDS_MAX):
            while await stand.number(_LEFT):  # noqa: ASYNC110
                await asyncio.sleep(POLL_SECONDS)
    await everything_happened_once(stand.shop.platform, sold)
    assert await checks.run(stand.shop.platform) == []


async def move_clock(tx: Any, seconds: int) -> None:
    await tx.execute("UPDATE core.clock SET offset_seconds = $1", seconds)


async def everything_happened_once(platform: Platform, sold: dict[str, str]) -> None:
    """One mail to each buyer and two to sellers, one count and one posting for each of fifty orders."""
    async with platform.db.reading() as tx:
        mails = await tx.fetch("SELECT recipient, subject FROM notification.mailbox")
        counted = [tuple(row) for row in await tx.fetch(_SALES)]
        happened = [tuple(row) for row in await tx.fetch(_SOLD)]
        posted = await tx.fetch("SELECT kind, count(*) FROM payment.ledger_transfers GROUP BY kind")
        states = await tx.fetch('SELECT status, payment_status, count(*) FROM "order".orders GROUP BY 1, 2')
    assert len(sold) == CHECKOUTS
    to_buyers = {row["recipient"]: row["subject"] for row in mails if row["recipient"] in sold}
    assert len(mails) == 3 * CHECKOUTS
    assert sorted(to_buyers) == sorted(sold)
    assert all(number in to_buyers[email] for email, number in sold.items())
    assert counted == happened
    assert [row[1] for row in counted] == [CHECKOUTS, CHECKOUTS]
    assert [row["count"] for row in posted] == [CHECKOUTS]
    assert [tuple(row) for row in states] == [("placed", "paid", CHECKOUTS)]
