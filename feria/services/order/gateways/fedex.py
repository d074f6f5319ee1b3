"""FedEx: rates, labels, cancellation, tracking by number and by reference, and its signed webhook.

FedEx tracks with a key pair of its own, and has no way to fetch a label again: what was lost is cancelled.
"""

import base64
import binascii
import functools
import hashlib
import hmac
import math
import operator
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

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
    Rate,
    Tracked,
)

NAME = "fedex"
SIGNATURE_HEADER = "fdx-signature"
_RATES, _SHIP, _CANCEL = "/rate/v1/rates/quotes", "/ship/v1/shipments", "/ship/v1/shipments/cancel"
_TRACK, _REFERENCE = "/track/v1/trackingnumbers", "/track/v1/referencenumbers"
_CANCELLED_ALREADY = frozenset(("SHIPMENT.ALREADY.CANCELLED", "TRACKING.NUMBER.CANCELLED"))
_STATES: dict[str, ParcelState] = {
    "OC": "label_created", "OX": "label_created", "EP": "label_created", "MD": "label_created",
    "OD": "out_for_delivery", "ED": "out_for_delivery", "AD": "out_for_delivery",
    "DL": "delivered", "DE": "exception", "SE": "exception", "CD": "exception", "DY": "exception", "DD": "exception",
    "CA": "exception", "RS": "returned", "RT": "returned",
}  # fmt: skip


class Fedex:
    """The client; all calls use the marketplace's own account."""

    name = NAME

    def __init__(
        self,
        http: httpx.AsyncClient,
        url: str,
        *,
        client: tuple[str, str],
        tracking_client: tuple[str, str],
        account: str,
        webhook_secret: str,
    ) -> None:
        self._line = Line(http, url, _token(url, client))
        self._tracking = Line(http, url, _token(url, tracking_client))
        self._client, self._account, self._webhook_secret = client, account, webhook_secret

    async def rates(self, consignment: Consignment) -> list[Rate]:
        mapper = await self._mapper(consignment)
        body, context = mapping.rate_request(mapper, consignment)
        _put_right(body["requestedShipment"], consignment)
        _, answer = await self._line.send("POST", _RATES, body)
        found = await mapping.parsed(mapper.parse_rate_response, answer, context)
        return mapping.rates_of(NAME, found)

    async def buy_label(self, consignment: Consignment, service: str, form: LabelFormat) -> Label:
        mapper = await self._mapper(consignment)
        body, context = mapping.label_request(mapper, consignment, service, form)
        _put_right(body["requestedShipment"], consignment)
        _, answer = await self._line.send("POST", _SHIP, body)
        _without_addresses_of_files(answer)
        found = await mapping.parsed(mapper.parse_shipment_response, answer, context)
        if not found:
            raise CarrierUnavailable("an answer without a label")
        try:
            content = base64.b64decode(str(found.docs.label), validate=True)
        except (binascii.Error, ValueError) as error:
            raise CarrierUnavailable("a label that cannot be read") from error
        return Label(tracking_number=str(found.tracking_number), content=content, price=_price(answer))

    async def find_label(self, reference: str, form: LabelFormat, made_on: date) -> Found | None:
        body = {
            "referencesInformation": {
                "type": "CUSTOMER_REFERENCE",
                "value": reference,
                "accountNumber": self._account,
                "shipDateBegin": (made_on - timedelta(days=1)).isoformat(),
                "shipDateEndDate": (made_on + timedelta(days=14)).isoformat(),
            },
            "includeDetailedScans": False,
        }
        _, answer = await self._tracking.send("POST", _REFERENCE, body)
        for told in _results(answer):
            number = str((told.get("trackingNumberInfo") or {}).get("trackingNumber", ""))
            if number and "error" not in told and (told.get("latestStatusDetail") or {}).get("code") != "CA":
                return Found(tracking_number=number, label=None)
        return None

    async def void_label(self, tracking_number: str) -> None:
        body = {
            "accountNumber": {"value": self._account},
            "deletionControl": "DELETE_ALL_PACKAGES",
            "trackingNumber": tracking_number,
        }
        status, answer = await self._line.send("PUT", _CANCEL, body)
        done = (answer.get("output") or {}).get("cancelledShipment")
        if done is not True and not _CANCELLED_ALREADY & _codes(answer):
            raise CarrierRefused(_said(answer) or f"FedEx answers {status}")

    async def track(self, tracking_numbers: Sequence[str]) -> list[Tracked]:
        body = {
            "includeDetailedScans": True,
            "trackingInfo": [
                {"trackingNumberInfo": {"trackingNumber": number}} for number in tracking_numbers
            ],
        }
        _, answer = await self._tracking.send("POST", _TRACK, body)
        return _tracked(_results(answer))

    def verify(self, body: bytes, headers: Mapping[str, str]) -> None:
        """FedEx signs the raw body by HMAC-SHA256 with the token that was entered in its portal, base64."""
        right = base64.b64encode(hmac.digest(self._webhook_secret.encode(), body, hashlib.sha256))
        given = headers.get(SIGNATURE_HEADER, "").encode("utf-8", "surrogateescape")
        if not self._webhook_secret or not hmac.compare_digest(right, given):
            raise BadSignature

    def read(self, body: bytes) -> list[Tracked]:
        try:
            told = msgspec.json.decode(body)
        except msgspec.DecodeError as error:
            raise Malformed from error
        if not isinstance(told, dict):
            raise Malformed
        return _tracked(_results(told))

    async def _mapper(self, consignment: Consignment) -> Any:
        karrio = await mapping.library()
        settings = karrio.fedex.Settings(
            api_key=self._client[0],
            secret_key=self._client[1],
            account_number=self._account,
            account_country_code=consignment.shop.country,
        )
        return karrio.fedex.Mapper(settings)


