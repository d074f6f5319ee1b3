"""`POST /orders`: what is frozen, what is refused, what supersedes. What happens at once is in tests/races."""

import re
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from feria.app import Application
from feria.core.auth import ANONYMOUS
from feria.core.platform import Platform
from feria.services.order.actions import placing
from feria.services.order.actions.placing import Placement
from feria.services.order.schemas import OrderIn
from tests.factories import products, users
from tests.factories.orders import ADDRESS, API, Shopper, stock
from tests.factories.products import Made
from tests.order.orders import assert_clean


async def two_shops(platform: Platform, **fields: Any) -> list[Made]:
    """Three products of two sellers."""
    first, second = await users.seller(platform), await users.seller(platform, name="Casa Segunda")
    return [
        await products.product(platform, first.id, price=1999, **fields),
        await products.product(platform, first.id, price=501, **fields),
        await products.product(platform, second.id, price=12_345, **fields),
    ]


async def test_a_guest_orders_from_two_sellers(app: Application, platform: Platform) -> None:
    made = await two_shops(platform)
    guest = Shopper(app)
    for product, quantity in zip(made, (2, 1, 1), strict=True):
        await guest.add(product, quantity)
    order = await guest.order()
    assert order["kind"] == "order"
    assert order["status"] == "pending_payment"
    assert order["payment_status"] == "unpaid"
    assert order["payment"]["status"] == "requires_payment"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{7}", order["number"])
    assert len(order["token"]) == 32
    assert [part["number"] for part in order["seller_orders"]] == [
        f"{order['number']}-1",
        f"{order['number']}-2",
    ]
    assert order["subtotal"]["amount"] == 2 * 1999 + 501 + 12_345
    assert order["shipping"]["amount"] == 2 * users.SHIPPING_AMOUNT
    assert order["total"]["amount"] == order["subtotal"]["amount"] + order["shipping"]["amount"]
    assert sum(part["total"]["amount"] for part in order["seller_orders"]) == order["total"]["amount"]
    line = order["seller_orders"][0]["lines"][0]
    assert (line["title"], line["quantity"], line["total"]["amount"]) == (made[0].title, 2, 3998)
    assert [await stock(platform, product) for product in made] == [(10, 2), (10, 1), (10, 1)]
    seen = await guest.see(order["id"])
    assert {**seen, "token": order["token"]} == order
    assert await guest.see(order["number"].lower()) == seen
    await assert_clean(platform)


async def test_an_order_is_placed_by_its_payment_and_empties_the_cart(
    app: Application, platform: Platform
) -> None:
    made = await two_shops(platform)
    guest = Shopper(app)
    for product in made:
        await guest.add(product)
    order = await guest.order()
    assert (await guest.pay(order))["status"] == "succeeded"
    seen = await guest.see(order["id"])
    assert (seen["status"], seen["payment_status"], seen["payment"]["status"]) == (
        "placed",
        "paid",
        "succeeded",
    )
    assert [part["status"] for part in seen["seller_orders"]] == ["accepted", "accepted"]
    assert [step["status"] for step in seen["timeline"]] == ["pending_payment", "placed"]
    part = seen["seller_orders"][0]
    assert [step["status"] for step in part["timeline"]] == ["awaiting_payment", "placed", "accepted"]
    assert part["ship_by"] and part["deliver_by"] > part["ship_by"]
    assert (await guest.http.get(f"{API}/cart")).json()["groups"] == []
    assert [await stock(platform, product) for product in made] == [(10, 1)] * 3
    await assert_clean(platform)


async def test_a_decline_leaves_the_order_payable(app: Application, platform: Platform) -> None:
    made = await two_shops(platform)
    guest = Shopper(app)
    await guest.add(made[0])
    order = await guest.order()
    assert (await guest.pay(order, "decline"))["status"] == "failed"
    assert (await guest.see(order["id"]))["status"] == "pending_payment"
    assert await stock(platform, made[0]) == (10, 1)
    await guest.pay(order)
    assert (await guest.see(order["id"]))["status"] == "placed"
    await assert_clean(platform)


async def test_another_total_is_refused_and_nothing_happens(app: Application, platform: Platform) -> None:
    made = await two_shops(platform)
    guest = Shopper(app)
    await guest.add(made[0])
    total = await guest.total()
    for expected in ({**total, "amount": total["amount"] - 1}, {**total, "currency": "USD"}):
        answer = await guest.try_to_order(expected_total=expected)
        assert answer.status_code == 409
        assert answer.json()["type"].endswith("/price-changed")
        assert answer.json()["total"] == total
    assert await stock(platform, made[0]) == (10, 0)
    await assert_clean(platform)


