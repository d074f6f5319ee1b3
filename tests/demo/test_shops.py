"""What the demo's shops and people show of themselves besides products and orders."""

from collections import Counter

from feria.core.platform import Platform
from feria.demo import catalogue


async def test_shops_have_policies(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        rows = await tx.fetch('SELECT returns_days, returns_policy, shipping_policy FROM "user".sellers')
    assert len(rows) == 10
    assert all(row["returns_days"] >= 14 and row["returns_policy"] and row["shipping_policy"] for row in rows)
    assert len({row["returns_policy"] for row in rows}) == 10


async def test_shops_say_how_much_they_sell(lonja: Platform) -> None:
    on_sale = Counter(thing.shop.number for thing in catalogue.things() if thing.status == "published")
    async with lonja.db.reading() as tx:
        rows = await tx.fetch('SELECT id, product_count FROM "user".sellers WHERE product_count > 0')
    assert {row["id"]: row["product_count"] for row in rows} == on_sale
