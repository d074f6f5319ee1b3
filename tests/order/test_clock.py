"""What the clock and late money do to orders: expiry exactly once, acceptance, delivery, money after the deadline."""

import asyncio
from datetime import timedelta

from feria.app import Application
from feria.core import clock
from feria.core.platform import Platform
from feria.services.order import jobs
from tests.conftest import Later
from tests.factories import orders
from tests.order.orders import assert_clean, clock_does, expire_while_paying, late_money, paid, stock, unpaid


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
    # Two days to make it ready and four on its way were promised: the end of the sixth day.
    await clock_does(platform, later, jobs.deliver_orders, days=8, hours=23)
    assert (await sale.seen())["status"] == "shipped"
    await clock_does(platform, later, jobs.deliver_orders, days=10, hours=1)
    seen = await sale.seen()
    assert seen["status"] == "delivered"
    assert seen["seller_orders"][0]["timeline"][-1]["actor"] == "clock"
    await assert_clean(platform)
