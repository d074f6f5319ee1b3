"""What is kept beside the cart: things for later, notes that go with gifts, and word of carts left lying."""

from collections.abc import Mapping
from typing import Any

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.cart import contract, jobs
from tests.cart.test_cart import eur
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.orders import API, Shopper


def lines(cart: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [
        (item["product"]["title"], item["quantity"]) for group in cart["groups"] for item in group["items"]
    ]


async def saved(shopper: Shopper) -> list[dict[str, Any]]:
    return list((await shopper.http.get(f"{API}/cart/saved")).json()["items"])


async def keep(shopper: Shopper, cart: Mapping[str, Any], place: int = 0) -> httpx.Response:
    return await shopper.http.post(f"{API}/cart/items/{cart['groups'][0]['items'][place]['id']}/save")


async def test_lines_go_to_the_list_and_back(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform, shipping_amount=0)
    pot = await products.product(platform, shop.id, title="Pot", price=1000, on_hand=5)
    cup = await products.product(platform, shop.id, title="Cup", price=500)
    guest = Shopper(app)
    await guest.add(cup)
    cart = await guest.add(pot, 3)
    answer = await keep(guest, cart, 1)
    assert (answer.status_code, lines(answer.json()), answer.json()["total"]) == (200, [("Cup", 1)], eur(500))
    [kept] = await saved(guest)
    assert (kept["product"]["title"], kept["quantity"], kept["unit_price"]) == ("Pot", 3, eur(1000))
    assert (kept["available"], kept["seller"]["id"]) == (5, shop.ref)
    assert (await keep(guest, cart, 1)).status_code == 404  # it is no line any more
    await guest.add(pot, 3)  # it may be bought all the same; kept again, the pieces add up
    again = (await guest.http.get(f"{API}/cart")).json()
    await keep(guest, again, 1)
    [kept] = await saved(guest)
    assert kept["quantity"] == 6
    # Back comes what can be bought.
    back = await guest.http.post(f"{API}/cart/saved/{kept['id']}/move")
    assert (back.status_code, lines(back.json())) == (200, [("Cup", 1), ("Pot", 5)])
    assert await saved(guest) == []
    assert (await guest.http.post(f"{API}/cart/saved/{kept['id']}/move")).status_code == 404


async def test_what_is_sold_out_stays_on_the_list(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    pot = await products.product(platform, shop.id, on_hand=1)
    guest, other = Shopper(app), Shopper(app)
    await keep(guest, await guest.add(pot))
    await other.add(pot)
    await other.order()
    [kept] = await saved(guest)
    assert kept["available"] == 0
    refused = await guest.http.post(f"{API}/cart/saved/{kept['id']}/move")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "out-of-stock")
    assert await saved(guest) == [kept]
    stranger = await other.http.delete(f"{API}/cart/saved/{kept['id']}")
    missing = await other.http.delete(f"{API}/cart/saved/{ids.encode('saved', ids.new(1))}")
    assert stranger.status_code == missing.status_code == 404
    left = await guest.http.delete(f"{API}/cart/saved/{kept['id']}")
    assert (left.status_code, left.json()) == (200, {"items": []})


async def test_signing_in_takes_the_list_along(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    pot, cup = [await products.product(platform, shop.id, title=name) for name in ("Pot", "Cup")]
    account = await users.account(platform)
    mine, guest = Shopper(app, account), Shopper(app)
    await keep(mine, await mine.add(pot, 2))
    await keep(guest, await guest.add(pot, 5))
    cart = await guest.add(cup)
    await guest.http.put(f"{API}/cart/gift-notes", json={"notes": {shop.ref: "Happy birthday"}})
    await keep(guest, cart)
    await guest.add(cup)
    merged = await guest.http.get(f"{API}/cart", headers=account.headers)
    assert [group["gift_note"] for group in merged.json()["groups"]] == ["Happy birthday"]
    found = sorted((one["product"]["title"], one["quantity"]) for one in await saved(mine))
    assert found == [("Cup", 1), ("Pot", 2)]
    async with platform.db.reading() as tx:
        assert await contract.check(tx) == []


async def test_a_gift_note_goes_with_the_order(app: Application, platform: Platform) -> None:
    shop, other = await users.seller(platform), await users.seller(platform)
    made, more = await products.product(platform, shop.id), await products.product(platform, other.id)
    shopper, address = Shopper(app), f"{API}/cart/gift-notes"
    assert (await shopper.http.put(address, json={"notes": {shop.ref: "Too soon"}})).status_code == 409
    await shopper.add(made)
    await shopper.add(more)
    note = "For Rosa\nwith love"
    cart = (await shopper.http.put(address, json={"notes": {shop.ref: f" {note} ", other.ref: "x"}})).json()
    assert {group["seller"]["id"]: group["gift_note"] for group in cart["groups"]} == {
        shop.ref: note, other.ref: "x",
    }  # fmt: skip
    await shopper.http.put(address, json={"notes": {other.ref: "  "}})
    stranger = await users.seller(platform)
    for wrong in ({stranger.ref: "x"}, {shop.ref: "x" * 301}, {shop.ref: "\x07"}, {"me": "x"}):
        assert (await shopper.http.put(address, json={"notes": wrong})).status_code == 422
    order = await shopper.order()
    await shopper.pay(order)
    parts = {part["seller"]["id"]: part for part in (await shopper.see(order["id"]))["seller_orders"]}
    assert (parts[shop.ref]["gift_note"], parts[other.ref]["gift_note"]) == (note, "")
    seen = await shopper.http.get(f"{API}/orders/{parts[shop.ref]['id']}", headers=shop.headers)
    assert seen.json()["gift_note"] == note
    assert (await shopper.add(made))["groups"][0]["gift_note"] == ""  # it went with the order


async def test_a_cart_left_lying_is_told_once(app: Application, platform: Platform, later: Later) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    await Shopper(app).add(made)  # a guest, whom nobody can write to
    account = await users.account(platform)
    shopper = Shopper(app, account)
    await shopper.add(made)

    async def told() -> int:
        await jobs.tell_of_abandoned_carts(platform)
        async with platform.db.reading() as tx:
            found = await tx.fetchval(
                "SELECT count(*) FROM cart.carts WHERE shopper_id = $1 AND abandoned_version = version",
                account.id,
            )
        return int(found)

    later(hours=3.9)
    assert await told() == 0
    later(hours=0.2)
    assert await jobs.tell_of_abandoned_carts(platform) >= 1
    assert await told() == 1
    assert await jobs.tell_of_abandoned_carts(platform) == 0
