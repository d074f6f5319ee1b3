"""The permission table's rows about labels, parcels and packing; the columns are those of `permission_table`."""

from dataclasses import replace
from typing import Any

import httpx

from feria.app import Application
from feria.core.platform import Platform
from tests.api import marketplace
from tests.api.marketplace import PACKAGE, Marketplace
from tests.api.permission_rows import EVERYBODY, MEMBERS, Call, Row, key, of_seller, row
from tests.conftest import PUBLIC_URL, transport
from tests.factories.orders import ADDRESS

BOX = {"weight_grams": 1_200, "length_mm": 300, "width_mm": 200, "height_mm": 100}
LABEL: dict[str, Any] = {
    "package": BOX, "carrier": "fedex", "service": "fedex_international_economy", "format": "zpl",
    "price": {"amount": 990, "currency": "EUR"}, "reason": "asked for",
}  # fmt: skip
# The shop and support; the buyer is told that it is not his to do.
SHOP = "401 403 404 200 404 200"
OF_SHOP = {"staff": 200, "support": 200, "finance": 403}


async def new_accepted(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """A paid order of a shop that has said where its parcels start."""
    async with _client(app) as client:
        address = f"/api/v1/sellers/{m.seller.ref}/ship-from"
        assert (
            await client.put(address, json={"address": ADDRESS}, headers=m.seller.headers)
        ).status_code == 200
    return await marketplace.with_new_order(app, platform, m)


async def new_label(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """A paid order with a label that was just bought."""
    m = await new_accepted(app, platform, m)
    async with _client(app) as client:
        address = f"/api/v1/orders/{m.part}/label"
        answer = await client.post(address, json=LABEL, headers={**m.seller.headers, **key()})
        assert answer.status_code == 201, answer.text
        seen = await client.get(f"/api/v1/orders/{m.order['id']}", headers=m.buyer.headers)
    return replace(m, order=seen.json())


async def new_package(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """A box that the shop keeps."""
    async with _client(app) as client:
        address = f"/api/v1/sellers/{m.seller.ref}/packages"
        answer = await client.post(address, json=PACKAGE, headers=m.seller.headers)
    return replace(m, package=answer.json()["id"])


def _client(app: Application) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL)


def of_parcel(m: Marketplace, **fields: Any) -> Call:
    parcels = m.order["seller_orders"][0]["shipments"]
    return Call({"order_id": m.part, "shipment_id": parcels[0]["id"] if parcels else m.shipment}, **fields)


PARCELS: dict[str, Row | list[Row]] = {
    "price_labels": row(
        lambda m: Call({"order_id": m.part}, json={"package": BOX}), SHOP, fresh=new_accepted, **OF_SHOP
    ),
    "buy_label": row(
        lambda m: Call({"order_id": m.part}, json=LABEL, headers=key()),
        SHOP.replace("200", "201"),
        fresh=new_accepted,
        staff=201,
        support=201,
        finance=403,
    ),
    "get_label": row(of_parcel, SHOP, fresh=new_label, **OF_SHOP),
    "void_label": row(
        lambda m: of_parcel(m, params={"reason": "asked for"}), SHOP, fresh=new_label, **OF_SHOP
    ),
    "hand_over_parcel": row(
        lambda m: of_parcel(m, json={"reason": "asked for"}), SHOP, fresh=new_label, **OF_SHOP
    ),
    "tell_shipping_rates": row(lambda m: Call(), EVERYBODY),
    "get_packing": row(of_seller, MEMBERS, staff=200, support=404),
    "put_ship_from": row(lambda m: of_seller(m, json={"address": ADDRESS}), MEMBERS, staff=200, support=404),
    "add_package": row(
        lambda m: of_seller(m, json=PACKAGE), MEMBERS.replace("200", "201"), staff=201, support=404
    ),
    "remove_package": row(
        lambda m: Call({"seller_id": m.seller.ref, "package_id": m.package}),
        MEMBERS.replace("200", "204"),
        fresh=new_package,
        staff=204,
    ),
    "receive_ups_webhook": row(lambda m: Call(), EVERYBODY.replace("200", "400")),
    "receive_fedex_webhook": row(lambda m: Call(), EVERYBODY.replace("200", "400")),
}