@pytest.mark.parametrize(
    ("fields", "status", "slug"),
    [
        ({"email": None}, 422, "invalid"),
        ({"email": "a@[b.cd"}, 422, "invalid"),
        ({"email": "a,b@c.de"}, 422, "invalid"),
        ({"nonsense": 1}, 422, "invalid"),
        ({"shipping_address": {**ADDRESS, "country": "US"}}, 422, "invalid"),
        ({"shipping_address": {**ADDRESS, "country": "pt"}}, 422, "invalid"),
        ({"shipping_address": {**ADDRESS, "name": ""}}, 422, "invalid"),
        ({"shipping": {"sel_zzzzzzzz": "x"}}, 422, "invalid"),
        ({"shipping": {"nobody": "x"}}, 422, "invalid"),
        ({"payment_method": "\x00"}, 400, "malformed"),
        ({"expected_total": {"amount": 1.5, "currency": "EUR"}}, 422, "invalid"),
    ],
)
async def test_bad_input_is_refused(
    app: Application, platform: Platform, fields: dict[str, Any], status: int, slug: str
) -> None:
    shop = await users.seller(platform)
    guest = Shopper(app)
    await guest.add(await products.product(platform, shop.id))
    answer = await guest.try_to_order(**fields)
    assert answer.status_code == status, answer.text
    assert answer.json()["type"].endswith(f"/{slug}")


async def test_without_cart_or_key_nothing_is_ordered(app: Application, platform: Platform) -> None:
    guest = Shopper(app)
    body = {
        "shipping_address": ADDRESS,
        "expected_total": {"amount": 0, "currency": "EUR"},
        "payment_method": "test",
        "email": "g@example.test",
    }
    answer = await guest.http.post(f"{API}/orders", json=body, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "cart-empty")
    await guest.add(await products.product(platform, (await users.seller(platform)).id))
    for headers in ({}, {"Idempotency-Key": ""}, {"Idempotency-Key": "a b"}, {"Idempotency-Key": "x" * 256}):
        answer = await guest.http.post(f"{API}/orders", json=body, headers=headers)
        assert answer.status_code == 400, headers
        assert answer.json()["type"].endswith("/idempotency-key-required")


async def test_an_unchanged_cart_is_ordered_once_and_a_changed_one_supersedes(
    app: Application, platform: Platform
) -> None:
    made = await two_shops(platform, on_hand=3)
    guest = Shopper(app)
    await guest.add(made[0], 3)
    first = await guest.order()
    answer = await guest.try_to_order()
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/already-ordered")
    assert (answer.json()["order_id"], answer.json()["number"]) == (first["id"], first["number"])
    first_token = guest.token
    await guest.add(made[2])
    second = await guest.order()
    assert await stock(platform, made[0]) == (3, 3)
    guest.http.headers["X-Order-Token"] = first_token or ""
    old = await guest.see(first["id"])
    assert (old["status"], old["cancel_reason"], old["payment"]["status"]) == (
        "cancelled",
        "superseded",
        "cancelled",
    )
    guest.http.headers["X-Order-Token"] = guest.token or ""
    await guest.pay(second)
    assert (await guest.see(second["id"]))["status"] == "placed"
    await assert_clean(platform)


async def test_a_payment_under_way_keeps_the_order_in_its_place(app: Application, platform: Platform) -> None:
    made = await two_shops(platform, on_hand=1)
    guest = Shopper(app)
    await guest.add(made[0])
    order = await guest.order()
    await guest.pay(order, "challenge")
    assert (await guest.see(order["id"]))["payment_status"] == "processing"
    await guest.add(made[1])
    answer = await guest.try_to_order()
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/payment-in-progress")
    assert answer.json()["order_id"] == order["id"]
    answer = await guest.http.post(f"{API}/payments/{order['payment']['id']}/cancel")
    assert answer.status_code == 200
    second = await guest.order()
    assert second["id"] != order["id"]
    assert [await stock(platform, product) for product in made] == [(1, 1), (1, 1), (1, 0)]
    await guest.pay(second)
    assert (await guest.see(second["id"]))["status"] == "placed"
    await assert_clean(platform)


async def test_a_key_may_be_used_again_after_an_error(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    guest = Shopper(app)
    await guest.add(await products.product(platform, shop.id))
    key = uuid4().hex
    wrong = await guest.try_to_order(key, expected_total={"amount": 1, "currency": "EUR"})
    assert wrong.status_code == 409
    assert (await guest.try_to_order(key)).status_code == 201


async def test_placing_takes_few_statements(app: Application, platform: Platform) -> None:
    made = await two_shops(platform)
    counts = []
    for _ in range(2):  # the first one fills the caches of the process and of the connection
        guest = Shopper(app)
        for product in made:
            await guest.add(product)
        body = {
            "shipping_address": ADDRESS,
            "expected_total": await guest.total(),
            "payment_method": "test",
            "email": "guest@example.test",
        }
        wish = Placement(
            data=msgspec.convert(body, OrderIn),
            body=b"{}",
            key=uuid4().hex,
            cart_token=guest.http.cookies["feria_cart"],
            secret=platform.settings.secret,
        )
        counts.append(await _statements(platform, wish))
    assert counts[-1] <= 12


async def _statements(platform: Platform, wish: Placement) -> int:
    seen: list[str] = []

    def note(record: Any) -> None:
        seen.append(record.query)

    async with platform.db.transaction(ANONYMOUS) as tx:
        tx.conn.add_query_logger(note)
        await placing.place_order(tx, wish)
        await tx.flush()
        tx.conn.remove_query_logger(note)
    return len(seen)
