"""The drafts of an import go on sale together, one by one: what may be, is; what may not be, says why."""

import asyncio
from typing import Any

import httpx
import pytest

from feria.core.platform import Platform
from feria.services.product.flows import publishing
from tests.factories import products, users
from tests.factories.users import Seller
from tests.product.import_files import file, line, sent_and_done


@pytest.fixture
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


def drafts(count: int, start: int = 0, **cells: str) -> list[dict[str, str]]:
    return [
        line(handle=f"d-{number}", title=f"Draft {number}", sku=f"D-{number}", published="false", **cells)
        for number in range(start, start + count)
    ]


async def publish(client: httpx.AsyncClient, shop: Seller, ref: str, after: str = "") -> dict[str, Any]:
    answer = await client.post(
        f"/api/v1/sellers/{shop.ref}/imports/{ref}/publish",
        params={"after": after} if after else {},
        headers=shop.headers,
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def listed(client: httpx.AsyncClient, shop: Seller, **query: str) -> list[dict[str, Any]]:
    answer = await client.get(
        f"/api/v1/sellers/{shop.ref}/products", params={"limit": "100", **query}, headers=shop.headers
    )
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def drafts_of(client: httpx.AsyncClient, shop: Seller, ref: str) -> int:
    one = (await client.get(f"/api/v1/sellers/{shop.ref}/imports/{ref}", headers=shop.headers)).json()
    page = (await client.get(f"/api/v1/sellers/{shop.ref}/imports", headers=shop.headers)).json()
    assert {found["id"]: found["drafts"] for found in page["items"]}[ref] == one["drafts"]
    return int(one["drafts"])


async def test_what_may_be_on_sale_is(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    await products.product(platform, shop.id, publish=False)  # a draft of no import stays one
    earlier = await sent_and_done(client, platform, shop, file(*drafts(2)))
    data = file(
        *drafts(3, 10),
        line(handle="sold", sku="SOLD"),
        *drafts(1, 20, price="0"),
        *drafts(1, 30, category=""),
    )
    done = await sent_and_done(client, platform, shop, data)
    assert (done["counts"]["imported"], done["counts"]["published"], done["drafts"]) == (6, 1, 5)
    assert len(await listed(client, shop, import_id=done["id"])) == 6
    assert len(await listed(client, shop, import_id=done["id"], status="draft")) == 5
    assert [one["title"] for one in await listed(client, shop, import_id=done["id"], q="D-10")] == [
        "Draft 10"
    ]

    out = await publish(client, shop, done["id"])
    assert (out["published"], out["next"]) == (4, None)
    (refused,) = out["refused"]
    assert (refused["title"], refused["reason"]) == ("Draft 20", "variants[0].price is required")
    assert refused["errors"] == [{"field": "variants[0].price", "message": "is required"}]
    assert await drafts_of(client, shop, done["id"]) == 1
    (left,) = await listed(client, shop, import_id=done["id"], status="draft")
    assert left["id"] == refused["product_id"]
    # Again, only what is still a draft is looked at; the other import is left alone.
    assert await publish(client, shop, done["id"]) == {
        "published": 0, "submitted": 0, "refused": [refused], "next": None,
    }  # fmt: skip
    assert await drafts_of(client, shop, earlier["id"]) == 2


async def test_nothing_of_a_closed_shop_goes_on_sale(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform, status="applied")
    done = await sent_and_done(client, platform, shop, file(*drafts(2)))
    out = await publish(client, shop, done["id"])
    assert out["published"] == 0
    assert {one["reason"] for one in out["refused"]} == {
        "This shop is not open, so nothing of it can be on sale."
    }
    assert await drafts_of(client, shop, done["id"]) == 2


async def test_a_call_looks_at_so_many_and_goes_on(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "LOOKED_AT_MAX", 2)
    done = await sent_and_done(client, platform, shop, file(*drafts(3, price="0"), *drafts(2, 3)))
    after, titles, published = "", [], 0
    for _ in range(3):
        out = await publish(client, shop, done["id"], after)
        titles += [one["title"] for one in out["refused"]]
        published += out["published"]
        after = out["next"] or ""
    assert (sorted(titles), published, after) == (["Draft 0", "Draft 1", "Draft 2"], 2, "")
    bad = await client.post(
        f"/api/v1/sellers/{shop.ref}/imports/{done['id']}/publish?after=x", headers=shop.headers
    )
    assert bad.status_code == 400


async def test_two_at_once_publish_each_draft_once(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    done = await sent_and_done(client, platform, shop, file(*drafts(8)))
    outs = await asyncio.gather(*(publish(client, shop, done["id"]) for _ in range(3)))
    assert sum(out["published"] for out in outs) == 8
    assert {one["status"] for one in await listed(client, shop)} == {"published"}
    # What has been taken off sale since is no draft any more.
    (first, *_) = await listed(client, shop)
    await client.post(f"/api/v1/products/{first['id']}/archive", headers=shop.headers)
    assert (await publish(client, shop, done["id"]))["published"] == 0


async def test_a_filter_by_import_is_checked(client: httpx.AsyncClient, shop: Seller) -> None:
    for bad in ("imp_1", "prod_" + "0" * 26, "imp_" + "z" * 26):
        answer = await client.get(
            f"/api/v1/sellers/{shop.ref}/products", params={"import_id": bad}, headers=shop.headers
        )
        assert answer.status_code == 422
