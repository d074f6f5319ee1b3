"""Products over HTTP: a draft is written, changed, published, read by everybody, and archived."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.services.product.queries import editing
from feria.services.product.queries import products as stored
from tests.factories import products, users
from tests.factories.users import Seller

PRODUCTS = "/api/v1/products"


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


@pytest.fixture(scope="module")
async def clothes(platform: Platform) -> str:
    category = await products.category(
        platform,
        attributes=[
            {
                "name": "fabric",
                "label": "Fabric",
                "kind": "choice",
                "choices": ["linen", "wool"],
                "required": True,
            },
            {"name": "washable", "label": "Washable", "kind": "boolean"},
            {"name": "length", "label": "Length", "kind": "number", "unit": "cm"},
        ],
    )
    return ids.encode("cat", category)


def body(shop: Seller, category: str | None, **changes: Any) -> dict[str, Any]:
    return {
        "seller_id": shop.ref,
        "title": "Åse's Linen Shirt",
        "description": '<p onclick="x()">Soft</p><script>alert(1)</script><a href="javascript:x">y</a>',
        "category_id": category,
        "attributes": {"fabric": "linen"},
        "options": [{"name": "Size", "values": ["M", "L"]}],
        "variants": [
            {
                "options": {"Size": "M"},
                "price": {"amount": 4900, "currency": "EUR"},
                "on_hand": 3,
                "sku": f"S-{uuid4()}",
            },
            {
                "options": {"Size": "L"},
                "price": {"amount": 5100, "currency": "EUR"},
                "stock_policy": "untracked",
            },
        ],
        **changes,
    }


def as_update(product: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a seller's page sends back after reading the product."""
    fields = ("title", "description", "attributes", "options", "brand", "tags")
    variants = [
        {"id": one["id"], "options": one["options"], "price": one["price"], "sku": one["sku"],
         "stock_policy": one["stock_policy"]}
        for one in product["variants"]
    ]  # fmt: skip
    return {name: product[name] for name in fields} | {
        "category_id": product["category"]["id"],
        "variants": variants,
        **changes,
    }


