"""A FedEx that works without FedEx: token, rates, labels, cancellation and tracking over its own paths and JSON."""

import base64
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from feria.core import clock, money
from feria.core.db import Database
from feria.services.order.gateways import fake_books, fake_labels
from feria.services.order.gateways.fake_books import Books, FakeParcel, Refusal, Step
from feria.services.order.rules.parcels import ParcelState

NAME = "fedex"
# Service, base and price per kilo in cents, days.
_DOMESTIC_US = (
    ("FEDEX_GROUND", 890, 95, 4),
    ("FEDEX_2_DAY", 1_990, 150, 2),
    ("STANDARD_OVERNIGHT", 3_300, 230, 1),
)
_ELSEWHERE = (
    ("INTERNATIONAL_ECONOMY", 860, 75, 4),
    ("FEDEX_INTERNATIONAL_PRIORITY", 1_880, 170, 2),
    ("INTERNATIONAL_FIRST", 3_150, 280, 1),
)
_CODES: dict[ParcelState, str] = {
    "label_created": "OC", "in_transit": "IT", "out_for_delivery": "OD", "delivered": "DL", "exception": "DE",
    "returned": "RS", "lost": "SE",
}  # fmt: skip


def application(db: Database) -> Any:
    """The ASGI application."""
    return fake_books.application(NAME, _FakeFedex(Books(db)).handle, _step)


def _step(method: str, path: str) -> Step | None:
    known: dict[tuple[str, str], Step] = {
        ("POST", "/oauth/token"): "token",
        ("POST", "/rate/v1/rates/quotes"): "rate",
        ("POST", "/ship/v1/shipments"): "ship",
        ("PUT", "/ship/v1/shipments/cancel"): "void",
        ("POST", "/track/v1/referencenumbers"): "find",
        ("POST", "/track/v1/trackingnumbers"): "track",
    }
    return known.get((method, path))


class _FakeFedex:
    def __init__(self, books: Books) -> None:
        self._books = books

    async def handle(self, step: str, path: str, headers: Mapping[str, str], body: Any) -> tuple[int, Any]:
        try:
            return 200, await getattr(self, f"_{step}")(body)
        except Refusal as refusal:
            return 400, {
                "transactionId": "fake",
                "errors": [{"code": refusal.code, "message": refusal.words}],
            }

    async def _token(self, body: Any) -> Any:
        return {"access_token": fake_books.TOKEN, "token_type": "bearer", "expires_in": 3599, "scope": "CXS"}

    async def _rate(self, body: Any) -> Any:
        shipment = body["requestedShipment"]
        origin = shipment["shipper"]["address"]["countryCode"]
        target = shipment["recipient"]["address"]["countryCode"]
        grams = _grams(shipment)
        day = date.fromisoformat(shipment["shipDateStamp"])
        details = []
        for service, base, kilo, days in _services(origin, target):
            cost = fake_books.price(
                base, kilo, grams, origin=origin, target=target, account=_payer(shipment, origin, target)
            )
            net = float(money.decimal_text(cost))
            details.append(
                {
                    "serviceType": service,
                    "serviceName": service.replace("_", " ").title(),
                    "packagingType": "YOUR_PACKAGING",
                    "operationalDetail": {"commitDate": f"{_working_days_after(day, days)}T18:00:00"},
                    "ratedShipmentDetails": [
                        {
                            "rateType": "ACCOUNT",
                            "totalBaseCharge": net,
                            "totalDiscounts": 0.0,
                            "totalNetCharge": net,
                            "currency": cost.currency,
                            "shipmentRateDetail": {"surCharges": [], "taxes": [], "rateZone": "2"},
                        }
                    ],
                }
            )
        return {"transactionId": "fake", "output": {"rateReplyDetails": details}}

    async def _ship(self, body: Any) -> Any:
        shipment = body["requestedShipment"]
        recipient = shipment["recipients"][0]["address"]
        sender = shipment["shipper"]["address"]
        origin, target, grams = sender["countryCode"], recipient["countryCode"], _grams(shipment)
        service = next((one for one in _services(origin, target) if one[0] == shipment["serviceType"]), None)
        if service is None:
            raise Refusal("SERVICETYPE.NOT.ALLOWED", "This service is not available between these places.")
        reference = shipment["requestedPackageLineItems"][0]["customerReferences"][0]["value"]
        kind = "ZPL" if shipment["labelSpecification"]["imageType"].startswith("ZPL") else "PDF"
        drawn = await self._books.number_for(NAME, reference)
        parcel = FakeParcel(
            carrier=NAME,
            tracking_number=f"79{drawn % 10**10:010d}",
            reference=reference,
            form=kind,
            from_town=sender["city"],
            from_country=origin,
            to_town=recipient["city"],
            to_country=target,
            outcome=fake_books.outcome_of(recipient["streetLines"]),
            made_at=clock.now(),
            voided_at=None,
        )
        await self._books.make(parcel)
        cost = fake_books.price(
            service[1],
            service[2],
            grams,
            origin=origin,
            target=target,
            account=_payer(shipment, origin, target),
        )
        content = fake_labels.zpl(parcel) if kind == "ZPL" else fake_labels.picture(parcel, "PDF")
        shipped = _shipped(parcel, service[0], content, cost)
        if fake_books.faults.get((NAME, "ship")) == "unpriced":
            del shipped["completedShipmentDetail"]["shipmentRating"]
        return {"transactionId": "fake", "output": {"transactionShipments": [shipped]}}

    async def _void(self, body: Any) -> Any:
        done = await self._books.void(NAME, body["trackingNumber"])
        if done == "already":
            raise Refusal("SHIPMENT.ALREADY.CANCELLED", "The shipment is cancelled already.")
        if done == "unknown":
            raise Refusal("TRACKING.NUMBER.NOTFOUND", "No such shipment.")
        if done == "too late":
            raise Refusal(
                "SHIPMENT.CANCEL.FAILED", "The parcel is on its way already and can no longer be cancelled."
            )
        return {"transactionId": "fake", "output": {"cancelledShipment": True, "cancelledHistory": True}}

    async def _find(self, body: Any) -> Any:
        found = await self._books.by_reference(NAME, body["referencesInformation"]["value"])
        return _tracked([(parcel.tracking_number, parcel) for parcel in found])

    async def _track(self, body: Any) -> Any:
        numbers = [one["trackingNumberInfo"]["trackingNumber"] for one in body["trackingInfo"]]
        return _tracked([(number, await self._books.by_number(NAME, number)) for number in numbers])


