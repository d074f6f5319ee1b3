"""What labels cost and when they are sent, whoever asks how often: the carrier's word counts, not the shop's."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from feria.app import Application
from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.order.gateways import fake_books
from tests.conftest import Later
from tests.order.orders import assert_clean, slug
from tests.order.test_labels import CARRIERS, SERVICES, made, packer, settle


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


async def test_what_is_no_price_buys_nothing(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    for price in ({"amount": -1, "currency": "EUR"}, {"amount": 990, "currency": "ZZZ"}):
        assert slug(await packing.buy(price=price)) == (422, "invalid")
    assert await made(platform, packing) == []


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_one_key_many_times_at_once_buys_one_label(
    app: Application, platform: Platform, carrier: str
) -> None:
    """Who asks again while the carrier is being asked neither gives up the label nor says what it costs."""
    packing = await packer(app, platform)
    await packing.prices()
    answers = await asyncio.gather(
        *(packing.buy(carrier, key="k", price={"amount": 1, "currency": "EUR"}) for _ in range(20))
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    [label] = (await packing.part())["labels"]
    assert label["status"] == "bought"
    assert label["price"]["amount"] > 100
    assert [void for _, void in await made(platform, packing)] == [False]
    await assert_clean(platform)


async def test_a_parcel_is_sent_on_the_day_that_it_is_at_the_shop(
    app: Application, platform: Platform, later: Later
) -> None:
    later(hours=(20 - clock.now().hour) % 24)
    packing = await packer(app, platform)
    async with platform.db.reading() as tx:
        await tx.execute(
            """UPDATE "user".sellers SET time_zone = 'Pacific/Auckland' WHERE id = $1""", packing.sale.shop.id
        )
    platform.db.kept.clear()
    label = (await packing.buy()).json()
    async with platform.db.reading() as tx:
        day = await tx.fetchval(
            """SELECT consignment->>'ship_on' FROM "order".labels WHERE seller_id = $1 AND id = $2""",
            packing.sale.shop.id,
            ids.path("lbl", label["id"]),
        )
    assert day == (clock.now() + timedelta(days=1)).date().isoformat()


async def test_a_label_whose_price_is_not_told_costs_what_the_carrier_asks(
    app: Application, platform: Platform
) -> None:
    packing = await packer(app, platform)
    prices = (await packing.prices()).json()["items"]
    fake_books.faults[("fedex", "ship")] = "unpriced"
    label = (await packing.buy("fedex", price={"amount": 1, "currency": "EUR"})).json()
    assert label["price"] == next(rate["price"] for rate in prices if rate["service"] == SERVICES["fedex"])
    assert await packing.balance() == -label["price"]["amount"]
    await assert_clean(platform)


async def test_an_unpriced_label_whose_price_cannot_be_asked_now_is_priced_later(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    prices = (await packing.prices()).json()["items"]
    fake_books.faults[("fedex", "ship")] = "unpriced"
    fake_books.faults[("fedex", "rate")] = "before"
    assert (await packing.buy("fedex", price={"amount": 1, "currency": "EUR"})).status_code == 503
    fake_books.faults.clear()
    await settle(platform, later, hours=1)
    [label] = (await packing.part())["labels"]
    # FedEx gives no label again: this one is taken back, and the shop pays nothing.
    assert (label["status"], await packing.balance()) == ("voided", 0)
    assert label["price"] == next(rate["price"] for rate in prices if rate["service"] == SERVICES["fedex"])
    await assert_clean(platform)


async def test_a_label_found_again_costs_what_the_carrier_asks(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    prices = (await packing.prices()).json()["items"]
    fake_books.faults[("ups", "ship")] = "after"
    assert (await packing.buy("ups", price={"amount": 1, "currency": "EUR"})).status_code == 503
    fake_books.faults.clear()
    await settle(platform, later, minutes=2)
    [label] = (await packing.part())["labels"]
    assert label["status"] == "bought"
    assert label["price"] == next(rate["price"] for rate in prices if rate["service"] == SERVICES["ups"])
    assert await packing.balance() == -label["price"]["amount"]
    await assert_clean(platform)


async def test_a_lost_label_that_the_carrier_keeps_costs_what_it_asks(
    app: Application, platform: Platform, later: Later
) -> None:
    """FedEx gives no label again, so it is to be voided; this one was picked up before."""
    packing = await packer(app, platform)
    prices = (await packing.prices()).json()["items"]
    fake_books.faults[("fedex", "ship")] = "after"
    assert (await packing.buy("fedex", price={"amount": 1, "currency": "EUR"})).status_code == 503
    fake_books.faults.clear()
    await settle(platform, later, hours=7)
    [label] = (await packing.part())["labels"]
    assert label["status"] == "void_refused"
    assert label["price"] == next(rate["price"] for rate in prices if rate["service"] == SERVICES["fedex"])
    assert await packing.balance() == -label["price"]["amount"]
    await assert_clean(platform)
