"""UPS: rates, labels, voids, label recovery, tracking and Track Alerts over its JSON API (versions in the paths)."""

import asyncio
import base64
import binascii
import copy
import hmac
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import msgspec

from feria.core.errors import Malformed
from feria.services.order.gateways import BadSignature, CarrierRefused, CarrierUnavailable, Found, mapping
from feria.services.order.gateways.line import Line
from feria.services.order.rules.parcels import (
    EVENTS_MAX,
    Consignment,
    Event,
    Label,
    LabelFormat,
    ParcelState,
    Place,
    Rate,
    Tracked,
)

NAME = "ups"
CREDENTIAL_HEADER = "credential"
_RATES, _SHIP = "/api/rating/v2409/Shop", "/api/shipments/v2409/ship"
_VOID, _RECOVER = "/api/shipments/v2409/void/cancel/", "/api/labels/v1/recovery"
_TRACK = "/api/track/v1/details/"
_TRANSACTION_SOURCE = "feria"
# Errors by which UPS says that there is nothing to do: already voided; no label under this reference.
_VOIDED_ALREADY = frozenset(("190117", "190118"))
_STATES: dict[str, ParcelState] = {
    "M": "label_created", "MV": "label_created", "P": "in_transit", "I": "in_transit", "O": "out_for_delivery",
    "D": "delivered", "X": "exception", "RS": "returned", "DO": "in_transit", "DD": "in_transit", "W": "in_transit",
    "NA": "label_created",
}  # fmt: skip
# Codes that say more than their type does.
_STATES_BY_CODE: dict[str, ParcelState] = {
    "OT": "out_for_delivery",
    "OF": "out_for_delivery",
    "RS": "returned",
}


