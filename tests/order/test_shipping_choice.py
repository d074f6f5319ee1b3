"""What a cart is offered at an address, what an order freezes of the choice, and what has no way to get there."""

from datetime import date
from typing import Any

import httpx

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import products, users
from tests.factories.orders import ADDRESS, API, Shopper
from tests.factories.users import Seller

PICKUP = {
    "line1": "Rua do Forno 7", "line2": "", "postal_code": "4050-262", "city": "Porto", "country": "PT",
    "note": "Weekdays 10–14",
}  # fmt: skip


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def zone(name: str, amount: int, *places: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "places": places, "price": eur(amount), "min_days": 1, "max_days": 2}


def profile(name: str, kind: str = "flat", **parts: Any) -> dict[str, Any]:
    return {"name": name, "market": "eu", "kind": kind, "min_days": 2, "max_days": 4, **parts}


ZONES = [
    zone("Portugal", 390, {"country": "PT"}),
    zone("Islands", 890, {"country": "PT", "postal_codes": ["9"]}),
]


async def state(client: httpx.AsyncClient, shop: Seller, *items: dict[str, Any]) -> None:
    headers = shop.headers | {"If-Match": "*"}
    put = await client.put(
        f"{API}/sellers/{shop.ref}/shipping-profiles", json={"items": items}, headers=headers
    )
    assert put.status_code == 200, put.text


async def go_to(shopper: Shopper, country: str, postal_code: str = "") -> dict[str, Any]:
    place = {"country": country, "postal_code": postal_code}
    answer = await shopper.http.put(f"{API}/cart/address", json=place)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def options(shopper: Shopper) -> dict[str, dict[str, Any]]:
    [group] = (await shopper.http.get(f"{API}/cart/shipping-options")).json()["groups"]
    return {one["name"]: one for one in group["options"]}


async def test_the_address_decides_what_is_offered(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, price=2000, variants=[{"weight_grams": 600}])
    shopper = Shopper(app)
    heavy = profile("Heavy", "weight", weight_steps=[{"up_to_grams": 1000, "price": eur(700)}])
    await state(shopper.http, shop, profile("Zones", "zone", zones=ZONES), heavy)
    await shopper.add(made)
    await go_to(shopper, "PT", "4050-262")
    found = await options(shopper)
    assert {name: one["price"]["amount"] for name, one in found.items()} == {"Zones": 390, "Heavy": 700}
    assert (found["Zones"]["min_days"], found["Zones"]["max_days"], found["Zones"]["kind"]) == (1, 2, "zone")
    assert (await go_to(shopper, "PT", "9000-001"))["shipping"] == eur(890)
    # The chosen way is not offered for two pieces; the default takes its place, and that is told.
    await shopper.http.put(f"{API}/cart/shipping", json={shop.ref: found["Heavy"]["id"]})
    cart = await shopper.add(made)
    assert [(one["code"], one["seller_id"]) for one in cart["notices"]] == [("shipping_changed", shop.ref)]
    assert (cart["groups"][0]["shipping_name"], cart["shipping"]) == ("Zones", eur(890))
    again = await shopper.http.put(f"{API}/cart/shipping", json={shop.ref: found["Heavy"]["id"]})
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, shop.ref)
    refused = await shopper.try_to_order(
        expected_total=cart["total"], shipping={shop.ref: found["Heavy"]["id"]}
    )
    assert [one["field"] for one in refused.json()["errors"]] == [f"shipping.{shop.ref}"]


async def test_what_cannot_get_there_is_told_and_not_ordered(app: Application, platform: Platform) -> None:
    shop, other = await users.seller(platform, name="Casa Longe"), await users.seller(platform)
    made, more = (
        await products.product(platform, shop.id, price=2000),
        await products.product(platform, other.id),
    )
    shopper = Shopper(app)
    await state(shopper.http, shop, profile("Zones", "zone", zones=ZONES))
    await shopper.add(made)
    await shopper.add(more)
    cart = await go_to(shopper, "ES", "28001")
    group = next(one for one in cart["groups"] if one["seller"]["id"] == shop.ref)
    sentence = "Casa Longe does not ship to this address."
    assert (group["shipping_fault"], group["shipping_option"], group["delivery"]) == (sentence, None, None)
    assert [(one["code"], one["message"]) for one in cart["notices"]] == [("not_shipped_there", sentence)]
    asked = (await shopper.http.get(f"{API}/cart/shipping-options")).json()["groups"]
    assert [(one["fault"], len(one["options"])) for one in asked] == [(sentence, 0), (None, 1)]
    there = ADDRESS | {"country": "ES", "postal_code": "28001"}
    refused = await shopper.try_to_order(expected_total=cart["total"], shipping_address=there)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "shipping_address.country", "message": f"cannot be served: {sentence}"}
    ]
    assert (await shopper.http.get(f"{API}/cart")).json() == cart
    assert (
        await shopper.try_to_order(expected_total=cart["total"])
    ).status_code == 409  # served, at another price


async def test_goods_that_do_not_travel_need_no_shipping(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform, shipping_amount=490)
    book = await products.product(platform, shop.id, price=1000, fulfilment="digital")
    shopper = Shopper(app)
    page = (await shopper.http.get(f"{API}/products/{book.ref}")).json()["shipping_note"]
    assert (page["price"], page["delivery"]) == (None, None)
    cart = await shopper.add(book)
    assert (cart["shipping"], cart["total"], cart["groups"][0]["shipping_option"]) == (
        eur(0),
        eur(1000),
        None,
    )
    assert (await shopper.http.get(f"{API}/cart/shipping-options")).json() == {"groups": []}
    order = await shopper.order()
    await shopper.pay(order)
    part = (await shopper.see(order["id"]))["seller_orders"][0]
    assert (part["shipping_kind"], part["delivery"], part["deliver_by"]) == ("", None, None)
    assert part["ship_by"] is not None


async def test_an_order_keeps_what_was_promised(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    shopper = Shopper(app)
    collect = profile("Collect", "pickup", pickup=PICKUP, min_days=0, max_days=1)
    await state(shopper.http, shop, profile("Post", price=eur(490)), collect)
    await shopper.add(made)
    chosen = {shop.ref: (await options(shopper))["Collect"]["id"]}
    cart = (await shopper.http.put(f"{API}/cart/shipping", json=chosen)).json()
    assert (cart["shipping"], cart["groups"][0]["pickup"]) == (eur(0), PICKUP)
    order = await shopper.order(shipping=chosen)
    await shopper.pay(order)
    part = (await shopper.see(order["id"]))["seller_orders"][0]
    assert (part["shipping_name"], part["shipping_kind"], part["pickup"]) == ("Collect", "pickup", PICKUP)
    assert part["delivery"] == cart["groups"][0]["delivery"]
    headers = shop.headers | {"If-Match": "*"}
    rare = {"working_days": [date.fromisoformat(part["delivery"]["latest"]).isoweekday()], "closed_on": []}
    await shopper.http.put(
        f"{API}/sellers/{shop.ref}/shipping-calendar", json={**rare, "cut_off_hour": 1}, headers=headers
    )
    await state(shopper.http, shop, profile("Post", price=eur(490), max_days=9))
    after = (await shopper.see(order["id"]))["seller_orders"][0]
    assert (after["pickup"], after["delivery"], after["ship_by"]) == (
        PICKUP,
        part["delivery"],
        part["ship_by"],
    )
    assert (await shopper.add(made))["groups"][0]["delivery"] != part["delivery"]
