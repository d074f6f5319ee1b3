"""What the clock and late money do to orders: expiry exactly once, acceptance, delivery, money after the deadline."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from feria.app import Application
from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.order import jobs
from feria.services.payment.actions import payments
from feria.services.payment.queries import payments as stored
from feria.services.payment.rules.attempts import Report
from tests.conftest import Later
from tests.factories import orders
from tests.factories.orders import API
from tests.order.orders import Sale, assert_clean, clock_does, paid, stock, unpaid


async def test_an_order_expires_exactly_once(app: Application, platform: Platform, later: Later) -> None:
    sale = await unpaid(app, platform)
    assert await clock_does(platform, later, jobs.expire_orders, minutes=29) == 0
    later(minutes=31)
    await asyncio.gather(*(jobs.expire_orders(platform) for _ in range(5)))
    seen = await sale.seen()
    assert (seen["status"], seen["payment"]["status"]) == ("expired", "cancelled")
    assert [step["status"] for step in seen["timeline"]] == ["pending_payment", "expired"]
    assert await stock(platform, sale) == (10, 0)
    async with platform.db.reading() as tx:
        released = await tx.fetchval(
            "SELECT count(*) FROM product.stock_movements WHERE seller_id = $1 AND cause = 'order_expired'",
            sale.shop.id,
        )
    assert released == 1
    clock.move_to_offset(timedelta(0))
    assert (await sale.guest.order())["status"] == "pending_payment"
    await assert_clean(platform)


async def expire_while_paying(platform: Platform, later: Later, sale: Sale) -> None:
    """The deadline passes while the buyer is at the provider's; the clock stays there."""
    await sale.guest.pay(sale.order, "challenge")
    later(minutes=31)
    while await jobs.expire_orders(platform):
        pass
    assert (await sale.seen())["status"] == "expired"


async def late_money(platform: Platform, sale: Sale) -> None:
    """The provider says, three times at once, that it has the money."""
    payment_id = ids.path("pay", sale.order["payment"]["id"])
    async with platform.db.reading() as tx:
        attempt = await stored.last_attempt(tx, ids.owner_of(payment_id), payment_id)
    assert attempt is not None
    report = Report(
        provider=attempt.provider,
        ref=attempt.provider_ref,
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        status="succeeded",
        amount=attempt.amount,
        currency=attempt.currency,
    )
    await asyncio.gather(*(platform.db.run(payments.record_result, report) for _ in range(3)))


async def test_late_money_places_an_expired_order_again(
    app: Application, platform: Platform, later: Later
) -> None:
    sale = await unpaid(app, platform)
    await expire_while_paying(platform, later, sale)
    assert await stock(platform, sale) == (10, 0)
    await late_money(platform, sale)
    seen = await sale.seen()
    assert (seen["status"], seen["payment_status"]) == ("placed", "paid")
    assert [step["status"] for step in seen["timeline"]] == ["pending_payment", "expired", "placed"]
    assert await stock(platform, sale) == (10, 2)
    await assert_clean(platform)


async def test_late_money_goes_back_when_the_stock_is_gone(
    app: Application, platform: Platform, later: Later
) -> None:
    sale = await unpaid(app, platform)
    await expire_while_paying(platform, later, sale)
    other = orders.Shopper(app)
    await other.add(sale.product, 9)
    await other.order()
    await late_money(platform, sale)
    seen = await sale.seen()
    assert (seen["status"], seen["payment_status"]) == ("expired", "refunded")
    assert await stock(platform, sale) == (10, 9)
    await assert_clean(platform)


async def test_nobody_accepts_for_two_days(app: Application, platform: Platform, later: Later) -> None:
    sale = await paid(app, platform, auto_accept=False)
    assert (await sale.seen())["status"] == "placed"
    await clock_does(platform, later, jobs.cancel_unaccepted_orders, hours=47)
    assert (await sale.part())["status"] == "placed"
    await clock_does(platform, later, jobs.cancel_unaccepted_orders, hours=49)
    seen = await sale.seen()
    assert (seen["status"], seen["payment_status"]) == ("cancelled", "refunded")
    assert await stock(platform, sale) == (10, 0)
    await assert_clean(platform)


async def test_the_clock_delivers_three_days_after_the_promise(
    app: Application, platform: Platform, later: Later
) -> None:
    sale = await paid(app, platform)
    await sale.ship()
    # Two days to make it ready and four on its way were promised.
    await clock_does(platform, later, jobs.deliver_orders, days=8, hours=23)
    assert (await sale.seen())["status"] == "shipped"
    await clock_does(platform, later, jobs.deliver_orders, days=9, hours=1)
    seen = await sale.seen()
    assert seen["status"] == "delivered"
    assert seen["seller_orders"][0]["timeline"][-1]["actor"] == "clock"
    await assert_clean(platform)


async def test_paying_cancelling_expiring_and_ordering_again_at_once(
    app: Application, platform: Platform, later: Later
) -> None:
    sales = [await unpaid(app, platform) for _ in range(6)]
    for sale in sales[3:]:
        await sale.guest.add(sale.product)

    async def pay(sale: Sale) -> None:
        await sale.guest.http.post(
            f"{API}/payments/process",
            json={"order_id": sale.order["id"], "payment_method": "test"},
            headers={"Idempotency-Key": uuid4().hex},
        )

    answers = await asyncio.gather(
        *(pay(sale) for sale in sales),
        *(sale.cancel() for sale in sales[:3]),
        *(sale.guest.try_to_order() for sale in sales[3:]),
    )
    assert all(answer is None or answer.status_code in (200, 201, 409) for answer in answers)
    late = await unpaid(app, platform)
    later(minutes=29, seconds=59)
    await asyncio.gather(pay(late), clock_does(platform, later, jobs.expire_orders, seconds=1))
    for sale in [*sales[:3], late]:
        seen = await sale.seen()
        assert (seen["status"], seen["payment_status"]) in {
            ("placed", "paid"), ("cancelled", "unpaid"), ("cancelled", "refunded"), ("expired", "unpaid"),
        }  # fmt: skip
    await assert_clean(platform)
