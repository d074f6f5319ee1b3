"""Where a cart goes and how: destinations with their tax, shipping options, markets whose prices are without tax."""

from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.cart.schemas import OPTION_PREFIX
from tests.cart.test_cart import add, eur
from tests.factories import products, users


def delivery(earliest: int, latest: int) -> dict[str, str]:
    """So many days from now, in the calendar of Lisbon."""
    zone = ZoneInfo("Europe/Lisbon")
    return {
        name: (clock.now() + timedelta(days=days)).astimezone(zone).date().isoformat()
        for name, days in (("earliest", earliest), ("latest", latest))
    }


async def test_the_destination_decides_the_tax(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform, shipping_amount=0)
    made = await products.product(platform, shop.id, price=1255)
    await add(client, made)
    body = (await client.put("/api/v1/cart/address", json={"country": "FI", "postal_code": "00100"})).json()
    assert body["address"] == {"country": "FI", "region": "", "postal_code": "00100"}
    assert (body["total"], body["tax"]) == (eur(1255), eur(255))  # 25.5 % within
    refused = await client.put("/api/v1/cart/address", json={"country": "US"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "country")
    assert (await client.get("/api/v1/cart")).json() == body


async def test_an_address_may_come_first(client: httpx.AsyncClient) -> None:
    answer = await client.put("/api/v1/cart/address", json={"country": "PT"})
    assert answer.status_code == 200
    assert answer.json()["address"]["country"] == "PT"
    assert client.cookies["feria_cart"] == answer.headers["x-cart-token"]


async def test_shipping_is_chosen_per_seller(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform, shipping_amount=490, free_from_amount=5000)
    other = await users.seller(platform)
    quick_id = ids.new(shop.id)
    async with platform.db.transaction() as tx:
        await tx.execute(
            """INSERT INTO "user".shipping_profiles
               (seller_id, id, market, position, name, kind, amount, free_from_amount, currency, min_days, max_days)
               VALUES ($1, $2, 'eu', 9, 'Express', 'flat', 990, NULL, 'EUR', 1, 1)""",
            shop.id,
            quick_id,
        )
    made = await products.product(platform, shop.id, price=2000)
    await add(client, made, 2)
    standard, quick = ids.encode(OPTION_PREFIX, shop.shipping_id), ids.encode(OPTION_PREFIX, quick_id)
    [group] = (await client.get("/api/v1/cart/shipping-options")).json()["groups"]
    assert group["seller"]["id"] == shop.ref
    for option, days in zip(group["options"], ((4, 6), (3, 3)), strict=True):  # two of them to make it ready
        assert option.pop("delivery") == delivery(*days)
    assert group["options"] == [
        {
            "id": standard, "name": "Standard", "kind": "flat", "pickup": None, "price": eur(490),
            "free_from": eur(5000),
            "free_from_remaining": eur(1000), "min_days": 2, "max_days": 4, "selected": True,
        },
        {
            "id": quick, "name": "Express", "kind": "flat", "pickup": None, "price": eur(990), "free_from": None,
            "free_from_remaining": None, "min_days": 1, "max_days": 1, "selected": False,
        },
    ]  # fmt: skip
    chosen = await client.put("/api/v1/cart/shipping", json={shop.ref: quick})
    assert chosen.status_code == 200
    assert chosen.json()["shipping"] == eur(990)
    assert chosen.json()["groups"][0]["shipping_option"] == quick
    assert chosen.json()["groups"][0]["delivery"] == delivery(3, 3)
    for field, body in (
        (other.ref, {other.ref: standard}),
        (shop.ref, {shop.ref: ids.encode(OPTION_PREFIX, ids.new(shop.id))}),
    ):
        refused = await client.put("/api/v1/cart/shipping", json=body)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    async with platform.db.transaction() as tx:
        await tx.execute("""DELETE FROM "user".shipping_profiles WHERE id = $1""", quick_id)
    platform.db.kept.clear()
    body = (await client.get("/api/v1/cart")).json()
    assert [notice["code"] for notice in body["notices"]] == ["shipping_changed"]
    assert body["shipping"] == eur(490)
    assert (await client.put("/api/v1/cart/shipping", json={shop.ref: standard})).json()["notices"] == []
    assert (await add(client, made)).json()["shipping"] == eur(0)  # 60.00 ≥ 50.00


async def test_nothing_to_ship_is_told(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    answer = await client.put(
        "/api/v1/cart/shipping", json={shop.ref: ids.encode(OPTION_PREFIX, shop.shipping_id)}
    )
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/cart-empty")


@pytest.fixture
async def net_market(platform: Platform) -> AsyncIterator[None]:
    """A market in yen whose prices are without tax, for one test."""
    async with platform.db.transaction() as tx:
        await tx.execute(
            """INSERT INTO "user".markets (id, currency, countries, tax_inclusive, languages, is_default)
               VALUES ('jp-net', 'JPY', '{JP}', false, '{en}', false) ON CONFLICT DO NOTHING"""
        )
        await tx.execute(
            """INSERT INTO cart.tax_rates (country, tax_category, valid_from, rate_bps, source)
               VALUES ('JP', 'standard', '2019-10-01', 1000, 'a test') ON CONFLICT DO NOTHING"""
        )
    platform.db.kept.clear()
    yield
    async with platform.db.transaction() as tx:
        await tx.execute("DELETE FROM product.prices WHERE market = 'jp-net'")
        await tx.execute("""DELETE FROM "user".shipping_profiles WHERE market = 'jp-net'""")
        await tx.execute("""DELETE FROM "user".markets WHERE id = 'jp-net'""")
        await tx.execute("DELETE FROM cart.tax_rates WHERE country = 'JP'")
    platform.db.kept.clear()


@pytest.mark.usefixtures("net_market")
async def test_an_exclusive_market_adds_its_tax(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, price=1000)
    async with platform.db.transaction() as tx:
        await tx.execute(
            """INSERT INTO product.prices (seller_id, variant_id, market, price_amount, currency)
               VALUES ($1, $2, 'jp-net', 1555, 'JPY')""",
            shop.id,
            made.variant_id,
        )
        await tx.execute(
            """INSERT INTO "user".shipping_profiles
               (seller_id, id, market, position, name, kind, amount, free_from_amount, currency, min_days, max_days)
               VALUES ($1, $2, 'jp-net', 1, 'Post', 'flat', 400, NULL, 'JPY', 5, 9)""",
            shop.id,
            ids.new(shop.id),
        )
    wanted = {"variant_id": made.variant_ref, "quantity": 3}
    body = (await client.post("/api/v1/cart/items?market=jp-net", json=wanted)).json()
    assert (body["currency"], body["tax_included"]) == ("JPY", False)
    sums = [body[name]["amount"] for name in ("subtotal", "shipping", "tax", "total")]
    assert sums == [4665, 400, 507, 5572]  # 506.5, half up
    mixed = await client.post("/api/v1/cart/items?market=eu", json=wanted)
    assert (mixed.status_code, mixed.json()["type"].rpartition("/")[2]) == (409, "other-market")
    await client.delete("/api/v1/cart")
    moved = await client.post("/api/v1/cart/items?market=eu", json=wanted)
    assert moved.json()["currency"] == "EUR"
