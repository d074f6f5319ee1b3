"""`GET /products` from PostgreSQL through the feed and the index: what is published is found, what is gone is not."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.core import events, ids
from feria.core.auth import SYSTEM
from feria.core.money import Money
from feria.core.platform import Platform
from feria.services.order.events import OrderPlaced, PlacedLine, PlacedSellerOrder
from feria.services.product import contract as product
from feria.services.product.actions import changes, sales
from feria.services.user.actions import sellers
from tests.factories import products, users
from tests.factories.catalogue import refresh_index
from tests.factories.products import Made
from tests.factories.users import Seller

PRODUCTS = "/api/v1/products"


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


async def listed(client: httpx.AsyncClient, **params: Any) -> dict[str, Any]:
    answer = await client.get(
        PRODUCTS, params={name.replace("__", "."): value for name, value in params.items()}
    )
    assert answer.status_code == 200, answer.text
    assert "public" in answer.headers["cache-control"]
    found: dict[str, Any] = answer.json()
    return found


async def refs(client: httpx.AsyncClient, **params: Any) -> list[str]:
    return [one["id"] for one in (await listed(client, **params))["items"]]


async def test_a_card_shows_what_the_product_is(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    word = uuid4().hex
    prices = [{"price": {"amount": amount, "currency": "EUR"}, "options": {"Size": size}}
              for size, amount in (("M", 2500), ("L", 1900))]  # fmt: skip
    prices[1]["compare_at_price"] = {"amount": 2900, "currency": "EUR"}
    made = await products.product(platform, shop.id, title=f"Bowl {word}", variants=prices)
    await products.product(platform, shop.id, title=f"Draft {word}", publish=False)
    await refresh_index(platform)
    page = await listed(client, q=word)
    published = page["items"][0].pop("published_at")
    assert published[:19] == (await client.get(f"{PRODUCTS}/{made.ref}")).json()["published_at"][:19]
    assert page == {
        "items": [
            {
                "id": made.ref,
                "slug": f"bowl-{word}",
                "title": f"Bowl {word}",
                "price": {"amount": 1900, "currency": "EUR"},
                "price_from": True,
                "compare_at_price": {"amount": 2900, "currency": "EUR"},
                "image": None,
                "second_image": None,
                "rating": None,
                "review_count": 0,
                "seller": {"id": shop.ref, "slug": shop.slug, "name": shop.name, "stall_hue": shop.stall_hue},
                "in_stock": True,
            }
        ],
        "next": None,
        "total": 1,
    }


async def test_filters_sorts_and_pages(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    parent = await products.category(
        platform, attributes=[{"name": "height", "label": "Height", "kind": "number", "unit": "cm"}]
    )
    child = await products.category(platform, parent=parent)
    made = [
        await products.product(
            platform, shop.id, price=price, on_hand=price % 2, category_id=category, brand=brand,
            attributes={"height": price},
        )
        for price, category, brand in ((101, parent, "Acme"), (300, child, "Béta"), (201, child, "Acme"))
    ]  # fmt: skip
    low, high, middle = (one.ref for one in made)
    await refresh_index(platform)
    here = ids.encode("cat", parent)
    assert await refs(client, category=here, sort="price") == [low, middle, high]
    assert await refs(client, category=here, sort="-price") == [high, middle, low]
    assert await refs(client, category=ids.encode("cat", child), sort="price") == [middle, high]
    assert await refs(client, category=here, min_price=150, max_price=250) == [middle]
    assert await refs(client, category=here, sort="price", brand="Acme") == [low, middle]
    assert await refs(client, category=here, sort="price", in_stock="true") == [low, middle]
    assert await refs(client, category=here, attr__height="300 cm") == [high]
    assert await refs(client, category=here, seller="sel_00000000") == []
    first = await listed(client, category=here, sort="price", limit=2, facets="true")
    assert ([one["id"] for one in first["items"]], first["total"]) == ([low, middle], 3)
    assert first["facets"]["attributes"]["height"] == {"101 cm": 1, "201 cm": 1, "300 cm": 1}
    assert (first["facets"]["min_price"], first["facets"]["max_price"], first["facets"]["in_stock"]) == (
        101,
        300,
        2,
    )
    second = await listed(client, category=here, sort="price", limit=2, after=first["next"])
    assert ([one["id"] for one in second["items"]], second["next"]) == ([high], None)
    assert "total" not in second
    other = await client.get(PRODUCTS, params={"category": here, "sort": "-price", "after": first["next"]})
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (400, "bad-cursor")


async def test_what_changes_is_shown_anew(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, on_hand=1, title=f"Jug {uuid4().hex}")
    await refresh_index(platform)

    async def card() -> dict[str, Any] | None:
        await refresh_index(platform)
        found = (await listed(client, q=made.title))["items"]
        return found[0] if found else None

    line = [(made.variant_id, 1)]
    await platform.db.run(product.reserve_stock, shop.id, line, cause="order", reference=made.id)
    assert (await card() or {})["in_stock"] is False
    await platform.db.run(product.release_stock, shop.id, line, cause="expired", reference=made.id)
    assert (await card() or {})["in_stock"] is True
    await client.post(f"{PRODUCTS}/{made.ref}/archive", headers=shop.headers)
    assert await card() is None
    await client.post(f"{PRODUCTS}/{made.ref}/publish", headers=shop.headers)
    assert (await card() or {})["id"] == made.ref


async def test_a_suspended_shop_is_gone(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, title=f"Lamp {uuid4().hex}")
    await refresh_index(platform)
    assert await refs(client, seller=shop.ref) == [made.ref]
    await platform.db.run(sellers.decide, shop.id, "suspend", "a test")
    await events.drain(platform)
    await refresh_index(platform)
    assert await refs(client, seller=shop.ref) == []
    assert (await client.get(f"{PRODUCTS}/{made.ref}")).status_code == 404
    assert (await client.get(f"{PRODUCTS}/{made.ref}", headers=shop.headers)).status_code == 200
    await platform.db.run(sellers.decide, shop.id, "resume", "")
    await events.drain(platform)
    await refresh_index(platform)
    assert await refs(client, seller=shop.ref) == [made.ref]


async def test_sales_count_for_best_selling(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    category = await products.category(platform)
    made = [await products.product(platform, shop.id, category_id=category) for _ in range(3)]
    async with platform.db.transaction(SYSTEM) as tx:
        await tx.publish(placed(shop, made[1], 5, made[0], 2, tx.now))
    await events.drain(platform)
    # Two workers that count at once count each sale once.
    counted = await asyncio.gather(*(platform.db.run(sales.count_sales, shop.id) for _ in range(2)))
    assert sum(counted) == 2
    await refresh_index(platform)
    found = await refs(client, category=ids.encode("cat", category), sort="best_selling")
    assert found == [made[1].ref, made[0].ref, made[2].ref]


def placed(shop: Seller, first: Made, many: int, second: Made, few: int, at: Any) -> OrderPlaced:
    total = Money(1, "EUR")
    lines = [PlacedLine(product_id=one.id, variant_id=one.variant_id, quantity=count)
             for one, count in ((first, many), (second, few))]  # fmt: skip
    part = PlacedSellerOrder(seller_id=shop.id, id=ids.new(shop.id), number="X-1", total=total, lines=lines)
    return OrderPlaced(
        order_id=ids.new(shop.id),
        shopper_id=shop.id,
        number="X",
        total=total,
        seller_orders=[part],
        placed_at=at,
    )


async def test_old_changes_are_cleared_and_an_index_left_behind_is_made_anew(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Any
) -> None:
    made = await products.product(platform, shop.id, title=f"Vase {uuid4().hex}")
    await refresh_index(platform)
    missed = await products.product(platform, shop.id, title=f"Vase {uuid4().hex}")
    later(days=8)
    assert await platform.db.run(changes.clear_old_changes) > 0
    assert await platform.db.run(changes.clear_old_changes) == 0
    await refresh_index(platform)
    assert await refs(client, q=missed.title) == [missed.ref]
    assert await refs(client, q=made.title) == [made.ref]


async def test_what_a_category_is_called_now_is_found(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    old, new = f"old{uuid4().hex}", f"new{uuid4().hex}"
    parent = await products.category(platform, old)
    below = await products.category(platform, parent=parent)
    made = await products.product(platform, shop.id, category_id=below)
    await refresh_index(platform)
    assert await refs(client, q=old) == [made.ref]
    operator = await users.operator(platform)
    path = f"/api/v1/categories/{ids.encode('cat', parent)}"
    answer = await client.put(path, json={"name": new}, headers=operator.headers)
    assert answer.status_code == 200, answer.text
    await refresh_index(platform)
    assert (await refs(client, q=new), await refs(client, q=old)) == ([made.ref], [])


async def test_the_endings_of_a_products_own_language_are_known(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    word = "".join(chr(97 + int(one, 16)) for one in uuid4().hex[:12])
    made = [
        await products.product(platform, shop.id, locale=locale, title=f"Grüner {word}schlüssel")
        for locale in ("de", "de-AT", "xx")
    ]
    await refresh_index(platform)
    assert (await client.get(f"{PRODUCTS}/{made[1].ref}")).json()["locale"] == "de-AT"
    assert sorted(await refs(client, q=f"gruene {word}schlüsseln")) == sorted(one.ref for one in made[:2])
    assert sorted(await refs(client, q=f"grüner {word}schlussel")) == sorted(one.ref for one in made)


async def test_a_translation_is_found_in_its_own_language(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    word = f"blume{uuid4().hex[:12]}"
    made = await products.product(platform, shop.id, title="Flower")
    async with platform.db.transaction(SYSTEM) as tx:
        await tx.execute(
            """INSERT INTO product.product_translations (seller_id, product_id, locale, title, slug, description)
               VALUES ($1, $2, 'de-AT', $3, 'blume', '<p>Für das <b>Fenster</b></p>')""",
            shop.id,
            made.id,
            f"Die {word}",
        )
        changes.note_change(tx, shop.id, made.id)
    await refresh_index(platform)
    assert await refs(client, q=f"{word} fenstern") == [made.ref]
    assert (await listed(client, q=word))["items"][0]["title"] == "Flower"


async def test_what_is_not_found_is_kept_briefly_since_it_may_be_known_soon(
    client: httpx.AsyncClient,
) -> None:
    nothing = await client.get(f"{PRODUCTS}?q=qwvxzkjhgf")
    assert nothing.json()["items"] == []
    assert nothing.headers["cache-control"] == "public, max-age=2"
