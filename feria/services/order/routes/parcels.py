"""HTTP doors of labels and parcels, of how a shop packs, and of the carriers' webhooks."""

from typing import Any

import msgspec
from litestar import delete, get, post, put
from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from feria.core import http, idempotency, ids
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Answer, Request
from feria.core.types import Words
from feria.services.order.actions import labels as actions
from feria.services.order.actions import packages
from feria.services.order.actions.labels import LabelUnderWay, LabelWish, ParcelLeft, ShipFromMissing
from feria.services.order.actions.packages import TooManyPackages
from feria.services.order.actions.shipping import NothingToShip
from feria.services.order.flows import labels, rates, tracking
from feria.services.order.flows.labels import Asked, LabelRefused
from feria.services.order.gateways import BadSignature, directory
from feria.services.order.queries import access, parcels, views
from feria.services.order.queries.parcels import LabelRow, PresetRow
from feria.services.order.routes.orders import REPLAYED, SIGNED_IN, IdempotencyKey
from feria.services.order.rules.parcels import Package, Place
from feria.services.order.schemas import AddressOut, LabelOut, ShipmentOut
from feria.services.order.schemas.parcels import (
    CarrierName,
    LabelIn,
    LabelRateOut,
    LabelRatesIn,
    LabelRatesOut,
    PackageIn,
    PackingOut,
    PresetIn,
    PresetOut,
    RatesToldOut,
    ReasonIn,
    RefusalOut,
    ShipFromIn,
    WebhookReceived,
)

WEBHOOK_BYTES_MAX = 200_000
# Each new parcel or place is a question to carriers; a page asks once for an address.
RATES_PER_MINUTE = 60
_MEDIA = {"pdf": "application/pdf", "zpl": "text/plain; charset=utf-8"}


@post(
    "/api/v1/orders/{order_id:str}/label-rates",
    status_code=200,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, NothingToShip, ShipFromMissing),
)
async def price_labels(
    request: Request, order_id: FromPath[str], data: JSONBody[LabelRatesIn]
) -> LabelRatesOut:
    """What a label for a parcel of this seller order costs, by carrier and service; a slow carrier is left out."""
    found = await labels.rates(
        http.platform(request),
        http.actor(request),
        request.visit.request_id,
        ids.path("sord", order_id),
        package_of(data.package),
        data.items,
    )
    return shown_rates(found)


def shown_rates(found: Asked) -> LabelRatesOut:
    """Prices of a parcel, and who gave none."""
    return LabelRatesOut(
        items=[
            LabelRateOut(**{**msgspec.structs.asdict(rate), "carrier": _name(rate.carrier)})
            for rate in found.rates
        ],
        refused=[
            RefusalOut(carrier=_name(name), detail=said) for name, said in sorted(found.refused.items())
        ],
    )


@post(
    "/api/v1/orders/{order_id:str}/label",
    status_code=201,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    response_headers=[
        http.location("/api/v1/orders/{order_id}/shipments/{shipment_id}/label"),
        ResponseHeader(
            name=REPLAYED, description="`true` when the key had its effect before", documentation_only=True
        ),
    ],
    responses=http.problems(
        idempotency.KeyMissing, idempotency.KeyReused, idempotency.StillRunning, Forbidden, NotFound, NothingToShip,
        ShipFromMissing, LabelRefused,
    ),
)  # fmt: skip
async def buy_label(
    request: Request,
    order_id: FromPath[str],
    data: JSONBody[LabelIn],
    idempotency_key: IdempotencyKey = None,
) -> Answer[LabelOut]:
    """Buy a shipping label for a new parcel; its price is taken off the shop's balance.

    The units are set aside: the buyer can no longer cancel them. They count as shipped once the parcel has left.
    """
    account = http.actor(request).account_id
    assert account is not None
    wish = LabelWish(
        carrier=data.carrier,
        service=data.service,
        form=data.format,
        package=package_of(data.package),
        price=data.price,
        items=data.items,
        reason=data.reason,
    )
    key = idempotency.key_for(account, f"buy_label {order_id}", idempotency_key or "", await request.body())
    label, replayed = await labels.buy(
        http.platform(request),
        http.actor(request),
        request.visit.request_id,
        ids.path("sord", order_id),
        wish,
        key,
    )
    shown = views.shown_label(label)
    headers = {"Location": f"/api/v1/orders/{order_id}/shipments/{shown.shipment_id}/label"}
    return Answer(shown, status_code=201, headers=headers | ({REPLAYED: "true"} if replayed else {}))


