"""Money against the clock, the buyer and the seller: whoever comes first, order, stock and books agree in the end."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from feria.app import Application
from feria.core import clock
from feria.core.platform import Platform
from feria.services.order import jobs
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.orders import API
from tests.factories.orders import stock as stock_of
from tests.factories.products import Made
from tests.order.orders import Sale, clock_does, expire_while_paying, late_money, paid, stock, unpaid
from tests.races.crowd import ROUNDS, at_once, crowd, outcomes
from tests.races.line import Line

AT_ONCE = 3


async def sales_of(app: Application, platform: Platform, wanted: Any, count: int = AT_ONCE) -> list[Sale]:
    """So many sales in the same state (`paid` or `unpaid`)."""
    return list(await asyncio.gather(*(wanted(app, platform) for _ in range(count))))


async def pay(sale: Sale) -> httpx.Response:
    return await sale.guest.http.post(
        f"{API}/payments/process",
        json={"order_id": sale.order["id"], "payment_method": "test"},
        headers={"Idempotency-Key": uuid4().hex, "X-Order-Token": sale.order["token"]},
    )


async def ended(platform: Platform, sale: Sale) -> tuple[str, str, int]:
    """Status, status of the money, and units still reserved for the order."""
    seen = await sale.seen()
    return seen["status"], seen["payment_status"], (await stock(platform, sale))[1]


async def test_paying_against_cancelling(app: Application, platform: Platform) -> None:
    for _ in range(ROUNDS):
        sales = await sales_of(app, platform, unpaid)
        answers = await at_once(
            *(pay(sale) for sale in sales), *(sale.cancel() for sale in sales for _ in range(2))
        )
        assert {answer.status_code for answer in answers} <= {200, 409}
        for sale in sales:
            assert await ended(platform, sale) in {
                ("placed", "paid", 2), ("cancelled", "unpaid", 0), ("cancelled", "refunded", 0),
            }  # fmt: skip


async def test_paying_while_adding(app: Application, platform: Platform, line: Line) -> None:
    for number in range(ROUNDS):
        sales = await sales_of(app, platform, unpaid)
        others = [await products.product(platform, sale.shop.id) for sale in sales]
        with line.in_round(number):
            answers = await at_once(
                *(pay(sale) for sale in sales),
                *(put_in(sale, one) for sale in sales for one in (sale.product, sale.product)),
                *(put_in(sale, other) for sale, other in zip(sales, others, strict=True)),
            )
        assert outcomes(answers) == {"200": AT_ONCE, "201": 3 * AT_ONCE}
        for sale, other in zip(sales, others, strict=True):
            # What was ordered is paid and out of the cart; what came in meanwhile stays, to the piece.
            assert await ended(platform, sale) == ("placed", "paid", 2)
            cart = (await sale.guest.http.get(f"{API}/cart")).json()
            left = {item["variant_id"]: item["quantity"] for item in cart["groups"][0]["items"]}
            assert left == {sale.product.variant_ref: 2, other.variant_ref: 1}
            assert await stock_of(platform, other) == (10, 0)


async def put_in(sale: Sale, product: Made) -> httpx.Response:
    body = {"variant_id": product.variant_ref, "quantity": 1}
    return await sale.guest.http.post(f"{API}/cart/items", json=body)


async def test_paying_against_expiring(
    app: Application, platform: Platform, later: Later, line: Line
) -> None:
    for number in range(ROUNDS):
        clock.move_to_offset(timedelta(0))
        sales = await sales_of(app, platform, unpaid)
        later(minutes=29, seconds=58)
        with line.in_round(number):
            answers = await asyncio.gather(
                *(pay(sale) for sale in sales),
                *(clock_does(platform, later, jobs.expire_orders, seconds=seconds) for seconds in (2, 3)),
            )
        for sale, answer in zip(sales, answers, strict=False):
            assert isinstance(answer, httpx.Response)
            assert answer.status_code in (200, 409), answer.text
            # What the provider took in time is kept; what was refused cost nothing.
            wanted = ("placed", "paid", 2) if answer.status_code == 200 else ("expired", "unpaid", 0)
            assert await ended(platform, sale) == wanted


async def test_money_on_its_way_against_expiring(
    app: Application, platform: Platform, later: Later, line: Line
) -> None:
    for number in range(ROUNDS):
        clock.move_to_offset(timedelta(0))
        sales = await sales_of(app, platform, unpaid)
        for sale in sales:
            await sale.guest.pay(sale.order, "challenge")
        later(minutes=31)
        with line.in_round(number):
            await asyncio.gather(
                *(late_money(platform, sale) for sale in sales),
                *(jobs.expire_orders(platform) for _ in range(2)),
            )
        for sale in sales:
            assert await ended(platform, sale) == ("placed", "paid", 2)


async def test_late_money_against_another_buyer(app: Application, platform: Platform, later: Later) -> None:
    for _ in range(ROUNDS):
        clock.move_to_offset(timedelta(0))
        sale = await unpaid(app, platform)
        (other,) = await crowd(app, 1)
        await other.add(sale.product, 8)
        await expire_while_paying(platform, later, sale)
        await other.add(sale.product)  # nine of ten: not enough for both
        total = await other.total()
        answer, _ = await asyncio.gather(other.try_to_order(expected_total=total), late_money(platform, sale))
        seen = await sale.seen()
        if answer.status_code == 201:
            assert (seen["status"], seen["payment_status"]) == ("expired", "refunded")
            assert seen["refunded"] == seen["total"]
            assert await stock(platform, sale) == (10, 9)
        else:
            assert outcomes([answer]) == {"409 out-of-stock": 1}
            assert (seen["status"], seen["payment_status"]) == ("placed", "paid")
            assert await stock(platform, sale) == (10, 2)


async def test_paying_against_ordering_the_changed_cart(app: Application, platform: Platform) -> None:
    for _ in range(ROUNDS):
        sales = await sales_of(app, platform, unpaid)
        totals = []
        for sale in sales:
            await sale.guest.add(sale.product)
            totals.append(await sale.guest.total())
        answers = await at_once(
            *(pay(sale) for sale in sales),
            *(sale.guest.try_to_order(expected_total=one) for sale, one in zip(sales, totals, strict=True)),
        )
        for sale, payment, order in zip(sales, answers[:AT_ONCE], answers[AT_ONCE:], strict=True):
            won = {payment.status_code, order.status_code}
            assert won in ({200, 409}, {201, 409}), (payment.text, order.text)
            sale.guest.http.headers["X-Order-Token"] = sale.order["token"]
            paid_first = payment.status_code == 200
            wanted = ("placed", "paid", 2) if paid_first else ("cancelled", "unpaid", 3)
            assert await ended(platform, sale) == wanted


async def test_cancelling_against_shipping(app: Application, platform: Platform, line: Line) -> None:
    for number in range(ROUNDS):
        sales = await sales_of(app, platform, paid)
        with line.in_round(number):
            asked = await asyncio.gather(
                *(
                    at_once(sale.cancel(), sale.ship(), sale.cancel(), sale.ship(tracking_number="2"))
                    for sale in sales
                )
            )
        for sale, answers in zip(sales, asked, strict=True):
            assert sorted(answer.status_code // 100 for answer in answers) == [2, 4, 4, 4]
            assert {answer.status_code for answer in answers} <= {200, 201, 409}
            if answers[0].status_code == 200 or answers[2].status_code == 200:
                assert await ended(platform, sale) == ("cancelled", "refunded", 0)
                assert await stock(platform, sale) == (10, 0)
            else:
                assert await ended(platform, sale) == ("shipped", "paid", 0)
                assert await stock(platform, sale) == (8, 0)


async def test_refunds_against_cancelling_and_shipping(app: Application, platform: Platform) -> None:
    finance = await users.operator(platform, "finance")
    for _ in range(ROUNDS):
        for sale in await sales_of(app, platform, paid):
            answers = await at_once(
                *(refund(sale, headers) for headers in (sale.shop.headers, finance.headers) * 2),
                sale.cancel(),
                sale.ship(),
            )
            assert {answer.status_code for answer in answers} <= {200, 201, 409}
            seen = await sale.seen()
            assert (seen["payment_status"], seen["refunded"]) == ("refunded", seen["total"])
            assert await stock(platform, sale) == ((8, 0) if seen["status"] == "shipped" else (10, 0))
            assert seen["status"] in ("shipped", "cancelled")


async def refund(sale: Sale, headers: dict[str, str]) -> httpx.Response:
    return await sale.guest.http.post(
        f"{API}/payments/{sale.order['payment']['id']}/refund",
        json={"reason": "a race"},
        headers={**headers, "Idempotency-Key": uuid4().hex},
    )
