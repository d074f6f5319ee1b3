"""Tax from the cart to the ledger: what the marketplace remits in the seller's place, and what of it goes back."""

from typing import Any

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from tests.factories import orders, payments, products, users
from tests.factories.orders import API
from tests.order.orders import Sale, assert_clean


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def earning(client: httpx.AsyncClient, shop: users.Seller) -> dict[str, Any]:
    found = (await client.get(f"{API}/sellers/{shop.ref}/balance", headers=shop.headers)).json()
    [one] = found["items"]
    return dict(one)


async def test_the_marketplace_remits_the_tax_of_small_imports(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    # Two at 20.00 and 4.90 of shipping, in which 23 % are 8.40; the commission is a tenth of 32.52.
    shop = await users.seller(platform, country="US")
    shop, thing, guest, order = await orders.sale(app, platform, shop=shop, price=2000)
    [part] = order["seller_orders"]
    assert (part["tax"], part["tax_reason"], part["remitted_tax"]) == (eur(840), "standard", None)
    seen = (await client.get(f"{API}/orders/{part['id']}", headers=shop.headers)).json()
    assert seen["remitted_tax"] == eur(840)
    owed = await earning(client, shop)
    assert (owed["gross"], owed["remitted_tax"], owed["commission"]) == (eur(4490), eur(840), eur(325))
    assert owed["net"] == eur(4490 - 840 - 325)
    posted = await payments.postings(platform, ids.decode("pay", order["payment"]["id"]))
    assert posted == {
        ("settlement", "provider_clearing", 0): 4490,
        ("settlement", "seller_pending", shop.id): -(4490 - 840 - 325),
        ("settlement", "commission_revenue", 0): -325,
        ("settlement", "tax_payable", 0): -840,
    }
    # Half of the line's 7.48 goes back with one of the two, and all that is left with the other.
    sale = Sale(shop, thing, guest, order)
    assert (await sale.cancel(lines=[{"id": sale.line, "quantity": 1}])).status_code == 200
    owed = await earning(client, shop)
    assert (owed["refunded"], owed["remitted_tax"]) == (eur(2000), eur(840 - 374))
    await assert_clean(platform)
    assert (await sale.cancel()).status_code == 200
    owed = await earning(client, shop)
    assert (owed["refunded"], owed["remitted_tax"], owed["net"]) == (eur(4490), eur(0), eur(0))
    await assert_clean(platform)


async def test_above_the_limit_the_seller_remits(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform, country="US")
    thing = await products.product(platform, shop.id, price=18_451)  # 150.01 without its tax
    guest, order = await orders.placed(app, platform, (thing, 1))
    assert order["tax"]["amount"] > 0
    owed = await earning(client, shop)
    assert owed["remitted_tax"] == eur(0)
    assert (await Sale(shop, thing, guest, order).refund()).status_code == 201
    await assert_clean(platform)


async def test_a_refund_by_hand_takes_the_remitted_tax_along(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform, country="US")
    shop, thing, guest, order = await orders.sale(app, platform, shop=shop, price=2000)
    assert (await Sale(shop, thing, guest, order).refund()).status_code == 201
    owed = await earning(client, shop)
    assert (owed["remitted_tax"], owed["net"], owed["status"]) == (eur(0), eur(0), "reversed")
    await assert_clean(platform)
