"""The steps of a seller order: parcels, cancelling, and what the clock does; test_transitions.py has the table."""

import asyncio
from typing import Any

import pytest

from feria.app import Application
from feria.core import events
from feria.core.platform import Platform
from feria.services.order import jobs
from tests.conftest import Later
from tests.factories import orders, products, users
from tests.factories.orders import API
from tests.order.orders import SHIPMENT, assert_clean, clock_does, paid, slug, stock, unpaid


async def test_a_sale_from_parcel_to_completion(app: Application, platform: Platform, later: Later) -> None:
    sale = await paid(app, platform)
    answer = await sale.ship()
    assert answer.status_code == 201
    assert (answer.json()["carrier"], answer.json()["tracking_number"]) == ("CTT", "RR123456785PT")
    assert await stock(platform, sale) == (8, 0)
    seen = await sale.seen()
    assert seen["status"] == "shipped"
    assert seen["seller_orders"][0]["shipments"] == [answer.json()]
    tracking = (await sale.guest.http.get(f"{API}/orders/{sale.order['id']}/tracking")).json()
    assert tracking["shipments"] == [answer.json()]
    assert slug(await sale.ship()) == (409, "nothing-to-ship")
    assert (await sale.arrived()).status_code == 200
    seen = await sale.seen()
    assert seen["status"] == "delivered"
    assert seen["seller_orders"][0]["shipments"][0]["status"] == "delivered"
    await clock_does(platform, later, jobs.complete_orders, days=13)
    assert (await sale.seen())["status"] == "delivered"
    await clock_does(platform, later, jobs.complete_orders, days=14, minutes=1)
    assert (await sale.seen())["status"] == "completed"
    await events.drain(platform)
    await assert_clean(platform)


