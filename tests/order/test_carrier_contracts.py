"""Every request that our clients send, held against the carriers' own API files."""

import json
from datetime import date
from typing import Any

import httpx
import msgspec
import pytest

from feria.core.platform import Platform
from feria.services.order.gateways import Carrier, fake_fedex, fake_ups
from feria.services.order.gateways.fedex import Fedex
from feria.services.order.gateways.ups import Ups
from feria.services.order.rules.parcels import Consignment, LabelFormat, Package, Place
from tests.order.test_carriers import ACROSS, AMERICAN, RECIPIENT, SENDER, consignment
from tests.order.vendor_contracts import SPECS, Recorder, faults

pytestmark = [
    pytest.mark.shared_samples,
    pytest.mark.skipif(not SPECS.exists(), reason="the carriers' API files lie beside the project"),
]

JSON = "application/json"
LONG = Place(
    name="Maria-Magdalena von und zu Hohenlohe-Langenburg",
    company="Verein zur Förderung des Töpferhandwerks im Allgäu e. V.",
    line1="Straße der Befreiung vom unnötig langen Namen 128 b",
    line2="Hinterhaus, dritter Stock links, bitte zweimal klingeln",
    city="Garmisch-Partenkirchen",
    postal_code="82467",
    country="DE",
    phone="+49 (8821) 555 0123 456",
)
ISLANDS = Place(
    name="Ren Ito",
    line1="1-2-3 Jingumae",
    city="Shibuya-ku",
    region="13",
    postal_code="150-0001",
    country="JP",
)
BRITISH = Place(
    name="Al Fry", line1="10 High St", city="Leeds", postal_code="LS1 1AA", country="GB", phone="0113 4960000"
)
CASES: dict[str, dict[str, Any]] = {
    "in the union": {},
    "long names": {"recipient": LONG},
    "domestic america": {"sender": AMERICAN, "recipient": ACROSS, "currency": "USD", "goods": []},
    "out of the union": {"recipient": BRITISH},
    "to america": {"recipient": AMERICAN},
    "to japan": {"recipient": ISLANDS},
    "from america": {"sender": AMERICAN, "recipient": RECIPIENT},
    "light": {"package": Package(weight_grams=85, length_mm=160, width_mm=110, height_mm=21)},
    "heavy": {"package": Package(weight_grams=29_999, length_mm=1_199, width_mm=600, height_mm=601)},
    "at home": {"recipient": msgspec.structs.replace(SENDER, company="")},
    "round the corner": {"recipient": msgspec.structs.replace(SENDER, name="Rui", line1="Rua do Almada 300")},
    "returned in the union": {"sender": LONG, "recipient": SENDER, "is_return": True},
    "returned into the union": {"sender": BRITISH, "recipient": SENDER, "is_return": True},
    "returned in america": {
        "sender": ACROSS,
        "recipient": AMERICAN,
        "currency": "USD",
        "is_return": True,
        "goods": [],
    },
}


def client(platform: Platform, name: str) -> tuple[Carrier, Recorder]:
    """A client of the real kind, in front of the fake, with ears."""
    far_end = fake_ups.application(platform.db) if name == "ups" else fake_fedex.application(platform.db)
    recorder = Recorder(httpx.ASGITransport(app=far_end))
    http = httpx.AsyncClient(transport=recorder)
    keys = ("id", "secret")
    if name == "ups":
        return Ups(http, "https://ups.test", client=keys, account="A1B2C3", webhook_secret="x"), recorder
    return (
        Fedex(
            http,
            "https://fedex.test",
            client=keys,
            tracking_client=keys,
            account="740561073",
            webhook_secret="x",
        ),
        recorder,
    )


def kept(wanted: Consignment) -> list[str]:
    """Lines that must be sent as they were written; only what is longer than a label is cut."""
    lines = (wanted.sender.line1, wanted.recipient.line1, wanted.recipient.line2)
    return [line for line in lines if line and line.isascii() and len(line) <= 35]


@pytest.mark.parametrize("form", ["pdf", "zpl"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["ups", "fedex"])
async def test_requests_are_as_the_carrier_describes_them(
    platform: Platform, name: str, case: str, form: LabelFormat
) -> None:
    carrier, recorder = client(platform, name)
    wanted: Consignment = consignment(**CASES[case])
    rates = await carrier.rates(wanted)
    label = await carrier.buy_label(wanted, rates[0].service, form)
    await carrier.find_label(wanted.reference, form, date(2026, 11, 27))
    await carrier.track([label.tracking_number])
    await carrier.void_label(label.tracking_number)
    assert len(recorder.seen) >= 6
    assert all(line in repr([request.content for request in recorder.seen]) for line in kept(wanted))
    told = {f"{request.method} {request.url.path}": faults(request) for request in recorder.seen}
    assert {path: found for path, found in told.items() if found} == {}


@pytest.mark.parametrize("name", ["ups", "fedex"])
async def test_a_return_is_said_to_be_one(platform: Platform, name: str) -> None:
    """From the buyer to the shop, which the carrier does business with; asked for by the carrier's own words."""
    carrier, recorder = client(platform, name)
    wanted = consignment(sender=RECIPIENT, recipient=SENDER, is_return=True)
    rates = await carrier.rates(wanted)
    await carrier.buy_label(wanted, rates[0].service, "pdf")
    asked = [json.loads(one.content) for one in recorder.seen if one.headers["content-type"] == JSON]
    if name == "ups":
        [rated, bought] = [next(iter(one.values()))["Shipment"] for one in asked]
        assert rated["ShipmentServiceOptions"]["ReturnService"]["Code"] == "9"
        assert bought["ReturnService"]["Code"] == "9"
        for one in (rated, bought):
            assert one["Shipper"]["Address"]["AddressLine"] == [SENDER.line1]
            assert one["ShipFrom"]["Address"]["AddressLine"] == [RECIPIENT.line1]
            assert one["ShipTo"]["Address"]["AddressLine"] == [SENDER.line1]
        assert bought["Package"][0]["Description"] == "Bowl"
        return
    for one in [body["requestedShipment"] for body in asked]:
        assert one["shipmentSpecialServices"] == {
            "specialServiceTypes": ["RETURN_SHIPMENT"],
            "returnShipmentDetail": {"returnType": "PRINT_RETURN_LABEL"},
        }
        assert one["shipper"]["address"]["streetLines"] == [RECIPIENT.line1]
        to = one["recipient"] if "recipient" in one else one["recipients"][0]
        assert to["address"]["streetLines"] == [SENDER.line1]