def _shipped(parcel: FakeParcel, service: str, content: bytes, cost: Any) -> dict[str, Any]:
    return {
        "masterTrackingNumber": parcel.tracking_number,
        "serviceType": service,
        "serviceName": service.replace("_", " ").title(),
        "shipDatestamp": parcel.made_at.date().isoformat(),
        "shipmentDocuments": [],
        "pieceResponses": [
            {
                "trackingNumber": parcel.tracking_number,
                "trackingIdType": "FEDEX",
                "serviceCategory": "EXPRESS",
                "packageDocuments": [
                    {
                        "contentType": "LABEL",
                        "docType": parcel.form,
                        "encodedLabel": base64.b64encode(content).decode(),
                        "copiesToPrint": 1,
                    }
                ],
            }
        ],
        "completedShipmentDetail": {
            "carrierCode": "FDXE",
            "shipmentRating": {
                "shipmentRateDetails": [
                    {"totalNetCharge": float(money.decimal_text(cost)), "currency": cost.currency}
                ]
            },
        },
    }


def _tracked(found: list[tuple[str, FakeParcel | None]]) -> Any:
    results = []
    for number, parcel in found:
        named = {"trackingNumberInfo": {"trackingNumber": number, "carrierCode": "FDXE"}}
        if parcel is None or parcel.voided_at is not None:
            error = {"code": "TRACKING.TRACKINGNUMBER.NOTFOUND", "message": "This number cannot be found."}
            results.append({"trackingNumber": number, "trackResults": [{**named, "error": error}]})
            continue
        scans = [
            {
                "date": at.isoformat(timespec="seconds"),
                "eventType": _CODES[state],
                "derivedStatusCode": _CODES[state],
                "eventDescription": words,
                "exceptionDescription": words if state == "exception" else "",
                "scanLocation": {"city": town, "countryCode": country},
            }
            for at, state, words, town, country in reversed(parcel.scans(clock.now()))
        ]
        status = {"code": scans[0]["eventType"], "description": scans[0]["eventDescription"]} if scans else {}
        results.append(
            {
                "trackingNumber": number,
                "trackResults": [{**named, "scanEvents": scans, "latestStatusDetail": status}],
            }
        )
    return {"transactionId": "fake", "output": {"completeTrackResults": results}}


def _working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _payer(shipment: Any, origin: str, target: str) -> str:
    """The country of the account: where the shop is, to which a return goes."""
    asked = shipment.get("shipmentSpecialServices") or {}
    return target if "RETURN_SHIPMENT" in (asked.get("specialServiceTypes") or []) else origin


def _grams(shipment: Any) -> int:
    weight = shipment["requestedPackageLineItems"][0]["weight"]
    grams = round(float(weight["value"]) * (453.59237 if weight["units"] == "LB" else 1_000))
    if not 0 < grams <= fake_books.GRAMS_MAX:
        raise Refusal("WEIGHT.EXCEEDED", "The weight exceeds what this service carries.")
    return grams


def _services(origin: str, target: str) -> tuple[tuple[str, int, int, int], ...]:
    return _DOMESTIC_US if origin == target == "US" else _ELSEWHERE
