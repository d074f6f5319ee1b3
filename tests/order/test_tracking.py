"""Parcels on their way: by polls and webhooks, in any order, through every state; and what that does to the order."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.app import Application
from feria.core import events
from feria.core.platform import Platform
from feria.services.order import jobs
from feria.services.order.gateways import fake_books
from feria.services.order.rules import parcels as ways
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.orders import API, Shopper
from tests.order.orders import Sale, assert_clean, clock_does, paid, slug
from tests.order.test_labels import Packer, packer

# What happened before an order was placed tells nothing of its parcels.
NOON = datetime.now(UTC).replace(microsecond=0)
CARRIERS = ("ups", "fedex")


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


@pytest.fixture(autouse=True)
async def only_own(platform: Platform) -> None:
    """What other tests have left on its way is not asked about: the first test here had all of it to go through."""
    async with platform.db.reading() as tx:
        await tx.execute(
            """UPDATE "order".tracked_parcels SET poll_at = poll_at + interval '10 years' WHERE poll_at < $1""",
            tx.now + timedelta(days=365),
        )


async def ends(platform: Platform, packing: Packer, outcome: str) -> None:
    """Let the carrier's parcels of this shop end so."""
    async with platform.db.reading() as tx:
        await tx.execute(
            """UPDATE "order".fake_parcels f SET outcome = $2 FROM "order".labels l
               WHERE l.consignment->>'reference' = f.reference AND l.seller_id = $1""",
            packing.sale.shop.id,
            outcome,
        )


async def track(platform: Platform, later: Later, **delta: float) -> None:
    """The clock goes on, the carriers are asked, and the clock goes back."""
    await clock_does(platform, later, jobs.track_parcels, **delta)


async def state(packing: Packer) -> tuple[str, str]:
    """Of the only parcel, and of its seller order."""
    part = await packing.part()
    return part["shipments"][0]["status"], part["status"]


WAYS = {
    "delivered": [(1, "label_created", "accepted"), (7, "in_transit", "shipped"), (49, "out_for_delivery", "shipped"),
                  (55, "delivered", "delivered")],
    "exception": [(7, "in_transit", "shipped"), (49, "exception", "shipped"), (73, "out_for_delivery", "shipped"),
                  (80, "delivered", "delivered")],
    "returned": [(49, "exception", "shipped"), (97, "returned", "shipped"), (24 * 30, "returned", "shipped")],
    "lost": [(25, "in_transit", "shipped"), (24 * 23, "lost", "shipped")],
}  # fmt: skip


@pytest.mark.parametrize("outcome", WAYS)
@pytest.mark.parametrize("carrier", CARRIERS)
async def test_a_parcel_goes_its_way(
    app: Application, platform: Platform, later: Later, carrier: str, outcome: str
) -> None:
    packing = await packer(app, platform)
    assert (await packing.buy(carrier)).status_code == 201
    await ends(platform, packing, outcome)
    for hours, parcel, part in WAYS[outcome]:
        await track(platform, later, hours=hours)
        assert await state(packing) == (parcel, part)
        await assert_clean(platform)
    told = (await packing.sale.part())["shipments"][0]["events"]
    times = [datetime.fromisoformat(event["at"]) for event in told]
    assert times == sorted(times)
    assert told[-1]["status"] == WAYS[outcome][-1][1]
    # While a parcel is in trouble, no clock takes it for delivered.
    await clock_does(platform, later, jobs.deliver_orders, days=60)
    assert (await state(packing))[1] == ("delivered" if outcome in ("delivered", "exception") else "shipped")


