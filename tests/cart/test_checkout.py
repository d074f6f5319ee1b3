"""What the order service asks of carts: quotes, the tie to an open order, concurrency, cost."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from feria.core import ids, jobs
from feria.core.db import TransactionConflict, Tx
from feria.core.errors import Invalid, Problem
from feria.core.platform import Platform
from feria.services.cart import contract
from feria.services.cart.contract import Quote
from feria.services.cart.queries import carts
from feria.services.cart.queries.carts import Cart
from feria.services.cart.schemas import OPTION_PREFIX
from feria.services.product import contract as product
from feria.services.user.contract import Place
from tests.factories import products, users
from tests.factories.carts import fill_cart, guest_cart
from tests.factories.products import Made


async def quote(tx: Tx, shopper_id: int, **kw: Any) -> Quote:
    return await contract.checkout_quote(
        tx, shopper_id, **{"place": Place(country="DE"), "shipping": {}, **kw}
    )


async def ordered(platform: Platform, shopper_id: int) -> tuple[UUID, Quote]:
    """What `POST /orders` does with cart and stock."""
    order_id = ids.new(shopper_id)
    async with platform.db.transaction() as tx:
        found = await quote(tx, shopper_id)
        await contract.tie_to_order(tx, shopper_id, order_id, found.cart_version)
        for group in found.groups:
            items = [(line.variant_id, line.quantity) for line in group.lines]
            await product.reserve_stock(
                tx, group.seller_id, items, cause="order_placed", reference=ids.new(group.seller_id)
            )
    return order_id, found


async def cart_of(platform: Platform, shopper_id: int) -> Cart:
    async with platform.db.reading() as tx:
        found = await carts.cart_of(tx, shopper_id)
    assert found is not None
    return found


async def refused(platform: Platform, shopper_id: int, **kw: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        async with platform.db.transaction() as tx:
            await quote(tx, shopper_id, **kw)
    return caught.value


async def test_a_quote_has_all_that_an_order_freezes(platform: Platform) -> None:
    one = await users.seller(platform, shipping_amount=490)
    two = await users.seller(platform, shipping_amount=300)
    book = await products.product(platform, one.id, price=1480, title="Book", tax_category="books")
    pot = await products.product(platform, one.id, price=1999, title="Pot")
    cup = await products.product(platform, two.id, price=700)
    guest = await guest_cart(platform, (cup.variant_id, 2), (pot.variant_id, 1), (book.variant_id, 1))
    async with platform.db.transaction() as tx:
        found = await quote(tx, guest.shopper_id)
    assert (found.shopper_id, found.market, found.currency, found.tax_inclusive) == (
        guest.shopper_id,
        "eu",
        "EUR",
        True,
    )
    assert (found.open_order_id, found.ordered_version) == (None, None)
    assert [group.seller_id for group in found.groups] == [one.id, two.id]
    first = found.groups[0]
    assert [line.product_title for line in first.lines] == ["Pot", "Book"]
    assert [line.tax_rate_bps for line in first.lines] == [1900, 700]
    assert first.lines[1].net_amount + first.lines[1].tax_amount == first.lines[1].gross_amount == 1480
    assert (first.shipping_id, first.shipping_amount, first.shipping_tax_rate_bps) == (
        one.shipping_id,
        490,
        1900,
    )
    assert first.tax_amount == 397 + 97  # (19.99 + 4.90) × 19/119 = 3.974, 14.80 × 7/107 = 0.968
    assert first.total_amount == 1999 + 1480 + 490
    assert found.total_amount == first.total_amount + 1700
    assert found.items_amount + found.shipping_amount == found.total_amount
    shown = await cart_of(platform, guest.shopper_id)
    assert found.cart_version == shown.version


async def test_what_cannot_be_bought_is_no_quote(platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=3)
    guest = await guest_cart(platform, (made.variant_id, 3))
    assert (await refused(platform, 1)).slug == "cart-empty"
    wrong = await refused(platform, guest.shopper_id, place=Place(country="US"))
    assert isinstance(wrong, Invalid)
    assert wrong.errors[0].field == "shipping_address.country"
    for option in ("x", "ship_x", ids.encode(OPTION_PREFIX, ids.new(shop.id))):
        wrong = await refused(platform, guest.shopper_id, shipping={shop.id: option})
        assert wrong.errors[0].field == f"shipping.{shop.ref}"
    other = await users.seller(platform)
    option = ids.encode(OPTION_PREFIX, other.shipping_id)
    assert isinstance(await refused(platform, guest.shopper_id, shipping={other.id: option}), Invalid)
    async with platform.db.transaction() as tx:
        await product.reserve_stock(
            tx, shop.id, [(made.variant_id, 1)], cause="test", reference=ids.new(shop.id)
        )
    short = await refused(platform, guest.shopper_id)
    assert (short.slug, short.extra) == ("out-of-stock", {"variants": [made.variant_ref]})
    async with platform.db.transaction() as tx:
        await tx.execute("""UPDATE "user".sellers SET status = 'suspended' WHERE id = $1""", shop.id)
    platform.db.kept.clear()  # other processes learn of it within ten seconds
    away = await refused(platform, guest.shopper_id)
    assert (away.slug, away.extra) == ("seller-unavailable", {"sellers": [shop.ref]})


async def test_a_seller_without_shipping_is_unavailable(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    guest = await guest_cart(platform, (made.variant_id, 1))
    async with platform.db.transaction() as tx:
        await tx.execute("""DELETE FROM "user".shipping_profiles WHERE seller_id = $1""", shop.id)
    platform.db.kept.clear()
    assert (await refused(platform, guest.shopper_id)).slug == "seller-unavailable"
    body = (await client.get("/api/v1/cart", headers=guest.headers)).json()
    assert [notice["code"] for notice in body["notices"]] == ["seller_unavailable"]
    again = await client.post(
        "/api/v1/cart/items", json={"variant_id": made.variant_ref}, headers=guest.headers
    )
    assert (again.status_code, again.json()["sellers"]) == (409, [shop.ref])


async def test_a_shopper_is_never_blocked_by_his_own_order(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    last = await products.product(platform, shop.id, on_hand=1)
    guest = await guest_cart(platform, (last.variant_id, 1))
    order_id, first = await ordered(platform, guest.shopper_id)
    async with platform.db.transaction() as tx:
        again = await quote(tx, guest.shopper_id)
    assert (again.open_order_id, again.ordered_version, again.cart_version) == (
        order_id,
        first.cart_version,
        first.cart_version,
    )
    # He takes it out and puts it in again; for everybody else it is gone.
    body = (await client.get("/api/v1/cart", headers=guest.headers)).json()
    assert body["notices"] == []
    assert (await client.delete("/api/v1/cart", headers=guest.headers)).status_code == 200
    line = {"variant_id": last.variant_ref}
    assert (await client.post("/api/v1/cart/items", json=line)).status_code == 409
    assert (await client.post("/api/v1/cart/items", json=line, headers=guest.headers)).status_code == 201
    async with platform.db.transaction() as tx:
        changed = await quote(tx, guest.shopper_id)
        assert changed.open_order_id == order_id
        assert changed.cart_version != changed.ordered_version
    async with platform.db.transaction() as tx:
        await contract.untie(tx, guest.shopper_id, order_id)
        await contract.untie(tx, guest.shopper_id, order_id)
    assert (await refused(platform, guest.shopper_id)).slug == "out-of-stock"


async def test_paying_takes_out_what_was_ordered_and_only_that(platform: Platform) -> None:
    shop = await users.seller(platform)
    kept = await products.product(platform, shop.id)
    made = await products.product(platform, shop.id)
    account = await users.account(platform)
    await fill_cart(platform, account.principal, [(made.variant_id, 2)])
    order_id, _ = await ordered(platform, account.id)
    await fill_cart(platform, account.principal, [(made.variant_id, 1), (kept.variant_id, 4)])
    async with platform.db.transaction() as tx:
        await contract.empty_cart(tx, account.id, ids.new(account.id))  # another order's
    assert (await cart_of(platform, account.id)).open_order_id == order_id
    for _ in range(2):
        async with platform.db.transaction() as tx:
            await contract.lock_cart(tx, account.id)
            await contract.empty_cart(tx, account.id, order_id)
        cart = await cart_of(platform, account.id)
        assert {item.variant_id: item.quantity for item in cart.items} == {
            made.variant_id: 1,
            kept.variant_id: 4,
        }
        assert (cart.open_order_id, cart.ordered_version, cart.ordered) == (None, None, {})
    async with platform.db.transaction() as tx:
        await contract.empty_cart(tx, 1, order_id)  # a shopper whose cart is gone
        await contract.lock_cart(tx, 1)


async def test_twenty_adds_at_once_are_all_counted(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=500)
    other = await products.product(platform, shop.id, on_hand=500)
    guest = await guest_cart(platform, (made.variant_id, 1))

    async def add(one: Made) -> int:
        body = {"variant_id": one.variant_ref, "quantity": 3}
        return (await client.post("/api/v1/cart/items", json=body, headers=guest.headers)).status_code

    assert set(await asyncio.gather(*(add(one) for one in [made, other] * 20))) == {201}
    cart = await cart_of(platform, guest.shopper_id)
    assert {item.variant_id: item.quantity for item in cart.items} == {
        made.variant_id: 61,
        other.variant_id: 60,
    }
    assert cart.version == 41  # made with its first line, then forty changes


async def test_first_requests_at_once_make_one_cart(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=500)
    account = await users.account(platform)
    body = {"variant_id": made.variant_ref}
    answers = await asyncio.gather(
        *(client.post("/api/v1/cart/items", json=body, headers=account.headers) for _ in range(10))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await cart_of(platform, account.id)).items[0].quantity == 10


async def test_a_quote_that_waited_sees_the_change(platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=50)
    account = await users.account(platform)
    await fill_cart(platform, account.principal, [(made.variant_id, 1)])
    async with platform.db.transaction() as tx:
        await contract.lock_cart(tx, account.id)
        await tx.execute("UPDATE cart.cart_items SET quantity = 7 WHERE shopper_id = $1", account.id)
        await tx.execute("UPDATE cart.carts SET version = version + 1 WHERE shopper_id = $1", account.id)

        async def waiting() -> Quote:
            async with platform.db.transaction() as other:
                return await quote(other, account.id)

        task = asyncio.create_task(waiting())
        await asyncio.sleep(0.2)
        assert not task.done()
    assert (await task).groups[0].lines[0].quantity == 7


async def test_the_tie_needs_the_quoted_version(platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    guest = await guest_cart(platform, (made.variant_id, 1))
    with pytest.raises(TransactionConflict):
        async with platform.db.transaction() as tx:
            await contract.tie_to_order(tx, guest.shopper_id, ids.new(guest.shopper_id), 77)


async def test_statements_are_few(platform: Platform) -> None:
    sellers = [await users.seller(platform) for _ in range(2)]
    made = [await products.product(platform, seller.id) for seller in sellers]
    guest = await guest_cart(platform, *((one.variant_id, 1) for one in made))
    async with platform.db.transaction() as tx:
        seen: list[str] = []
        await quote(tx, guest.shopper_id)  # what the process keeps for 30 s is there
        with tx.conn.query_logger(lambda record: seen.append(record.query)):
            assert await contract.shopper_of(tx, guest.token) == guest.shopper_id
            found = await quote(tx, guest.shopper_id)
            await contract.tie_to_order(tx, guest.shopper_id, ids.new(guest.shopper_id), found.cart_version)
            await asyncio.sleep(0)  # the logger is called by the loop
        assert len(seen) == 3, seen


async def test_old_guest_carts_are_forgotten(
    client: httpx.AsyncClient, platform: Platform, later: Any
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    old, tied = [await guest_cart(platform, (made.variant_id, 1)) for _ in range(2)]
    order_id, _ = await ordered(platform, tied.shopper_id)
    account = await users.account(platform)
    await fill_cart(platform, account.principal, [(made.variant_id, 1)])
    later(days=29)
    fresh = await guest_cart(platform, (made.variant_id, 1))
    later(days=2)
    [job] = [one for one in jobs.of(["cart"]) if one.name == "cart.delete_old_guest_carts"]
    while await jobs.run_once(platform, job):
        pass
    async with platform.db.reading() as tx:
        assert await carts.cart_of(tx, old.shopper_id) is None
        assert await carts.shopper_of_token(tx, old.token) is None
        for shopper_id in (tied.shopper_id, fresh.shopper_id, account.id):
            assert await carts.cart_of(tx, shopper_id) is not None
        assert await contract.check(tx) == []
    async with platform.db.transaction() as tx:
        await contract.untie(tx, tied.shopper_id, order_id)
    later(days=31)
    while await jobs.run_once(platform, job):
        pass
    async with platform.db.reading() as tx:
        assert await carts.cart_of(tx, tied.shopper_id) is None
    # The dead token is as good as none: the next line makes a new cart.
    body = {"variant_id": made.variant_ref}
    answer = await client.post("/api/v1/cart/items", json=body, headers=old.headers)
    assert answer.headers["x-cart-token"] != old.token


async def test_check_names_what_is_wrong(platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    guest = await guest_cart(platform, (made.variant_id, 1))
    nobody = ids.new(2**40 - 1)
    async with platform.db.transaction() as tx:
        assert await contract.check(tx) == []
    with pytest.raises(RuntimeError, match="undone"):
        async with platform.db.transaction() as tx:
            await tx.execute("DELETE FROM cart.cart_tokens WHERE shopper_id = $1", guest.shopper_id)
            await tx.execute(
                "UPDATE cart.cart_items SET variant_id = $2, currency = 'USD' WHERE shopper_id = $1",
                guest.shopper_id,
                nobody,
            )
            assert await contract.check(tx) == [
                f"The cart of shopper {guest.shopper_id} belongs to a guest without a token.",
                f"The cart of shopper {guest.shopper_id} has a line in another currency.",
                f"Cart lines are of the seller {2**40 - 1}, who does not exist.",
            ]
            raise RuntimeError("undone")