@get(
    "/api/v1/orders/{order_id:str}/shipments/{shipment_id:str}/label",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    media_type="application/pdf",
    responses={
        **http.problems(Forbidden, NotFound, LabelUnderWay),
        200: ResponseSpec(None, description="The label as PDF, or as ZPL for label printers."),
    },
)
async def get_label(request: Request, order_id: FromPath[str], shipment_id: FromPath[str]) -> Response[bytes]:
    """The label to print, as it was bought: PDF or ZPL; for members of the shop and support."""
    label, content = await labels.file_of(
        http.platform(request),
        http.actor(request),
        request.visit.request_id,
        ids.path("sord", order_id),
        ids.path("shp", shipment_id),
    )
    name = f"{label.carrier}-{label.tracking_number}.{label.form}"
    return label_file(label, content, name)


def label_file(label: LabelRow, content: bytes, name: str) -> Response[bytes]:
    """A label's file, to be looked at and printed."""
    return Response(
        content,
        media_type=_MEDIA[label.form],
        headers={
            "Cache-Control": http.NO_STORE_VALUE,
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@delete(
    "/api/v1/orders/{order_id:str}/shipments/{shipment_id:str}/label",
    status_code=200,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, LabelUnderWay, ParcelLeft, LabelRefused),
)
async def void_label(
    request: Request, order_id: FromPath[str], shipment_id: FromPath[str], reason: Words = ""
) -> Answer[LabelOut]:
    """Take back a label whose parcel has not left: its price comes back, its units are open again.

    Operator staff give a `reason`. When the carrier does not answer now, the label is `void_requested` and the
    marketplace goes on asking.
    """
    label = await labels.void(
        http.platform(request),
        http.actor(request),
        request.visit.request_id,
        ids.path("sord", order_id),
        ids.path("shp", shipment_id),
        reason,
    )
    return Answer(views.shown_label(label))


@post(
    "/api/v1/orders/{order_id:str}/shipments/{shipment_id:str}/handover",
    status_code=200,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, LabelUnderWay, ParcelLeft),
)
async def hand_over_parcel(
    request: Request, order_id: FromPath[str], shipment_id: FromPath[str], data: JSONBody[ReasonIn]
) -> Answer[ShipmentOut]:
    """Say that a labelled parcel was given to the carrier; without it, the carrier's first scan says so."""
    found, parcel = ids.path("sord", order_id), ids.path("shp", shipment_id)
    await http.write(request, actions.hand_over, found, parcel, data.reason)
    return Answer(await http.read(request, _parcel, found, shipment_id))


async def _parcel(tx: Tx, seller_order_id: Any, shipment_id: str) -> ShipmentOut:
    order, part, _ = await access.seller_order_for(tx, seller_order_id, None)
    shown = await views.tracking_view(tx, order, part)
    return next(one for one in shown.shipments if one.id == shipment_id)


@post(
    "/api/v1/orders/shipping-rates",
    status_code=200,
    tags=["order"],
    cache_control=http.NO_STORE,
    responses=http.problems(),
)
async def tell_shipping_rates(request: Request) -> RatesToldOut:
    """Ask carriers what the cart's live ways to ship cost, before it is ordered; two seconds at most.

    What they tell counts for an hour in the cart and its order; for the others the shop's own price does. Guests send
    `X-Cart-Token`.
    """
    await http.limit(request, "shipping-rates", RATES_PER_MINUTE)
    told = await rates.tell_rates(
        http.platform(request), http.actor(request), request.visit.request_id, http.cart_token(request)
    )
    return RatesToldOut(told=told)


