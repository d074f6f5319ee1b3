"""Coupons by many at once: no limit is ever passed, whatever else is going on, and every order is whole."""

import asyncio
from collections import Counter
from uuid import UUID, uuid4

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.cart import contract as cart
from feria.services.cart.queries.coupons import locked_coupon
from feria.services.cart.queries.quotes import QuoteCoupon
from feria.services.order import jobs
from tests.factories import coupons, products, users
from tests.factories.coupons import enter
from tests.factories.orders import API, stock
from tests.races.crowd import ROUNDS, all_cancel, at_once, crowd, outcomes
from tests.races.line import Line


async def test_twenty_buyers_of_one_use(
    app: Application, platform: Platform, client: httpx.AsyncClient, line: Line
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=100)
    deal = await coupons.of_shop(client, shop, uses_max=1)
    guests = await crowd(app, 20, thing)
    for guest in guests:
        assert (await enter(guest, deal)).status_code == 200
    total = await guests[0].total()
    for number in range(ROUNDS):
        with line.in_round(number):
            answers = await at_once(
                *(
                    guest.try_to_order(expected_total=total, email=f"{uuid4().hex}@example.test")
                    for guest in guests
                )
            )
        assert outcomes(answers) == {"201": 1, "409 coupon-used-up": 19}
        assert await stock(platform, thing) == (100, 1)
        await all_cancel(guests, answers)
        assert await stock(platform, thing) == (100, 0)


async def test_a_budget_is_never_overspent(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shops = [await users.seller(platform) for _ in range(2)]
    things = [await products.product(platform, shop.id, price=1000, on_hand=100) for shop in shops]
    staff = await users.operator(platform, "finance")
    budget = {"amount": 700, "currency": "EUR"}
    deal = await coupons.of_marketplace(client, platform, by=staff, budget=budget)
    guests = await crowd(app, 12, *things)
    for guest in guests:
        assert (await enter(guest, deal)).status_code == 200
    for _ in range(ROUNDS):
        total = await guests[0].total()
        answers = await at_once(
            *(
                guest.try_to_order(expected_total=total, email=f"{uuid4().hex}@example.test")
                for guest in guests
            )
        )
        assert outcomes(answers) == {"201": 3, "409 coupon-used-up": 9}  # 2.00 each of 7.00
        await all_cancel(guests, answers)


async def test_one_customer_in_many_browsers(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=100)
    deal = await coupons.of_shop(client, shop, uses_per_customer_max=2)
    guests = await crowd(app, 10, thing)
    for guest in guests:
        assert (await enter(guest, deal)).status_code == 200
    total = await guests[0].total()
    for _ in range(ROUNDS):
        answers = await at_once(*(guest.try_to_order(expected_total=total) for guest in guests))
        assert outcomes(answers) == {"201": 2, "409 coupon-used-up": 8}
        await all_cancel(guests, answers)


async def test_two_coupons_in_opposite_order_block_nobody(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=100)
    own, everywhere = await coupons.of_shop(client, shop), await coupons.of_marketplace(client, platform)
    guests = await crowd(app, 16, thing)
    for place, guest in enumerate(guests):
        for one in (own, everywhere) if place % 2 else (everywhere, own):
            assert (await enter(guest, one)).status_code == 200
    total = await guests[0].total()
    for _ in range(ROUNDS):
        answers = await at_once(*(guest.try_to_order(expected_total=total) for guest in guests))
        assert outcomes(answers) == {"201": 16}
        await all_cancel(guests, answers)


async def test_orders_in_place_of_others_lock_coupons_in_the_same_order(
    platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    everywhere, own = (
        QuoteCoupon(
            id=ids.decode("coup", made["id"], "id"),
            code=made["codes"][0],
            name=made["name"],
            amount=100,
            promotion_amount=0,
            version=1,
        )
        for made in (await coupons.of_marketplace(client, platform), await coupons.of_shop(client, shop))
    )

    async def use(*used: QuoteCoupon, instead_of: UUID | None = None) -> UUID:
        order_id = uuid4()
        async with platform.db.transaction() as tx:  # without the door's retries: a deadlock would show
            await cart.use_coupons(
                tx,
                order_id,
                used,
                names=cart.OrderNames(number="RACE001", parts={}),
                account_id=None,
                email="",
                currency="EUR",
                instead_of=instead_of,
            )
        return order_id

    for _ in range(ROUNDS):
        held = [await use(own) for _ in range(6)]
        orders = await at_once(
            *(use(everywhere, own, instead_of=one) for one in held), *(use(everywhere, own) for _ in held)
        )
        async with platform.db.transaction() as tx:
            for coupon in (everywhere, own):
                assert (await locked_coupon(tx, coupon.id)).used == 12
            for one in (*orders, *held):
                await cart.give_back_coupons(tx, one)
            for coupon in (everywhere, own):
                assert (await locked_coupon(tx, coupon.id)).used == 0


async def test_the_owner_stops_it_meanwhile(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=100)
    for _ in range(ROUNDS):
        deal = await coupons.of_shop(client, shop)
        guests = await crowd(app, 6, thing)
        for guest in guests:
            assert (await enter(guest, deal)).status_code == 200
        total = await guests[0].total()
        stop = client.put(
            f"{API}/coupons/{deal['id']}",
            json={"name": "Stopped", "kind": "percent", "percent_bps": 1000, "paused": True},
            headers={**shop.headers, "If-Match": '"1"'},
        )
        stopped, *answers = await at_once(
            stop, *(guest.try_to_order(expected_total=total) for guest in guests)
        )
        assert stopped.status_code == 200
        counted = outcomes(answers)
        assert set(counted) <= {"201", "409 coupon-expired"}
        seen = (await client.get(f"{API}/coupons/{deal['id']}", headers=shop.headers)).json()
        assert seen["used"] == counted["201"]
        await all_cancel(guests, answers)


async def test_expiry_and_the_next_order_share_one_use(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=100)
    for _ in range(ROUNDS):
        deal = await coupons.of_shop(client, shop, uses_max=1)
        holder, waiting = await crowd(app, 2, thing)
        for guest in (holder, waiting):
            await enter(guest, deal)
        total = await holder.total()
        order = await holder.order()
        cancelled, answer, _ = await asyncio.gather(
            holder.http.post(f"{API}/orders/{order['id']}/cancel", json={"reason": "no"}),
            waiting.try_to_order(expected_total=total),
            jobs.expire_orders(platform),
        )
        assert cancelled.status_code == 200
        assert Counter((answer.status_code,)) in (Counter((201,)), Counter((409,)))
        seen = (await client.get(f"{API}/coupons/{deal['id']}", headers=shop.headers)).json()
        assert seen["used"] == (answer.status_code == 201)