async def create(client: httpx.AsyncClient, shop: Seller, category: str, **changes: Any) -> dict[str, Any]:
    answer = await client.post(PRODUCTS, json=body(shop, category, **changes), headers=shop.headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_draft_is_written_whole(client: httpx.AsyncClient, shop: Seller, clothes: str) -> None:
    answer = await client.post(PRODUCTS, json=body(shop, clothes), headers=shop.headers)
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{PRODUCTS}/{made['id']}"
    assert made["status"] == "draft"
    assert made["slug"] == "ase-s-linen-shirt"
    assert made["seller"] == {
        "id": shop.ref, "slug": shop.slug, "name": shop.name, "stall_hue": shop.stall_hue, "town": "Porto",
        "country": "PT", "logo": None, "returns_days": 14,
    }  # fmt: skip
    assert "script" not in made["description"]
    assert "onclick" not in made["description"]
    assert "javascript" not in made["description"]
    medium, large = made["variants"]
    assert (medium["title"], medium["price"], medium["available"]) == (
        "M",
        {"amount": 4900, "currency": "EUR"},
        3,
    )
    assert (large["available"], large["in_stock"], large["stock_policy"]) == (None, True, "untracked")
    assert len(large["sku"]) == 10


async def test_drafts_are_for_members_and_operators(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, clothes: str
) -> None:
    made = await create(client, shop, clothes)
    address = f"{PRODUCTS}/{made['id']}"
    other = await users.seller(platform)
    operator = await users.operator(platform, "support")
    assert (await client.get(address)).status_code == 404
    assert (await client.get(address, headers=other.headers)).status_code == 404
    assert (await client.get(address, headers=operator.headers)).status_code == 200
    mine = await client.get(address, headers=shop.headers)
    assert mine.status_code == 200
    assert mine.headers["cache-control"] == "no-store"


async def test_strangers_change_nothing(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, clothes: str
) -> None:
    made = await create(client, shop, clothes)
    address = f"{PRODUCTS}/{made['id']}"
    other = await users.seller(platform)
    update, match = as_update(made, title="Mine now"), {"If-Match": "1"}
    for headers, status in (({}, 401), (other.headers, 404)):
        assert (await client.post(PRODUCTS, json=body(shop, clothes), headers=headers)).status_code == status
        assert (await client.put(address, json=update, headers=headers | match)).status_code == status
        assert (await client.delete(address, headers=headers)).status_code == status
        assert (await client.post(f"{address}/publish", headers=headers)).status_code == status
        assert (await client.post(f"{address}/archive", headers=headers)).status_code == status
        assert (
            await client.get(f"/api/v1/sellers/{shop.ref}/products", headers=headers)
        ).status_code == status
        assert (
            await client.get(f"/api/v1/sellers/{shop.ref}/inventory", headers=headers)
        ).status_code == status
    assert (await client.get(address, headers=shop.headers)).json() == made


async def test_published_it_is_public_and_cacheable(
    client: httpx.AsyncClient, shop: Seller, clothes: str
) -> None:
    made = await create(client, shop, clothes)
    address = f"{PRODUCTS}/{made['id']}"
    published = await client.post(f"{address}/publish", headers=shop.headers)
    assert (published.status_code, published.json()["status"]) == (200, "published")
    assert (await client.post(f"{address}/publish", headers=shop.headers)).json() == published.json()
    seen = await client.get(address)
    assert seen.status_code == 200
    assert "public" in seen.headers["cache-control"]
    again = await client.get(address, headers={"If-None-Match": seen.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    archived = await client.delete(address, headers=shop.headers | {"If-Match": seen.headers["etag"]})
    assert archived.status_code == 204
    assert (await client.get(address)).status_code == 404
    assert (await client.get(address, headers=shop.headers)).json()["status"] == "archived"


async def test_publishing_needs_what_buyers_need(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, clothes: str
) -> None:
    free = [{"options": {"Size": "M"}, "price": {"amount": 0, "currency": "EUR"}}]
    bare = await create(client, shop, clothes, attributes={}, variants=free)
    refused = await client.post(f"{PRODUCTS}/{bare['id']}/publish", headers=shop.headers)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/not-publishable")
    assert [one["field"] for one in refused.json()["errors"]] == ["variants[0].price", "attributes.fabric"]
    newcomer = await users.seller(platform, status="applied")
    draft = await create(client, newcomer, clothes)
    refused = await client.post(f"{PRODUCTS}/{draft['id']}/publish", headers=newcomer.headers)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "seller-not-active")


async def test_a_put_writes_everything_but_stock(
    client: httpx.AsyncClient, shop: Seller, clothes: str
) -> None:
    made = await create(client, shop, clothes)
    address = f"{PRODUCTS}/{made['id']}"
    medium = as_update(made)["variants"][0] | {"price": {"amount": 4500, "currency": "EUR"}}
    new = {"options": {"Size": "S"}, "price": {"amount": 4400, "currency": "EUR"}}
    update = as_update(
        made, title="Linen Shirt", variants=[new, medium], options=[{"name": "Size", "values": ["S", "M"]}]
    )
    assert (await client.put(address, json=update, headers=shop.headers)).status_code == 428
    read = await client.get(address, headers=shop.headers)
    match = shop.headers | {"If-Match": read.headers["etag"]}
    changed = await client.put(address, json=update, headers=match)
    assert changed.status_code == 200, changed.text
    assert changed.json()["title"] == "Linen Shirt"
    assert [one["title"] for one in changed.json()["variants"]] == ["S", "M"]
    assert changed.json()["variants"][1]["id"] == made["variants"][0]["id"]
    assert changed.json()["variants"][1]["available"] == 3
    assert changed.json()["variants"][1]["price"]["amount"] == 4500
    assert changed.json()["variants"][0]["available"] == 0
    stale = await client.put(address, json=update, headers=match)
    assert (stale.status_code, stale.json()["type"].rpartition("/")[2]) == (412, "stale")
    with_stock = as_update(made)
    with_stock["variants"][0]["on_hand"] = 7
    refused = await client.put(address, json=with_stock, headers=shop.headers | {"If-Match": "2"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "variants[0].on_hand")


async def test_skus_may_be_exchanged_but_not_shared(
    client: httpx.AsyncClient, shop: Seller, clothes: str
) -> None:
    made = await create(client, shop, clothes)
    address = f"{PRODUCTS}/{made['id']}"
    update = as_update(made)
    first, second = update["variants"]
    first["sku"], second["sku"] = second["sku"], first["sku"]
    changed = await client.put(address, json=update, headers=shop.headers | {"If-Match": "1"})
    assert [one["sku"] for one in changed.json()["variants"]] == [first["sku"], second["sku"]]
    taken = body(shop, clothes)
    taken["variants"][0]["sku"] = first["sku"]
    refused = await client.post(PRODUCTS, json=taken, headers=shop.headers)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "sku-taken")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"surprise": 1}, "surprise"),
        ({"variants": []}, "variants"),
        ({"category_id": "cat_00000000000000000000000000"}, "category_id"),
        ({"category_id": "prod_1"}, "category_id"),
        ({"attributes": {"fabric": "silk"}}, "attributes.fabric"),
        ({"attributes": {"washable": 1}}, "attributes.washable"),
        ({"attributes": {"length": "long"}}, "attributes.length"),
        ({"attributes": {"unknown": "x"}}, "attributes.unknown"),
        ({"attributes": {"fabric": {"a": 1}}}, "attributes[...]"),
        ({"options": []}, "variants[0].options"),
        ({"options": [{"name": "Size", "values": ["M"]}]}, "variants[1].options.Size"),
        ({"options": [{"name": "Size", "values": ["M", "L", "M"]}]}, "options[0].values"),
        ({"options": [{"name": str(n), "values": ["M"]} for n in range(4)]}, "options"),
    ],
)
async def test_bad_products_are_refused(
    client: httpx.AsyncClient, shop: Seller, clothes: str, changes: dict[str, Any], field: str
) -> None:
    answer = await client.post(PRODUCTS, json=body(shop, clothes, **changes), headers=shop.headers)
    assert answer.status_code == 422, answer.text
    assert field in [one["field"] for one in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": {"amount": 1, "currency": "USD"}}, "variants[0].price.currency"),
        ({"price": {"amount": -1, "currency": "EUR"}}, "variants[0].price.amount"),
        ({"price": {"amount": 10**13, "currency": "EUR"}}, "variants[0].price.amount"),
        ({"price": {"amount": 1.5, "currency": "EUR"}}, "variants[0].price.amount"),
        ({"compare_at_price": {"amount": 4900, "currency": "EUR"}}, "variants[0].price"),
        (
            {"prices": [{"market": "moon", "price": {"amount": 1, "currency": "EUR"}}]},
            "variants[0].prices[0].market",
        ),
        (
            {"prices": [{"market": "eu", "price": {"amount": 1, "currency": "EUR"}}]},
            "variants[0].prices[0].price",
        ),
        ({"on_hand": -1}, "variants[0].on_hand"),
        ({"on_hand": 2**40}, "variants[0].on_hand"),
        ({"stock_policy": "maybe"}, "variants[0].stock_policy"),
        ({"options": {"Size": "L"}}, "variants[1].options"),
    ],
)
async def test_bad_variants_are_refused(
    client: httpx.AsyncClient, shop: Seller, clothes: str, changes: dict[str, Any], field: str
) -> None:
    given = body(shop, clothes)
    given["variants"][0] |= changes
    answer = await client.post(PRODUCTS, json=given, headers=shop.headers)
    assert answer.status_code == 422, answer.text
    assert field in [one["field"] for one in answer.json()["errors"]]


