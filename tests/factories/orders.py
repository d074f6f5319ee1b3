"""Shoppers that fill carts, order and pay over HTTP, as browsers do."""

from collections.abc import Mapping
from ipaddress import IPv4Address
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from tests.factories import products, users
from tests.factories.products import Made
from tests.factories.users import Account, Seller

API = "/api/v1"
ADDRESS: dict[str, Any] = {
    "name": "Ana Prova",
    "line1": "Rua das Flores 7",
    "city": "Porto",
    "postal_code": "4050-262",
    "country": "PT",
}


class Shopper:
    """A visitor with a browser and a line of its own: a guest, or the account whose headers are given."""

    addresses = count(1)

    def __init__(self, app: Application, account: Account | None = None) -> None:
        self.account = account
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(
                app.asgi,  # type: ignore[arg-type] # two spellings of ASGI
                client=(str(IPv4Address((10 << 24) + next(self.addresses))), 50_000),
            ),
            base_url="http://feria.test",
            headers=account.headers if account else {},
        )
        self.token: str | None = None

    async def add(self, product: Made | str, quantity: int = 1) -> dict[str, Any]:
        """Put a product's first variant (or the variant of this id) into the cart; the cart."""
        ref = product if isinstance(product, str) else product.variant_ref
        answer = await self.http.post(f"{API}/cart/items", json={"variant_id": ref, "quantity": quantity})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def total(self) -> dict[str, Any]:
        """What the cart costs now."""
        return dict((await self.http.get(f"{API}/cart")).json()["total"])

    async def try_to_order(self, key: str | None = None, **fields: Any) -> httpx.Response:
        """`POST /orders` with whatever comes of it."""
        body = {
            "shipping_address": ADDRESS,
            "expected_total": await self.total() if "expected_total" not in fields else None,
            "payment_method": "test",
            **({} if self.account else {"email": "guest@example.test"}),
            **fields,
        }
        answer = await self.http.post(
            f"{API}/orders", json=body, headers={"Idempotency-Key": key or uuid4().hex}
        )
        if answer.status_code == 201 and answer.json()["token"]:
            self.token = answer.json()["token"]
            self.http.headers["X-Order-Token"] = self.token or ""
        return answer

    async def order(self, **fields: Any) -> dict[str, Any]:
        """Order the cart; the order."""
        answer = await self.try_to_order(**fields)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def pay(self, order: Mapping[str, Any], outcome: str = "succeed") -> dict[str, Any]:
        """Pay an order by the test provider; the attempt."""
        answer = await self.http.post(
            f"{API}/payments/process",
            json={"order_id": order["id"], "payment_method": "test", "test_outcome": outcome},
            headers={"Idempotency-Key": uuid4().hex},
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def see(self, ref: str) -> dict[str, Any]:
        """An order or a seller order as this shopper sees it."""
        answer = await self.http.get(f"{API}/orders/{ref}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def placed(
    app: Application, platform: Platform, *items: tuple[Made, int], account: Account | None = None
) -> tuple[Shopper, dict[str, Any]]:
    """A shopper with a paid order of these items, the order as it is after payment."""
    shopper = Shopper(app, account)
    for product, quantity in items:
        await shopper.add(product, quantity)
    order = await shopper.order()
    await shopper.pay(order)
    return shopper, await shopper.see(order["id"])


async def sale(
    app: Application,
    platform: Platform,
    *,
    shop: Seller | None = None,
    quantity: int = 2,
    on_hand: int = 10,
    price: int = 1999,
) -> tuple[Seller, Made, Shopper, dict[str, Any]]:
    """A paid order of one product of one shop: shop, product, guest, order."""
    shop = shop or await users.seller(platform)
    product = await products.product(platform, shop.id, on_hand=on_hand, price=price)
    shopper, order = await placed(app, platform, (product, quantity))
    return shop, product, shopper, order


async def stock(platform: Platform, product: Made, place: int = 0) -> tuple[int, int]:
    """(on hand, reserved) of a variant."""
    async with platform.db.reading() as tx:
        row = await tx.fetchrow(
            "SELECT on_hand, reserved FROM product.stock WHERE seller_id = $1 AND variant_id = $2",
            product.seller_id,
            product.variant_ids[place],
        )
    assert row is not None
    return row["on_hand"], row["reserved"]


def seller_order_id(order: Mapping[str, Any], place: int = 0) -> UUID:
    """The id of a part of an order."""
    return ids.path("sord", order["seller_orders"][place]["id"])
