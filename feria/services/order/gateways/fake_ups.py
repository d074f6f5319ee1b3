"""A UPS that works without UPS: token, rates, labels, recovery, voids and tracking over UPS's own paths and JSON."""

import base64
from collections.abc import Mapping
from typing import Any

from feria.core import clock, money
from feria.core.db import Database
from feria.core.money import Money
from feria.services.order.gateways import fake_books, fake_labels
from feria.services.order.gateways.fake_books import Books, FakeParcel, Refusal, Step
from feria.services.order.rules.parcels import ParcelState

NAME = "ups"
# Code, base and price per kilo in cents, working days.
_DOMESTIC_US = (("03", 980, 90, 4), ("02", 1_890, 160, 2), ("01", 3_450, 240, 1))
_ELSEWHERE = (("11", 790, 80, 3), ("65", 1_690, 190, 2), ("07", 2_450, 260, 1))
_TYPES: dict[ParcelState, tuple[str, str]] = {
    "label_created": ("M", "MP"), "in_transit": ("I", "DP"), "out_for_delivery": ("I", "OT"),
    "delivered": ("D", "FS"), "exception": ("X", "X4"), "returned": ("RS", "RS"), "lost": ("X", "LO"),
}  # fmt: skip


def application(db: Database) -> Any:
    """The ASGI application."""
    return fake_books.application(NAME, _FakeUps(Books(db)).handle, _step)


def _step(method: str, path: str) -> Step | None:
    known: dict[tuple[str, str], Step] = {
        ("POST", "/security/v1/oauth/token"): "token",
        ("POST", "/api/rating/v2409/Shop"): "rate",
        ("POST", "/api/shipments/v2409/ship"): "ship",
        ("POST", "/api/labels/v1/recovery"): "find",
    }
    if method == "DELETE" and path.startswith("/api/shipments/v2409/void/cancel/"):
        return "void"
    if method == "GET" and path.startswith("/api/track/v1/details/"):
        return "track"
    return known.get((method, path))


