"""The clients of UPS and FedEx against the fakes: every call, every fault, and both webhooks."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import uuid4

import httpx
import msgspec
import pytest

from feria.core import clock
from feria.core.errors import NotFound
from feria.core.money import Money
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.services.order.gateways import (
    BadSignature,
    Carrier,
    CarrierRefused,
    CarrierUnavailable,
    directory,
    fake_books,
)
from feria.services.order.gateways.ups import Ups
from feria.services.order.rules.parcels import Consignment, Goods, Package, Place
from tests.conftest import Later

SENDER = Place(name="Ana Prova", company="Casa Barro", line1="Rua do Almada 12", city="Porto", postal_code="4050-030",
               country="PT", phone="+351 220 000 000")  # fmt: skip
RECIPIENT = Place(name="Jonas Weber", line1="Hauptstr. 5", city="Berlin", postal_code="10115", country="DE")
AMERICAN = Place(
    name="Ann Lee", line1="500 Main St", city="Portland", region="OR", postal_code="97201", country="US"
)
ACROSS = Place(
    name="Bo Ray",
    line1="7 Elm Ave",
    line2="Apt 3",
    city="Austin",
    region="TX",
    postal_code="73301",
    country="US",
)
CARRIERS = ("ups", "fedex")
CHEAPEST = {"ups": "ups_standard_eu", "fedex": "fedex_international_economy"}


def consignment(**fields: Any) -> Consignment:
    """One box with two bowls to Berlin."""
    given: dict[str, Any] = {
        "reference": f"lbl{uuid4().hex[:26]}",
        "sender": SENDER,
        "recipient": RECIPIENT,
        "package": Package(weight_grams=1_450, length_mm=300, width_mm=200, height_mm=120),
        "ship_on": date(2026, 11, 27),
        "goods": [Goods(title="Bowl", quantity=2, value=Money(2_400, "EUR"))],
        "currency": "EUR",
    }
    return Consignment(**{**given, **fields})


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


@pytest.mark.parametrize("name", CARRIERS)
async def test_a_label_is_priced_bought_tracked_and_voided(
    platform: Platform, name: str, later: Later
) -> None:
    carrier = directory.carrier(platform, name)
    wanted = consignment()
    rates = await carrier.rates(wanted)
    assert next(rate.service for rate in rates) == CHEAPEST[name]
    assert [rate.price.amount for rate in rates] == sorted(rate.price.amount for rate in rates)
    assert {rate.price.currency for rate in rates} == {"EUR"}
    assert all(rate.days and rate.days > 0 for rate in rates)
    label = await carrier.buy_label(wanted, rates[0].service, "pdf")
    assert label.content.startswith(b"%PDF-")
    assert label.price == rates[0].price
    found = await carrier.find_label(wanted.reference, "pdf", clock.now().date())
    assert found is not None
    assert found.tracking_number == label.tracking_number
    [told] = await carrier.track([label.tracking_number, "0" * 12])
    assert [event.state for event in told.events] == ["label_created"]
    await carrier.void_label(label.tracking_number)
    await carrier.void_label(label.tracking_number)
    assert await carrier.find_label(wanted.reference, "pdf", clock.now().date()) is None
    assert await carrier.track([label.tracking_number]) == []


@pytest.mark.parametrize("name", CARRIERS)
async def test_label_printers_get_zpl(platform: Platform, name: str) -> None:
    label = await directory.carrier(platform, name).buy_label(consignment(), CHEAPEST[name], "zpl")
    assert label.content.startswith(b"^XA")


@pytest.mark.parametrize("name", CARRIERS)
async def test_domestic_america_has_services_of_its_own(platform: Platform, name: str) -> None:
    wanted = consignment(sender=AMERICAN, recipient=ACROSS, currency="USD", goods=[])
    rates = await directory.carrier(platform, name).rates(wanted)
    assert rates[0].service == {"ups": "ups_ground", "fedex": "fedex_ground"}[name]
    assert rates[0].price.currency == "USD"


@pytest.mark.parametrize("name", CARRIERS)
async def test_what_is_on_its_way_is_not_taken_back(platform: Platform, name: str, later: Later) -> None:
    carrier = directory.carrier(platform, name)
    label = await carrier.buy_label(consignment(), CHEAPEST[name], "zpl")
    later(hours=7)
    with pytest.raises(CarrierRefused, match="on its way"):
        await carrier.void_label(label.tracking_number)


@pytest.mark.parametrize(
    ("line2", "states"),
    [
        ("", ["label_created", "in_transit", "in_transit", "in_transit", "out_for_delivery", "delivered"]),
        ("test exception", ["label_created", "in_transit", "exception", "out_for_delivery", "delivered"]),
        ("test returned", ["label_created", "in_transit", "exception", "returned"]),
        ("test lost", ["label_created", "in_transit", "in_transit"]),
    ],
)
@pytest.mark.parametrize("name", CARRIERS)
async def test_every_way_a_parcel_goes_is_understood(
    platform: Platform, name: str, line2: str, states: list[str], later: Later
) -> None:
    carrier = directory.carrier(platform, name)
    wanted = consignment(recipient=msgspec.structs.replace(RECIPIENT, line2=line2))
    label = await carrier.buy_label(wanted, CHEAPEST[name], "zpl")
    later(days=6)
    [told] = await carrier.track([label.tracking_number])
    assert [event.state for event in sorted(told.events)] == states
    assert {event.place for event in told.events} <= {"Porto, PT", "Berlin, DE"}
    assert all(event.text for event in told.events)


@pytest.mark.parametrize("name", CARRIERS)
async def test_a_refusal_says_why(platform: Platform, name: str) -> None:
    carrier = directory.carrier(platform, name)
    heavy = consignment(package=Package(weight_grams=69_500, length_mm=300, width_mm=200, height_mm=120))
    with pytest.raises(CarrierRefused, match="weight exceeds"):
        await carrier.rates(heavy)
    with pytest.raises(CarrierRefused, match="weight exceeds"):
        await carrier.buy_label(heavy, CHEAPEST[name], "pdf")
    with pytest.raises(CarrierRefused, match="available between"):
        await carrier.buy_label(consignment(), {"ups": "ups_ground", "fedex": "fedex_ground"}[name], "pdf")


@pytest.mark.parametrize("name", CARRIERS)
async def test_a_return_is_paid_where_the_shop_is(platform: Platform, name: str) -> None:
    carrier = directory.carrier(platform, name)
    abroad = msgspec.structs.replace(RECIPIENT, country="SE", postal_code="111 22", city="Stockholm")
    wanted = consignment(sender=abroad, recipient=SENDER, is_return=True)
    rates = await carrier.rates(wanted)
    label = await carrier.buy_label(wanted, rates[0].service, "pdf")
    assert {rates[0].price.currency, label.price and label.price.currency} == {"EUR"}
    out = consignment(sender=abroad, recipient=SENDER)
    assert (await carrier.rates(out))[0].price.currency == "SEK"


@pytest.mark.parametrize("fault", ["before", "after"])
@pytest.mark.parametrize("name", CARRIERS)
async def test_a_lost_answer_is_told_from_a_refusal(
    platform: Platform, name: str, fault: Literal["before", "after"]
) -> None:
    carrier = directory.carrier(platform, name)
    wanted = consignment()
    await carrier.rates(wanted)
    fake_books.faults[(name, "ship")] = fault
    with pytest.raises(CarrierUnavailable):
        await carrier.buy_label(wanted, CHEAPEST[name], "zpl")
    found = await carrier.find_label(wanted.reference, "zpl", clock.now().date())
    assert (found is not None) == (fault == "after")


async def test_a_number_that_ups_chokes_on_holds_up_no_other() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "t", "expires_in": "14399"})
        asked.append(request.url.raw_path.partition(b"?")[0].rpartition(b"/")[2])
        if asked[-1] != b"1Z2":
            return httpx.Response(404, text="<html>no such page</html>")
        scan = {"gmtDate": "20261128", "gmtTime": "093000", "status": {"type": "I", "code": "DP"}}
        package = {"trackingNumber": "1Z2", "activity": [scan]}
        return httpx.Response(200, json={"trackResponse": {"shipment": [{"package": [package]}]}})

    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    ups = Ups(http, "https://ups.test", client=("a", "b"), account="FERIA0", webhook_secret="")
    [told] = await ups.track(["A/../7", "1Z2"])
    assert (told.tracking_number, [event.state for event in told.events]) == ("1Z2", ["in_transit"])
    assert sorted(asked) == [b"1Z2", b"A%2F..%2F7"]
    with pytest.raises(CarrierUnavailable):
        await ups.track(["A/../7"])


@pytest.mark.parametrize("name", CARRIERS)
async def test_a_token_that_ends_early_is_renewed(
    platform: Platform, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = directory.carrier(platform, name)
    assert await carrier.rates(consignment())
    monkeypatch.setattr(fake_books, "TOKEN", "another")
    assert await carrier.rates(consignment())


def test_a_webhook_of_fedex_is_signed_over_its_body(platform: Platform) -> None:
    carrier = directory.carrier(platform, "fedex")
    scan = {"date": "2026-11-28T09:30:00+01:00", "eventType": "DL", "eventDescription": "Delivered",
            "scanLocation": {"city": "Berlin", "countryCode": "DE"}}  # fmt: skip
    told = {"trackingNumberInfo": {"trackingNumber": "794600000001"}, "scanEvents": [scan]}
    body = msgspec.json.encode({"output": {"completeTrackResults": [{"trackResults": [told]}]}})
    signature = base64.b64encode(
        hmac.digest(platform.settings.secret.encode(), body, hashlib.sha256)
    ).decode()
    carrier.verify(body, {"fdx-signature": signature})
    for wrong in ({}, {"fdx-signature": ""}, {"fdx-signature": signature[:-2]}, {"fdx-signature": "ü"}):
        with pytest.raises(BadSignature):
            carrier.verify(body, wrong)
    with pytest.raises(BadSignature):
        carrier.verify(body + b" ", {"fdx-signature": signature})
    [read] = carrier.read(body)
    assert read.tracking_number == "794600000001"
    assert [(event.at, event.state) for event in read.events] == [
        (datetime(2026, 11, 28, 8, 30, tzinfo=UTC), "delivered")
    ]


def test_a_track_alert_of_ups_carries_our_credential(platform: Platform) -> None:
    carrier = directory.carrier(platform, "ups")
    body = msgspec.json.encode(
        {
            "trackingNumber": "1ZFERIA01100000001",
            "localActivityDate": "20261128",
            "localActivityTime": "103000",
            "gmtActivityDate": "20261128",
            "gmtActivityTime": "093000",
            "activityLocation": {"city": "Berlin", "countryCode": "DE"},
            "activityStatus": {"type": "X", "code": "48", "description": "Nobody was at home"},
            "scheduledDeliveryDate": "20261129",
        }
    )
    carrier.verify(body, {"credential": platform.settings.secret})
    for wrong in ({}, {"credential": ""}, {"credential": "ü"}, {"credential": platform.settings.secret[1:]}):
        with pytest.raises(BadSignature):
            carrier.verify(body, wrong)
    [read] = carrier.read(body)
    assert [(event.at, event.state, event.text, event.place) for event in read.events] == [
        (datetime(2026, 11, 28, 9, 30, tzinfo=UTC), "exception", "Nobody was at home", "Berlin, DE")
    ]


def test_production_offers_only_carriers_with_credentials(platform: Platform, settings: Settings) -> None:
    strict = msgspec.structs.replace(settings, env="production")
    assert directory.names(strict) == []
    assert directory.names(msgspec.structs.replace(strict, ups_client_id="id", ups_client_secret="x")) == [
        "ups"
    ]
    assert directory.names(settings) == ["ups", "fedex"]
    with pytest.raises(NotFound):
        directory.carrier(platform, "dhl")


def offered(platform: Platform) -> list[Carrier]:
    """Both clients."""
    return [directory.carrier(platform, name) for name in CARRIERS]
