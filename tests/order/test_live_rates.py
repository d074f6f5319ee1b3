"""Carriers' prices in the checkout: told before the order, kept with the cart, and never waited for too long."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

import msgspec
import pytest

from feria.app import Application
from feria.core import clock
from feria.core.platform import Platform
from feria.services.order.gateways import directory, fake_books
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.orders import API, Shopper
from tests.order.orders import assert_clean, slug
from tests.order.test_labels import ORIGIN

FALLBACK = 777
PLACE = {"country": "PT", "postal_code": "4050-262"}


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


async def live_shopper(
    app: Application, platform: Platform, *carriers: str, has_origin: bool = True
) -> Shopper:
    """A guest with one thing of a shop for each carrier, all of which ship at the carrier's price."""
    await directory.prepare()
    guest = Shopper(app)
    for carrier in carriers:
        shop = await users.seller(platform)
        profile = {"name": "By carrier", "market": "eu", "kind": "live", "carrier": carrier, "min_days": 1,
                   "max_days": 3, "price": {"amount": FALLBACK, "currency": "EUR"}}  # fmt: skip
        address = f"{API}/sellers/{shop.ref}"
        saved = await guest.http.put(
            f"{address}/shipping-profiles",
            json={"items": [profile]},
            headers={**shop.headers, "If-Match": "*"},
        )
        assert saved.status_code == 200, saved.text
        if has_origin:
            await guest.http.put(f"{address}/ship-from", json={"address": ORIGIN}, headers=shop.headers)
        await guest.add(await products.product(platform, shop.id), 1)
    await guest.http.put(f"{API}/cart/address", json=PLACE)
    return guest


async def tell(guest: Shopper) -> int:
    answer = await guest.http.post(f"{API}/orders/shipping-rates")
    assert answer.status_code == 200, answer.text
    return int(answer.json()["told"])


async def shipping(guest: Shopper) -> list[int]:
    """What each group of the cart costs to ship."""
    cart: dict[str, Any] = (await guest.http.get(f"{API}/cart")).json()
    return sorted(group["shipping"]["amount"] for group in cart["groups"])


async def test_what_carriers_tell_is_in_cart_and_order(app: Application, platform: Platform) -> None:
    guest = await live_shopper(app, platform, "ups", "fedex")
    assert await shipping(guest) == [FALLBACK, FALLBACK]
    assert await tell(guest) == 2
    told = await shipping(guest)
    assert FALLBACK not in told
    assert await tell(guest) == 0
    fake_books.faults[("ups", "rate")] = fake_books.faults[("fedex", "rate")] = "before"
    order = await guest.order()
    assert sorted(part["shipping"]["amount"] for part in order["seller_orders"]) == told
    await assert_clean(platform)


async def test_a_price_counts_for_its_address_and_an_hour(
    app: Application, platform: Platform, later: Later
) -> None:
    guest = await live_shopper(app, platform, "ups")
    await tell(guest)
    [told] = await shipping(guest)
    await guest.http.put(f"{API}/cart/address", json={**PLACE, "postal_code": "1100-001"})
    assert await shipping(guest) == [FALLBACK]
    await guest.http.put(f"{API}/cart/address", json=PLACE)
    assert await shipping(guest) == [told]
    seen = await guest.total()
    later(minutes=61)
    assert await shipping(guest) == [FALLBACK]
    late = await guest.try_to_order(expected_total=seen)
    assert slug(late) == (409, "price-changed")


async def test_nobody_has_carriers_asked_all_the_time(app: Application, platform: Platform) -> None:
    guest = Shopper(app)
    answers = [await guest.http.post(f"{API}/orders/shipping-rates") for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200}
    assert slug(answers[60]) == (429, "rate-limited")


@pytest.mark.parametrize("fault", ["before", "after", "slow"])
async def test_a_carrier_that_fails_or_is_slow_blocks_nobody(
    app: Application,
    platform: Platform,
    fault: Literal["before", "after", "slow"],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The slow one would take a minute; the other one's price still counts."""
    await platform.cache.close()  # what was told to others before
    guest = await live_shopper(app, platform, "ups", "fedex")
    monkeypatch.setattr(platform, "settings", msgspec.structs.replace(platform.settings, rates_seconds=1.0))
    fake_books.faults[("ups", "rate")] = fault
    async with asyncio.timeout(fake_books.SLOW_SECONDS / 2):
        assert await tell(guest) == 1
    fallback, told = await shipping(guest)
    assert FALLBACK in (fallback, told)
    order = await guest.order()
    assert sorted(part["shipping"]["amount"] for part in order["seller_orders"]) == [fallback, told]
    await assert_clean(platform)


async def test_the_same_is_asked_once_a_day(app: Application, platform: Platform) -> None:
    first = await live_shopper(app, platform, "fedex")
    assert await tell(first) == 1
    fake_books.faults[("fedex", "rate")] = "before"
    second = await live_shopper(app, platform, "fedex")
    assert await tell(second) == 1
    assert await shipping(second) == await shipping(first)


async def test_without_an_origin_or_a_cart_nobody_is_asked(app: Application, platform: Platform) -> None:
    assert await tell(Shopper(app)) == 0
    guest = await live_shopper(app, platform, "ups", has_origin=False)
    assert await tell(guest) == 0
    assert await shipping(guest) == [FALLBACK]
    assert clock.offset() == timedelta(0)
