"""Labels for the way back by many at once: one label, paid by one, whoever comes first."""

from collections.abc import Iterator

import pytest

from feria.app import Application
from feria.core import clock
from feria.core.platform import Platform
from feria.services.order import jobs
from feria.services.order.actions import tracking
from feria.services.order.gateways import fake_books
from feria.services.order.queries import parcels
from feria.services.order.rules.parcels import Event
from tests.factories import users
from tests.factories.orders import API
from tests.order.backs import Back, made
from tests.order.claims import Claim, ask, walked
from tests.order.orders import assert_clean
from tests.order.test_labels import ORIGIN
from tests.races.crowd import ROUNDS, at_once, outcomes
from tests.races.line import Line
from tests.races.test_claims import delivered


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


async def approved(app: Application, platform: Platform) -> Back:
    """An approved return that its buyer pays, of a shop that has said where its parcels start."""
    sale = await delivered(app, platform)
    put = await sale.guest.http.put(
        f"{API}/sellers/{sale.shop.ref}/ship-from",
        json={"address": ORIGIN},
        headers={"X-Order-Token": "", **sale.shop.headers},
    )
    assert put.status_code == 200, put.text
    operator = (await users.operator(platform, "support")).headers
    claim = Claim(sale, "return", (await ask(sale)).json(), dict(operator))
    return Back(await walked(claim, (("approved", "seller"),)))


async def settle(platform: Platform) -> None:
    while await jobs.settle_labels(platform):
        continue


async def test_two_labels_against_the_buyer_who_keeps_it(
    app: Application, platform: Platform, line: Line
) -> None:
    for number in range(ROUNDS):
        one = await approved(app, platform)
        with line.in_round(number):
            *bought, kept = await at_once(
                one.buy("ups"), one.buy("fedex"), one.claim.step("cancelled", "buyer")
            )
            await settle(platform)
        assert kept.status_code == 200
        assert set(outcomes(bought)) <= {
            "201",
            "409 label-exists",
            "409 label-under-way",
            "409 return-conflict",
        }
        assert len(await made(platform, one)) <= 1
        assert all(is_void for _, is_void in await made(platform, one))
        assert set(await one.states()) <= {"voided"}
        assert await one.balance() == 0
        await assert_clean(platform)


async def test_the_carriers_scan_against_a_refund_and_another_way(
    app: Application, platform: Platform, line: Line
) -> None:
    """What is kept from the refund is the price of a label that counts; without a scan nothing is."""
    for number in range(ROUNDS):
        one = await approved(app, platform)
        label = (await one.buy("ups")).json()["labels"][0]
        whole = (await one.claim.seen())["refundable"]["amount"]

        async def scan(tracking_number: str = label["tracking_number"]) -> None:
            async with platform.db.reading() as tx:
                known = await parcels.tracked(tx, "ups", tracking_number)
            told = Event(at=clock.now(), state="in_transit", code="P", text="Picked up", place="Berlin, DE")
            for each in known:
                await platform.db.run(tracking.record_tracking, each, [told])

        with line.in_round(number):
            await at_once(
                scan(),
                scan(),
                one.claim.step("refunded"),
                one.claim.step("in_transit", "buyer", carrier="CTT", tracking_number="RR1"),
            )
            await settle(platform)
        seen = await one.claim.seen("seller")
        fee, [state] = seen["label_fee"]["amount"], await one.states()
        assert seen["status"] in ("refunded", "in_transit")
        if seen["status"] == "refunded":
            assert seen["refunded"]["amount"] == whole - fee
        assert fee in (0, label["price"]["amount"])
        assert state == "bought" if fee else state in ("bought", "voided")
        assert await one.balance() == (0 if state == "voided" else -label["price"]["amount"])
        await assert_clean(platform)
