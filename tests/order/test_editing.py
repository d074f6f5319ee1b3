"""Changing what has not left: the address, fewer things, and what the timeline says of it; what is late."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from tests.conftest import Later
from tests.factories import orders, products, users
from tests.factories.orders import ADDRESS, API
from tests.order.orders import SHIPMENT, Sale, assert_clean, at, paid, slug, stock, unpaid

ELSEWHERE = {**ADDRESS, "name": "Rui Prova", "line1": "Rua Nova 1", "postal_code": "4100-001"}


async def move(
    sale: Sale,
    ref: str,
    headers: dict[str, str] | None = None,
    reason: str = "",
    *,
    version: str = "*",
    **fields: Any,
) -> httpx.Response:
    """Send something to another address, as the buyer unless other headers are given."""
    return await sale.guest.http.put(
        f"{API}/orders/{ref}/address",
        json={"address": {**ELSEWHERE, **fields}, "reason": reason},
        headers={"If-Match": version, **({} if headers is None else {"X-Order-Token": "", **headers})},
    )


async def test_the_buyer_sends_it_elsewhere(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    answer = await move(sale, sale.order["id"])
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    part = seen["seller_orders"][0]
    for one in (seen, part):
        assert one["shipping_address"]["line1"] == "Rua Nova 1"
    assert part["buyer_name"] == "Rui Prova"
    assert seen["total"] == sale.order["total"]
    step = part["timeline"][-1]
    assert (step["status"], step["actor"], step["from_status"]) == ("address_changed", "buyer", None)
    assert step["note"] == (
        "Ana Prova, Rua das Flores 7, 4050-262 Porto → Rui Prova, Rua Nova 1, 4100-001 Porto"
    )
    again = (await move(sale, sale.order["id"])).json()
    assert again == seen, "the same address again changes nothing"
    await assert_clean(platform)


async def test_only_what_was_looked_at_is_changed(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    http, shop = sale.guest.http, sale.shop.headers
    for ref in (sale.order["id"], sale.ref):
        missing = await http.put(f"{API}/orders/{ref}/address", json={"address": ELSEWHERE, "reason": ""})
        assert slug(missing) == (428, "if-match-required")
        read = await http.get(f"{API}/orders/{ref}")
        tag, shown = read.headers["etag"], f'"{read.json()["version"]}"'
        assert (await move(sale, sale.ref, shop, "You called.", line2=ref)).status_code == 200
        before = await sale.seen()
        for version in (tag, shown, '"x"'):
            assert slug(await move(sale, ref, version=version)) == (412, "stale")
        assert await sale.seen() == before
        read = await http.get(f"{API}/orders/{ref}")
        assert (await move(sale, ref, version=read.headers["etag"])).status_code == 200
        again = await http.get(f"{API}/orders/{ref}")
        shown = f'"{again.json()["version"]}"'
        assert (await move(sale, ref, version=shown, line2="3")).status_code == 200
        tag = (await http.get(f"{API}/orders/{ref}")).headers["etag"]
        unchanged = await http.get(f"{API}/orders/{ref}", headers={"If-None-Match": tag})
        assert unchanged.status_code == 304
    await assert_clean(platform)


@pytest.mark.parametrize(
    "fields", [{"country": "ES"}, {"region": "Azores"}, {"vat_id": "PT501442600"}], ids=lambda one: next(iter(one))
)  # fmt: skip
async def test_where_it_would_cost_something_else(
    app: Application, platform: Platform, fields: dict[str, Any]
) -> None:
    sale = await paid(app, platform)
    before = await sale.seen()
    for ref in (sale.order["id"], sale.ref):
        assert slug(await move(sale, ref, **fields)) == (409, "address-elsewhere")
    assert await sale.seen() == before


async def test_where_zones_decide_the_price_the_postal_code_stays(
    app: Application, platform: Platform
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    guest = orders.Shopper(app)
    everywhere = {"name": "Portugal", "places": [{"country": "PT"}], "price": {"amount": 390, "currency": "EUR"},
                  "min_days": 1, "max_days": 2}  # fmt: skip
    way = {
        "name": "Zones",
        "market": "eu",
        "kind": "zone",
        "min_days": 2,
        "max_days": 4,
        "zones": [everywhere],
    }
    put = await guest.http.put(
        f"{API}/sellers/{shop.ref}/shipping-profiles",
        json={"items": [way]},
        headers={**shop.headers, "If-Match": "*"},
    )
    assert put.status_code == 200, put.text
    await guest.add(made)
    await guest.http.put(f"{API}/cart/address", json={"country": "PT", "postal_code": ADDRESS["postal_code"]})
    sale = Sale(shop, made, guest, await guest.order())
    for ref in (sale.order["id"], sale.ref):
        assert slug(await move(sale, ref)) == (409, "address-elsewhere")
    same = await move(sale, sale.order["id"], postal_code=ADDRESS["postal_code"])
    assert same.status_code == 200, same.text


async def test_before_it_is_paid_and_after_the_hour(
    app: Application, platform: Platform, later: Later
) -> None:
    sale = await unpaid(app, platform)
    assert slug(await move(sale, sale.ref, sale.shop.headers, "a reason")) == (409, "address-closed")
    assert (await move(sale, sale.order["id"])).status_code == 200
    await sale.guest.pay(sale.order)
    assert (await sale.part())["shipping_address"]["line1"] == "Rua Nova 1"
    later(minutes=61)
    shop = await users.still_there(platform, sale.shop)
    assert slug(await move(sale, sale.order["id"], line1="Rua 3")) == (409, "address-closed")
    assert slug(await move(sale, sale.ref, line1="Rua 3")) == (409, "address-closed")
    assert slug(await move(sale, sale.ref, shop.headers, line1="Rua 3")) == (422, "invalid")
    answer = await move(sale, sale.ref, shop.headers, "the buyer called", line1="Rua 3")
    assert answer.status_code == 200
    step = (await sale.part())["timeline"][-1]
    assert (step["status"], step["actor"], step["reason"]) == (
        "address_changed",
        "seller",
        "the buyer called",
    )


@pytest.mark.parametrize("state", ["partially_shipped", "shipped", "delivered", "cancelled", "expired"])
async def test_not_once_it_has_left(app: Application, platform: Platform, later: Later, state: str) -> None:
    sale = await at(app, platform, later, state)
    support = (await users.operator(platform, "support")).headers
    before = await sale.seen()
    assert slug(await move(sale, sale.order["id"])) == (409, "address-closed")
    assert slug(await move(sale, sale.ref)) == (409, "address-closed")
    for headers in (sale.shop.headers, support):
        assert slug(await move(sale, sale.ref, headers, "a reason")) == (409, "address-closed")
    assert slug(await move(sale, sale.order["id"], support, "a reason")) == (409, "address-closed")
    assert await sale.seen() == before


async def test_what_has_left_keeps_the_address_that_it_went_to(app: Application, platform: Platform) -> None:
    shops = [await users.seller(platform) for _ in range(3)]
    made = [await products.product(platform, shop.id) for shop in shops]
    guest, order = await orders.placed(app, platform, *((one, 1) for one in made))
    refs = [part["id"] for part in order["seller_orders"]]
    sent = await guest.http.post(f"{API}/orders/{refs[0]}/shipments", json=SHIPMENT, headers=shops[0].headers)
    assert sent.status_code == 201
    sale = Sale(shops[1], made[1], guest, order)
    own = await move(sale, refs[1], shops[1].headers, "asked for", line1="Rua 2")
    assert own.status_code == 200
    lines = [part["shipping_address"]["line1"] for part in (await sale.seen())["seller_orders"]]
    assert lines == ["Rua das Flores 7", "Rua 2", "Rua das Flores 7"]
    seen = (await move(sale, order["id"])).json()
    lines = [part["shipping_address"]["line1"] for part in seen["seller_orders"]]
    assert lines == ["Rua das Flores 7", "Rua Nova 1", "Rua Nova 1"]
    assert seen["shipping_address"]["line1"] == "Rua Nova 1"


async def test_the_shop_takes_a_line_out(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    lines = [{"id": sale.line, "quantity": 1}]
    for headers, status in ((sale.shop.headers, 200), ({}, 404)):
        answer = await sale.guest.http.post(
            f"{API}/orders/{sale.ref}/cancel",
            json={"reason": "One broke.", "lines": lines},
            headers={"X-Order-Token": "", **headers},
        )
        assert answer.status_code == status
    seen = await sale.seen()
    assert (seen["status"], seen["payment_status"]) == ("partially_cancelled", "partially_refunded")
    assert seen["refunded"]["amount"] == 1999
    step = seen["seller_orders"][0]["timeline"][-1]
    assert (step["status"], step["actor"], step["reason"]) == ("units_cancelled", "seller", "One broke.")
    assert step["note"] == f"1 × {sale.product.title}: €19.99"
    assert await stock(platform, sale) == (10, 1)
    rest = await sale.guest.http.post(
        f"{API}/orders/{sale.ref}/cancel", json={"reason": "Both broke."}, headers=sale.shop.headers
    )
    assert rest.json()["status"] == "cancelled"
    await assert_clean(platform)


async def test_what_is_late(app: Application, platform: Platform, later: Later) -> None:
    sale = await paid(app, platform)
    part = await sale.part()
    assert part["late"] is False
    gone = datetime.fromisoformat(part["ship_by"]) - datetime.now(UTC)
    later(seconds=gone.total_seconds() + 1)
    assert (await sale.part())["late"] is True
    shop = await users.still_there(platform, sale.shop)
    url = f"{API}/sellers/{shop.ref}/orders"
    for late, count in ((True, 1), (False, 0), (None, 1)):
        params = {} if late is None else {"late": late}
        found = await sale.guest.http.get(url, headers=shop.headers, params=params)
        assert [one["late"] for one in found.json()["items"]] == [True] * count
    staff = await users.operator(platform, "support")
    for late, count in ((True, 1), (False, 0)):
        found = await sale.guest.http.get(
            f"{API}/operator/orders",
            headers=staff.headers,
            params={"late": late, "q": sale.order["number"]},
        )
        assert len(found.json()["items"]) == count
    sale.shop = shop
    assert (await sale.ship()).status_code == 201
    assert (await sale.part())["late"] is False
