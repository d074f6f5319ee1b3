"""Everything is stopped, killed or forgotten while people shop: carts, orders and payments go on where they were."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis

from feria import checks
from feria.core import embedded
from feria.core.settings import Settings
from tests.integration import processes
from tests.integration.marketplace import visited
from tests.journeys.shop import Shop, Visitor, order_body
from tests.journeys.stories import pay

pytestmark = pytest.mark.integration

REDIS_URL = os.environ.get("FERIA_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
BACK_SECONDS_MAX = 60.0
PARTS = ("web", "worker", "indexer")


def forget_cache() -> None:
    """The cache loses everything it holds."""
    with redis.Redis.from_url(REDIS_URL) as connection:
        connection.flushdb()


class Market:
    """`feria up --no-demo` with its own database and Redis as the cache."""

    def __init__(self, folder: Path) -> None:
        self.home, self.log = folder / "home", folder / "up.log"
        port = processes.free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {
            "FERIA_ENV": "test",
            "FERIA_HOME": str(self.home),
            "FERIA_BIND": "127.0.0.1",
            "FERIA_PORT": str(port),
            "FERIA_PUBLIC_URL": self.address,
            "FERIA_DATABASE_URL": "",
            "FERIA_REDIS_URL": REDIS_URL,
            "FERIA_POOL_SIZE": "5",
        }
        self.up: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.up = processes.spawn([*processes.FERIA, "up", "--no-demo"], self.environment, self.log)
        self.wait_ready()

    def wait_ready(self) -> None:
        processes.wait_ready(f"{self.address}/readyz", self.log)

    def stop(self) -> None:
        """Ask everything to stop, as Ctrl-C does."""
        assert self.up is not None
        self.up.send_signal(signal.SIGINT)
        assert self.up.wait(processes.STOP_SECONDS_MAX) == 0, self.log.read_text()[-4_000:]
        assert embedded.status(self.home) is None

    def pids(self) -> dict[str, int]:
        """The process of each living part, the database's among them."""
        assert self.up is not None
        listing = subprocess.run(
            ["ps", "-axww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
        )
        rows = [line.split() for line in listing.stdout.splitlines()]
        found = {
            row[5]: int(row[0])
            for row in rows
            if len(row) > 5 and row[1] == str(self.up.pid) and row[3:5] == ["-m", "feria"]
        }
        database = embedded.status(self.home)
        return {**found, **({"database": database.pid} if database else {})}

    @property
    def settings(self) -> Settings:
        """What the test's own platform on the same database needs."""
        database = embedded.status(self.home)
        assert database is not None
        return Settings(
            env="test",
            home=self.home.parent / "tests",
            secret=(self.home / "secret").read_text().strip(),
            database_url=database.app_url,
            storage_url="memory://",
            pool_size=3,
        )


def stopped(market: Market) -> None:
    """Ctrl-C, and started again."""
    market.stop()
    market.start()


def killed(market: Market) -> None:
    """The supervisor and the database killed at once, which ends every other part; started again."""
    assert market.up is not None
    database = market.pids()["database"]
    processes.kill(market.up)
    os.kill(database, signal.SIGKILL)
    market.start()


def each_part_killed(market: Market) -> None:
    """One part after the other killed; the supervisor starts it again."""
    for part in (*PARTS, "database"):
        before = market.pids()[part]
        os.kill(before, signal.SIGKILL)
        deadline = time.monotonic() + BACK_SECONDS_MAX
        while market.pids().get(part, before) == before:
            assert time.monotonic() < deadline, (
                f"{part} did not come back:\n{market.log.read_text()[-4_000:]}"
            )
            time.sleep(0.2)
        market.wait_ready()


def cache_lost(market: Market) -> None:
    """The cache loses everything while the marketplace runs on."""
    forget_cache()


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    forget_cache()
    market = Market(tmp_path_factory.mktemp("restart"))
    try:
        market.start()
        yield market
        market.stop()
    finally:
        if market.up is not None and market.up.poll() is None:
            processes.kill(market.up)
        embedded.erase(market.home)


class Buyers:
    """Guests in every stage of a purchase, and what they saw last."""

    def __init__(self, shop: Shop, variant: str) -> None:
        self.shop, self.variant = shop, variant
        self.looking, self.leaving, self.challenged, self.buying = (shop.visit() for _ in range(4))

    async def begin(self) -> None:
        """One has a cart, one an order, one an order at the provider's page, one has paid."""
        await self._fill(self.looking, 3)
        self.order = await self._order(self.leaving)
        self.open = await self._order(self.challenged)
        self.page = (await pay(self.challenged, self.open, "challenge"))["redirect_url"]
        self.paid = await self._order(self.buying)
        assert (await pay(self.buying, self.paid))["status"] == "succeeded"
        self.cart = dict(await self.looking.call("GET", "/cart"))
        self.seen = [await self._see(*one) for one in self._orders()]

    async def go_on(self) -> None:
        """Everything is as it was, and every purchase can be finished."""
        assert await self.looking.call("GET", "/cart") == self.cart
        assert [await self._see(*one) for one in self._orders()] == self.seen
        decided = await self.challenged.call("POST", f"/test-provider/{self.page.rpartition('/')[2]}/approve")
        assert decided["status"] == "succeeded"
        assert (await pay(self.leaving, self.order))["status"] == "succeeded"
        assert (await pay(self.looking, await self._order(self.looking, filled=True)))[
            "status"
        ] == "succeeded"

        async def settled() -> bool:
            seen = await self._see(self.challenged, self.open)
            return bool(seen["payment_status"] == "paid")

        await self.shop.eventually(settled)
        assert (await self._see(self.leaving, self.order))["status"] == "placed"

    def _orders(self) -> list[tuple[Visitor, dict[str, Any]]]:
        return [(self.leaving, self.order), (self.challenged, self.open), (self.buying, self.paid)]

    async def _fill(self, visitor: Visitor, quantity: int) -> dict[str, Any]:
        body = {"variant_id": self.variant, "quantity": quantity}
        await visitor.call("POST", "/cart/items", status=201, json=body)
        return dict(await visitor.call("GET", "/cart"))

    async def _order(self, visitor: Visitor, *, filled: bool = False) -> dict[str, Any]:
        cart = self.cart if filled else await self._fill(visitor, 1)
        key = {"Idempotency-Key": uuid4().hex}
        body = order_body(cart, f"{uuid4().hex[:12]}@example.test")
        return dict(await visitor.call("POST", "/orders", status=201, json=body, headers=key))

    async def _see(self, visitor: Visitor, order: dict[str, Any]) -> dict[str, Any]:
        token = {"X-Order-Token": order["token"]}
        return dict(await visitor.call("GET", f"/orders/{order['id']}", headers=token))


@pytest.mark.parametrize("loss", [cache_lost, stopped, each_part_killed, killed])
async def test_everybody_goes_on(market: Market, loss: Callable[[Market], None]) -> None:
    async with visited(market.settings, market.address) as shop:
        operator = await shop.operator()
        category = await operator.call("POST", "/categories", status=201, json={"name": uuid4().hex})
        stall = await shop.stall(operator, "Casa Barro", 490)
        product = await shop.product(stall, category["id"], "Mug", 1_800, 100)
        buyers = Buyers(shop, product["variants"][0]["id"])
        await buyers.begin()
        sold = await stall.owner.call("GET", f"/sellers/{stall.id}/orders")
        await asyncio.to_thread(forget_cache)
        await asyncio.to_thread(loss, market)
        assert await stall.owner.call("GET", f"/sellers/{stall.id}/orders") == sold
        await buyers.go_on()
    async with visited(market.settings, market.address) as shop:
        assert await checks.run(shop.platform) == []
