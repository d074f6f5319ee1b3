"""Labels for the way back: printed by the buyer, followed, kept from the right money; and the slip."""

from typing import Any

import pytest

from feria.app import Application
from feria.core.platform import Platform
from feria.services.order.rules import parcels, returns
from tests.conftest import Later
from tests.factories import users
from tests.order.backs import PRICE, back, made, settle, track
from tests.order.claims import piece, whole_of
from tests.order.orders import assert_clean, slug
from tests.order.test_labels import BOX, CARRIERS, SERVICES


async def test_a_label_is_bought_printed_followed_and_kept_from_the_refund(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    cheapest = (await one.prices()).json()["items"][0]
    bought = await one.buy(cheapest["carrier"], service=cheapest["service"], price=cheapest["price"])
    assert bought.status_code == 201, bought.text
    assert bought.headers["location"] == f"{one.url}/carrier-label"
    assert await one.balance() == -cheapest["price"]["amount"]
    seen = await one.claim.seen()
    [label] = seen["labels"]
    assert (label["status"], label["price"], label["kept_from_refund"]) == (
        "bought",
        cheapest["price"],
        True,
    )
    assert (seen["tracking_number"], seen["parcel"]) == (label["tracking_number"], "label_created")
    assert seen["label_fee"]["amount"] == 0
    printed = await one.http.get(label["file"])
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    whole = seen["refundable"]["amount"]
    await track(platform, later, hours=8)
    seen = await one.claim.seen()
    assert (seen["status"], seen["parcel"], seen["timeline"][-1]["by"]) == (
        "in_transit",
        "in_transit",
        "carrier",
    )
    assert seen["label_fee"] == cheapest["price"]
    assert seen["refundable"]["amount"] == whole - cheapest["price"]["amount"]
    assert slug(await one.void()) == (409, "parcel-left")
    await track(platform, later, hours=60)
    seen = await one.claim.seen()
    assert (seen["status"], seen["parcel"]) == ("in_transit", "delivered")
    assert [event["status"] for event in seen["events"]][-1] == "delivered"
    assert (await one.claim.step("received")).status_code == 200
    done = await one.claim.step("refunded", deduction=100)
    assert done.json()["refunded"]["amount"] == whole - cheapest["price"]["amount"] - 100
    assert done.json()["label_fee"] == cheapest["price"]
    assert await one.states() == ["bought"]
    await assert_clean(platform)


async def test_the_labels_number_is_known_however_it_is_typed(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    assert (await one.buy()).status_code == 201
    number = (await one.claim.seen())["tracking_number"]
    typed = f"{number[:4].lower()} {number[4:]}"
    sent = await one.claim.step("in_transit", "buyer", carrier="UPS", tracking_number=typed)
    assert (sent.status_code, sent.json()["tracking_number"]) == (200, number), sent.text
    assert await one.states() == ["bought"], "the parcel is on its way with it"
    await assert_clean(platform)


@pytest.mark.parametrize("reason", ["damaged", "wrong_item"])
async def test_what_the_shop_answers_for_it_pays(
    app: Application, platform: Platform, later: Later, reason: str
) -> None:
    one = await back(app, platform, later, reason=reason)
    whole = (await one.claim.seen())["refundable"]
    assert (await one.buy()).status_code == 201
    [label] = (await one.claim.seen())["labels"]
    assert (label["price"], label["kept_from_refund"]) == (None, False)
    await track(platform, later, hours=60)
    assert (await one.claim.step("received")).status_code == 200
    done = await one.claim.step("refunded")
    assert (done.json()["refunded"], done.json()["label_fee"]["amount"]) == (whole, 0)
    assert await one.balance() < 0
    await assert_clean(platform)


async def test_a_label_that_nobody_used_costs_nobody(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    whole = (await one.claim.seen())["refundable"]
    await one.buy()
    assert (await one.claim.step("refunded")).json()["refunded"] == whole
    assert await one.states() == ["void_requested"]
    await settle(platform, later, minutes=1)
    assert await one.states() == ["voided"]
    assert await one.balance() == 0
    assert [void for _, void in await made(platform, one)] == [True]
    await assert_clean(platform)


async def test_the_buyer_may_take_another_way(app: Application, platform: Platform, later: Later) -> None:
    one = await back(app, platform, later)
    number = (await one.buy()).json()["tracking_number"]
    other = await one.claim.step("in_transit", "buyer", carrier="CTT", tracking_number="RR1")
    assert (other.json()["carrier"], other.json()["parcel"]) == ("CTT", None)
    await settle(platform, later, minutes=1)
    assert await one.states() == ["voided"]
    assert await one.balance() == 0
    await track(platform, later, hours=60)
    assert (await one.claim.seen())["events"] == []
    again = await back(app, platform, later)
    mine = (await again.buy()).json()["tracking_number"]
    assert mine != number
    sent = await again.claim.step("in_transit", "buyer", carrier="", tracking_number="")
    assert (sent.json()["tracking_number"], sent.json()["parcel"]) == (mine, "label_created")
    await track(platform, later, hours=60)
    assert (await again.claim.seen())["parcel"] == "delivered"
    await assert_clean(platform)


async def test_a_number_of_the_buyers_own_is_followed(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    number = (await one.buy()).json()["tracking_number"]
    another = await back(app, platform, later)
    sent = await another.claim.step("in_transit", "buyer", carrier="UPS", tracking_number=number)
    assert sent.json()["tracking_url"].endswith(number)
    await track(platform, later, hours=60)
    assert (await another.claim.seen())["parcel"] == "delivered"
    assert (await another.claim.seen())["label_fee"]["amount"] == 0
    await assert_clean(platform)


async def test_a_key_that_is_used_again_buys_nothing(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    first, second = [await one.buy(key="k") for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["idempotent-replayed"] == "true"
    assert len(await made(platform, one)) == 1
    assert slug(await one.buy()) == (409, "label-exists")
    assert slug(await one.buy(key="k", reason="x")) == (422, "idempotency-key-reused")
    await assert_clean(platform)


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_a_void_gives_the_money_back(
    app: Application, platform: Platform, later: Later, carrier: str
) -> None:
    one = await back(app, platform, later)
    await one.buy(carrier)
    assert (await one.void()).json()["labels"][0]["status"] == "voided"
    seen = await one.claim.seen()
    assert (seen["labels"], seen["tracking_number"], seen["parcel"]) == ([], "", None)
    assert (await one.file()).status_code == 404
    assert (await one.void()).status_code == 404
    assert await one.balance() == 0
    assert (await one.buy(carrier)).status_code == 201
    assert [void for _, void in await made(platform, one)] == [True, False]
    await assert_clean(platform)


async def test_only_an_approved_return_has_a_label(
    app: Application, platform: Platform, later: Later
) -> None:
    for status in ("requested", "declined", "received", "refunded"):
        one = await back(app, platform, later, status)
        assert slug(await one.prices()) == (409, "return-conflict")
        assert slug(await one.buy()) == (409, "return-conflict")
    bare = await back(app, platform, later, origin=False)
    assert slug(await bare.prices()) == (409, "ship-from-missing")
    assert slug(await bare.buy()) == (409, "ship-from-missing")
    assert slug(await bare.automatic()) == (409, "ship-from-missing")
    await assert_clean(platform)


async def test_what_the_carrier_refuses_leaves_nothing(
    app: Application, platform: Platform, later: Later
) -> None:
    one = await back(app, platform, later)
    refused = await one.buy(service="ups_ground")
    assert slug(refused) == (409, "label-refused")
    assert await one.states() == ["failed"]
    assert (await one.claim.seen())["labels"] == []
    assert await one.balance() == 0
    assert (await one.buy()).status_code == 201
    await assert_clean(platform)


async def test_strangers_learn_nothing(app: Application, platform: Platform, later: Later) -> None:
    one = await back(app, platform, later)
    assert (await one.file()).status_code == 404
    await one.buy()
    other = await users.seller(platform)
    stranger = {"X-Order-Token": "", **other.headers}
    for headers in (stranger, {"X-Order-Token": ""}):
        assert (await one.file(headers)).status_code == 404
        assert (await one.slip(headers)).status_code == 404
    foreign = await back(app, platform, later)
    answer = await one.http.post(
        f"{foreign.url}/carrier-label",
        json={
            "package": BOX,
            "carrier": "ups",
            "service": SERVICES["ups"],
            "price": PRICE,
        },
        headers={**one.claim.headers("seller"), "Idempotency-Key": "k"},
    )
    assert answer.status_code == 404
    assert slug(await one.buy(who="operator")) == (422, "invalid")
    assert slug(await one.void("operator")) == (422, "invalid")
    assert (await one.void("operator", reason="asked for")).status_code == 200
    assert (await one.buy(who="operator", reason="asked for")).status_code == 201


# The slip.


async def test_a_slip_goes_with_every_return(app: Application, platform: Platform, later: Later) -> None:
    one = await back(app, platform, later, "requested", origin=False)
    assert (await one.claim.seen())["slip"] is None
    assert slug(await one.slip()) == (409, "no-return-slip")
    assert (await one.claim.step("approved")).status_code == 200
    slip = await one.http.get((await one.claim.seen())["slip"])
    assert slip.headers["content-type"] == "application/pdf"
    assert slip.content.startswith(b"%PDF-")
    assert (await one.slip()).content == slip.content
    assert (await one.slip(one.claim.headers("seller"))).content == slip.content
    assert (await one.claim.step("cancelled", "buyer")).status_code == 200
    assert slug(await one.slip()) == (409, "no-return-slip")


# The rules.


def test_a_fee_is_kept_once_the_carrier_has_the_parcel_and_never_in_another_currency() -> None:
    for state in ("label_created", "", *sorted(parcels.IN_TROUBLE), "in_transit", "delivered"):
        for reason in ("changed_mind", "does_not_fit", "wrong_item", "damaged", "not_as_described"):
            for currency in ("EUR", "GBP"):
                found, label = _Return(reason, state), _Label(currency)
                wanted = reason not in returns.SELLERS_FAULT and currency == "EUR"
                assert returns.label_fee(found, label) == (
                    700 if wanted and state not in ("", "label_created") else 0
                )
    assert returns.label_fee(_Return("changed_mind", "delivered"), None) == 0
    assert returns.label_fee(_Return("changed_mind", "delivered"), _Label("EUR", "void_requested")) == 0
    assert returns.label_fee(_Return("changed_mind", "delivered"), _Label("EUR", number="2")) == 0


def test_a_label_dearer_than_the_things_leaves_no_debt() -> None:
    lines = [piece(2, 3_000)]
    part = whole_of(lines, 0)
    assert returns.refund(part, lines, [1], 0, 400).amount == 1_100
    nothing = returns.refund(part, lines, [1], 200, 99_999)
    assert (nothing.amount, nothing.commission_amount, nothing.fee_amount) == (0, 0, 1_300)
    assert returns.refund(part, lines, [1], 200, 0) == returns.refund(part, lines, [1], 200)
    kept, both = returns.refund(part, lines, [1], 600), returns.refund(part, lines, [1], 200, 400)
    assert (kept.amount, kept.commission_amount) == (both.amount, both.commission_amount)


class _Return:
    currency, tracking_number = "EUR", "1"

    def __init__(self, reason: Any, parcel_state: str) -> None:
        self.reason: returns.Reason = reason
        self.parcel_state = parcel_state


class _Label:
    price_amount = 700

    def __init__(self, currency: str, state: str = "bought", number: str = "1") -> None:
        self.currency, self.state, self.tracking_number = currency, state, number
