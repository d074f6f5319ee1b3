"""Stock: nothing is sold twice whoever comes at once, and every number is the sum of its movements."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.services.product import contract as product
from tests.factories import products, users
from tests.factories.users import Seller

ORDER = ids.at(7, 1, 2, 3)


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


async def stock(platform: Platform, seller_id: int, *variant_ids: UUID) -> list[tuple[int, int]]:
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            "SELECT variant_id, on_hand, reserved FROM product.stock WHERE seller_id = $1 AND variant_id = ANY($2)",
            seller_id,
            list(variant_ids),
        )
    found = {row["variant_id"]: (row["on_hand"], row["reserved"]) for row in rows}
    return [found[variant_id] for variant_id in variant_ids]


async def changes(platform: Platform, product_id: UUID) -> int:
    async with platform.db.reading() as tx:
        return int(
            await tx.fetchval("SELECT count(*) FROM product.changes WHERE product_id = $1", product_id)
        )


async def assert_sums(platform: Platform) -> None:
    async with platform.db.reading() as tx:
        assert await product.check(tx) == []


async def reserve(platform: Platform, seller_id: int, *items: tuple[UUID, int]) -> bool:
    try:
        await platform.db.run(product.reserve_stock, seller_id, items, cause="order", reference=ORDER)
    except product.OutOfStock:
        return False
    return True


async def test_the_last_unit_is_sold_once(platform: Platform, shop: Seller) -> None:
    made = [await products.product(platform, shop.id, on_hand=1) for _ in range(3)]
    lines = [(one.variant_id, 1) for one in made]
    for _ in range(5):
        got = await asyncio.gather(
            *(reserve(platform, shop.id, *(lines if place % 2 else lines[::-1])) for place in range(40))
        )
        assert sum(got) == 1
        assert await stock(platform, shop.id, *(one.variant_id for one in made)) == [(1, 1)] * 3
        await platform.db.run(product.release_stock, shop.id, lines, cause="expired", reference=ORDER)
    await assert_sums(platform)


async def test_opposite_orders_never_deadlock(platform: Platform, shop: Seller) -> None:
    made = [await products.product(platform, shop.id, on_hand=1_000) for _ in range(10)]
    variant_ids = [one.variant_id for one in made]

    async def buy(place: int) -> None:
        chosen = [variant_ids[(place * 3 + step) % 10] for step in range(5)]
        async with platform.db.transaction() as tx:  # without the door's retries: a deadlock would show
            lines = [(variant_id, 1) for variant_id in (chosen if place % 2 else chosen[::-1])]
            await product.reserve_stock(tx, shop.id, lines, cause="order", reference=ORDER)
            await asyncio.sleep(0)

    for _ in range(5):
        await asyncio.gather(*(buy(place) for place in range(40)))
    found = await stock(platform, shop.id, *variant_ids)
    assert sum(reserved for _, reserved in found) == 5 * 40 * 5
    await assert_sums(platform)


async def test_all_or_nothing_and_who_is_short(platform: Platform, shop: Seller) -> None:
    many, few = (
        await products.product(platform, shop.id),
        await products.product(platform, shop.id, on_hand=1),
    )
    items = [(many.variant_id, 1), (few.variant_id, 1), (few.variant_id, 1)]
    async with platform.db.transaction() as tx:
        with pytest.raises(product.OutOfStock) as caught:
            await product.reserve_stock(tx, shop.id, items, cause="order", reference=ORDER)
    assert caught.value.extra == {"variants": [few.variant_ref]}
    assert await stock(platform, shop.id, many.variant_id, few.variant_id) == [(10, 0), (1, 0)]
    other = await users.seller(platform)
    assert not await reserve(platform, other.id, (many.variant_id, 1))


async def test_shipped_units_leave_both_numbers(platform: Platform, shop: Seller) -> None:
    made = await products.product(platform, shop.id, on_hand=5)
    line = (made.variant_id, 2)
    assert await reserve(platform, shop.id, line)
    await platform.db.run(product.take_stock, shop.id, [line], cause="shipped", reference=ORDER)
    assert await stock(platform, shop.id, made.variant_id) == [(3, 0)]
    assert not await reserve(platform, shop.id, (made.variant_id, 4))
    await assert_sums(platform)


async def test_untracked_and_backorder_sell_without_limit_and_hold_what_they_sold(
    platform: Platform, shop: Seller
) -> None:
    policies = [
        {"stock_policy": policy, "options": {"As": f"{policy} {on_hand}"}, "on_hand": on_hand}
        for policy, on_hand in (("untracked", 0), ("untracked", 2), ("backorder", 0))
    ]
    made = await products.product(platform, shop.id, variants=policies)
    lines = list(zip(made.variant_ids, (999, 3, 3), strict=True))
    assert await reserve(platform, shop.id, *lines)
    assert await stock(platform, shop.id, *made.variant_ids) == [(0, 999), (2, 3), (0, 3)]
    await platform.db.run(product.take_stock, shop.id, lines, cause="shipped", reference=ORDER)
    # What was made to order was never on hand; what was counted has gone.
    assert await stock(platform, shop.id, *made.variant_ids) == [(0, 0), (0, 0), (-3, 0)]
    async with platform.db.reading() as tx:
        offers = await product.offers(tx, made.variant_ids, "eu")
    assert [offers[one].available for one in made.variant_ids] == [None] * 3
    await assert_sums(platform)


async def test_only_crossing_zero_changes_the_card(platform: Platform, shop: Seller) -> None:
    made = await products.product(platform, shop.id, on_hand=2)
    before = await changes(platform, made.id)
    await reserve(platform, shop.id, (made.variant_id, 1))
    assert await changes(platform, made.id) == before
    await reserve(platform, shop.id, (made.variant_id, 1))
    assert await changes(platform, made.id) == before + 1
    await platform.db.run(
        product.take_stock, shop.id, [(made.variant_id, 1)], cause="shipped", reference=ORDER
    )
    assert await changes(platform, made.id) == before + 1
    await platform.db.run(
        product.release_stock, shop.id, [(made.variant_id, 1)], cause="expired", reference=ORDER
    )
    assert await changes(platform, made.id) == before + 2


async def test_offers_say_all_a_line_keeps(platform: Platform, shop: Seller) -> None:
    parent = await products.category(platform)
    child = await products.category(platform, parent=parent)
    made = await products.product(
        platform,
        shop.id,
        title="Plate",
        category_id=child,
        max_per_order=4,
        tax_category="books",
        processing_days=5,
    )
    draft = await products.product(platform, shop.id, publish=False)
    unknown = ids.new(shop.id)
    async with platform.db.reading() as tx:
        found = await product.offers(tx, [made.variant_id, draft.variant_id, unknown], "eu")
        assert await product.offers(tx, [made.variant_id], "elsewhere") == {}
    assert set(found) == {made.variant_id, draft.variant_id}
    assert not found[draft.variant_id].on_sale
    offer = found[made.variant_id]
    assert (offer.product_id, offer.seller_id, offer.product_title) == (made.id, shop.id, "Plate")
    assert (offer.amount, offer.currency, offer.available, offer.on_sale) == (1999, "EUR", 10, True)
    assert (offer.category_ids, offer.max_per_order, offer.tax_category) == ([parent, child], 4, "books")
    assert (offer.processing_days, offer.fulfilment, offer.image_key) == (5, "ship", None)


async def move(client: httpx.AsyncClient, shop: Seller, **body: Any) -> httpx.Response:
    return await client.post(
        f"/api/v1/sellers/{shop.ref}/inventory/movements", json=body, headers=shop.headers
    )


async def test_a_seller_moves_and_counts_stock(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, on_hand=4)
    await reserve(platform, shop.id, (made.variant_id, 3))
    added = await move(client, shop, variant_id=made.variant_ref, delta=6, reason="Delivery")
    assert added.status_code == 201, added.text
    assert (added.json()["on_hand"], added.json()["reserved"], added.json()["available"]) == (10, 3, 7)
    version = added.json()["version"]
    counted = await move(client, shop, variant_id=made.variant_ref, counted=8, version=version)
    assert (counted.json()["on_hand"], counted.json()["version"]) == (8, version + 1)
    stale = await move(client, shop, variant_id=made.variant_ref, counted=9, version=version)
    assert stale.status_code == 412
    low = await move(client, shop, variant_id=made.variant_ref, delta=-6, reason="Broken")
    assert (low.status_code, low.json()["type"].rpartition("/")[2]) == (409, "stock-too-low")
    assert await stock(platform, shop.id, made.variant_id) == [(8, 3)]
    await assert_sums(platform)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"delta": 0, "reason": "x"},
        {"delta": 1},
        {"counted": 1},
        {"delta": 1, "reason": "x", "counted": 1, "version": 1},
        {"delta": 10**12, "reason": "x"},
        {"counted": -1, "version": 1},
        {"delta": "1", "reason": "x"},
    ],
)
async def test_bad_movements_are_refused(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, body: dict[str, Any]
) -> None:
    made = await products.product(platform, shop.id)
    assert (await move(client, shop, variant_id=made.variant_ref, **body)).status_code == 422
    assert await stock(platform, shop.id, made.variant_id) == [(10, 0)]


async def test_stock_of_others_is_not_there(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    other = await users.seller(platform)
    made = await products.product(platform, other.id)
    assert (await move(client, shop, variant_id=made.variant_ref, delta=1, reason="x")).status_code == 404
    theirs = f"/api/v1/sellers/{other.ref}/inventory"
    moved = await client.post(
        f"{theirs}/movements",
        json={"variant_id": made.variant_ref, "delta": 1, "reason": "x"},
        headers=shop.headers,
    )
    assert moved.status_code == 404
    assert (await client.get(theirs, headers=shop.headers)).status_code == 404
    assert await stock(platform, other.id, made.variant_id) == [(10, 0)]


async def test_the_inventory_pages_and_shows_what_is_low(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    made = [
        await products.product(platform, shop.id, on_hand=count, title=f"Cup {count}") for count in (9, 2, 0)
    ]
    address = f"/api/v1/sellers/{shop.ref}/inventory"
    first = (await client.get(address, params={"limit": 2}, headers=shop.headers)).json()
    second = (
        await client.get(address, params={"limit": 2, "after": first["next"]}, headers=shop.headers)
    ).json()
    listed = [one["product_id"] for one in first["items"] + second["items"]]
    assert listed == [one.ref for one in reversed(made)]
    assert second["next"] is None
    low = (await client.get(address, params={"low": "true"}, headers=shop.headers)).json()
    assert [one["available"] for one in low["items"]] == [0, 2]


async def test_held_units_stay_counted_whatever_the_policy(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, on_hand=2)
    await reserve(platform, shop.id, (made.variant_id, 1))
    for policy in ("untracked", "backorder", "tracked", "untracked"):
        changed = await products.try_policy(client, made, shop.headers, policy)
        assert changed.status_code == 200, changed.text
        assert await stock(platform, shop.id, made.variant_id) == [(2, 1)]
    await reserve(platform, shop.id, (made.variant_id, 4))
    refused = await products.try_policy(client, made, shop.headers, "tracked")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "stock-reserved")
    assert refused.json()["variants"] == [made.variant_ref]
    await move(client, shop, variant_id=made.variant_ref, delta=3, reason="Counted the shelf")
    assert (await products.try_policy(client, made, shop.headers, "tracked")).status_code == 200
    assert await stock(platform, shop.id, made.variant_id) == [(5, 5)]
    assert not await reserve(platform, shop.id, (made.variant_id, 1))
    await assert_sums(platform)
