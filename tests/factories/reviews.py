"""Delivered lines and their reviews for tests: told as the order service tells of them, written over HTTP."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx

from feria.core import clock, events, ids
from feria.core.platform import Platform
from feria.services.order.events import DeliveredLine, SellerOrderDelivered
from tests.factories import users
from tests.factories.orders import API
from tests.factories.products import Made
from tests.factories.users import Account


@dataclass(frozen=True)
class Delivered:
    """A line that has arrived: for an account, or for a guest who holds the order's token."""

    product: Made
    line_id: UUID
    order_id: UUID
    account: Account | None
    token: str

    @property
    def ref(self) -> str:
        return ids.encode("line", self.line_id)

    @property
    def order_ref(self) -> str:
        return ids.encode("ord", self.order_id)

    @property
    def headers(self) -> dict[str, str]:
        """What a request of the buyer carries."""
        return self.account.headers if self.account else {"X-Order-Token": self.token}

    def body(self, stars: int = 5, text: str = "", **fields: Any) -> dict[str, Any]:
        return {"line_id": self.ref, "stars": stars, "text": text, **fields}


async def delivered(
    platform: Platform,
    product: Made,
    account: Account | None = None,
    *,
    name: str = "Ana Maria Prova",
    at: datetime | None = None,
) -> Delivered:
    """One line of this product that arrived just now, or at that moment."""
    shopper_id = account.id if account else ids.OWNER_MAX - uuid4().int % 10**9
    token = uuid4().hex
    line = Delivered(product, ids.new(product.seller_id), ids.new(shopper_id), account, token)
    part_id = ids.new(product.seller_id)
    async with platform.db.transaction() as tx:
        await tx.publish(
            SellerOrderDelivered(
                seller_id=product.seller_id,
                seller_order_id=part_id,
                order_id=line.order_id,
                shopper_id=shopper_id,
                buyer_name=name,
                token_hash=sha256(token.encode()).hexdigest(),
                lines=[DeliveredLine(id=line.line_id, product_id=product.id, variant_title="Blue")],
                delivered_at=at or clock.now(),
            )
        )
        await tx.flush()
        # There is no such order, so nobody is written to about it.
        await tx.execute(
            """DELETE FROM core.deliveries WHERE starts_with(handler, 'notification.')
               AND event_id IN (SELECT id FROM core.events WHERE subject = $1)""",
            ids.encode("sord", part_id),
        )
    await events.drain(platform, ["product"])
    return line


async def bought(platform: Platform, product: Made, **fields: Any) -> Delivered:
    """One line of this product that arrived for a new account."""
    return await delivered(platform, product, await users.account(platform), **fields)


async def written(
    client: httpx.AsyncClient, line: Delivered, stars: int = 5, text: str = "", **fields: Any
) -> dict[str, Any]:
    """The buyer's review of the line."""
    answer = await client.post(
        f"{API}/products/{line.product.ref}/reviews",
        json=line.body(stars, text, **fields),
        headers=line.headers,
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def reviews_of(client: httpx.AsyncClient, product: Made, **query: Any) -> dict[str, Any]:
    """The product's reviews as everybody sees them."""
    answer = await client.get(
        f"{API}/products/{product.ref}/reviews", params=query, headers={"Cache-Control": "no-cache"}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def long_ago(days: float) -> datetime:
    """So many days before now."""
    return clock.now() - timedelta(days=days)
