"""What the tests of orders share: orders in a wanted state, the clock's jobs, and the check that all is consistent."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx

from feria.app import Application
from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.order import contract, jobs
from feria.services.payment import contract as payment
from feria.services.payment.actions import payments
from feria.services.payment.queries import payments as stored
from feria.services.payment.rules.attempts import Report
from tests.conftest import Later
from tests.factories import orders, products, users
from tests.factories.orders import API, Shopper
from tests.factories.products import Made
from tests.factories.users import Seller

SHIPMENT = {"carrier": "CTT", "tracking_number": "RR123456785PT"}


class Sale:
    """A seller order of two units of one product, in some state, with all who have to do with it."""

    def __init__(self, shop: Seller, product: Made, guest: Shopper, order: dict[str, Any]) -> None:
        self.shop, self.product, self.guest, self.order = shop, product, guest, order
        self.ref: str = order["seller_orders"][0]["id"]
        self.line: str = order["seller_orders"][0]["lines"][0]["id"]

    async def put(
        self, status: str, *, headers: dict[str, str] | None = None, **fields: Any
    ) -> httpx.Response:
        """`PUT …/status`, as the seller unless other headers are given."""
        return await self.guest.http.put(
            f"{API}/orders/{self.ref}/status",
            json={"status": status, **fields},
            headers={"X-Order-Token": "", **(self.shop.headers if headers is None else headers)},
        )

    async def ship(
        self, quantity: int | None = None, *, key: str | None = None, **fields: Any
    ) -> httpx.Response:
        """`POST …/shipments` as the seller, under a key if one is given."""
        items = {} if quantity is None else {"items": [{"id": self.line, "quantity": quantity}]}
        return await self.guest.http.post(
            f"{API}/orders/{self.ref}/shipments",
            json={**SHIPMENT, **items, **fields},
            headers={**self.shop.headers, **({} if key is None else {"Idempotency-Key": key})},
        )

    async def arrived(self) -> httpx.Response:
        """The buyer says that it was delivered."""
        return await self.guest.http.put(f"{API}/orders/{self.ref}/status", json={"status": "delivered"})

    async def refund(self) -> httpx.Response:
        """`POST /payments/{id}/refund` as the seller."""
        return await self.guest.http.post(
            f"{API}/payments/{self.order['payment']['id']}/refund",
            json={"reason": "sorry"},
            headers={**self.shop.headers, "Idempotency-Key": uuid4().hex},
        )

    async def cancel(self, ref: str | None = None, **fields: Any) -> httpx.Response:
        """`POST …/cancel` as the buyer, of the whole order unless a part is named."""
        return await self.guest.http.post(
            f"{API}/orders/{ref or self.order['id']}/cancel", json={"reason": "changed my mind", **fields}
        )

    async def seen(self) -> dict[str, Any]:
        """The order as the buyer sees it now."""
        return await self.guest.see(self.order["id"])

    async def part(self) -> dict[str, Any]:
        """The seller order as the buyer sees it now."""
        return await self.guest.see(self.ref)

    async def part_as_shop(self) -> dict[str, Any]:
        """The seller order as its shop sees it now."""
        answer = await self.guest.http.get(
            f"{API}/orders/{self.ref}", headers={**self.shop.headers, "X-Order-Token": ""}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def unpaid(app: Application, platform: Platform, **fields: Any) -> Sale:
    """An order that awaits its payment."""
    shop = await users.seller(platform, **fields)
    product = await products.product(platform, shop.id)
    guest = Shopper(app)
    await guest.add(product, 2)
    return Sale(shop, product, guest, await guest.order())


async def paid(app: Application, platform: Platform, **fields: Any) -> Sale:
    """A paid order, accepted by the shop unless `auto_accept=False`."""
    sale = await unpaid(app, platform, **fields)
    await sale.guest.pay(sale.order)
    return sale


async def at(app: Application, platform: Platform, later: Later, status: str) -> Sale:
    """A sale whose seller order has this status."""
    sale = await (unpaid if status in ("awaiting_payment", "expired") else paid)(
        app, platform, auto_accept=status != "placed"
    )
    if status == "expired":
        await clock_does(platform, later, jobs.expire_orders, minutes=31)
    if status == "cancelled":
        assert (await sale.put("cancelled", reason="broken")).status_code == 200
    if status == "partially_shipped":
        assert (await sale.ship(1)).status_code == 201
    if status in ("shipped", "delivered", "completed"):
        assert (await sale.ship()).status_code == 201
    if status in ("delivered", "completed"):
        assert (await sale.arrived()).status_code == 200
    if status == "completed":
        await clock_does(platform, later, jobs.complete_orders, days=15)
    assert (await sale.part())["status"] == status
    return sale


async def clock_does(
    platform: Platform, later: Later, job: Callable[[Platform], Awaitable[int]], **delta: float
) -> int:
    """Move the clock on, run a job until it finds nothing more, and set the clock back; how many things it did."""
    before = clock.offset()
    later(**delta)
    total = 0
    while done := await job(platform):
        total += done
    clock.move_to_offset(before)
    return total


async def expire_while_paying(platform: Platform, later: Later, sale: Sale) -> None:
    """The deadline passes while the buyer is at the provider's; the clock stays there."""
    await sale.guest.pay(sale.order, "challenge")
    later(minutes=31)
    while await jobs.expire_orders(platform):
        pass
    assert (await sale.seen())["status"] == "expired"


async def late_money(platform: Platform, sale: Sale) -> None:
    """The provider says, three times at once, that it has the money."""
    payment_id = ids.path("pay", sale.order["payment"]["id"])
    async with platform.db.reading() as tx:
        attempt = await stored.last_attempt(tx, ids.owner_of(payment_id), payment_id)
    assert attempt is not None
    report = Report(
        provider=attempt.provider,
        ref=attempt.provider_ref,
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        status="succeeded",
        amount=attempt.amount,
        currency=attempt.currency,
    )
    await asyncio.gather(*(platform.db.run(payments.record_result, report) for _ in range(3)))


async def stock(platform: Platform, sale: Sale) -> tuple[int, int]:
    """(on hand, reserved) of what was sold."""
    return await orders.stock(platform, sale.product)


async def assert_clean(platform: Platform) -> None:
    """What `feria check` says of orders and payments."""
    async with platform.db.reading() as tx:
        faults = await contract.check(tx) + await payment.check(tx)
    assert not faults, faults


def slug(answer: httpx.Response) -> tuple[int, str]:
    """Status and slug of a problem."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]