class Ups:
    """The client; all calls use the marketplace's own account."""

    name = NAME

    def __init__(
        self, http: httpx.AsyncClient, url: str, *, client: tuple[str, str], account: str, webhook_secret: str
    ) -> None:
        basic = base64.b64encode(":".join(client).encode()).decode()
        token = httpx.Request(
            "POST",
            url.rstrip("/") + "/security/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            headers={"authorization": f"Basic {basic}", "x-merchant-id": account},
        )
        self._line = Line(http, url, token)
        self._account, self._client, self._webhook_secret = account, client, webhook_secret

    async def rates(self, consignment: Consignment) -> list[Rate]:
        mapper = await self._mapper(consignment)
        body, context = mapping.rate_request(mapper, consignment)
        _addressed(body["RateRequest"]["Shipment"], consignment)
        _, answer = await self._send("POST", _RATES, body, params={"additionalinfo": "timeintransit"})
        _as_karrio_reads_it(answer)
        found = await mapping.parsed(mapper.parse_rate_response, answer, context)
        return mapping.rates_of(NAME, found)

    async def buy_label(self, consignment: Consignment, service: str, form: LabelFormat) -> Label:
        mapper = await self._mapper(consignment)
        body, context = mapping.label_request(mapper, consignment, service, form)
        _as_ups_reads_it(body["ShipmentRequest"], consignment)
        _, answer = await self._send("POST", _SHIP, body)
        found = await mapping.parsed(mapper.parse_shipment_response, answer, context)
        if not found:
            raise CarrierUnavailable("an answer without a label")
        return Label(
            tracking_number=str(found.tracking_number),
            content=_bytes(found.docs.label),
            price=_price(answer["ShipmentResponse"]["ShipmentResults"]),
        )

    async def find_label(self, reference: str, form: LabelFormat, made_on: date) -> Found | None:
        body = {
            "LabelRecoveryRequest": {
                "Request": {"SubVersion": "1903", "TransactionReference": {"CustomerContext": reference}},
                "LabelSpecification": {
                    "LabelImageFormat": {"Code": "ZPL" if form == "zpl" else "PDF"},
                    "LabelStockSize": {"Height": "6", "Width": "4"},
                },
                "ReferenceValues": {
                    "ReferenceNumber": {"Value": reference},
                    "ShipperNumber": self._account,
                },
            }
        }
        status, answer = await self._send("POST", _RECOVER, body)
        results = answer.get("LabelRecoveryResponse", {}).get("LabelResults") or []
        results = results if isinstance(results, list) else [results]
        if not results:
            if status in (400, 404):
                return None
            raise CarrierUnavailable(_said(answer) or f"the carrier answers {status}")
        number = str(results[0].get("TrackingNumber", ""))
        picture = results[0].get("LabelImage", {}).get("GraphicImage")
        if not number:
            raise CarrierUnavailable("a label without its number")
        label = Label(tracking_number=number, content=_bytes(picture), price=None) if picture else None
        return Found(tracking_number=number, label=label)

    async def void_label(self, tracking_number: str) -> None:
        status, answer = await self._send("DELETE", _VOID + tracking_number)
        done = answer.get("VoidShipmentResponse", {}).get("SummaryResult", {}).get("Status", {}).get("Code")
        if done != "1" and not _VOIDED_ALREADY & _codes(answer):
            raise CarrierRefused(_said(answer) or f"UPS answers {status}")

    async def track(self, tracking_numbers: Sequence[str]) -> list[Tracked]:
        answers = await asyncio.gather(*(self._tried(number) for number in tracking_numbers))
        silent = [one for one in answers if isinstance(one, CarrierUnavailable)]
        if silent and len(silent) == len(answers):
            raise silent[0]
        return [one for one in answers if isinstance(one, Tracked)]

    async def _tried(self, number: str) -> Tracked | CarrierUnavailable | None:
        """One number that UPS chokes on, as somebody has typed it in, holds up no other."""
        try:
            return await self._track(number)
        except CarrierUnavailable as error:
            return error

    async def _track(self, number: str) -> Tracked | None:
        _, answer = await self._send(
            "GET", _TRACK + quote(number, safe=""), params={"locale": "en_US", "returnSignature": "false"}
        )
        try:
            packages = [
                package
                for shipment in answer["trackResponse"]["shipment"]
                for package in shipment.get("package", [])
                if package.get("trackingNumber") == number
            ]
        except (KeyError, TypeError, AttributeError):
            return None
        events = [
            event for package in packages for event in map(_event, package.get("activity", [])) if event
        ]
        return Tracked(tracking_number=number, events=events[:EVENTS_MAX]) if packages else None

    def verify(self, body: bytes, headers: Mapping[str, str]) -> None:
        """UPS sends the credential that the subscription was made with, and signs nothing."""
        given = headers.get(CREDENTIAL_HEADER, "")
        if not self._webhook_secret or not hmac.compare_digest(given.encode(), self._webhook_secret.encode()):
            raise BadSignature

    def read(self, body: bytes) -> list[Tracked]:
        try:
            told = msgspec.json.decode(body, type=_Alert)
        except msgspec.MsgspecError as error:
            raise Malformed from error
        activity = {
            "date": told.localActivityDate,
            "time": told.localActivityTime,
            "gmtDate": told.gmtActivityDate,
            "gmtTime": told.gmtActivityTime,
            "location": {"address": told.activityLocation},
            "status": told.activityStatus,
        }
        event = _event(activity)
        return [Tracked(tracking_number=told.trackingNumber, events=[event] if event else [])]

    async def _send(
        self, method: str, path: str, body: Any = None, *, params: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {"transId": uuid4().hex, "transactionSrc": _TRANSACTION_SOURCE}
        return await self._line.send(method, path, body, params=params, headers=headers)

    async def _mapper(self, consignment: Consignment) -> Any:
        karrio = await mapping.library()
        settings = karrio.ups.Settings(
            client_id=self._client[0],
            client_secret=self._client[1],
            account_number=self._account,
            account_country_code=consignment.shop.country,
        )
        return karrio.ups.Mapper(settings)


class _Alert(msgspec.Struct, kw_only=True):
    """A Track Alert, as far as we read it; the names are UPS's."""

    trackingNumber: str
    localActivityDate: str = ""
    localActivityTime: str = ""
    gmtActivityDate: str = ""
    gmtActivityTime: str = ""
    activityLocation: dict[str, Any] = msgspec.field(default_factory=dict)
    activityStatus: dict[str, Any] = msgspec.field(default_factory=dict)


def _addressed(shipment: dict[str, Any], consignment: Consignment) -> None:
    """Put the addresses' lines back as people wrote them, and the names that UPS wants."""
    places: dict[str, Place] = {
        "Shipper": consignment.shop,
        "ShipFrom": consignment.sender,
        "ShipTo": consignment.recipient,
    }
    if consignment.is_return:
        _put_shop_first(shipment)
    mapping.put_lines_back(shipment, consignment)
    for role, place in places.items():
        shipment[role].setdefault("Name", (place.company or place.name)[:35])


def _put_shop_first(shipment: dict[str, Any]) -> None:
    """Who ships a return is the account's holder, to whom it goes; karrio takes who hands it in."""
    number = shipment["Shipper"]["ShipperNumber"]
    shipment["Shipper"] = {**copy.deepcopy(shipment["ShipTo"]), "ShipperNumber": number}
    shipment["Shipper"].pop("CompanyDisplayableName", None)
    shipment["Shipper"].get("Address", {}).pop("ResidentialAddressIndicator", None)


def _as_ups_reads_it(request: dict[str, Any], consignment: Consignment) -> None:
    """karrio's order of a label as UPS's own file describes it: lists where it has one, whole measures, plain dates.

    Without a charge for duties the receiver pays them, as it should be; karrio's would want the receiver's account.
    """
    request["Request"]["SubVersion"] = "2409"
    shipment = request["Shipment"]
    _addressed(shipment, consignment)
    shipment["NumOfPiecesInShipment"] = "1"
    shipment["Description"] = (consignment.goods[0].title if consignment.goods else "Goods")[:50]
    shipment["ShipmentDate"] = consignment.ship_on.strftime("%Y%m%d")
    charges = shipment["PaymentInformation"]["ShipmentCharge"]
    shipment["PaymentInformation"]["ShipmentCharge"] = [one for one in charges if one["Type"] == "01"]
    for holder in (shipment, *shipment["Package"]):
        if "ReferenceNumber" in holder:
            holder["ReferenceNumber"] = [holder["ReferenceNumber"]]
    for package in shipment["Package"]:
        if consignment.is_return:
            package["Description"] = shipment["Description"][:35]
        measures = package["Dimensions"]
        for name in ("Length", "Width", "Height"):
            measures[name] = str(math.ceil(float(measures[name])))
    forms = shipment.get("ShipmentServiceOptions", {}).get("InternationalForms")
    if forms:
        forms["FormType"] = [forms["FormType"]]
        forms["ReasonForExport"] = "RETURN" if consignment.is_return else forms["ReasonForExport"]
        forms["Contacts"]["SoldTo"].setdefault("Name", consignment.recipient.name[:35])
        for product in forms["Product"]:
            product["Description"] = [product["Description"]]


def _as_karrio_reads_it(answer: dict[str, Any]) -> None:
    """UPS leaves out what is empty, gives one of a list bare, and lists what karrio takes for single."""
    whole = answer.get("RateResponse") or {}
    rated = whole.get("RatedShipment") or []
    whole["RatedShipment"] = rated if isinstance(rated, list) else [rated]
    for rate in whole["RatedShipment"]:
        for charges in (rate, rate.get("NegotiatedRateCharges")):
            if not isinstance(charges, dict):
                continue
            base = charges.get("BaseServiceCharge") or rate.get("TransportationCharges")
            charges["BaseServiceCharge"] = base[0] if isinstance(base, list) else base
            for name in ("ItemizedCharges", "TaxCharges"):
                found = charges.get(name) or []
                charges[name] = found if isinstance(found, list) else [found]


def _price(results: dict[str, Any]) -> Any:
    """What this marketplace pays: the negotiated price where there is one."""
    negotiated = results.get("NegotiatedRateCharges", {}).get("TotalCharge")
    charge = negotiated or results.get("ShipmentCharges", {}).get("TotalCharges") or {}
    return mapping.amount(charge.get("MonetaryValue"), charge.get("CurrencyCode"))


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CarrierUnavailable("a label that cannot be read") from error


def _event(activity: Any) -> Event | None:
    """One activity; None for one without a readable time or status."""
    try:
        status = activity["status"]
        kind, code = str(status.get("type", "")).strip(), str(status.get("code", "")).strip()
        state = _STATES_BY_CODE.get(code) or _STATES.get(kind)
        if state is None:
            return None
        address = (activity.get("location") or {}).get("address") or {}
        return Event(
            at=_moment(activity),
            state=state,
            code=code or kind,
            text=str(status.get("description", "")).strip()[:200],
            place=", ".join(
                str(address[key]) for key in ("city", "stateProvince", "countryCode") if address.get(key)
            )[:120],
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _moment(activity: Mapping[str, Any]) -> datetime:
    """When it happened: Greenwich time where told, else local time taken as such."""
    if activity.get("gmtDate"):
        text = str(activity["gmtDate"]).replace("-", "") + str(activity.get("gmtTime") or "000000").replace(
            ":", ""
        )
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    text = str(activity["date"]) + str(activity.get("time") or "000000")
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _errors(answer: Mapping[str, Any]) -> list[Any]:
    found = answer.get("response", {}).get("errors") if isinstance(answer.get("response"), dict) else None
    return found if isinstance(found, list) else []


def _codes(answer: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(one.get("code")) for one in _errors(answer) if isinstance(one, dict))


def _said(answer: Mapping[str, Any]) -> str:
    return "; ".join(str(one.get("message")) for one in _errors(answer) if isinstance(one, dict))[:300]