class _FakeUps:
    def __init__(self, books: Books) -> None:
        self._books = books

    async def handle(self, step: str, path: str, headers: Mapping[str, str], body: Any) -> tuple[int, Any]:
        try:
            return 200, await getattr(self, f"_{step}")(path, body)
        except Refusal as refusal:
            return 400, {"response": {"errors": [{"code": refusal.code, "message": refusal.words}]}}

    async def _token(self, path: str, body: Any) -> Any:
        return {
            "token_type": "Bearer",
            "access_token": fake_books.TOKEN,
            "expires_in": "14399",
            "issued_at": str(int(clock.now().timestamp() * 1000)),
            "status": "approved",
        }

    async def _rate(self, path: str, body: Any) -> Any:
        shipment = body["RateRequest"]["Shipment"]
        grams, origin, target = _measured(shipment)
        weight = {
            "UnitOfMeasurement": {"Code": "KGS", "Description": "Kilograms"},
            "Weight": f"{grams / 1000:.1f}",
        }
        rated = []
        account = shipment["Shipper"]["Address"]["CountryCode"]
        for code, base, kilo, days in _services(origin, target):
            cost = _charge(fake_books.price(base, kilo, grams, origin=origin, target=target, account=account))
            nothing = {**cost, "MonetaryValue": "0.00"}
            rated.append(
                {
                    "Service": {"Code": code, "Description": ""},
                    "BillingWeight": weight,
                    "TransportationCharges": cost,
                    "BaseServiceCharge": cost,
                    "ServiceOptionsCharges": nothing,
                    "ItemizedCharges": [],
                    "TotalCharges": cost,
                    "NegotiatedRateCharges": {
                        "BaseServiceCharge": [cost],
                        "ItemizedCharges": [],
                        "TotalCharge": cost,
                    },
                    "RatedPackage": [{"Weight": weight["Weight"]}],
                    "TimeInTransit": {
                        "PickupDate": shipment.get("ShipmentDate", ""),
                        "PackageBillType": "03",
                        "ServiceSummary": {"EstimatedArrival": {"BusinessDaysInTransit": str(days)}},
                    },
                }
            )
        return {"RateResponse": {"Response": _success(), "RatedShipment": rated}}

    async def _ship(self, path: str, body: Any) -> Any:
        request = body["ShipmentRequest"]
        shipment = request["Shipment"]
        grams, origin, target = _measured(shipment)
        wanted = shipment["Service"]["Code"]
        service = next((one for one in _services(origin, target) if one[0] == wanted), None)
        if service is None:
            raise Refusal("121210", "The requested service is unavailable between the selected locations.")
        parcel = await self._made(request)
        account = shipment["Shipper"]["Address"]["CountryCode"]
        cost = _charge(
            fake_books.price(service[1], service[2], grams, origin=origin, target=target, account=account)
        )
        code, content = _picture(parcel)
        return {
            "ShipmentResponse": {
                "Response": _success(),
                "ShipmentResults": {
                    "ShipmentCharges": {
                        "TransportationCharges": cost,
                        "ServiceOptionsCharges": {**cost, "MonetaryValue": "0.00"},
                        "TotalCharges": cost,
                    },
                    "NegotiatedRateCharges": {"TotalCharge": cost},
                    "BillingWeight": {
                        "UnitOfMeasurement": {"Code": "KGS", "Description": "Kilograms"},
                        "Weight": f"{grams / 1000:.1f}",
                    },
                    "ShipmentIdentificationNumber": parcel.tracking_number,
                    "PackageResults": [
                        {
                            "TrackingNumber": parcel.tracking_number,
                            "ShippingLabel": {
                                "ImageFormat": {"Code": code, "Description": code},
                                "GraphicImage": content,
                            },
                        }
                    ],
                },
            }
        }

    async def _made(self, request: Any) -> FakeParcel:
        shipment = request["Shipment"]
        reference = request["Request"]["TransactionReference"]["CustomerContext"]
        drawn = await self._books.number_for(NAME, reference)
        sender, recipient = shipment["ShipFrom"]["Address"], shipment["ShipTo"]["Address"]
        parcel = FakeParcel(
            carrier=NAME,
            tracking_number=f"1Z{shipment['Shipper']['ShipperNumber'][:6]:0<6}{shipment['Service']['Code']}"
            f"{drawn % 10**8:08d}",
            reference=reference,
            form=request["LabelSpecification"]["LabelImageFormat"]["Code"],
            from_town=sender["City"],
            from_country=sender["CountryCode"],
            to_town=recipient["City"],
            to_country=recipient["CountryCode"],
            outcome=fake_books.outcome_of(recipient["AddressLine"]),
            made_at=clock.now(),
            voided_at=None,
        )
        await self._books.make(parcel)
        return parcel

    async def _find(self, path: str, body: Any) -> Any:
        reference = body["LabelRecoveryRequest"]["ReferenceValues"]["ReferenceNumber"]["Value"]
        found = await self._books.by_reference(NAME, reference)
        if not found:
            raise Refusal("300102", "No label was found for this reference.")
        kind = "ZPL" if found[0].form == "ZPL" else "PDF"
        content = fake_labels.zpl(found[0]) if kind == "ZPL" else fake_labels.picture(found[0], "PDF")
        return {
            "LabelRecoveryResponse": {
                "Response": _success(),
                "ShipmentIdentificationNumber": found[0].tracking_number,
                "LabelResults": [
                    {
                        "TrackingNumber": found[0].tracking_number,
                        "LabelImage": {
                            "LabelImageFormat": {"Code": kind},
                            "GraphicImage": base64.b64encode(content).decode(),
                        },
                    }
                ],
            }
        }

    async def _void(self, path: str, body: Any) -> Any:
        done = await self._books.void(NAME, path.rpartition("/")[2])
        if done == "already":
            raise Refusal("190117", "The shipment has already been voided.")
        if done == "unknown":
            raise Refusal("190102", "No shipment was found within the allowed void period.")
        if done == "too late":
            raise Refusal("190109", "The parcel is on its way already and can no longer be voided.")
        return {
            "VoidShipmentResponse": {
                "Response": _success(),
                "SummaryResult": {"Status": {"Code": "1", "Description": "Voided"}},
            }
        }

    async def _track(self, path: str, body: Any) -> Any:
        number = path.rpartition("/")[2]
        found = await self._books.by_number(NAME, number)
        if found is None or found.voided_at is not None:
            return {
                "trackResponse": {
                    "shipment": [
                        {
                            "inquiryNumber": number,
                            "warnings": [{"code": "TW0001", "message": "Tracking Information Not Found"}],
                        }
                    ]
                }
            }
        scans = found.scans(clock.now())
        activity = [
            {
                "date": at.strftime("%Y%m%d"),
                "time": at.strftime("%H%M%S"),
                "gmtDate": at.strftime("%Y%m%d"),
                "gmtTime": at.strftime("%H:%M:%S"),
                "gmtOffset": "+00:00",
                "location": {"address": {"city": town, "countryCode": country, "country": country}},
                "status": {"type": _TYPES[state][0], "code": _TYPES[state][1], "description": words},
            }
            for at, state, words, town, country in reversed(scans)
        ]
        package = {"trackingNumber": number, "activity": activity, "deliveryDate": []}
        return {"trackResponse": {"shipment": [{"inquiryNumber": number, "package": [package]}]}}


def _measured(shipment: Any) -> tuple[int, str, str]:
    """Grams, and the countries from and to; raises Refusal for what is too heavy."""
    weight = shipment["Package"][0]["PackageWeight"]
    factor = 453.59237 if weight["UnitOfMeasurement"]["Code"] == "LBS" else 1_000
    grams = round(float(weight["Weight"]) * factor)
    if not 0 < grams <= fake_books.GRAMS_MAX:
        raise Refusal("120802", "The weight exceeds what this service carries.")
    return grams, shipment["ShipFrom"]["Address"]["CountryCode"], shipment["ShipTo"]["Address"]["CountryCode"]


def _services(origin: str, target: str) -> tuple[tuple[str, int, int, int], ...]:
    return _DOMESTIC_US if origin == target == "US" else _ELSEWHERE


def _charge(cost: Money) -> dict[str, str]:
    return {"CurrencyCode": cost.currency, "MonetaryValue": money.decimal_text(cost)}


def _picture(parcel: FakeParcel) -> tuple[str, str]:
    content = fake_labels.zpl(parcel) if parcel.form == "ZPL" else fake_labels.picture(parcel, "PNG")
    return ("ZPL" if parcel.form == "ZPL" else "PNG"), base64.b64encode(content).decode()


def _success() -> dict[str, Any]:
    return {"ResponseStatus": {"Code": "1", "Description": "Success"}}
