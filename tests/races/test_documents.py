"""Numbers of documents taken by many at once: no gap, none twice, whatever else happens to the orders meanwhile."""

import asyncio
from collections import Counter

from hypothesis import settings

from feria.app import Application
from feria.core.platform import Platform
from feria.services.payment import jobs
from tests.factories import products, users
from tests.factories.orders import API
from tests.order.orders import Sale
from tests.races.crowd import at_once, crowd

# As many as CI has to show; fewer where a person waits.
ISSUED = {"ci": 1_000, "quick": 10}.get(settings.get_current_profile_name(), 30)
AT_ONCE = 100


async def test_numbers_have_no_gap_whoever_issues_at_once(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=10 * ISSUED)
    sales: list[Sale] = []
    for start in range(0, ISSUED, AT_ONCE):
        guests = await crowd(app, min(AT_ONCE, ISSUED - start), thing)
        orders = await asyncio.gather(*(guest.order() for guest in guests))
        await asyncio.gather(*(guest.pay(order) for guest, order in zip(guests, orders, strict=True)))
        sales += [Sale(shop, thing, guest, order) for guest, order in zip(guests, orders, strict=True)]
    for start in range(0, ISSUED, AT_ONCE):
        some = sales[start : start + AT_ONCE]
        # Each is shipped twice at once, and every third is refunded in the same moment.
        answers = await at_once(
            *(sale.ship() for sale in some),
            *(sale.ship(tracking_number="another") for sale in some),
            *(sale.refund() for sale in some[::3]),
        )
        assert {answer.status_code for answer in answers} <= {201, 409}
    while await jobs.send_refunds(platform):
        pass
    async with platform.db.reading() as tx:
        rows = await tx.fetch('SELECT kind, number FROM "order".documents WHERE issuer = $1', shop.id)
        refunded = await tx.fetchval(
            """SELECT count(*) FROM "order".documents d JOIN payment.refund_parts p
                   ON p.seller_order_id = d.seller_order_id
               WHERE d.issuer = $1 AND d.kind = 'invoice'""",
            shop.id,
        )
    assert sorted(row["number"] for row in rows) == list(range(1, len(rows) + 1))
    kinds = Counter(row["kind"] for row in rows)
    shipped = [await sale.guest.http.get(f"{API}/orders/{sale.ref}") for sale in sales]
    assert kinds["invoice"] == sum(bool(one.json()["shipments"]) for one in shipped)
    assert kinds["invoice"] >= ISSUED - len(sales[::3])
    assert kinds["credit_note"] == refunded