@get(
    "/api/v1/sellers/{seller_id:str}/packing",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def get_packing(request: Request, seller_id: FromPath[str]) -> PackingOut:
    """Where a shop's parcels start, its boxes, and the carriers that labels can be bought of; for its members."""
    number = ids.path_owner("sel", seller_id)
    carriers = [_name(name) for name in directory.names(http.platform(request).settings)]
    return await http.read(request, _packing, number, carriers)


async def _packing(tx: Tx, seller_id: int, carriers: list[CarrierName]) -> PackingOut:
    parcels.require_member(tx, seller_id)
    place = await parcels.ship_from(tx, seller_id)
    return PackingOut(
        ship_from=None if place is None else AddressOut(**msgspec.structs.asdict(place)),
        packages=[_preset(one) for one in await parcels.presets(tx, seller_id)],
        carriers=carriers,
        labels_returns=await parcels.labels_returns(tx, seller_id),
    )


@put(
    "/api/v1/sellers/{seller_id:str}/ship-from",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def put_ship_from(request: Request, seller_id: FromPath[str], data: JSONBody[ShipFromIn]) -> ShipFromIn:
    """Say where a shop's parcels start; for its members."""
    address = data.address
    place = Place(**{name: getattr(address, name, None) or "" for name in Place.__struct_fields__})
    await http.write(request, packages.set_ship_from, ids.path_owner("sel", seller_id), place)
    return data


@post(
    "/api/v1/sellers/{seller_id:str}/packages",
    status_code=201,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, TooManyPackages),
)
async def add_package(request: Request, seller_id: FromPath[str], data: JSONBody[PresetIn]) -> PresetOut:
    """Keep a box that the shop packs into, for the next label; for its members."""
    return _preset(await http.write(request, packages.add_preset, ids.path_owner("sel", seller_id), data))


@delete(
    "/api/v1/sellers/{seller_id:str}/packages/{package_id:str}",
    status_code=204,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def remove_package(request: Request, seller_id: FromPath[str], package_id: FromPath[str]) -> None:
    """Forget a box; labels that were bought with it keep its measures."""
    number = ids.path_owner("sel", seller_id)
    await http.write(request, packages.remove_preset, number, ids.path("pkg", package_id))


@post(
    "/api/v1/webhooks/ups",
    status_code=200,
    tags=["order"],
    responses=http.problems(NotFound, BadSignature, http.TooLarge),
    cache_control=http.NO_STORE,
    request_max_body_size=WEBHOOK_BYTES_MAX,
)
async def receive_ups_webhook(request: Request) -> WebhookReceived:
    """UPS Track Alerts, known by the `Credential` that the subscription was made with."""
    await _webhook(request, "ups")
    return WebhookReceived()


@post(
    "/api/v1/webhooks/fedex",
    status_code=200,
    tags=["order"],
    responses=http.problems(NotFound, BadSignature, http.TooLarge),
    cache_control=http.NO_STORE,
    request_max_body_size=WEBHOOK_BYTES_MAX,
)
async def receive_fedex_webhook(request: Request) -> WebhookReceived:
    """FedEx tracking events, signed over the raw body (`FDX-Signature`)."""
    await _webhook(request, "fedex")
    return WebhookReceived()


async def _webhook(request: Request, name: str) -> None:
    headers = {key.lower(): value for key, value in request.headers.items()}
    await tracking.receive_webhook(http.platform(request), name, await request.body(), headers)


def _name(carrier: str) -> CarrierName:
    return "ups" if carrier == "ups" else "fedex"


def package_of(data: PackageIn) -> Package:
    """A packed box as the rules know it."""
    return Package(**msgspec.structs.asdict(data))


def _preset(row: PresetRow) -> PresetOut:
    values = msgspec.structs.asdict(row)
    values.pop("seller_id")
    return PresetOut(**{**values, "id": ids.encode("pkg", row.id)})


routes = [
    price_labels,
    buy_label,
    get_label,
    void_label,
    hand_over_parcel,
    tell_shipping_rates,
    get_packing,
    put_ship_from,
    add_package,
    remove_package,
    receive_ups_webhook,
    receive_fedex_webhook,
]
