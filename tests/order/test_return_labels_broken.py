"""Labels for the way back are bought once whatever breaks, also by the clock; the crash matrix of their flow."""

import asyncio
from collections.abc import Iterator
from typing import Literal

import pytest

from feria.app import Application
from feria.core import events, ids
from feria.core.platform import Platform
from feria.services.notification import flows
from feria.services.notification.gateways import mailer
from feria.services.order import jobs
from feria.services.order.gateways import fake_books
from feria.services.order.gateways.fake_books import Step
from tests.conftest import Later
from tests.factories.orders import API
from tests.order.backs import Back, back, made, settle, track
from tests.order.orders import assert_clean, clock_does, slug
from tests.order.test_labels import CARRIERS


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


async def told(platform: Platform, one: Back) -> int:
    """How often the buyer was told of a label to print."""
    await events.drain(platform)
    while await flows.send_due(platform, mailer(platform)):
        continue
    async with platform.db.reading() as tx:
        return int(
            await tx.fetchval(
                """SELECT count(*) FROM notification.messages WHERE template = 'claim'
                   AND data->>'claim_id' = $1 AND data->>'status' = 'label_ready' AND state = 'sent'""",
                str(ids.decode("ret", one.claim.ref)),
            )
        )


@pytest.mark.parametrize("fault", ["before", "after"])
@pytest.mark.parametrize("carrier", CARRIERS)
async def test_a_lost_answer_never_makes_a_second_label(
    app: Application, platform: Platform, later: Later, carrier: str, fault: Literal["before", "after"]
) -> None:
    """UPS gives the label again, FedEx does not: there it is voided. What was never made can be bought again."""
    one = await back(app, platform, later)
    await one.prices()
    fake_books.faults[(carrier, "ship")] = fault
    assert (await one.buy(carrier, key="lost")).status_code == 503
    fake_books.faults.clear()
    assert await one.states() == ["requested"]
    assert (await one.claim.seen())["label_comes"] is True
    assert slug(await one.void()) == (409, "label-under-way")
    assert slug(await one.file()) == (409, "label-under-way")
    assert slug(await one.buy(carrier)) == (409, "label-under-way")
    await settle(platform, later, minutes=2)
    await settle(platform, later, minutes=15)
    state = "failed" if fault == "before" else {"ups": "bought", "fedex": "voided"}[carrier]
    assert await one.states() == [state]
    assert [void for _, void in await made(platform, one)] == (
        [] if fault == "before" else [carrier == "fedex"]
    )
    again = await one.buy(carrier, key="lost")
    assert again.headers["idempotent-replayed"] == "true"
    assert len(await made(platform, one)) == (fault == "after")
    await assert_clean(platform)
    later(minutes=20)
    assert await told(platform, one) == (state == "bought")
    later(minutes=-20)
    if state != "bought":
        assert (await one.buy(carrier)).status_code == 201
        assert await told(platform, one) == 1
    await assert_clean(platform)


STEPS: tuple[tuple[Step, Literal["before", "after"]], ...] = (
    ("find", "before"),
    ("void", "before"),
    ("void", "after"),
)


@pytest.mark.parametrize(("step", "fault"), STEPS)
async def test_finding_out_may_break_too(
    app: Application, platform: Platform, later: Later, step: Step, fault: Literal["before", "after"]
) -> None:
    one = await back(app, platform, later)
    await one.prices()
    fake_books.faults[("fedex", "ship")] = "after"
    assert (await one.buy("fedex")).status_code == 503
    fake_books.faults.clear()
    fake_books.faults[("fedex", step)] = fault
    await settle(platform, later, minutes=2)
    fake_books.faults.clear()
    await settle(platform, later, minutes=30)
    await settle(platform, later, minutes=30)
    assert await one.states() == ["voided"]
    assert [void for _, void in await made(platform, one)] == [True]
    assert await one.balance() == 0
    await assert_clean(platform)


