"""Codes in the cart and what they take off; coupons as their owners keep them."""

from typing import Any

import httpx

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import coupons, products, users
from tests.factories.coupons import enter
from tests.factories.orders import API, Shopper


def slug(answer: httpx.Response) -> str:
    return str(answer.json()["type"].rpartition("/")[2])


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def test_a_code_takes_its_part_off_and_can_be_removed(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop, other = await users.seller(platform), await users.seller(platform)
    mine, theirs = [await products.product(platform, one.id, price=2000) for one in (shop, other)]
    made = await coupons.of_shop(client, shop, name="Ten off")
    guest = Shopper(app)
    await guest.add(mine)
    before = await guest.add(theirs)
    typed = made["codes"][0]
    answer = await enter(guest, f" {typed[:4].lower()} {typed[4:].lower()} ")
    assert answer.status_code == 200, answer.text
    cart = answer.json()
    assert cart["coupons"] == [
        {"code": typed, "name": "Ten off", "discount": eur(200), "free_shipping": False, "message": None}
    ]
    by_shop = {group["seller"]["id"]: group["discount"] for group in cart["groups"]}
    assert by_shop == {shop.ref: eur(200), other.ref: eur(0)}
    assert cart["discount"] == eur(200)
    assert cart["total"] == eur(before["total"]["amount"] - 200)
    assert (await enter(guest, made)).json()["total"] == cart["total"], "the same code twice is once"
    removed = await guest.http.delete(f"{API}/cart/coupons/{typed.lower()}")
    assert (removed.status_code, removed.json()["total"]) == (200, before["total"])
    assert (await guest.http.delete(f"{API}/cart/coupons/{typed}")).status_code == 404


async def test_a_code_takes_the_place_of_another_of_the_same_owner(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    first, second = await coupons.of_shop(client, shop), await coupons.of_shop(client, shop, percent_bps=2000)
    everywhere = await coupons.of_marketplace(client, platform)
    guest = Shopper(app)
    await guest.add(thing)
    for one in (first, everywhere, second):
        cart = (await enter(guest, one)).json()
    assert [one["code"] for one in cart["coupons"]] == [everywhere["codes"][0], second["codes"][0]]
    assert [one["discount"] for one in cart["coupons"]] == [eur(160), eur(400)]  # the shop's comes off first


async def test_codes_that_do_not_count_are_refused(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id)
    guest = Shopper(app)
    assert slug(await enter(guest, "NOTHING-YET")) == "cart-empty"
    await guest.add(thing)
    before = (await guest.http.get(f"{API}/cart")).json()
    scheduled = await coupons.of_shop(client, shop, starts_at="2099-01-01T00:00:00Z")
    ended = await coupons.of_shop(
        client, shop, starts_at="2020-01-01T00:00:00Z", ends_at="2020-02-01T00:00:00Z"
    )
    paused = await coupons.of_shop(client, shop, paused=True)
    for one, expected in (
        ("NO-SUCH-CODE", "coupon-unknown"),
        ("%' OR 1=1", "coupon-unknown"),
        (scheduled, "coupon-expired"),
        (ended, "coupon-expired"),
        (paused, "coupon-expired"),
    ):
        answer = await enter(guest, one)
        assert (answer.status_code, slug(answer)) == (409, expected)
    assert (await enter(guest, "\u0000")).status_code in (400, 422)
    assert (await guest.http.get(f"{API}/cart")).json() == before


async def test_what_is_missing_to_the_minimum_is_said(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop, other = await users.seller(platform), await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    deal = await coupons.of_shop(client, shop, minimum=eur(5000))
    elsewhere = await coupons.of_shop(client, other)
    guest = Shopper(app)
    await guest.add(thing)
    cart = (await enter(guest, deal)).json()
    assert cart["discount"] == eur(0)
    assert cart["coupons"][0]["message"] == "Add €30.00 more of what this code is for to use it."
    cart = (await enter(guest, elsewhere)).json()
    assert cart["coupons"][1]["message"] == "Nothing in your cart is reduced by this code."
    cart = await guest.add(thing, 2)
    assert (cart["discount"], cart["coupons"][0]["message"]) == (eur(600), None)


async def test_free_shipping_is_a_discount_on_the_shipping(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    deal = await coupons.of_marketplace(client, platform, "free_shipping")
    guest = Shopper(app)
    before = await guest.add(thing)
    cart = (await enter(guest, deal)).json()
    [group] = cart["groups"]
    assert before["shipping"]["amount"] > 0
    assert group["shipping"] == group["shipping_discount"] == group["discount"] == before["shipping"]
    assert cart["total"] == before["subtotal"]
    assert cart["coupons"][0]["free_shipping"]


async def test_codes_come_along_when_carts_merge(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    deal = await coupons.of_shop(client, shop)
    guest = Shopper(app)
    await guest.add(thing)
    await enter(guest, deal)
    person = await users.account(platform)
    merged = (await guest.http.get(f"{API}/cart", headers=person.headers)).json()
    assert (merged["discount"], merged["coupons"][0]["code"]) == (eur(200), deal["codes"][0])


async def test_owners_keep_their_coupons(platform: Platform, client: httpx.AsyncClient) -> None:
    shop = await users.seller(platform)
    made = await coupons.of_shop(client, shop, "fixed", amount=eur(500), minimum=eur(2000), uses_max=10)
    path = f"{API}/coupons/{made['id']}"
    assert (made["state"], made["seller_id"], made["used"]) == ("running", shop.ref, 0)
    listed = (await client.get(f"{API}/sellers/{shop.ref}/coupons", headers=shop.headers)).json()
    assert [one["id"] for one in listed["items"]] == [made["id"]]

    body = {
        key: made[key] for key in ("name", "kind", "amount", "minimum", "uses_max", "starts_at", "ends_at")
    } | {"paused": True, "name": "Paused"}
    stale = await client.put(path, json=body, headers={**shop.headers, "If-Match": '"9"'})
    assert stale.status_code == 412
    assert (await client.put(path, json=body, headers=shop.headers)).status_code == 428
    changed = await client.put(path, json=body, headers={**shop.headers, "If-Match": f'"{made["version"]}"'})
    assert changed.status_code == 200, changed.text
    assert (changed.json()["state"], changed.json()["name"]) == ("paused", "Paused")
    assert changed.headers["etag"] == f'"{made["version"] + 1}"'

    drawn = await client.post(f"{path}/codes", json={"count": 50, "prefix": "spring-"}, headers=shop.headers)
    codes = drawn.json()["codes"]
    assert len(set(codes)) == 50
    assert all(code.startswith("SPRING-") for code in codes)
    again = await client.post(
        f"{API}/sellers/{shop.ref}/coupons", json=coupons.terms(code=codes[0]), headers=shop.headers
    )
    assert (again.status_code, slug(again)) == (409, "code-taken")
    uses = await client.get(f"{path}/uses", headers=shop.headers)
    assert uses.json() == {"orders": 0, "discounts": [], "promotions": [], "items": []}


async def test_terms_that_make_no_sense_are_all_named(platform: Platform, client: httpx.AsyncClient) -> None:
    shop = await users.seller(platform)
    before = (await client.get(f"{API}/sellers/{shop.ref}/coupons", headers=shop.headers)).json()
    for fields, named in (
        ({"kind": "percent", "percent_bps": 0}, ["percent_bps"]),
        ({"kind": "fixed"}, ["amount"]),
        ({"kind": "buy_x_get_y", "percent_bps": 0}, ["buy_quantity", "get_quantity", "percent_bps"]),
        ({"kind": "fixed", "amount": eur(-1)}, ["amount"]),
        ({"kind": "fixed", "amount": eur(1), "minimum": {"amount": 1, "currency": "USD"}}, ["amount"]),
        ({"kind": "fixed", "amount": {"amount": 1, "currency": "JPY"}}, ["amount"]),
        ({"kind": "percent", "ends_at": "2020-01-01T00:00:00Z"}, ["ends_at"]),
        ({"kind": "percent", "sellers": [shop.ref]}, ["sellers"]),
        # Nobody knows which moment a time without its zone is, and the database none outside of its calendar.
        ({"kind": "percent", "starts_at": "2026-01-01T00:00:00"}, ["starts_at"]),
        ({"kind": "percent", "ends_at": "2099-01-01T00:00:00"}, ["ends_at"]),
        ({"kind": "percent", "starts_at": "0001-01-01T00:00:00+14:00"}, ["starts_at"]),
        ({"kind": "percent", "ends_at": "9999-12-31T23:59:59-14:00"}, ["ends_at"]),
    ):
        answer = await client.post(
            f"{API}/sellers/{shop.ref}/coupons", json=coupons.terms(**fields), headers=shop.headers
        )
        assert answer.status_code == 422, fields
        assert [one["field"] for one in answer.json()["errors"]] == named
    assert (await client.get(f"{API}/sellers/{shop.ref}/coupons", headers=shop.headers)).json() == before
