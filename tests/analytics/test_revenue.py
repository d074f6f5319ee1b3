"""Revenue: what /analytics/sales says of sales, and what the ledger says of commission."""

from typing import Any

from feria.app import Application
from feria.core import events, jobs
from feria.core.platform import Platform
from tests.factories import orders, products, users
from tests.factories.orders import API
from tests.factories.users import Account, Seller

EVER: dict[str, Any] = {"from": "2020-01-01", "to": "2030-12-31", "interval": "month"}


async def ask(
    app: Application, person: Account, report: str, status: int = 200, **params: str
) -> dict[str, Any]:
    answer = await orders.Shopper(app, person).http.get(f"{API}/analytics/{report}", params=params)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def settled(platform: Platform) -> None:
    await events.drain(platform)
    await jobs.run_all(platform, ["payment"])
    await events.drain(platform)


async def commission_of_lines(platform: Platform, seller_id: int) -> int:
    """Of all paid orders of the seller, as frozen on their lines, less what was refunded of it."""
    async with platform.db.reading() as tx:
        return int(
            await tx.fetchval(
                """SELECT coalesce(sum(l.commission), 0) - coalesce(sum(s.refunded_commission_amount), 0)
                   FROM "order".seller_orders s
                   JOIN (SELECT seller_id, seller_order_id, sum(commission_amount) AS commission
                         FROM "order".order_lines GROUP BY seller_id, seller_order_id) l
                     ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
                   WHERE s.seller_id = $1 AND s.placed_at IS NOT NULL""",
                seller_id,
            )
        )


async def sold(app: Application, platform: Platform) -> list[Seller]:
    """Two shops that share an order; the first has a second one, of which one of three pieces was cancelled."""
    shops = [await users.seller(platform) for _ in range(2)]
    things = [await products.product(platform, shop.id, price=3333) for shop in shops]
    await orders.placed(app, platform, (things[0], 2), (things[1], 1))
    shopper, order = await orders.placed(app, platform, (things[0], 3))
    part = order["seller_orders"][0]
    cancelled = await shopper.http.post(
        f"{API}/orders/{part['id']}/cancel",
        json={"reason": "one too many", "lines": [{"id": part["lines"][0]["id"], "quantity": 1}]},
    )
    assert cancelled.status_code == 200, cancelled.text
    await settled(platform)
    return shops


async def test_revenue_agrees_with_sales_and_with_the_frozen_lines(
    app: Application, platform: Platform
) -> None:
    for shop in await sold(app, platform):
        for interval in ("day", "week", "month"):
            found = await ask(app, shop.owner, "revenue", interval=interval)
            sales = await ask(app, shop.owner, "sales", interval=interval)
            assert {
                name: found[name] for name in ("currency", "time_zone", "interval", "orders", "cancelled")
            } == {name: sales[name] for name in ("currency", "time_zone", "interval", "orders", "cancelled")}
            assert found["gmv"] == sales["revenue"]
            assert [
                (one["start"], one["orders"], one["gmv"], one["cancelled"]) for one in found["items"]
            ] == [(one["start"], one["orders"], one["revenue"], one["cancelled"]) for one in sales["items"]]
            assert found["commission"]["amount"] == sum(one["commission"]["amount"] for one in found["items"])
            assert found["commission"]["amount"] == await commission_of_lines(platform, shop.id) > 0


async def test_all_commission_is_what_the_ledger_holds(app: Application, platform: Platform) -> None:
    shops = await sold(app, platform)
    finance = await users.operator(platform, "finance")
    found = await ask(app, finance, "revenue", **EVER)
    async with platform.db.reading() as tx:
        held = await tx.fetchval(
            """SELECT -sum(amount) FROM payment.ledger_postings
               WHERE kind = 'commission_revenue' AND currency = 'EUR'"""
        )
    assert found["commission"]["amount"] == held
    sales = await ask(app, finance, "sales", **EVER)
    assert (found["gmv"], found["cancelled"], found["orders"]) == (
        sales["revenue"],
        sales["cancelled"],
        sales["orders"],
    )
    own = [await ask(app, finance, "revenue", seller_id=shop.ref, **EVER) for shop in shops]
    assert [one["orders"] for one in own] == [2, 1]
    assert [await ask(app, shop.owner, "revenue", **EVER) for shop in shops] == own


async def test_a_refund_lowers_the_period_in_which_it_was_decided(
    app: Application, platform: Platform, later: Any
) -> None:
    shop, _, _, order = await orders.sale(app, platform)
    await settled(platform)
    taken = (await ask(app, shop.owner, "revenue", interval="day"))["commission"]["amount"]
    later(days=3)
    opened = await users.operator(platform, "finance")
    refund = await orders.Shopper(app, opened).http.post(
        f"{API}/payments/{order['payment']['id']}/refund",
        json={"reason": "broken"},
        headers={"Idempotency-Key": "a-refund-" + order["id"]},
    )
    assert refund.status_code == 201, refund.text
    await settled(platform)
    items = (await ask(app, opened, "revenue", seller_id=shop.ref, interval="day"))["items"]
    assert [one["commission"]["amount"] for one in items[-4:]] == [taken, 0, 0, -taken]


async def test_strangers_get_nothing(app: Application, platform: Platform) -> None:
    shop, buyer = await users.seller(platform), await users.account(platform)
    for report in ("revenue", "dashboard"):
        await ask(app, buyer, report, 403)
        await ask(app, buyer, report, 404, seller_id=shop.ref)
    await ask(app, shop.owner, "revenue", 422, **{"from": "2026-02-02", "to": "2026-02-01"})
