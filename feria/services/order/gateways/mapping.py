"""karrio's mappers between our consignments and the carriers' own JSON, loaded (31 MB, a second) when first needed.

What they get wrong is put right here: "Main St 5" becomes "5 Main St", and their parsers swallow faults. Their tracking
is not used, for it would fetch proofs of delivery by itself, blocking everybody.
"""

import asyncio
import warnings
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from types import SimpleNamespace
from typing import Any

from feria.core import money
from feria.core.money import Money
from feria.services.order.gateways import CarrierRefused, CarrierUnavailable
from feria.services.order.rules.parcels import Consignment, Place, Rate, service_name

GRAMS_PER_KILO, MM_PER_CM = 1_000, 10
LINE_LENGTH_MAX = 35
# By which karrio asks for a label that somebody else prints and sticks on: each carrier reads its own.
_RETURN = {"ups_return_service": "ups_print_return_label", "fedex_return_shipment": True}
# What carriers ask for when the buyer gave no number.
NO_PHONE = "0000000000"
# Goods go freely inside the customs union.
_CUSTOMS_UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK".split()
)
# What karrio's parsers raise over an answer that is not as they expect it.
_SURPRISED = (AttributeError, IndexError, KeyError, TypeError, ValueError, ArithmeticError)


@cache
def _library() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports a package that announces its own end
        from karrio import lib
        from karrio.core import models
        from karrio.mappers import fedex, ups
        from loguru import logger

    logger.disable("karrio")
    return SimpleNamespace(models=models, lib=lib, fedex=fedex, ups=ups)


async def library() -> Any:
    """karrio's modules, imported in a thread the first time, so that others are answered meanwhile."""
    return await asyncio.to_thread(_library)


def rate_request(mapper: Any, consignment: Consignment) -> tuple[dict[str, Any], Any]:
    """The carrier's question for prices of all its services, and what its parser needs to know of it."""
    karrio = _library()
    wanted = mapper.create_rate_request(karrio.models.RateRequest(services=[], **_given(karrio, consignment)))
    return karrio.lib.to_dict(wanted.serialize()), wanted.ctx


def label_request(
    mapper: Any, consignment: Consignment, service: str, form: str
) -> tuple[dict[str, Any], Any]:
    """The carrier's order of one label, and what its parser needs to know of it."""
    karrio = _library()
    request = karrio.models.ShipmentRequest(
        service=service,
        label_type="ZPL" if form == "zpl" else "PDF",
        payment=karrio.models.Payment(paid_by="sender"),
        **_given(karrio, consignment),
    )
    wanted = mapper.create_shipment_request(request)
    return karrio.lib.to_dict(wanted.serialize()), wanted.ctx


async def parsed(parse: Callable[[Any], tuple[Any, list[Any]]], answer: Any, context: Any) -> Any:
    """What one of karrio's parsers makes of an answer, in a thread; raises CarrierRefused with what the carrier says.

    A parser that is surprised by the answer is a carrier that did not answer: nobody knows what happened.
    """
    karrio = _library()
    try:
        found, messages = await asyncio.to_thread(
            parse, karrio.lib.Deserializable(answer, karrio.lib.to_dict, context)
        )
    except _SURPRISED as error:
        raise CarrierUnavailable(f"an answer that cannot be read: {type(error).__name__}") from error
    if not found:
        said = [str(one.message) for one in messages if one.message and one.level != "info"]
        if said:
            raise CarrierRefused("; ".join(said[:3])[:300])
    return found


def amount(text: object, currency: object) -> Money | None:
    """A carrier's decimal text as money; None for what is none."""
    try:
        value = Decimal(str(text)).scaleb(money.decimals(str(currency)))
        return Money(int(value.to_integral_value(ROUND_HALF_UP)), str(currency))
    except (InvalidOperation, KeyError, ValueError):
        return None


def kilos_each(consignment: Consignment) -> float:
    """What one piece inside weighs, the box shared out among them."""
    pieces = sum(one.quantity for one in consignment.goods) or 1
    return round(consignment.package.weight_grams / GRAMS_PER_KILO / pieces, 3)


