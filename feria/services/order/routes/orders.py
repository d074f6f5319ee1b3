"""HTTP doors of orders: buyers by sign-in or, as guests, by the order's token; members; operator staff."""

import zlib
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import get, post, put
from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter

from feria.core import http, idempotency, ids, pages
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, PreconditionFailed
from feria.core.http import Answer, Request
from feria.core.shortcut import SHORTCUT
from feria.core.types import Limit, Words
from feria.services.cart import contract as cart
from feria.services.cart.contract import CartEmpty, PlaceNotTold, SellerUnavailable
from feria.services.order import rules
from feria.services.order.actions import cancelling, editing, placing, shipping, status
from feria.services.order.actions.cancelling import CancellationClosed
from feria.services.order.actions.placing import AlreadyOrdered, PaymentInProgress, Placement, PriceChanged
from feria.services.order.actions.shipping import NothingToShip, ShipmentExists
from feria.services.order.actions.status import ShipmentNeeded
from feria.services.order.actions.steps import StatusConflict
from feria.services.order.queries import access, lists, rows, views
from feria.services.order.queries.lists import Wanted
from feria.services.order.queries.views import Whole
from feria.services.order.schemas import (
    CancelIn,
    OrderCardOut,
    OrderIn,
    OrderOut,
    OrderStatus,
    SellerOrderOut,
    ShipmentIn,
    ShipmentOut,
    StatusIn,
    TrackingOut,
)
from feria.services.payment.contract import NothingToRefund, RefundTooLarge
from feria.services.product.contract import OutOfStock

OrderToken = Annotated[
    str | None,
    HeaderParameter(name="X-Order-Token", description="the secret of a guest's order", max_length=200),
]
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key", description="1 to 255 visible ASCII characters; required", max_length=300
    ),
]
REPLAYED = "Idempotent-Replayed"
NOT_MODIFIED = {304: ResponseSpec(None, description="It has not changed since this ETag.")}
SIGNED_IN: list[dict[str, list[str]]] = [{"bearer": []}]


def answer(request: Request, body: Any, version: int | str) -> Answer[Any]:
    """A single object with its ETag, or 304."""
    headers = {"ETag": http.etag(version), "Cache-Control": http.NO_STORE_VALUE}
    if request.method == "GET" and http.none_match(request, version):
        return Answer(None, status_code=304, headers=headers)
    return Answer(body, headers=headers)


@post(
    "/api/v1/orders",
    status_code=201,
    opt={SHORTCUT: True},
    tags=["order"],
    cache_control=http.NO_STORE,
    response_headers=[
        http.location("/api/v1/orders/{id}"),
        ResponseHeader(
            name=REPLAYED, description="`true` when the key had its effect before", documentation_only=True
        ),
    ],
    responses=http.problems(
        idempotency.KeyMissing, idempotency.KeyReused, idempotency.StillRunning, PriceChanged, OutOfStock, CartEmpty,
        AlreadyOrdered, PaymentInProgress, PlaceNotTold, SellerUnavailable,
    ),
)  # fmt: skip
async def place_order(
    request: Request, data: JSONBody[OrderIn], idempotency_key: IdempotencyKey = None
) -> Answer[OrderOut]:
    """Turn the cart into an order and reserve its stock; no payment provider is called yet.

    The cart stays until the order is paid. A changed cart, ordered again, replaces its open order. `token` is a guest's
    key to the order.
    """
    settings = http.platform(request).settings
    wish = Placement(
        data=data,
        body=await request.body(),
        key=idempotency_key or "",
        cart_token=http.cart_token(request),
        secret=settings.secret,
        taxed_by_service=cart.taxed_by_service(settings),
    )
    out, replayed = await http.write(request, _placed, wish)
    headers = {"Location": f"/api/v1/orders/{out.id}"} | ({REPLAYED: "true"} if replayed else {})
    return Answer(out, status_code=201, headers=headers)


