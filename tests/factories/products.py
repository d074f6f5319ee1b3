"""Products and categories for tests, made by the real actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.services.product.actions import categories, products
from feria.services.product.schemas import ProductIn
from feria.services.product.schemas.categories import CategoryIn

ANY_CATEGORY = "Anything"


@dataclass(frozen=True)
class Made:
    """A product that a test works with; `ref` and `variant_refs` are its public ids."""

    id: UUID
    seller_id: int
    title: str
    variant_ids: list[UUID]

    @property
    def ref(self) -> str:
        return ids.encode("prod", self.id)

    @property
    def variant_id(self) -> UUID:
        return self.variant_ids[0]

    @property
    def variant_ref(self) -> str:
        return ids.encode("var", self.variant_ids[0])

    @property
    def variant_refs(self) -> list[str]:
        return [ids.encode("var", variant_id) for variant_id in self.variant_ids]


async def category(
    platform: Platform,
    name: str | None = None,
    *,
    parent: UUID | None = None,
    attributes: Sequence[dict[str, Any]] = (),
) -> UUID:
    """A category; without a name one that no other test has."""
    body = {
        "name": name or f"Category {uuid4().hex[:10]}",
        "parent_id": ids.encode("cat", parent) if parent else None,
        "attributes": list(attributes),
    }
    return await platform.db.run(categories.create_category, msgspec.convert(body, CategoryIn))


async def product(
    platform: Platform,
    seller_id: int,
    *,
    price: int = 1999,
    on_hand: int = 10,
    title: str | None = None,
    variants: Sequence[dict[str, Any]] | None = None,
    publish: bool = True,
    category_id: UUID | None = None,
    currency: str = "EUR",
    **fields: Any,
) -> Made:
    """A product of the seller with one variant, or with `variants` (bodies; price and on_hand are filled in)."""
    title = title or f"Thing {uuid4().hex[:8]}"
    money = {"amount": price, "currency": currency}
    given: list[dict[str, Any]] = [{"price": money, "on_hand": on_hand, **one} for one in variants or [{}]]
    if "options" not in fields:
        values: dict[str, dict[str, None]] = {}
        for one in given:
            for name, value in one.get("options", {}).items():
                values.setdefault(name, {})[value] = None
        fields["options"] = [{"name": name, "values": list(found)} for name, found in values.items()]

    async def make(tx: Tx) -> UUID:
        chosen = category_id or await categories.ensure_category(tx, ANY_CATEGORY)
        body = {
            "seller_id": ids.encode_owner("sel", seller_id),
            "title": title,
            "category_id": ids.encode("cat", chosen),
            "variants": given,
            **fields,
        }
        product_id = await products.create_product(tx, msgspec.convert(body, ProductIn))
        if publish:
            await products.publish_product(tx, product_id)
        return product_id

    product_id = await platform.db.run(make)
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            "SELECT id FROM product.variants WHERE seller_id = $1 AND product_id = $2 ORDER BY position",
            seller_id,
            product_id,
        )
    return Made(product_id, seller_id, title, [row["id"] for row in rows])


async def try_policy(
    client: httpx.AsyncClient, made: Made, headers: Mapping[str, str], policy: str
) -> httpx.Response:
    """Handle the stock of a product's first variant by this policy, with whatever comes of it."""
    address = f"/api/v1/products/{made.ref}"
    read = await client.get(address, headers=headers)
    variant = read.json()["variants"][0]
    body = {
        "title": made.title,
        "category_id": read.json()["category"]["id"],
        "variants": [{"id": variant["id"], "price": variant["price"], "stock_policy": policy}],
    }
    return await client.put(address, json=body, headers={**headers, "If-Match": read.headers["etag"]})