def put_lines_back(value: Any, consignment: Consignment) -> None:
    """Write the street lines of every address inside a request as people wrote them."""
    sender, recipient = consignment.sender, consignment.recipient
    _put_lines(
        value,
        {"Shipper": consignment.shop, "ShipFrom": sender, "ShipTo": recipient, "SoldTo": recipient,
         "shipper": sender, "shippingChargesPayment": sender,
         "recipient": recipient, "recipients": recipient, "dutiesPayment": recipient},
        None,
    )  # fmt: skip


def _put_lines(value: Any, places: Mapping[str, Place], here: Place | None) -> None:
    if isinstance(value, list):
        for inner in value:
            _put_lines(inner, places, here)
    if not isinstance(value, dict):
        return
    for lines in ("AddressLine", "streetLines"):
        if lines in value and here is not None:
            value[lines] = lines_of(here)
    for name, inner in value.items():
        _put_lines(inner, places, places.get(name, here))


def lines_of(place: Place) -> list[str]:
    """The lines of an address as they were written, cut to what labels hold."""
    return [line[:LINE_LENGTH_MAX] for line in (place.line1, place.line2) if line]


def crosses_border(consignment: Consignment) -> bool:
    """Whether customs want to know what is inside."""
    there, here = consignment.recipient.country, consignment.sender.country
    return here != there and not {here, there} <= _CUSTOMS_UNION


def _given(karrio: Any, consignment: Consignment) -> dict[str, Any]:
    models, package = karrio.models, consignment.package
    return {
        "shipper": _address(models, consignment.sender, residential=False),
        "recipient": _address(models, consignment.recipient, residential=not consignment.recipient.company),
        "parcels": [
            models.Parcel(
                weight=package.weight_grams / GRAMS_PER_KILO,
                weight_unit="KG",
                length=package.length_mm / MM_PER_CM,
                width=package.width_mm / MM_PER_CM,
                height=package.height_mm / MM_PER_CM,
                dimension_unit="CM",
                description=consignment.goods[0].title[:35] if consignment.goods else "Goods",
                reference_number=consignment.reference,
            )
        ],
        "options": {
            "shipment_date": consignment.ship_on.isoformat(),
            "currency": consignment.currency,
            **(_RETURN if consignment.is_return else {}),
        },
        "reference": consignment.reference,
        **({"customs": _customs(models, consignment)} if crosses_border(consignment) else {}),
    }


def _address(models: Any, place: Place, *, residential: bool) -> Any:
    return models.Address(
        person_name=place.name[:35],
        company_name=place.company[:35] or None,
        address_line1=place.line1,
        address_line2=place.line2 or None,
        city=place.city,
        state_code=place.region if len(place.region) == 2 else None,
        postal_code=place.postal_code,
        country_code=place.country,
        phone_number="".join(letter for letter in place.phone if letter.isdigit())[:15] or NO_PHONE,
        residential=residential,
    )


def _customs(models: Any, consignment: Consignment) -> Any:
    each = kilos_each(consignment)
    return models.Customs(
        content_type="return_merchandise" if consignment.is_return else "merchandise",
        invoice=consignment.reference,
        invoice_date=consignment.ship_on.isoformat(),
        duty=models.Duty(
            paid_by="recipient",
            currency=consignment.currency,
            declared_value=_decimal(
                sum(one.value.amount * one.quantity for one in consignment.goods), consignment
            ),
        ),
        commodities=[
            models.Commodity(
                title=one.title[:35],
                description=one.title[:35],
                quantity=one.quantity,
                weight=each,
                weight_unit="KG",
                value_amount=_decimal(one.value.amount, consignment),
                value_currency=one.value.currency,
                origin_country=consignment.sender.country,
            )
            for one in consignment.goods
        ],
    )


def _decimal(minor: int, consignment: Consignment) -> float:
    """Only for karrio, which counts in floats; what it makes of it is written with two digits."""
    return float(Decimal(minor).scaleb(-money.decimals(consignment.currency)))


def rates_of(carrier: str, found: Any) -> list[Rate]:
    """karrio's rates as ours, the cheapest first; one without a readable price is left out."""
    rates = []
    for one in found or []:
        price = amount(one.total_charge, one.currency)
        if price is not None:
            rates.append(
                Rate(
                    carrier=carrier,
                    service=str(one.service),
                    name=service_name(str(one.service)),
                    price=price,
                    days=one.transit_days,
                )
            )
    return sorted(rates, key=lambda rate: (rate.price.amount, rate.service))
