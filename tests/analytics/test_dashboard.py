"""Dashboards: what waits for a shop and for the operator, and thirty days beside the thirty before."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from feria.app import Application
from feria.core import clock, events, ids
from feria.core.platform import Platform
from feria.services.analytics import actions
from feria.services.analytics.rules import Bucket, Counted, bucket_of
from tests.analytics.test_revenue import ask, settled
from tests.factories import orders, products, users
from tests.factories.orders import API, Shopper


async def test_a_new_shop_has_nothing_to_do(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    none = {"amount": 0, "currency": "EUR"}
    month = {"orders": 0, "units": 0, "revenue": none}
    assert await ask(app, shop.owner, "dashboard") == {
        "kind": "seller",
        "tasks": {
            "to_accept": 0, "to_ship": 0, "overdue": 0, "returns_waiting": 0, "cases_waiting": 0, "low_stock": 0,
            "sold_out": 0, "drafts": 0,
        },
        "balance": {"pending": none, "available": none},
        "last_30_days": month,
        "previous_30_days": month,
    }  # fmt: skip


async def test_a_shop_sees_what_waits_for_it(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform, auto_accept=False)
    thing = await products.product(platform, shop.id, on_hand=20, processing_days=1)
    for on_hand, publish in ((3, True), (1, True), (0, True), (4, True), (0, False)):
        await products.product(platform, shop.id, on_hand=on_hand, publish=publish)
    parts = []
    for _ in range(4):
        _, order = await orders.placed(app, platform, (thing, 2))
        parts.append(order["seller_orders"][0]["id"])
    owner = Shopper(app, shop.owner)
    for part, body in (
        (parts[0], {"status": "accepted"}),
        (parts[1], {"status": "accepted"}),
        (parts[1], {"status": "shipped", "shipment": {"carrier": "CTT"}}),
    ):
        assert (await owner.http.put(f"{API}/orders/{part}/status", json=body)).status_code == 200
    await settled(platform)
    found = await ask(app, shop.owner, "dashboard", seller_id=shop.ref)
    assert found["tasks"] == {
        "to_accept": 2, "to_ship": 1, "overdue": 0, "returns_waiting": 0, "cases_waiting": 0, "low_stock": 2,
        "sold_out": 1, "drafts": 1,
    }  # fmt: skip
    sales = await ask(app, shop.owner, "sales")
    assert found["last_30_days"] == {name: sales[name] for name in ("orders", "units", "revenue")}
    balance = (await owner.http.get(f"{API}/sellers/{shop.ref}/balance")).json()["balances"][0]
    assert found["balance"] == {"pending": balance["pending"], "available": balance["available"]}

    async def listed(task: str) -> int:
        answer = await owner.http.get(f"{API}/sellers/{shop.ref}/orders", params={"task": task})
        assert answer.status_code == 200, answer.text
        return len(answer.json()["items"])

    assert [await listed(task) for task in ("to_accept", "to_ship", "overdue")] == [2, 1, 0]
    async with platform.db.transaction() as tx:
        await tx.execute(
            """UPDATE "order".seller_orders SET ship_by = $2 WHERE seller_id = $1""",
            shop.id,
            tx.now - timedelta(minutes=1),
        )
    found = await ask(app, shop.owner, "dashboard")
    assert found["tasks"]["overdue"] == await listed("overdue") == 3  # what is on its way is late no more


async def test_days_fall_into_two_months(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    # At the shop's noon, whatever the hour is here and whether its clocks were changed since.
    noon = clock.now().astimezone(ZoneInfo("Europe/Lisbon")).replace(hour=12)
    for days in (0, 29, 30, 59, 60):
        moment = (noon - timedelta(days=days)).astimezone(UTC)
        sold = {Bucket(shop.id, bucket_of(moment), "EUR"): Counted(orders=1, units=2, amount=100 + days)}
        await platform.db.run(actions.add_sales, sold)
    found = await ask(app, shop.owner, "dashboard")
    assert found["last_30_days"] == {
        "orders": 2, "units": 4, "revenue": {"amount": 229, "currency": "EUR"},
    }  # fmt: skip
    assert found["previous_30_days"]["revenue"]["amount"] == 130 + 159


async def test_the_balance_is_for_those_who_may_see_money(app: Application, platform: Platform) -> None:
    shop, _, _, _ = await orders.sale(app, platform)
    manager = await users.member(platform, shop, "manager")
    staff = await users.member(platform, shop, "staff")
    finance = await users.operator(platform, "finance")
    support = await users.operator(platform, "support")
    full = await ask(app, manager, "dashboard")
    assert full["balance"]["pending"]["amount"] > 0
    assert await ask(app, finance, "dashboard", seller_id=shop.ref) == full
    for person in (staff, support):
        assert await ask(app, person, "dashboard", seller_id=shop.ref) == {**full, "balance": None}


async def test_the_operator_sees_what_waits(app: Application, platform: Platform) -> None:
    moderator = await users.operator(platform, "moderator")
    await events.drain(platform)
    before = await ask(app, moderator, "dashboard")
    assert before["kind"] == "marketplace"
    shop = await users.seller(platform, status="applied")
    made = await products.product(platform, shop.id, publish=False)
    _, _, shopper, order = await orders.sale(app, platform)
    await settled(platform)
    async with platform.db.transaction() as tx:
        await tx.execute(
            "UPDATE payment.payments SET flag = 'a test' WHERE order_id = $1", ids.decode("ord", order["id"])
        )
        await tx.execute(
            "UPDATE product.products SET status = 'in_review', submitted_at = now() WHERE id = $1", made.id
        )
        dead = await tx.fetchval(
            """UPDATE core.deliveries SET state = 'dead' WHERE ctid = (
                   SELECT ctid FROM core.deliveries WHERE state = 'done' LIMIT 1) RETURNING 1"""
        )
    after = await ask(app, moderator, "dashboard")
    async with platform.db.transaction() as tx:
        await tx.execute("UPDATE payment.payments SET flag = '' WHERE flag = 'a test'")
        await tx.execute("UPDATE core.deliveries SET state = 'done' WHERE state = 'dead'")
    assert {name: after["tasks"][name] - before["tasks"][name] for name in after["tasks"]} == {
        "sellers_waiting": 1,
        "products_waiting": 1,
        "reviews_waiting": 0,
        "cases_waiting": 0,
        "payments_flagged": 1,
        "dead_letters": dead,
    }
    finance = await users.operator(platform, "finance")
    revenue = await ask(app, finance, "revenue")
    assert after["last_30_days"] == {name: revenue[name] for name in ("orders", "gmv", "commission")}
    grown = after["last_30_days"]["gmv"]["amount"] - before["last_30_days"]["gmv"]["amount"]
    assert grown == (await shopper.see(order["id"]))["total"]["amount"]