def _token(url: str, client: tuple[str, str]) -> httpx.Request:
    return httpx.Request(
        "POST",
        url.rstrip("/") + "/oauth/token",
        data={"grant_type": "client_credentials", "client_id": client[0], "client_secret": client[1]},
    )


def _put_right(shipment: dict[str, Any], consignment: Consignment) -> None:
    """Measures, weights and street lines as they are: in America karrio calls centimetres inches, kilograms pounds."""
    mapping.put_lines_back(shipment, consignment)
    if consignment.is_return and "shippingChargesPayment" in shipment:
        # The account pays, and is not at home where the parcel is handed in.
        party = shipment["shippingChargesPayment"]["payor"]["responsibleParty"]
        shipment["shippingChargesPayment"]["payor"]["responsibleParty"] = {
            "accountNumber": party["accountNumber"]
        }
    package = consignment.package
    for piece in shipment["requestedPackageLineItems"]:
        piece["weight"] = {"units": "KG", "value": package.weight_grams / mapping.GRAMS_PER_KILO}
        piece["dimensions"] = {
            "length": math.ceil(package.length_mm / mapping.MM_PER_CM),
            "width": math.ceil(package.width_mm / mapping.MM_PER_CM),
            "height": math.ceil(package.height_mm / mapping.MM_PER_CM),
            "units": "CM",
        }
    if not mapping.crosses_border(consignment):
        shipment.pop("shippingDocumentSpecification", None)
        shipment.pop("customsClearanceDetail", None)
        return
    if consignment.is_return:
        shipment["customsClearanceDetail"]["customsOption"] = {"type": "REJECTED"}
        shipment["customsClearanceDetail"]["commercialInvoice"]["shipmentPurpose"] = "NOT_SOLD"
    each = mapping.kilos_each(consignment)
    for commodity in shipment["customsClearanceDetail"]["commodities"]:
        commodity["weight"] = {"units": "KG", "value": each}


def _without_addresses_of_files(answer: dict[str, Any]) -> None:
    """What is not in the answer itself is left out: karrio's parser would fetch it, blocking everybody."""
    for shipment in (answer.get("output") or {}).get("transactionShipments") or []:
        pieces = [piece.get("packageDocuments") or [] for piece in shipment.get("pieceResponses") or []]
        for document in [
            *(shipment.get("shipmentDocuments") or []),
            *functools.reduce(operator.iadd, pieces, []),
        ]:
            document.pop("url", None)


def _price(answer: dict[str, Any]) -> Any:
    try:
        rating = answer["output"]["transactionShipments"][0]["completedShipmentDetail"]["shipmentRating"]
        detail = rating["shipmentRateDetails"][0]
        return mapping.amount(detail["totalNetCharge"], detail["currency"])
    except (KeyError, IndexError, TypeError):
        return None


def _results(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every track result of an answer or a webhook, which wraps the same in other names."""
    output = answer.get("output") if isinstance(answer.get("output"), dict) else answer
    whole = (output or {}).get("completeTrackResults") or []
    inner = [
        told
        for one in whole
        if isinstance(one, dict)
        for told in one.get("trackResults") or []
        if isinstance(told, dict)
    ]
    return inner or [one for one in (output or {}).get("trackResults") or [] if isinstance(one, dict)]


def _tracked(results: Sequence[dict[str, Any]]) -> list[Tracked]:
    found: dict[str, list[Event]] = {}
    for told in results:
        number = str((told.get("trackingNumberInfo") or {}).get("trackingNumber", ""))
        if number and not told.get("error"):
            events = [event for event in map(_event, told.get("scanEvents") or []) if event]
            found.setdefault(number, []).extend(events[:EVENTS_MAX])
    return [Tracked(tracking_number=number, events=events) for number, events in found.items()]


def _event(scan: Any) -> Event | None:
    """One scan; None for one without a readable time."""
    try:
        code = str(scan.get("eventType") or scan.get("derivedStatusCode") or "")
        at = datetime.fromisoformat(str(scan["date"]))
        where = scan.get("scanLocation") or {}
        return Event(
            at=at if at.tzinfo else at.replace(tzinfo=UTC),
            state=_STATES.get(code, "in_transit"),
            code=code,
            text=str(scan.get("exceptionDescription") or scan.get("eventDescription") or "")[:200],
            place=", ".join(
                str(where[key]) for key in ("city", "stateOrProvinceCode", "countryCode") if where.get(key)
            )[:120],
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _errors(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = answer.get("errors")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _codes(answer: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(one.get("code")) for one in _errors(answer))


def _said(answer: Mapping[str, Any]) -> str:
    return "; ".join(str(one.get("message")) for one in _errors(answer))[:300]