async def test_a_return_that_ends_while_its_label_is_bought_voids_it(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    await one.prices()
    fake_books.faults[("ups", "ship")] = "after"
    assert (await one.buy()).status_code == 503
    fake_books.faults.clear()
    assert (await one.claim.step("cancelled", "buyer")).status_code == 200
    await settle(platform, later, minutes=2)
    await settle(platform, later, minutes=4)
    assert await one.states() == ["voided"]
    assert await one.balance() == 0
    await assert_clean(platform)


async def test_a_parcel_that_left_although_the_return_was_closed_keeps_its_label(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    await one.buy()
    assert (await one.claim.step("cancelled", "buyer")).status_code == 200
    await settle(platform, later, hours=8)
    assert await one.states() == ["bought"]
    await track(platform, later, hours=60)
    seen = await one.claim.seen("seller")
    assert (seen["status"], seen["parcel"]) == ("cancelled", "delivered")
    assert await one.balance() < 0
    await assert_clean(platform)


async def test_one_of_many_clicks_buys(app: Application, platform: Platform, later: Later) -> None:
    one = await back(app, platform, later)
    answers = await asyncio.gather(*(one.buy(key=f"key-{number}") for number in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await made(platform, one)) == 1
    await assert_clean(platform)


# By the shop's own setting.


async def buys(platform: Platform, later: Later, **delta: float) -> None:
    """The job that buys labels for returns, later."""
    await clock_does(platform, later, jobs.buy_return_labels, **delta)


@pytest.mark.parametrize("by", ["seller", "clock"])
async def test_a_shop_may_have_its_labels_bought_by_itself(
    app: Application, platform: Platform, later: Later, by: str
) -> None:
    one = await back(app, platform, later, "requested", reason="damaged")
    assert (await one.automatic()).json() == {"labels_returns": True}
    if by == "seller":
        assert (await one.claim.step("approved")).json()["label_comes"] is True
    else:
        await clock_does(platform, later, jobs.approve_returns, hours=50)
    await buys(platform, later, hours=51)
    seen = await one.claim.seen()
    assert [label["status"] for label in seen["labels"]] == ["bought"]
    assert seen["label_comes"] is False
    assert (await one.file()).content.startswith(b"%PDF-")
    await buys(platform, later, days=1)
    assert len(await made(platform, one)) == 1
    await assert_clean(platform)


async def test_what_the_buyer_pays_is_not_bought_by_itself(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later, "requested")
    await one.automatic()
    await one.claim.step("approved")
    off = await back(app, platform, later, "requested", reason="damaged")
    await off.automatic()
    assert (await off.automatic(wanted=False)).json() == {"labels_returns": False}
    await off.claim.step("approved")
    await buys(platform, later, minutes=5)
    for each in (one, off):
        assert (await each.claim.seen())["label_comes"] is False
        assert await each.states() == []


async def test_a_carrier_that_is_silent_is_asked_again(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later, "requested", reason="damaged")
    await one.automatic()
    await one.claim.step("approved")
    for carrier in CARRIERS:
        fake_books.faults[(carrier, "rate")] = "before"
    await buys(platform, later, minutes=1)
    assert (await one.claim.seen())["label_comes"] is True
    fake_books.faults.clear()
    for carrier in CARRIERS:
        fake_books.faults[(carrier, "ship")] = "before"
    await buys(platform, later, minutes=10)
    assert await one.states() == ["requested"]
    fake_books.faults.clear()
    await buys(platform, later, minutes=25)
    assert await one.states() == ["requested"]
    await settle(platform, later, minutes=40)
    await buys(platform, later, hours=3)
    assert await one.states() == ["failed", "bought"]
    assert len(await made(platform, one)) == 1
    await assert_clean(platform)


async def test_a_shop_learns_why_no_label_was_bought(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later, "requested", reason="damaged")
    await one.automatic()
    heavy = {"name": "Crate", "length_mm": 900, "width_mm": 900, "height_mm": 900, "weight_grams": 70_000}
    await one.http.post(
        f"{API}/sellers/{one.sale.shop.ref}/packages", json=heavy, headers=one.claim.headers("seller")
    )
    await one.claim.step("approved")
    await buys(platform, later, minutes=1)
    seen = await one.claim.seen("seller")
    assert "weight exceeds" in seen["label_problem"]
    assert seen["label_comes"] is False
    assert (await one.claim.seen())["label_problem"] == ""
    await assert_clean(platform)
