"""What becomes of a product over time: its history, going on sale by itself, the lowest price before a reduction."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from feria.core import clock
from feria.core.platform import Platform
from feria.services.product import jobs, rules
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.products import Made
from tests.factories.users import Seller

PRODUCTS = "/api/v1/products"


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


async def read(client: httpx.AsyncClient, shop: Seller, made: Made) -> dict[str, Any]:
    answer = await client.get(f"{PRODUCTS}/{made.ref}", headers=shop.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def change(
    client: httpx.AsyncClient,
    shop: Seller,
    made: Made,
    price: int | None = None,
    before: int | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """PUT the product with other fields; `price` and `before` are amounts of its first variant."""
    found = await read(client, shop, made)
    first = found["variants"][0]
    variant = {
        "id": first["id"],
        "price": first["price"] if price is None else {"amount": price, "currency": "EUR"},
        "compare_at_price": None if before is None else {"amount": before, "currency": "EUR"},
    }
    body = {
        "title": found["title"],
        "category_id": found["category"]["id"],
        "variants": [variant],
        **fields,
    }
    headers = {**shop.headers, "If-Match": f'"{found["version"]}"'}
    answer = await client.put(f"{PRODUCTS}/{made.ref}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


async def history(client: httpx.AsyncClient, shop: Seller, made: Made, **query: Any) -> dict[str, Any]:
    answer = await client.get(f"{PRODUCTS}/{made.ref}/versions", params=query, headers=shop.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


# History.


async def test_the_history_says_what_was_changed_and_by_whom(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, title="Jug", publish=False)
    sku = (await read(client, shop, made))["variants"][0]["sku"]
    await client.post(f"{PRODUCTS}/{made.ref}/publish", headers=shop.headers)
    await change(client, shop, made, price=1500, title="Tall jug", tags=["clay", "green"])
    operator = await users.operator(platform, "moderator")
    await client.post(f"{PRODUCTS}/{made.ref}/archive", headers=operator.headers)
    items = (await history(client, shop, made))["items"]
    assert [(one["version"], one["kind"]) for one in items] == [
        (4, "archived"),
        (3, "changed"),
        (2, "published"),
    ]
    assert items[1]["changes"] == [
        {"field": "title", "before": "Jug", "after": "Tall jug"},
        {"field": "tags", "before": "", "after": "clay, green"},
        {"field": f"variants[{sku}].price[eu]", "before": "19.99 EUR", "after": "15.00 EUR"},
    ]
    assert items[1]["actor"] != items[0]["actor"]
    assert all(one["actor"] for one in items)


async def test_a_save_that_changes_nothing_leaves_no_row(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    await change(client, shop, made)
    assert (await history(client, shop, made)) == {"items": [], "next": None}


async def test_the_history_comes_in_pages(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    for number in range(5):
        await change(client, shop, made, title=f"Jug {number}")
    first = await history(client, shop, made, limit=3)
    second = await history(client, shop, made, limit=3, after=first["next"])
    assert [one["version"] for one in (*first["items"], *second["items"])] == [6, 5, 4, 3, 2]
    assert second["next"] is None
    answer = await client.get(
        f"{PRODUCTS}/{made.ref}/versions", params={"after": "nonsense"}, headers=shop.headers
    )
    assert answer.status_code == 400


async def test_strangers_see_no_history(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    made = await products.product(platform, shop.id)
    stranger = await users.seller(platform)
    url = f"{PRODUCTS}/{made.ref}/versions"
    assert (await client.get(url)).status_code == 401
    assert (await client.get(url, headers=stranger.headers)).status_code == 404


def test_differences_name_fields_of_both_sides() -> None:
    assert rules.differences({"a": "1", "b": "2", "c": ""}, {"b": "3", "d": "4"}) == [
        ("a", "1", ""),
        ("b", "2", "3"),
        ("d", "", "4"),
    ]


# Going on sale by itself.


async def put_publish_at(client: httpx.AsyncClient, shop: Seller, made: Made, at: Any) -> httpx.Response:
    at = at.isoformat() if hasattr(at, "isoformat") else at
    return await client.put(
        f"{PRODUCTS}/{made.ref}/publish-at", json={"publish_at": at}, headers=shop.headers
    )


async def test_a_draft_goes_on_sale_when_its_time_has_come(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    answer = await put_publish_at(client, shop, made, clock.now() + timedelta(hours=2))
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "draft"
    assert await jobs.publish_scheduled(platform) == 0
    later(hours=2, seconds=1)
    shop = await users.still_there(platform, shop)
    assert await jobs.publish_scheduled(platform) == 1
    found = await read(client, shop, made)
    assert (found["status"], found["publish_at"]) == ("published", None)
    assert await jobs.publish_scheduled(platform) == 0
    kinds = [one["kind"] for one in (await history(client, shop, made))["items"]]
    assert kinds == ["published", "scheduled"]
    assert (await history(client, shop, made))["items"][0]["actor"] == ""


async def test_several_workers_put_it_on_sale_once(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    await put_publish_at(client, shop, made, clock.now() + timedelta(minutes=5))
    later(minutes=6)
    shop = await users.still_there(platform, shop)
    url = f"{PRODUCTS}/{made.ref}/publish"
    posting = asyncio.create_task(client.post(url, headers=shop.headers))
    by_clock = await asyncio.gather(*(jobs.publish_scheduled(platform) for _ in range(4)))
    by_hand = await posting
    assert by_hand.status_code == 200
    assert sum(by_clock) <= 1
    kinds = [one["kind"] for one in (await history(client, shop, made))["items"]]
    assert kinds == ["published", "scheduled"]


async def test_what_lacks_something_then_stays_a_draft_and_says_why(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id, price=0, publish=False)
    await put_publish_at(client, shop, made, clock.now() + timedelta(minutes=5))
    later(minutes=6)
    shop = await users.still_there(platform, shop)
    assert await jobs.publish_scheduled(platform) == 0
    found = await read(client, shop, made)
    assert (found["status"], found["publish_at"]) == ("draft", None)
    newest = (await history(client, shop, made))["items"][0]
    assert newest["kind"] == "not_published"
    assert newest["changes"] == [{"field": "variants[0].price", "before": "", "after": "is required"}]


async def test_a_time_can_be_taken_back_and_must_make_sense(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    for wrong in (
        clock.now() - timedelta(seconds=1),
        clock.now() + timedelta(days=400),
        "2026-13-01T00:00:00Z",
        "2027-01-01T00:00:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
        5,
    ):
        answer = await put_publish_at(client, shop, made, wrong)
        assert answer.status_code == 422, (wrong, answer.text)
    await put_publish_at(client, shop, made, clock.now() + timedelta(minutes=5))
    assert (await put_publish_at(client, shop, made, None)).json()["publish_at"] is None
    later(minutes=6)
    shop = await users.still_there(platform, shop)
    assert await jobs.publish_scheduled(platform) == 0
    await client.post(f"{PRODUCTS}/{made.ref}/publish", headers=shop.headers)
    answer = await put_publish_at(client, shop, made, clock.now() + timedelta(minutes=5))
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "not-a-draft")


# The lowest price of the thirty days before a reduction.


async def lowest(client: httpx.AsyncClient, shop: Seller, made: Made) -> int | None:
    found = (await read(client, shop, made))["variants"][0]["lowest_recent_price"]
    return None if found is None else int(found["amount"])


async def test_a_lowered_price_names_the_lowest_of_thirty_days(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id, price=3000)
    later(days=5)
    shop = await users.still_there(platform, shop)
    await change(client, shop, made, price=2000)
    assert await lowest(client, shop, made) is None  # it says nothing of a reduction
    later(days=10)
    shop = await users.still_there(platform, shop)
    await change(client, shop, made, price=4000)
    later(days=10)
    shop = await users.still_there(platform, shop)
    changed = await change(client, shop, made, price=2500, before=4000)
    assert changed["variants"][0]["lowest_recent_price"] == {"amount": 2000, "currency": "EUR"}
    later(days=40)
    shop = await users.still_there(platform, shop)
    await change(client, shop, made, before=4000, title="The same price")
    assert await lowest(client, shop, made) == 2000  # of the days before it was lowered, however long ago
    await change(client, shop, made, price=2400, before=4000)
    assert await lowest(client, shop, made) == 2500
    await change(client, shop, made, price=2400)
    assert await lowest(client, shop, made) is None


async def test_a_price_that_was_asked_all_the_time_is_its_own_lowest(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id, price=3000)
    later(days=50)
    shop = await users.still_there(platform, shop)
    await change(client, shop, made, price=3000, before=5000)
    assert await lowest(client, shop, made) == 3000


async def test_prices_of_a_draft_do_not_count(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id, price=100, publish=False)
    await change(client, shop, made, price=3000, before=4000)
    assert await lowest(client, shop, made) is None
    await change(client, shop, made, price=3000)
    await change(client, shop, made, price=3000, before=4000)
    assert await lowest(client, shop, made) is None