async def test_parcels_in_parts(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    assert (await sale.ship(1)).status_code == 201
    assert await stock(platform, sale) == (9, 1)
    assert (await sale.seen())["status"] == "partially_shipped"
    again = await sale.ship(1)
    assert slug(again) == (409, "shipment-exists")
    assert slug(await sale.ship(2, tracking_number="2")) == (422, "invalid")
    assert slug(await sale.put("shipped")) == (409, "shipment-needed")
    answer = await sale.put("shipped", shipment={"carrier": "CTT", "tracking_number": "2"})
    assert (answer.status_code, answer.json()["status"]) == (200, "shipped")
    assert [one["items"][0]["quantity"] for one in answer.json()["shipments"]] == [1, 1]
    assert await stock(platform, sale) == (8, 0)
    await assert_clean(platform)


async def test_a_parcel_that_is_not_all_does_not_make_it_shipped(
    app: Application, platform: Platform
) -> None:
    sale = await paid(app, platform)
    items = [{"id": sale.line, "quantity": 1}]
    answer = await sale.put("shipped", shipment={**SHIPMENT, "items": items})
    assert slug(answer) == (409, "shipment-needed")
    assert (await sale.part())["status"] == "accepted"
    assert await stock(platform, sale) == (10, 2)


async def test_a_parcel_without_a_number_is_sent_once_under_its_key(
    app: Application, platform: Platform
) -> None:
    sale = await paid(app, platform)
    clicks = [sale.ship(1, key="one-press", tracking_number="") for _ in range(6)]
    answers = await asyncio.gather(*clicks)
    parcels = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(parcels) == 1
    rest = {slug(answer) for answer in answers if answer.status_code != 201}
    assert rest <= {(409, "idempotency-in-progress")}
    again = await sale.ship(1, key="one-press", tracking_number="")
    assert (again.json()["id"], again.headers["idempotent-replayed"]) == (parcels.pop(), "true")
    assert await stock(platform, sale) == (9, 1)
    assert slug(await sale.ship(key="one-press", tracking_number="")) == (422, "idempotency-key-reused")
    assert slug(await sale.ship(1, key="")) == (400, "idempotency-key-required")
    other = await users.seller(platform)
    answer = await sale.guest.http.post(
        f"{API}/orders/{sale.ref}/shipments",
        json={**SHIPMENT, "tracking_number": "", "items": [{"id": sale.line, "quantity": 1}]},
        headers={**other.headers, "Idempotency-Key": "one-press"},
    )
    assert answer.status_code == 404
    second = await sale.ship(1, key="another", tracking_number="")
    assert (second.status_code, await stock(platform, sale)) == (201, (8, 0))


@pytest.mark.parametrize(
    "items",
    [[], [{"id": "line_zzzzzzzzzzzzzzzzzzzzzzzzzz", "quantity": 1}], [{"id": "?", "quantity": 0}], "twice"],
)
async def test_parcels_with_bad_items(app: Application, platform: Platform, items: Any) -> None:
    sale = await paid(app, platform)
    if items == "twice":
        items = [{"id": sale.line, "quantity": 1}] * 2
    answer = await sale.guest.http.post(
        f"{API}/orders/{sale.ref}/shipments", json={**SHIPMENT, "items": items}, headers=sale.shop.headers
    )
    assert slug(answer) == (422, "invalid")


async def test_operator_staff_give_a_reason_and_need_the_role(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    support = (await users.operator(platform, "support")).headers
    finance = (await users.operator(platform, "finance")).headers
    url = f"{API}/orders/{sale.ref}/shipments"
    assert slug(await sale.guest.http.post(url, json=SHIPMENT, headers=support)) == (422, "invalid")
    assert slug(await sale.guest.http.post(url, json={**SHIPMENT, "reason": "x"}, headers=finance)) == (
        403,
        "forbidden",
    )
    assert slug(await sale.put("cancelled", headers=support)) == (422, "invalid")
    assert slug(await sale.put("cancelled")) == (422, "invalid")
    answer = await sale.guest.http.post(
        url, json={**SHIPMENT, "reason": "the seller is ill"}, headers=support
    )
    assert answer.status_code == 201


async def test_if_match(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    seen = await sale.guest.http.get(f"{API}/orders/{sale.ref}")
    tag = seen.headers["ETag"]
    fresh = await sale.guest.http.get(f"{API}/orders/{sale.ref}", headers={"If-None-Match": tag})
    assert fresh.status_code == 304
    headers = {**sale.shop.headers, "If-Match": tag}
    assert (await sale.put("shipped", headers=headers, shipment=SHIPMENT)).status_code == 200
    assert slug(await sale.put("cancelled", headers=headers, reason="x")) == (412, "stale")


# Cancelling.


async def test_the_buyer_cancels_a_paid_order(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    answer = await sale.cancel()
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert (seen["status"], seen["payment_status"], seen["cancel_reason"]) == (
        "cancelled", "refunded", "changed my mind",
    )  # fmt: skip
    assert seen["refunded"] == seen["total"]
    assert await stock(platform, sale) == (10, 0)
    assert slug(await sale.cancel()) == (409, "cancellation-closed")
    await assert_clean(platform)


async def test_the_buyer_cancels_units(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    answer = await sale.cancel(lines=[{"id": sale.line, "quantity": 1}])
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert (seen["status"], seen["payment_status"]) == ("partially_cancelled", "partially_refunded")
    assert seen["refunded"]["amount"] == 1999
    assert await stock(platform, sale) == (10, 1)
    assert slug(await sale.cancel(lines=[{"id": sale.line, "quantity": 2}])) == (422, "invalid")
    seen = (await sale.cancel(sale.ref)).json()
    assert (seen["kind"], seen["status"], seen["payment_status"]) == ("seller_order", "cancelled", "refunded")
    assert seen["refunded"] == seen["total"]
    assert await stock(platform, sale) == (10, 0)
    await assert_clean(platform)


async def test_the_buyer_cancels_one_sellers_part(app: Application, platform: Platform) -> None:
    shops = [await users.seller(platform) for _ in range(2)]
    made = [await products.product(platform, shop.id) for shop in shops]
    guest, order = await orders.placed(app, platform, *((product, 1) for product in made))
    ref = order["seller_orders"][1]["id"]
    answer = await guest.http.post(f"{API}/orders/{ref}/cancel", json={"reason": "no"})
    assert answer.status_code == 200
    seen = await guest.see(order["id"])
    assert (seen["status"], seen["payment_status"]) == ("partially_cancelled", "partially_refunded")
    assert [part["status"] for part in seen["seller_orders"]] == ["accepted", "cancelled"]
    assert seen["refunded"] == order["seller_orders"][1]["total"]
    await assert_clean(platform)


async def test_the_buyers_hour_and_the_first_parcel(
    app: Application, platform: Platform, later: Later
) -> None:
    late, shipped = await paid(app, platform), await paid(app, platform)
    await shipped.ship(1)
    assert slug(await shipped.cancel()) == (409, "cancellation-closed")
    later(minutes=61)
    assert slug(await late.cancel()) == (409, "cancellation-closed")
    assert (await late.seen())["status"] == "placed"


async def test_the_buyer_cancels_before_paying(app: Application, platform: Platform) -> None:
    sale = await unpaid(app, platform)
    assert slug(await sale.cancel(lines=[{"id": sale.line, "quantity": 1}])) == (409, "cancellation-closed")
    seen = (await sale.cancel()).json()
    assert (seen["status"], seen["payment"]["status"]) == ("cancelled", "cancelled")
    assert await stock(platform, sale) == (10, 0)
    assert (await sale.guest.order())["id"] != sale.order["id"]
    await assert_clean(platform)


async def test_not_while_a_payment_is_under_way(app: Application, platform: Platform) -> None:
    sale = await unpaid(app, platform)
    await sale.guest.pay(sale.order, "challenge")
    assert slug(await sale.cancel()) == (409, "payment-in-progress")


async def test_the_seller_cancels_what_is_left(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    await sale.ship(1)
    own = await sale.guest.http.get(
        f"{API}/orders/{sale.ref}", headers={"X-Order-Token": "", **sale.shop.headers}
    )
    answer = await sale.put("cancelled", reason="the other one broke")
    assert (answer.status_code, answer.json()["status"]) == (200, "shipped")
    assert answer.json()["refunded"]["amount"] == 1999
    before, after = own.json()["commission"]["amount"], answer.json()["commission"]["amount"]
    assert before > 0
    assert 0 <= before - 2 * after <= 1  # one unit of two was given back
    assert await stock(platform, sale) == (9, 0)
    await assert_clean(platform)


async def test_a_refund_by_hand_cancels_what_is_open(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    answer = await sale.refund()
    assert answer.status_code == 201, answer.text
    seen = await sale.seen()
    assert (seen["status"], seen["payment_status"]) == ("cancelled", "refunded")
    quantities = seen["seller_orders"][0]["lines"][0]["quantities"]
    assert (quantities["cancelled"], quantities["refunded"]) == (2, 2)
    assert await stock(platform, sale) == (10, 0)
    assert slug(await sale.ship(1)) == (409, "nothing-to-ship")
    await assert_clean(platform)


@pytest.mark.parametrize("_", range(10))
async def test_a_parcel_and_a_refund_at_once(app: Application, platform: Platform, _: int) -> None:
    sale = await paid(app, platform)
    shipped, refunded = await asyncio.gather(sale.ship(), sale.refund())
    assert refunded.status_code == 201
    assert shipped.status_code in (201, 409)
    quantities = (await sale.seen())["seller_orders"][0]["lines"][0]["quantities"]
    sent = 2 if shipped.status_code == 201 else 0
    assert (quantities["shipped"], quantities["cancelled"], quantities["refunded"]) == (sent, 2 - sent, 2)
    assert await stock(platform, sale) == (10 - sent, 0)
    await assert_clean(platform)


async def test_a_refund_by_hand_leaves_what_is_on_its_way(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    await sale.ship(1)
    await sale.refund()
    seen = await sale.seen()
    assert (seen["status"], seen["payment_status"]) == ("shipped", "refunded")
    quantities = seen["seller_orders"][0]["lines"][0]["quantities"]
    assert (quantities["shipped"], quantities["cancelled"], quantities["refunded"]) == (1, 1, 2)
    assert await stock(platform, sale) == (9, 0)
    await assert_clean(platform)
