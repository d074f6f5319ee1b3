"""A guest signs in: both carts become one, once, and nothing is lost or bought twice."""

import asyncio
from uuid import UUID

import httpx

from feria.core.platform import Platform
from feria.services.cart import contract
from feria.services.cart.queries import carts
from feria.services.cart.queries.carts import Cart
from feria.services.user import contract as user
from tests.cart.test_checkout import ordered
from tests.factories import products, users
from tests.factories.carts import fill_cart, guest_cart, stuff_cart
from tests.factories.users import Account


async def cart_of(platform: Platform, shopper_id: int) -> Cart:
    async with platform.db.reading() as tx:
        found = await carts.cart_of(tx, shopper_id)
    assert found is not None
    return found


def quantities(cart: Cart) -> dict[UUID, int]:
    return {item.variant_id: item.quantity for item in cart.items}


async def test_signing_in_merges_both_carts_once(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    both = await products.product(platform, shop.id, on_hand=50)
    mine = await products.product(platform, shop.id)
    new = await products.product(platform, shop.id)
    account = await users.account(platform)
    await fill_cart(platform, account.principal, [(both.variant_id, 2), (mine.variant_id, 1)])
    guest = await guest_cart(platform, (both.variant_id, 3), (new.variant_id, 4))
    client.cookies.set("feria_cart", guest.token)
    await client.put("/api/v1/cart/address", json={"country": "SE"})
    answer = await client.get("/api/v1/cart", headers=account.headers)
    assert answer.status_code == 200
    body = answer.json()
    assert [notice["code"] for notice in body["notices"]] == ["carts_merged"]
    assert body["address"]["country"] == "SE"
    assert answer.headers["set-cookie"].startswith('feria_cart=""; ')
    assert "Max-Age=0" in answer.headers["set-cookie"]
    client.cookies.clear()
    merged = await cart_of(platform, account.id)
    assert quantities(merged) == {both.variant_id: 5, mine.variant_id: 1, new.variant_id: 4}
    # The same request again, with the token that has ended, changes nothing.
    again = await client.get("/api/v1/cart", headers={**account.headers, **guest.headers})
    assert again.json() == {**body, "notices": []}
    assert (await cart_of(platform, account.id)) == merged
    assert (await client.get("/api/v1/cart", headers=guest.headers)).json()["id"] is None
    async with platform.db.reading() as tx:
        assert await user.shoppers_of(tx, account.id) == [account.id, guest.shopper_id]
        assert await contract.check(tx) == []


async def test_a_merge_by_a_write_does_both(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    account = await users.account(platform)
    guest = await guest_cart(platform, (made.variant_id, 1))
    body = {"variant_id": made.variant_ref, "quantity": 2}
    answer = await client.post("/api/v1/cart/items", json=body, headers={**account.headers, **guest.headers})
    assert answer.status_code == 201
    assert [notice["code"] for notice in answer.json()["notices"]] == ["carts_merged"]
    assert quantities(await cart_of(platform, account.id)) == {made.variant_id: 3}


async def test_quantities_are_clamped_and_told(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    few = await products.product(platform, shop.id, on_hand=4, title="Pot")
    limited = await products.product(platform, shop.id, on_hand=50, max_per_order=3)
    plenty = await products.product(platform, shop.id, on_hand=5000)
    account = await users.account(platform)
    lines = [(few.variant_id, 3), (limited.variant_id, 2), (plenty.variant_id, 600)]
    await fill_cart(platform, account.principal, lines)
    guest = await guest_cart(platform, *lines)
    body = (await client.get("/api/v1/cart", headers={**account.headers, **guest.headers})).json()
    assert quantities(await cart_of(platform, account.id)) == {
        few.variant_id: 4,
        limited.variant_id: 3,
        plenty.variant_id: 999,
    }
    assert [notice["code"] for notice in body["notices"]] == ["carts_merged", *["quantity_reduced"] * 3]
    assert body["notices"][1]["message"] == "Only 4 of Pot can be bought, so the quantity was lowered."
    assert body["notices"][1]["item_id"] == body["groups"][0]["items"][0]["id"]


async def test_lines_above_the_hundredth_are_told(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(
        platform, shop.id, variants=[{"options": {"No": str(number)}} for number in range(99)]
    )
    one, two = (
        await products.product(platform, shop.id),
        await products.product(platform, shop.id, title="Last"),
    )
    account = await users.account(platform)
    await fill_cart(platform, account.principal, [(made.variant_id, 1)])
    await stuff_cart(platform, account.id, made.variant_ids[1:])
    guest = await guest_cart(platform, (one.variant_id, 1), (two.variant_id, 1), (made.variant_ids[5], 1))
    body = (await client.get("/api/v1/cart", headers={**account.headers, **guest.headers})).json()
    assert [notice["code"] for notice in body["notices"]] == [
        "carts_merged",
        "line_dropped",
        *["price_changed"] * 98,
    ]
    assert body["notices"][1]["message"].startswith("Last ")
    assert body["item_count"] == 101
    assert quantities(await cart_of(platform, account.id))[made.variant_ids[5]] == 2


async def test_the_same_merge_twenty_times_at_once(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=100)
    account = await users.account(platform)
    guest = await guest_cart(platform, (made.variant_id, 3))
    headers = {**account.headers, **guest.headers}
    answers = await asyncio.gather(*(client.get("/api/v1/cart", headers=headers) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["item_count"] for answer in answers} == {3}
    assert sum(bool(answer.json()["notices"]) for answer in answers) == 1


async def test_two_accounts_cannot_both_have_it(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    guest = await guest_cart(platform, (made.variant_id, 1))
    people: list[Account] = [await users.account(platform) for _ in range(2)]
    answers = await asyncio.gather(
        *(client.get("/api/v1/cart", headers={**person.headers, **guest.headers}) for person in people)
    )
    assert sorted(answer.json()["item_count"] for answer in answers) == [0, 1]


async def test_a_guests_open_order_stays_payable_and_binds_the_merged_cart(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    last = await products.product(platform, shop.id, on_hand=1)
    more = await products.product(platform, shop.id)
    account = await users.account(platform)
    guest = await guest_cart(platform, (last.variant_id, 1))
    order_id, quote = await ordered(platform, guest.shopper_id)
    body = (await client.get("/api/v1/cart", headers={**account.headers, **guest.headers})).json()
    assert [notice["code"] for notice in body["notices"]] == ["carts_merged"]
    assert body["groups"][0]["items"][0]["available"] == 1  # held by his own order
    merged = await cart_of(platform, account.id)
    assert (merged.open_order_id, merged.ordered_version) == (order_id, merged.version)
    await fill_cart(platform, account.principal, [(more.variant_id, 2)])
    async with platform.db.transaction(account.principal) as tx:
        again = await contract.checkout_quote(tx, account.id, place=user.Place(country="PT"), shipping={})
        assert again.open_order_id == order_id
        assert again.cart_version != again.ordered_version
    # The guest's order is paid after all: what it took leaves the account's cart, the rest stays.
    async with platform.db.transaction() as tx:
        await contract.lock_cart(tx, guest.shopper_id)
        await contract.empty_cart(tx, guest.shopper_id, order_id)
    left = await cart_of(platform, account.id)
    assert quantities(left) == {more.variant_id: 2}
    assert (left.open_order_id, left.ordered) == (None, {})
    assert quote.shopper_id == guest.shopper_id


async def test_two_open_orders_are_both_settled(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=10)
    account = await users.account(platform)
    await fill_cart(platform, account.principal, [(made.variant_id, 1)])
    own_order, _ = await ordered(platform, account.id)
    guest = await guest_cart(platform, (made.variant_id, 2))
    guest_order, _ = await ordered(platform, guest.shopper_id)
    await client.get("/api/v1/cart", headers={**account.headers, **guest.headers})
    assert (await cart_of(platform, account.id)).open_order_id == own_order
    async with platform.db.transaction() as tx:
        await contract.empty_cart(tx, guest.shopper_id, guest_order)
    assert quantities(await cart_of(platform, account.id)) == {made.variant_id: 1}
    async with platform.db.transaction() as tx:
        await contract.empty_cart(tx, account.id, own_order)
    assert quantities(await cart_of(platform, account.id)) == {}
    async with platform.db.reading() as tx:
        assert await contract.check(tx) == []
