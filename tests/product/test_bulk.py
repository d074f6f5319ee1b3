"""Many products changed by one request, and products made from others."""

import asyncio
from typing import Any

import httpx
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.services.product import jobs
from tests.factories import products, users
from tests.factories.hostile_files import picture
from tests.factories.products import Made
from tests.factories.users import Seller
from tests.product.test_images import upload

PRODUCTS = "/api/v1/products"


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


async def read(client: httpx.AsyncClient, shop: Seller, ref: str) -> dict[str, Any]:
    answer = await client.get(f"{PRODUCTS}/{ref}", headers=shop.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def change(client: httpx.AsyncClient, shop: Seller, made: list[Made], **what: Any) -> httpx.Response:
    versions = [{"id": one.ref, "version": (await read(client, shop, one.ref))["version"]} for one in made]
    return await send(client, shop, versions, what)


async def send(
    client: httpx.AsyncClient, shop: Seller, versions: list[dict[str, Any]], what: dict[str, Any]
) -> httpx.Response:
    return await client.post(
        f"/api/v1/sellers/{shop.ref}/products/changes",
        json={"products": versions, "change": what},
        headers=shop.headers,
    )


def first_price(found: dict[str, Any]) -> tuple[int, int | None]:
    variant = found["variants"][0]
    before = variant["compare_at_price"]
    return variant["price"]["amount"], before and before["amount"]


async def test_many_are_changed_at_once(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    made = [
        await products.product(platform, shop.id, tags=["old", "clay"], price=price, locale="de")
        for price in (1999, 1)
    ]
    category = ids.encode("cat", await products.category(platform))
    answer = await change(
        client, shop, made, category_id=category, add_tags=["new"], remove_tags=["old"], processing_days=5,
        price={"basis_points": -1500, "show_former": True},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"changed": 2, "refused": []}
    dear, cheap = [await read(client, shop, one.ref) for one in made]
    assert (dear["tags"], dear["processing_days"], dear["category"]["id"]) == (["clay", "new"], 5, category)
    assert first_price(dear) == (1699, 1999)
    assert first_price(cheap) == (1, None)  # a former price that is no higher is none
    assert (dear["variants"][0]["available"], dear["locale"]) == (10, "de")
    answer = await change(client, shop, made, end_reduction=True)
    assert answer.json() == {"changed": 1, "refused": []}
    assert first_price(await read(client, shop, made[0].ref)) == (1999, None)


async def test_a_change_is_not_made_twice(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, price=2000)
    versions = [{"id": made.ref, "version": (await read(client, shop, made.ref))["version"]}]
    what = {"price": {"basis_points": 1000}}
    answers = await asyncio.gather(*(send(client, shop, versions, what) for _ in range(8)))
    assert sorted(one.json()["changed"] for one in answers) == [0] * 7 + [1]
    assert first_price(await read(client, shop, made.ref)) == (2200, None)
    refused = next(one.json()["refused"] for one in answers if one.json()["refused"])
    assert refused[0]["product_id"] == made.ref
    assert refused[0]["title"] == made.title


async def test_one_that_cannot_be_changed_leaves_the_others_changed(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    attribute = {"name": "fabric", "label": "Fabric", "kind": "text", "required": True}
    wanting = ids.encode("cat", await products.category(platform, attributes=[attribute]))
    live = await products.product(platform, shop.id)
    draft = await products.product(platform, shop.id, publish=False)
    answer = await change(client, shop, [live, draft], category_id=wanting)
    assert answer.json()["changed"] == 1
    assert [one["product_id"] for one in answer.json()["refused"]] == [live.ref]
    assert "attributes.fabric" in answer.json()["refused"][0]["reason"]
    assert (await read(client, shop, live.ref))["category"]["id"] != wanting


async def test_products_of_others_are_not_there(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    other = await users.seller(platform)
    mine, theirs = await products.product(platform, shop.id), await products.product(platform, other.id)
    versions = [{"id": one.ref, "version": 2} for one in (mine, theirs)]
    assert (await send(client, shop, versions, {"brand": "Mine"})).status_code == 404
    assert (await read(client, shop, mine.ref))["brand"] == ""


@pytest.mark.parametrize(
    "what",
    [
        {"price": {"basis_points": -9_001}},
        {"price": {"basis_points": 1.5}},
        {"category_id": "cat_nothing"},
        {"processing_days": -1},
        {"title": "All the same"},
        {"add_tags": [""]},
    ],
)
async def test_bad_changes_are_refused(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, what: dict[str, Any]
) -> None:
    made = await products.product(platform, shop.id)
    assert (await change(client, shop, [made], **what)).status_code == 422
    assert (await send(client, shop, [], {"brand": "None"})).status_code == 422


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"price": {"basis_points": 50_000}}, "price"),
        ({"add_tags": [f"new {number}" for number in range(50)]}, "tags"),
    ],
)
async def test_nothing_grows_beyond_what_may_be(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, what: dict[str, Any], field: str
) -> None:
    made = await products.product(platform, shop.id, price=10**12, tags=["old"])
    answer = await change(client, shop, [made], **what)
    assert answer.status_code == 200, answer.text
    (refused,) = answer.json()["refused"]
    assert [one["field"] for one in refused["errors"]] == [field]
    found = await read(client, shop, made.ref)
    assert (first_price(found), found["tags"], found["version"]) == ((10**12, None), ["old"], 2)


async def test_a_category_that_is_none_refuses_each(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    nowhere = ids.encode("cat", ids.new(0))
    answer = await change(client, shop, [made], category_id=nowhere)
    assert answer.json()["changed"] == 0
    assert answer.json()["refused"][0]["errors"] == [{"field": "category_id", "message": "is no category"}]


# Copies.


async def test_a_copy_is_a_draft_with_the_same_pictures(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(
        platform,
        shop.id,
        title="Jug",
        tags=["clay"],
        variants=[
            {"options": {"Size": "S"}, "sku": "JUG-S", "gtin": "4006381333931"},
            {"options": {"Size": "L"}},
        ],
    )
    for alt in ("Front", "Back"):
        assert (await upload(client, shop, made.ref, picture(), alt=alt)).status_code == 201
    await jobs.render_images(platform)
    answer = await client.post(f"{PRODUCTS}/{made.ref}/duplicate", headers=shop.headers)
    assert answer.status_code == 201, answer.text
    copy = answer.json()
    assert answer.headers["location"].endswith(copy["id"])
    assert (copy["title"], copy["status"], copy["tags"]) == ("Jug (copy)", "draft", ["clay"])
    assert [one["options"] for one in copy["variants"]] == [{"Size": "S"}, {"Size": "L"}]
    assert all(one["available"] == 0 and one["gtin"] is None for one in copy["variants"])
    assert "JUG-S" not in {one["sku"] for one in copy["variants"]}
    await jobs.render_images(platform)
    whole = await read(client, shop, copy["id"])
    assert [(one["alt"], one["state"]) for one in whole["images"]] == [("Front", "ready"), ("Back", "ready")]
    # Each has its own files.
    first = (await read(client, shop, made.ref))["images"][0]
    gone = await client.delete(f"{PRODUCTS}/{made.ref}/images/{first['id']}", headers=shop.headers)
    assert gone.status_code == 204
    assert (await client.get(whole["images"][0]["urls"]["400"])).status_code == 200


async def test_the_title_of_a_copy_fits(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    made = await products.product(platform, shop.id, title="x" * 200)
    answer = await client.post(f"{PRODUCTS}/{made.ref}/duplicate", headers=shop.headers)
    assert answer.json()["title"] == "x" * 193 + " (copy)"
