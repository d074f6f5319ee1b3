"""Many shoppers at once, and how their answers are counted."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from typing import TypeVar

import httpx
from hypothesis import settings

from feria.app import Application
from tests.factories.orders import API, Shopper
from tests.factories.products import Made

T = TypeVar("T")
SPREAD_SECONDS = 0.03

# Thirty rounds of each race in `.ci/run`, a few where a person waits.
ROUNDS = {"ci": 30, "quick": 1}.get(settings.get_current_profile_name(), 3)


async def crowd(app: Application, size: int, *products: Made | str) -> list[Shopper]:
    """So many guests, each with one of every product in the cart."""
    guests = [Shopper(app) for _ in range(size)]
    await asyncio.gather(*(fill(guest, products) for guest in guests))
    return guests


async def fill(guest: Shopper, products: Iterable[Made | str]) -> None:
    """Put the products into the cart in this order."""
    for product in products:
        await guest.add(product)


async def all_order(guests: Sequence[Shopper]) -> list[httpx.Response]:
    """Everybody orders at once; carts of one kind, so that all expect the same total."""
    total = await guests[0].total()
    return await asyncio.gather(*(guest.try_to_order(expected_total=total) for guest in guests))


async def all_cancel(guests: Sequence[Shopper], answers: Sequence[httpx.Response]) -> None:
    """Those who got their order cancel it, all at once; their carts stay as they are."""
    done = await asyncio.gather(
        *(
            guest.http.post(f"{API}/orders/{answer.json()['id']}/cancel", json={"reason": "the next round"})
            for guest, answer in zip(guests, answers, strict=True)
            if answer.status_code == 201
        )
    )
    assert [answer.status_code for answer in done] == [200] * len(done)


async def at_once(*asked: Awaitable[T]) -> list[T]:
    """What comes of things that begin within the same few milliseconds, so that none of them always wins."""

    async def begin(one: Awaitable[T]) -> T:
        await asyncio.sleep(random.random() * SPREAD_SECONDS)
        return await one

    return await asyncio.gather(*(begin(one) for one in asked))


def outcomes(answers: Iterable[httpx.Response]) -> Counter[str]:
    """How often each status came, a problem's with its slug."""
    return Counter(
        str(one.status_code)
        if one.status_code < 400
        else f"{one.status_code} {one.json()['type'].rpartition('/')[2]}"
        for one in answers
    )