async def test_two_parcels_deliver_an_order_with_the_second(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    await packing.buy("ups", **packing.one(1))
    await track(platform, later, hours=60)
    part = await packing.part()
    assert (part["status"], part["lines"][0]["quantities"]["delivered"]) == ("partially_shipped", 1)
    await packing.buy("fedex", **packing.one(1))
    await track(platform, later, hours=60)
    assert (await packing.part())["status"] == "delivered"
    await assert_clean(platform)


async def test_what_has_arrived_is_all_once_the_rest_is_cancelled(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    await packing.buy("ups", **packing.one(1))
    await track(platform, later, hours=60)
    answer = await packing.sale.put("cancelled", reason="the other one broke")
    assert (answer.status_code, answer.json()["status"]) == (200, "delivered")
    steps = [step["status"] for step in answer.json()["timeline"]]
    assert {"units_cancelled", "shipped", "delivered"} <= set(steps)
    assert (await packing.sale.seen())["status"] == "delivered"
    await events.drain(platform)
    async with platform.db.reading() as tx:
        released = "SELECT available_on IS NOT NULL FROM payment.earnings WHERE seller_id = $1"
        assert await tx.fetchval(released, packing.sale.shop.id), "nobody would ever pay the shop"
    await assert_clean(platform)


async def two_parcels(app: Application, platform: Platform) -> tuple[Packer, str, str]:
    """A sale on its way in two parcels of one unit each, and their numbers."""
    packing = await packer(app, platform)
    first, second = [(await packing.buy("fedex", **packing.one(1))).json() for _ in range(2)]
    for label in (first, second):
        body = fedex_body(label["tracking_number"], (timedelta(hours=2), "IT"))
        assert (await push(platform, packing.http, body)).status_code == 200
    return packing, first["tracking_number"], second["tracking_number"]


async def test_one_parcel_in_trouble_keeps_the_clock_from_both(
    app: Application, platform: Platform, later: Later
) -> None:
    packing, lost, fine = await two_parcels(app, platform)
    await push(platform, packing.http, fedex_body(lost, (timedelta(hours=3), "RS")))
    await push(platform, packing.http, fedex_body(fine, (timedelta(hours=4), "OD")))
    await clock_does(platform, later, jobs.deliver_orders, days=60)
    part = await packing.part()
    assert (part["status"], part["lines"][0]["quantities"]["delivered"]) == ("shipped", 0)
    await assert_clean(platform)


async def test_the_clock_goes_on_once_the_parcel_in_trouble_has_arrived(
    app: Application, platform: Platform, later: Later
) -> None:
    packing, held_up, _ = await two_parcels(app, platform)
    await push(platform, packing.http, fedex_body(held_up, (timedelta(hours=3), "DE")))
    await push(platform, packing.http, fedex_body(held_up, (timedelta(hours=4), "DL")))
    assert (await packing.part())["status"] == "shipped"
    await clock_does(platform, later, jobs.deliver_orders, days=60)
    assert (await packing.part())["status"] == "delivered"
    await assert_clean(platform)


async def test_without_a_promise_a_scan_leaves_the_buyer_two_weeks(
    app: Application, platform: Platform, later: Later
) -> None:
    shop = await users.seller(platform)
    guest = Shopper(app)
    way = {"name": "Some day", "market": "eu", "kind": "free", "min_days": 0, "max_days": 0}
    saved = await guest.http.put(
        f"{API}/sellers/{shop.ref}/shipping-profiles",
        json={"items": [way]},
        headers={**shop.headers, "If-Match": "*"},
    )
    assert saved.status_code == 200, saved.text
    made = await products.product(platform, shop.id)
    await guest.add(made, 2)
    sale = Sale(shop, made, guest, await guest.order())
    await guest.pay(sale.order)
    assert (await sale.ship(carrier="FedEx", tracking_number="794600000777")).status_code == 201
    await push(platform, guest.http, fedex_body("794600000777", (timedelta(hours=1), "OD")))
    await clock_does(platform, later, jobs.deliver_orders, days=10)
    assert (await sale.part())["status"] == "shipped"
    await clock_does(platform, later, jobs.deliver_orders, days=15)
    assert (await sale.part())["status"] == "delivered"


async def test_a_number_is_known_however_it_is_typed(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    number = (await packing.buy("ups", **packing.one(1))).json()["tracking_number"]
    typed = f"{number[:2].lower()} {number[2:9]}-{number[9:]}"
    assert (await packing.sale.ship(1, carrier="UPS", tracking_number=typed)).status_code == 201
    await track(platform, later, hours=7)
    await track(platform, later, hours=60)
    assert (await packing.part())["status"] == "delivered"
    await assert_clean(platform)


async def test_the_number_of_an_older_parcel_delivers_nothing(
    app: Application, platform: Platform, later: Later
) -> None:
    old = await packer(app, platform)
    number = (await old.buy("ups")).json()["tracking_number"]
    later(days=10)
    sale = await paid(app, platform)
    assert (await sale.ship(carrier="UPS", tracking_number=number)).status_code == 201
    await track(platform, later, hours=2)
    assert (await old.sale.part())["status"] == "delivered"
    part = await sale.part()
    assert (part["status"], part["shipments"][0]["status"]) == ("shipped", "in_transit")
    await assert_clean(platform)


async def test_the_buyer_may_be_quicker_than_the_carrier(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    label = (await packing.buy()).json()
    await packing.hand_over(label["shipment_id"])
    assert (await packing.sale.arrived()).status_code == 200
    await track(platform, later, hours=60)
    assert await state(packing) == ("delivered", "delivered")
    await assert_clean(platform)


async def test_a_number_typed_in_is_tracked_as_well(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    label = (await packing.buy("ups", **packing.one(1))).json()
    typed = await packing.sale.ship(1, carrier="UPS", tracking_number=label["tracking_number"])
    assert typed.status_code == 201
    await track(platform, later, hours=60)
    part = await packing.part()
    assert [parcel["status"] for parcel in part["shipments"]] == ["delivered", "delivered"]
    assert part["status"] == "delivered"
    await assert_clean(platform)


async def test_other_carriers_have_links_and_no_news(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    await packing.sale.ship(1, carrier="Royal Mail", tracking_number="AB 123456785 GB")
    await packing.sale.ship(1, carrier="Uncle Bob", tracking_number="7")
    await track(platform, later, days=2)
    links = [parcel["tracking_url"] for parcel in (await packing.part())["shipments"]]
    assert links == ["https://www.royalmail.com/track-your-item#/tracking-results/AB123456785GB", None]


async def test_a_carrier_that_does_not_answer_is_asked_again(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    await packing.buy()
    fake_books.faults[("ups", "track")] = "before"
    await track(platform, later, hours=8)
    assert (await state(packing))[0] == "label_created"
    fake_books.faults.clear()
    await track(platform, later, hours=9)
    assert (await state(packing))[0] == "in_transit"


async def test_voided_labels_are_followed_no_more(app: Application, platform: Platform, later: Later) -> None:
    packing = await packer(app, platform)
    label = (await packing.buy()).json()
    await packing.void(label["shipment_id"])
    async with platform.db.reading() as tx:
        left = await tx.fetchval(
            'SELECT count(*) FROM "order".tracked_parcels WHERE seller_id = $1', packing.sale.shop.id
        )
    assert left == 0


def fedex_body(number: str, *scans: tuple[timedelta, str]) -> bytes:
    """What FedEx pushes of a parcel."""
    events = [
        {"date": (NOON + after).isoformat(), "eventType": code, "eventDescription": code}
        for after, code in scans
    ]
    told = {"trackingNumberInfo": {"trackingNumber": number}, "scanEvents": events}
    return msgspec.json.encode({"output": {"completeTrackResults": [{"trackResults": [told]}]}})


async def push(platform: Platform, http: httpx.AsyncClient, body: bytes, **headers: str) -> httpx.Response:
    """FedEx's webhook, signed unless another signature is given."""
    digest = hmac.digest(platform.settings.secret.encode(), body, hashlib.sha256)
    signed = {"fdx-signature": base64.b64encode(digest).decode(), "content-type": "application/json"}
    return await http.post(f"{API}/webhooks/fedex", content=body, headers={**signed, **headers})


async def test_webhooks_out_of_order_and_repeated_do_no_harm(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    number = (await packing.buy("fedex")).json()["tracking_number"]
    hour = timedelta(hours=1)
    delivered = fedex_body(number, (50 * hour, "DL"))
    for body in (fedex_body(number, (20 * hour, "IT")), delivered, fedex_body(number, (2 * hour, "PU")), delivered,
                 fedex_body(number, (48 * hour, "OD"), (20 * hour, "IT"))):  # fmt: skip
        assert (await push(platform, packing.http, body)).status_code == 200
    assert await state(packing) == ("delivered", "delivered")
    events = (await packing.part())["shipments"][0]["events"]
    assert [one["status"] for one in events if one["text"] in ("PU", "IT", "OD", "DL")] == [
        "in_transit", "in_transit", "out_for_delivery", "delivered",
    ]  # fmt: skip
    await assert_clean(platform)


async def test_webhooks_that_prove_nothing_change_nothing(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    number = (await packing.buy("fedex")).json()["tracking_number"]
    body = fedex_body(number, (timedelta(hours=3), "DL"))
    assert slug(await push(platform, packing.http, body, **{"fdx-signature": "bm90aGluZw=="})) == (
        400,
        "bad-signature",
    )
    assert slug(await packing.http.post(f"{API}/webhooks/ups", content=b"{}")) == (400, "bad-signature")
    assert slug(await push(platform, packing.http, b"[]")) == (400, "malformed")
    assert (await push(platform, packing.http, fedex_body("0", (timedelta(0), "DL")))).status_code == 200
    assert (await state(packing))[0] == "label_created"
    alert = {"trackingNumber": "1Z", "activityStatus": {"type": "D"}, "gmtActivityDate": "20261127"}
    answer = await packing.http.post(
        f"{API}/webhooks/ups", json=alert, headers={"credential": platform.settings.secret}
    )
    assert (answer.status_code, answer.json()) == (200, {"received": True})


STATES: list[ways.ParcelState] = [
    "label_created", "in_transit", "out_for_delivery", "delivered", "exception", "returned", "lost",
]  # fmt: skip
EVENTS = st.lists(st.tuples(st.integers(0, 50), st.sampled_from(STATES)), max_size=12)


@given(told=EVENTS, chance=st.randoms(use_true_random=False), again=st.integers(0, 5))
def test_no_order_and_no_repetition_changes_where_a_parcel_is(
    told: list[Any], chance: Any, again: int
) -> None:
    events = [(NOON + timedelta(hours=hours), state) for hours, state in told]
    mixed = [*events, *events[:again]]
    chance.shuffle(mixed)
    assert ways.state_of(mixed) == ways.state_of(events)


def test_the_time_of_asking_grows_and_ends() -> None:
    pauses = [ways.poll_after("in_transit", unchanged) for unchanged in range(20)]
    assert pauses[0] == ways.POLL_LEAST
    assert pauses[-1] == ways.POLL_MOST
    assert pauses == sorted(pause for pause in pauses if pause is not None)
    assert ways.poll_after("delivered", 0) is None


def test_links_hold_only_plain_numbers() -> None:
    assert ways.tracking_link("DHL", 'x"><script>') == (
        "https://www.dhl.com/global-en/home/tracking.html?tracking-id=xscript"
    )
    assert ways.tracking_link("DHL", "") is None


async def test_what_a_carrier_says_is_shown_to_who_looked_before(
    app: Application, platform: Platform
) -> None:
    packing = await packer(app, platform)
    number = (await packing.buy("fedex")).json()["tracking_number"]
    url = f"{API}/orders/{packing.sale.ref}"
    await push(platform, packing.http, fedex_body(number, (timedelta(hours=1), "IT")))
    tag = (await packing.http.get(url, headers=packing.headers)).headers["etag"]
    headers = {**packing.headers, "If-None-Match": tag}
    assert (await packing.http.get(url, headers=headers)).status_code == 304
    await push(platform, packing.http, fedex_body(number, (timedelta(hours=2), "IT")))
    assert (await packing.http.get(url, headers=headers)).status_code == 200
