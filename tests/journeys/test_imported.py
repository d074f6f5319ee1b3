"""What a seller imports is found, bought and paid like everything else."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from feria import checks
from tests.journeys.shop import Shop, order_body
from tests.journeys.stories import pay
from tests.product.import_files import SAMPLES

OWN = b"""Handle,Title,Vendor,Type,Published,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price
jug,Water jug,Casa Prova,Jugs,true,JUG-1,shopify,3,24.50
bowl,Salad bowl,Casa Prova,Bowls,true,,,0,39.00
lid,Lid without a price,Casa Prova,Lids,true,LID-1,shopify,9,0
"""
samples = [
    pytest.mark.shared_samples,
    pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the project"),
]


@pytest.mark.parametrize(
    ("name", "on_sale"),
    [
        ("own", 2),
        pytest.param("apparel", 24, marks=samples),
        pytest.param("jewelry", 19, marks=samples),
    ],
)
async def test_what_was_imported_can_be_bought(shop: Shop, name: str, on_sale: int) -> None:
    data = OWN if name == "own" else await asyncio.to_thread((SAMPLES / f"{name}.csv").read_bytes)
    stall = await shop.stall(await shop.operator(), "Casa Prova", 490)
    sent = await stall.owner.call(
        "POST", f"/sellers/{stall.id}/imports", status=202, files={"file": (f"{name}.csv", data, "text/csv")}
    )

    async def cards() -> list[dict[str, Any]]:
        done = await stall.owner.call("GET", f"/sellers/{stall.id}/imports/{sent['id']}")
        assert done["state"] != "failed", done
        found = await stall.owner.call("GET", "/products", params={"seller": stall.id, "limit": 100})
        return list(found["items"]) if done["state"] == "done" and len(found["items"]) == on_sale else []

    guest = shop.visit()
    bought: set[str] = set()
    for card in await shop.eventually(cards):
        product = await guest.call("GET", f"/products/{card['id']}")
        there = [one for one in product["variants"] if one["available"] != 0]
        assert bool(there) == card["in_stock"], card
        if there:
            body = {"variant_id": there[0]["id"], "quantity": 1}
            await guest.call("POST", "/cart/items", status=201, json=body)
            bought.add(there[0]["id"])
    assert bought
    cart = await guest.call("GET", "/cart")
    order = await guest.call(
        "POST", "/orders", status=201, json=order_body(cart), headers={"Idempotency-Key": uuid4().hex}
    )
    assert (await pay(guest, order))["status"] == "succeeded"
    [part] = order["seller_orders"]
    assert {line["variant_id"] for line in part["lines"]} == bought
    stock = await stall.owner.call("GET", f"/sellers/{stall.id}/inventory", params={"limit": 100})
    # Each of these, whether its stock is counted or not.
    assert {row["variant_id"]: row["reserved"] for row in stock["items"] if row["reserved"]} == dict.fromkeys(
        bought, 1
    )
    await shop.settle()
    assert await checks.run(shop.platform) == []