async def test_bad_ids_name_nothing(client: httpx.AsyncClient) -> None:
    for text in (
        "prod_1",
        "x",
        "prod_" + "z" * 26,
        "sel_00000000",
        "prod_00000000000000000000000000",
    ):
        answer = await client.get(f"{PRODUCTS}/{text}")
        assert answer.status_code == 404, text


async def test_bad_queries_are_refused(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    made = await products.product(platform, shop.id)
    for market in ("NO!", "moon"):
        answer = await client.get(f"{PRODUCTS}/{made.ref}", params={"market": market})
        assert answer.status_code == 422, market
    mine = f"/api/v1/sellers/{shop.ref}"
    for query in (
        "products?limit=0",
        "products?limit=101",
        "products?limit=x",
        "products?status=sold",
        "inventory?limit=0",
        "inventory?low=maybe",
    ):
        answer = await client.get(f"{mine}/{query}", headers=shop.headers)
        assert answer.status_code == 422, query
    for query in ("products?q=%00", "products?after=%00", "products?after=AAAA", "inventory?after=x"):
        answer = await client.get(f"{mine}/{query}", headers=shop.headers)
        assert answer.status_code == 400, query


async def test_members_list_their_products(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    staff = await users.member(platform, shop, "staff")
    made = [await products.product(platform, shop.id, title=f"Pot {n}", publish=n > 0) for n in range(3)]
    address = f"/api/v1/sellers/{shop.ref}/products"
    first = (await client.get(address, params={"limit": 2}, headers=staff.headers)).json()
    assert [one["title"] for one in first["items"]] == ["Pot 2", "Pot 1"]
    second = (
        await client.get(address, params={"limit": 2, "after": first["next"]}, headers=staff.headers)
    ).json()
    assert ([one["id"] for one in second["items"]], second["next"]) == ([made[0].ref], None)
    drafts = (await client.get(address, params={"status": "draft"}, headers=staff.headers)).json()
    assert [one["title"] for one in drafts["items"]] == ["Pot 0"]
    found = (await client.get(address, params={"q": "pot 1"}, headers=staff.headers)).json()
    assert [(one["title"], one["price"]["amount"], one["available"]) for one in found["items"]] == [
        ("Pot 1", 1999, 10)
    ]
    foreign = await client.get(
        address, params={"status": "draft", "after": first["next"]}, headers=staff.headers
    )
    assert foreign.status_code == 400


async def test_nothing_is_sold_for_nothing_in_another_market(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, clothes: str
) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute(
            """INSERT INTO "user".markets (id, currency, countries, tax_inclusive, languages, is_default)
               VALUES ('us-free', 'USD', '{US}', true, '{en}', false)"""
        )
    platform.db.kept.clear()
    given = body(shop, clothes)
    given["variants"][0]["prices"] = [{"market": "us-free", "price": {"amount": 0, "currency": "USD"}}]
    answer = await client.post(PRODUCTS, json=given, headers=shop.headers)
    async with platform.db.transaction() as tx:
        await tx.execute("""DELETE FROM "user".markets WHERE id = 'us-free'""")
    platform.db.kept.clear()
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == ["variants[0].prices[0].price"]


async def test_a_category_that_goes_meanwhile_is_none(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    category = await products.category(platform)
    made = await products.product(platform, shop.id)
    async with platform.db.reading() as tx:
        there = await editing.as_update(tx, await stored.product_for(tx, made.id))
    wanted = msgspec.structs.replace(there, category_id=ids.encode("cat", category))
    async with platform.db.transaction() as tx:
        await tx.execute("DELETE FROM product.categories WHERE id = $1", category)
        saving = asyncio.create_task(
            client.put(
                f"{PRODUCTS}/{made.ref}",
                json=msgspec.to_builtins(wanted),
                headers=shop.headers | {"If-Match": '"2"'},
            )
        )
        await asyncio.sleep(0.5)
    answer = await saving
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"] == [{"field": "category_id", "message": "is no category"}]
