"""Everybody orders at once: nothing is sold twice, nobody sees a deadlock, a key has one effect and one owner."""

import asyncio
from uuid import UUID, uuid4

import httpx

from bench import data
from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from tests.factories import products, users
from tests.factories.orders import Shopper, stock
from tests.factories.products import Made
from tests.races.crowd import ROUNDS, all_cancel, all_order, at_once, crowd, fill, outcomes
from tests.races.line import Line


async def test_fifty_buyers_of_the_last_unit(app: Application, platform: Platform, line: Line) -> None:
    shop = await users.seller(platform)
    last = await products.product(platform, shop.id, on_hand=1)
    everybody = await crowd(app, 50, last)
    for number in range(ROUNDS):
        with line.in_round(number) as far:
            # Each waits for the one before it, and from far away ten are enough of a queue.
            guests = everybody[:10] if far else everybody
            answers = await all_order(guests)
        assert outcomes(answers) == {"201": 1, "409 out-of-stock": len(guests) - 1}
        assert all(one.json()["variants"] == [last.variant_ref] for one in answers if one.status_code == 409)
        assert await stock(platform, last) == (1, 1)
        await all_cancel(guests, answers)
        assert await stock(platform, last) == (1, 0)


async def test_who_changes_the_cart_keeps_the_last_unit(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    last = await products.product(platform, shop.id, on_hand=1)
    other = await products.product(platform, shop.id, on_hand=100 * ROUNDS)
    others = await crowd(app, 10, last)
    (holder,) = await crowd(app, 1, last)
    order = await holder.order()
    total = await others[0].total()
    for _ in range(ROUNDS):
        await holder.add(other)
        mine, *theirs = await asyncio.gather(
            holder.try_to_order(), *(guest.try_to_order(expected_total=total) for guest in others)
        )
        assert outcomes(theirs) == {"409 out-of-stock": 10}
        assert mine.status_code == 201, mine.text
        assert mine.json()["id"] != order["id"]
        order = mine.json()
        assert await stock(platform, last) == (1, 1)
        assert await stock(platform, other) == (
            100 * ROUNDS,
            order["seller_orders"][0]["lines"][1]["quantity"],
        )
    await holder.pay(order)
    assert (await holder.see(order["id"]))["status"] == "placed"


async def test_everybody_orders_while_the_shop_begins_to_count(
    app: Application, platform: Platform, line: Line
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=5, variants=[{"stock_policy": "untracked"}])
    everybody = await crowd(app, 10, made)
    total = await everybody[0].total()
    for number in range(ROUNDS):
        assert (await products.try_policy(everybody[0].http, made, shop.headers, "untracked")).is_success
        with line.in_round(number):
            changed, *answers = await at_once(
                products.try_policy(everybody[0].http, made, shop.headers, "tracked"),
                *(guest.try_to_order(expected_total=total) for guest in everybody),
            )
        sold = sum(answer.status_code == 201 for answer in answers)
        assert await stock(platform, made) == (5, sold)
        if changed.status_code == 200:
            assert outcomes(answers) == {"201": 5, "409 out-of-stock": 5}
        else:
            assert outcomes([changed]) == {"409 stock-reserved": 1}
            assert sold == 10
        # What those who go give back is theirs: nobody else's unit comes free with it.
        await all_cancel(everybody, answers)
        assert await stock(platform, made) == (5, 0)


async def test_a_unit_sold_before_it_was_counted_is_not_sold_again(
    app: Application, platform: Platform
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, on_hand=2, variants=[{"stock_policy": "untracked"}])
    early, quick, late = await crowd(app, 3, made)
    first = await early.try_to_order()
    assert (await products.try_policy(early.http, made, shop.headers, "tracked")).is_success
    await quick.order()
    assert outcomes([await late.try_to_order()]) == {"409 out-of-stock": 1}
    await all_cancel([early], [first])
    assert await stock(platform, made) == (2, 1)
    await late.order()
    assert await stock(platform, made) == (2, 2)


async def test_forty_carts_with_lines_in_opposite_order(app: Application, platform: Platform) -> None:
    shops = [await users.seller(platform) for _ in range(3)]
    made = [await products.product(platform, shops[place % 3].id, on_hand=30) for place in range(5)]
    guests = await forty_carts(app, [one.variant_ref for one in made])
    for _ in range(ROUNDS):
        answers = await all_order(guests)
        assert outcomes(answers) == {"201": 30, "409 out-of-stock": 10}
        assert [await stock(platform, one) for one in made] == [(30, 30)] * 5
        await all_cancel(guests, answers)
        assert [await stock(platform, one) for one in made] == [(30, 0)] * 5


async def test_forty_such_carts_among_twenty_thousand_variants(app: Application, platform: Platform) -> None:
    catalogue = await data.fill(platform.settings.owner_database_url, (0, 20_000, 0))
    # Sellers take turns: two variants each of the first two, one of the third.
    chosen = [catalogue.variants[place] for place in (0, 1, 2, data.SELLERS, data.SELLERS + 1)]
    assert len({seller for seller, _ in chosen}) == 3
    guests = await forty_carts(app, [ids.encode("var", variant) for _, variant in chosen])
    for _ in range(max(1, ROUNDS // 3)):
        answers = await all_order(guests)
        assert outcomes(answers) == {"201": 40}
        assert [await reserved(platform, *one) for one in chosen] == [40] * 5
        await all_cancel(guests, answers)
        assert [await reserved(platform, *one) for one in chosen] == [0] * 5


async def forty_carts(app: Application, variants: list[str]) -> list[Shopper]:
    """Forty guests with these variants in their carts, half of them from the last to the first."""
    guests = [Shopper(app) for _ in range(40)]
    await asyncio.gather(
        *(fill(guest, variants if place % 2 else variants[::-1]) for place, guest in enumerate(guests))
    )
    return guests


async def reserved(platform: Platform, seller_id: int, variant_id: UUID) -> int:
    async with platform.db.reading() as tx:
        return int(
            await tx.fetchval(
                "SELECT reserved FROM product.stock WHERE seller_id = $1 AND variant_id = $2",
                seller_id,
                variant_id,
            )
        )


async def some_product(platform: Platform) -> Made:
    return await products.product(platform, (await users.seller(platform)).id, on_hand=1_000)


async def test_the_same_key_twenty_times_at_once(app: Application, platform: Platform) -> None:
    product = await some_product(platform)
    for number in range(ROUNDS):
        (guest,) = await crowd(app, 1, product)
        total, key = await guest.total(), uuid4().hex
        answers = await asyncio.gather(*(guest.try_to_order(key, expected_total=total) for _ in range(20)))
        assert set(outcomes(answers)) <= {"201", "409 idempotency-in-progress"}
        given = [answer for answer in answers if answer.status_code == 201]
        assert sum(not replayed(answer) for answer in given) == 1
        again = await asyncio.gather(*(guest.try_to_order(key, expected_total=total) for _ in range(20)))
        assert all(answer.status_code == 201 and replayed(answer) for answer in again)
        assert all(answer.json() == given[0].json() for answer in [*given, *again])
        assert await stock(platform, product) == (1_000, number + 1)
    other = await guest.try_to_order(key, expected_total=total, payment_method="other")
    assert outcomes([other]) == {"422 idempotency-key-reused": 1}


def replayed(answer: httpx.Response) -> bool:
    return bool(answer.headers.get("Idempotent-Replayed") == "true")


async def test_guests_with_the_same_key_get_their_own_orders(app: Application, platform: Platform) -> None:
    product = await some_product(platform)
    for _ in range(ROUNDS):
        guests, key = await crowd(app, 10, product), uuid4().hex
        total = await guests[0].total()

        async def ask(guest: Shopper, key: str = key, total: dict[str, object] = total) -> httpx.Response:
            return await guest.try_to_order(key, expected_total=total)

        answers = await asyncio.gather(*(ask(guest) for guest in guests))
        assert outcomes(answers) == {"201": 10}
        assert not any(replayed(answer) for answer in answers)
        for secret in ("id", "number", "token"):
            assert len({answer.json()[secret] for answer in answers}) == 10
        again = await asyncio.gather(*(ask(guest) for guest in reversed(guests)))
        assert all(replayed(answer) for answer in again)
        assert [answer.json() for answer in again] == [answer.json() for answer in reversed(answers)]
        assert outcomes([await ask(Shopper(app))]) == {"409 cart-empty": 1}
