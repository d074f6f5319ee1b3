"""The category tree: read by everybody, kept by moderators, never broken by a move."""

import asyncio
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.services.product.actions import products as actions
from feria.services.product.schemas import ProductIn
from tests.factories import products, users
from tests.factories.users import Account
from tests.product.test_stock import changes

CATEGORIES = "/api/v1/categories"


@pytest.fixture(scope="module")
async def moderator(platform: Platform) -> Account:
    return await users.operator(platform, "moderator")


async def add(client: httpx.AsyncClient, moderator: Account, **body: Any) -> dict[str, Any]:
    given = {"name": f"C {uuid4().hex[:8]}", **body}
    answer = await client.post(CATEGORIES, json=given, headers=moderator.headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def node(nodes: list[dict[str, Any]], wanted: str) -> dict[str, Any] | None:
    for one in nodes:
        found = one if one["id"] == wanted else node(one["children"], wanted)
        if found:
            return found
    return None


async def test_attributes_are_inherited_and_counts_added_up(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    fabric = {"name": "fabric", "label": "Fabric", "kind": "text"}
    size = {"name": "size", "label": "Size", "kind": "choice", "choices": ["S", "M"], "required": True}
    root = await add(client, moderator, attributes=[fabric])
    leaf = await add(client, moderator, parent_id=root["id"], attributes=[size])
    assert leaf["path"] == f"{root['path']}/{leaf['slug']}"
    shop = await users.seller(platform)
    await products.product(
        platform,
        shop.id,
        category_id=ids.decode("cat", leaf["id"]),
        attributes={"fabric": "wool", "size": "M"},
    )
    await platform.cache.delete("product:categories")
    tree = await client.get(CATEGORIES)
    assert "public" in tree.headers["cache-control"]
    found = node(tree.json()["items"], root["id"])
    assert found is not None
    assert (found["product_count"], found["children"][0]["product_count"]) == (1, 1)
    assert [(one["name"], one["inherited"]) for one in found["children"][0]["attributes"]] == [
        ("fabric", True),
        ("size", False),
    ]
    again = await client.get(CATEGORIES, headers={"If-None-Match": tree.headers["etag"]})
    assert again.status_code == 304


async def test_a_move_takes_everything_below_along(client: httpx.AsyncClient, moderator: Account) -> None:
    first, second = await add(client, moderator), await add(client, moderator)
    child = await add(client, moderator, parent_id=first["id"])
    leaf = await add(client, moderator, parent_id=child["id"])
    body = {"name": "Moved", "slug": child["slug"], "parent_id": second["id"]}
    moved = await client.put(
        f"{CATEGORIES}/{child['id']}", json=body, headers=moderator.headers | {"If-Match": '"1"'}
    )
    assert moved.status_code == 200, moved.text
    assert moved.json()["path"] == f"{second['slug']}/{child['slug']}"
    assert moved.json()["children"][0]["path"] == f"{second['slug']}/{child['slug']}/{leaf['slug']}"
    stale = await client.put(
        f"{CATEGORIES}/{child['id']}", json=body, headers=moderator.headers | {"If-Match": '"1"'}
    )
    assert stale.status_code == 412
    circle = {"name": second["name"], "parent_id": leaf["id"]}
    refused = await client.put(f"{CATEGORIES}/{second['id']}", json=circle, headers=moderator.headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "parent_id")


async def test_a_used_category_stays(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    root = await add(client, moderator)
    leaf = await add(client, moderator, parent_id=root["id"])
    shop = await users.seller(platform)
    await products.product(platform, shop.id, category_id=ids.decode("cat", leaf["id"]))
    for one in (root, leaf):
        refused = await client.delete(f"{CATEGORIES}/{one['id']}", headers=moderator.headers)
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "category-in-use")
    empty = await add(client, moderator)
    assert (await client.delete(f"{CATEGORIES}/{empty['id']}", headers=moderator.headers)).status_code == 204
    assert (await client.delete(f"{CATEGORIES}/{empty['id']}", headers=moderator.headers)).status_code == 404


async def test_only_moderators_keep_the_tree(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    kept = await add(client, moderator)
    shop = await users.seller(platform)
    support = await users.operator(platform, "support")
    for headers, status in (({}, 401), (shop.headers, 403), (support.headers, 403)):
        assert (await client.post(CATEGORIES, json={"name": "X"}, headers=headers)).status_code == status
        address = f"{CATEGORIES}/{kept['id']}"
        assert (await client.put(address, json={"name": "X"}, headers=headers)).status_code == status
        assert (await client.delete(address, headers=headers)).status_code == status


async def test_bad_categories_are_refused(client: httpx.AsyncClient, moderator: Account) -> None:
    first = await add(client, moderator)
    same = await client.post(CATEGORIES, json={"name": first["name"]}, headers=moderator.headers)
    assert (same.status_code, same.json()["type"].rpartition("/")[2]) == (409, "category-exists")
    for body in (
        {},
        {"name": "X", "parent_id": "cat_00000000000000000000000000"},
        {"name": "X", "attributes": [{"name": "a", "label": "A", "kind": "choice"}]},
        {"name": "X", "attributes": [{"name": "a", "label": "A", "kind": "date"}]},
        {"name": "X", "attributes": [{"name": "a", "label": "A", "kind": "text"}] * 2},
        {"name": "X", "slug": "Not A Slug"},
    ):
        assert (await client.post(CATEGORIES, json=body, headers=moderator.headers)).status_code == 422
    deep = first
    for _ in range(5):
        deep = await add(client, moderator, parent_id=deep["id"])
    refused = await client.post(
        CATEGORIES, json={"name": "X", "parent_id": deep["id"]}, headers=moderator.headers
    )
    assert refused.status_code == 422


async def merge(
    client: httpx.AsyncClient, moderator: Account, one: dict[str, Any], into: str, **headers: str
) -> httpx.Response:
    return await client.post(
        f"{CATEGORIES}/{one['id']}/merge", json={"into_id": into}, headers=moderator.headers | headers
    )


async def test_a_merged_category_leaves_everything_to_the_other(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    old, new = await add(client, moderator), await add(client, moderator)
    child = await add(client, moderator, parent_id=old["id"])
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, category_id=ids.decode("cat", old["id"]))
    below = await products.product(platform, shop.id, category_id=ids.decode("cat", child["id"]))
    stale = await merge(client, moderator, old, new["id"], **{"If-Match": '"7"'})
    assert stale.status_code == 412
    answer = await merge(client, moderator, old, new["id"], **{"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == new["id"]
    assert [one["path"] for one in answer.json()["children"]] == [f"{new['slug']}/{child['slug']}"]
    assert answer.json()["product_count"] == 2
    for one, path in ((made, new["path"]), (below, f"{new['slug']}/{child['slug']}")):
        shown = (await client.get(f"/api/v1/products/{one.ref}", headers=shop.headers)).json()
        assert shown["category"]["path"] == path
    assert (await merge(client, moderator, old, new["id"])).status_code == 404


async def test_a_category_is_merged_once(client: httpx.AsyncClient, moderator: Account) -> None:
    old, *targets = [await add(client, moderator) for _ in range(5)]
    answers = await asyncio.gather(*(merge(client, moderator, old, one["id"]) for one in targets))
    assert sorted(one.status_code for one in answers) == [200, 404, 404, 404]


async def test_what_cannot_be_merged(client: httpx.AsyncClient, moderator: Account) -> None:
    one, other = await add(client, moderator), await add(client, moderator)
    child = await add(client, moderator, parent_id=one["id"])
    for into in (one["id"], child["id"], "cat_00000000000000000000000000"):
        refused = await merge(client, moderator, one, into)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "into_id")
    await add(client, moderator, parent_id=other["id"], name=child["name"])
    refused = await merge(client, moderator, one, other["id"])
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "category-exists")
    tree = (await client.get(CATEGORIES, headers={"cache-control": "no-cache"})).json()["items"]
    assert one["id"] in {node["id"] for node in tree}


async def test_what_comes_into_a_merged_category_meanwhile_moves_along(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    shop = await users.seller(platform)
    old, new = await add(client, moderator), await add(client, moderator)
    wanted = {
        "seller_id": shop.ref,
        "title": "Late",
        "category_id": old["id"],
        "variants": [{"price": {"amount": 1, "currency": "EUR"}}],
    }
    async with platform.db.transaction() as tx:
        product_id = await actions.create_product(tx, msgspec.convert(wanted, ProductIn))
        merging = asyncio.create_task(merge(client, moderator, old, new["id"]))
        await asyncio.sleep(0.5)
    answer = await merging
    assert answer.status_code == 200, answer.text
    made = f"/api/v1/products/{ids.encode('prod', product_id)}"
    assert (await client.get(made, headers=shop.headers)).json()["category"]["id"] == new["id"]


async def test_the_indexes_hear_of_other_facets(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    height = {"name": "height", "label": "Height", "kind": "number", "unit": "cm"}
    one = await add(client, moderator, attributes=[height])
    shop = await users.seller(platform)
    made = await products.product(
        platform, shop.id, category_id=ids.decode("cat", one["id"]), attributes={"height": 3}
    )
    told = [await changes(platform, made.id)]
    for attribute in (height, height | {"unit": "mm"}, height | {"unit": "mm", "facet": False}):
        given = {"name": one["name"], "slug": one["slug"], "attributes": [attribute]}
        answer = await client.put(f"{CATEGORIES}/{one['id']}", json=given, headers=moderator.headers)
        assert answer.status_code == 200, answer.text
        told.append(await changes(platform, made.id))
    assert [after - before for before, after in pairwise(told)] == [0, 1, 1]