async def _placed(tx: Tx, wish: Placement) -> tuple[OrderOut, bool]:
    placed = await placing.place_order(tx, wish)
    guest = tx.actor.account_id is None
    token = rules.order_token(wish.secret, placed.order_id) if guest else None
    if placed.fresh is None:
        order = await rows.order(tx, placed.shopper_id, placed.order_id)
        assert order is not None
        return msgspec.structs.replace(await views.order_view(tx, order, ["buyer"]), token=token), True
    fresh = placed.fresh
    whole = Whole(order=fresh.order, parts=fresh.parts, lines=fresh.lines, cards=fresh.cards)
    return views.shown_order(whole, ["buyer"], payment_status="requires_payment", token=token), False


@get(
    "/api/v1/orders",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(pages.BadCursor),
)
async def list_orders(
    request: Request,
    status: FromQuery[OrderStatus | None] = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[OrderCardOut]:
    """Your orders, newest first."""
    wanted = Wanted(status=status, limit=limit, after=after)
    return await http.read(request, lists.orders_of_buyer, wanted)


@get(
    "/api/v1/orders/{order_id:str}",
    tags=["order"],
    responses={**http.problems(NotFound), **NOT_MODIFIED},
)
async def get_order(
    request: Request, order_id: FromPath[str], order_token: OrderToken = None
) -> Answer[OrderOut | SellerOrderOut]:
    """An order by id or number, or one seller's part of it by its id; `kind` tells which."""
    body, version = await http.read(request, seen, order_id, order_token)
    return answer(request, body, version)


async def seen(tx: Tx, order_id: str, token: str | None) -> tuple[OrderOut | SellerOrderOut, str]:
    """What `get_order` answers, and its version with a sum of all that it shows."""
    if order_id.startswith("sord_"):
        return await _part_seen(tx, order_id, token)
    order, roles = await access.order_named(tx, order_id, token)
    body = await views.order_view(tx, order, roles)
    return body, with_sum(body.version, body)


async def _part_seen(tx: Tx, order_id: str, token: str | None) -> tuple[SellerOrderOut, str]:
    order, part, roles = await access.seller_order_for(tx, ids.path("sord", order_id), token)
    body = await views.seller_order_view(tx, order, part, roles)
    return body, with_sum(body.version, body)


def with_sum(version: int, body: Any) -> str:
    """A version and a sum of all that is shown: what carriers say of parcels changes without a version of its own."""
    return f"{version}-{zlib.crc32(msgspec.json.encode(body))}"


@put(
    "/api/v1/orders/{order_id:str}/status",
    tags=["order"],
    responses=http.problems(
        Forbidden, NotFound, PreconditionFailed, StatusConflict, ShipmentNeeded, NothingToShip, ShipmentExists,
        RefundTooLarge, NothingToRefund,
    ),
)  # fmt: skip
async def change_order_status(
    request: Request, order_id: FromPath[str], data: JSONBody[StatusIn], order_token: OrderToken = None
) -> Answer[SellerOrderOut]:
    """Take a seller order one step further; the status it has already changes nothing.

    Sellers accept, ship and cancel; buyers say that it was delivered; staff do what sellers may, with a reason.
    """
    found = ids.path("sord", order_id)
    version = http.if_match(request, required=False)
    await http.write(request, status.change_status, found, data, token=order_token, version=version)
    body, now = await http.read(request, _part_seen, order_id, order_token)
    return answer(request, body, now)


@post(
    "/api/v1/orders/{order_id:str}/cancel",
    status_code=200,
    tags=["order"],
    responses=http.problems(
        Forbidden,
        NotFound,
        CancellationClosed,
        StatusConflict,
        PaymentInProgress,
        RefundTooLarge,
        NothingToRefund,
    ),
)
async def cancel_order(
    request: Request, order_id: FromPath[str], data: JSONBody[CancelIn], order_token: OrderToken = None
) -> Answer[OrderOut | SellerOrderOut]:
    """Take back an order or one seller's part of it: whole before it is paid, after that also some units of lines.

    The buyer may within 60 minutes of paying and before anything was shipped; of a part its shop, and support, what has
    not left. The price goes back to where it came from.
    """
    if order_id.startswith("sord_"):
        found = ids.path("sord", order_id)
        await http.write(request, editing.cancel_part, found, order_token, data)
    else:
        found = ids.path("ord", order_id)
        await http.write(request, cancelling.cancel_order, found, order_token, data)
    body, version = await http.read(request, seen, order_id, order_token)
    return answer(request, body, version)


@post(
    "/api/v1/orders/{order_id:str}/shipments",
    status_code=201,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    response_headers=[
        http.location("/api/v1/orders/{id}/tracking"),
        ResponseHeader(
            name=REPLAYED, description="`true` when the key had its effect before", documentation_only=True
        ),
    ],
    responses=http.problems(
        Forbidden, NotFound, NothingToShip, ShipmentExists, idempotency.KeyReused, idempotency.StillRunning
    ),
)
async def create_shipment(
    request: Request, order_id: FromPath[str], data: JSONBody[ShipmentIn]
) -> Answer[ShipmentOut]:
    """Record a parcel of a seller order: all that is open, or these items.

    With an `Idempotency-Key` a repeated call finds the parcel of the first one; without one, and without a tracking
    number, it is another parcel as long as something is open.
    """
    key = None
    if "idempotency-key" in request.headers:
        account = http.actor(request).account_id
        assert account is not None
        key = await http.idempotency_key(request, account, f"create_shipment {order_id}")
    out, replayed = await http.write(request, _shipped, ids.path("sord", order_id), data, key)
    headers = {"Location": f"/api/v1/orders/{order_id}/tracking"} | ({REPLAYED: "true"} if replayed else {})
    return Answer(out, status_code=201, headers=headers)


async def _shipped(
    tx: Tx, seller_order_id: Any, data: ShipmentIn, key: idempotency.Key | None
) -> tuple[ShipmentOut, bool]:
    part_id, shipment_id, replayed = await shipping.create_shipment(tx, seller_order_id, data, key)
    order, part, _ = await access.seller_order_for(tx, part_id, None)
    tracking = await views.tracking_view(tx, order, part)
    return next(one for one in tracking.shipments if one.id == ids.encode("shp", shipment_id)), replayed


@get(
    "/api/v1/orders/{order_id:str}/tracking",
    tags=["order"],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def get_tracking(
    request: Request, order_id: FromPath[str], order_token: OrderToken = None
) -> TrackingOut:
    """The parcels of an order or of one seller's part of it."""
    return await http.read(request, _tracked, order_id, order_token)


async def _tracked(tx: Tx, order_id: str, token: str | None) -> TrackingOut:
    if order_id.startswith("sord_"):
        order, part, _ = await access.seller_order_for(tx, ids.path("sord", order_id), token)
        return await views.tracking_view(tx, order, part)
    order, _ = await access.order_for(tx, ids.path("ord", order_id), token)
    return await views.tracking_view(tx, order, None)


@get(
    "/api/v1/operator/orders",
    tags=["order"],
    guards=[http.operator(*access.STAFF)],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, pages.BadCursor),
)
async def list_all_orders(
    request: Request,
    *,
    status: FromQuery[OrderStatus | None] = None,
    since: Annotated[date | None, QueryParameter(name="from", description="first day, UTC")] = None,
    until: Annotated[date | None, QueryParameter(name="to", description="last day, UTC")] = None,
    late: Annotated[
        bool | None, QueryParameter(description="whether something that was to be sent by now is still there")
    ] = None,
    q: Words = "",
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[OrderCardOut]:
    """All orders of the marketplace, newest first; `q` is the beginning of a number or of an e-mail address."""
    wanted = Wanted(status=status, since=since, until=until, late=late, q=q, limit=limit, after=after)
    return await http.read(request, lists.orders_of_marketplace, wanted)


routes = [
    place_order,
    list_orders,
    get_order,
    change_order_status,
    cancel_order,
    create_shipment,
    get_tracking,
    list_all_orders,
]
