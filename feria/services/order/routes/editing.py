"""HTTP doors to change an order that has not left, and to find one's way back to it."""

from typing import Annotated

from litestar import post, put
from litestar.datastructures import ResponseHeader
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from feria.core import http, ids
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Answer, Request
from feria.core.types import Closed, Email
from feria.services.cart import contract as cart
from feria.services.order.actions import buying_again, editing
from feria.services.order.actions.editing import AddressClosed, AddressElsewhere
from feria.services.order.events import OrderLinkRequested
from feria.services.order.routes.orders import OrderToken, seen
from feria.services.order.schemas import AgainOut, OrderOut, SellerOrderOut
from feria.services.order.schemas.editing import AddressChangeIn

CART_TOKEN = "X-Cart-Token"  # noqa: S105 - the name of a header
LINKS_PER_MINUTE = 10
LINKS_TO_ONE_PER_MINUTE = 5


class OrderLinkIn(Closed, frozen=True, kw_only=True):
    """An order's number, as in its mails, and the e-mail address that was given for it."""

    number: Annotated[str, Meta(min_length=1, max_length=20)]
    email: Email


@put(
    "/api/v1/orders/{order_id:str}/address",
    tags=["order"],
    responses=http.problems(
        Forbidden, NotFound, PreconditionRequired, PreconditionFailed, AddressClosed, AddressElsewhere
    ),
)
async def change_order_address(
    request: Request, order_id: FromPath[str], data: JSONBody[AddressChangeIn], order_token: OrderToken = None
) -> Answer[OrderOut | SellerOrderOut]:
    """Send an order, or one seller's part of it, to another address in the same country and region.

    The buyer may within 60 minutes of paying; of a part its shop, and support, before anything of it is in a parcel.
    `If-Match` names the version that was looked at, so that nobody writes over what the other side has just changed.
    """
    version = http.if_match(request)
    if order_id.startswith("sord_"):
        found = ids.path("sord", order_id)
        await http.write(request, editing.change_part_address, found, order_token, data, version)
    else:
        found = ids.path("ord", order_id)
        await http.write(request, editing.change_address, found, order_token, data, version)
    body, now = await http.read(request, seen, order_id, order_token)
    return Answer(body, headers={"ETag": http.etag(now), "Cache-Control": http.NO_STORE_VALUE})


@post(
    "/api/v1/orders/{order_id:str}/buy-again",
    status_code=200,
    tags=["order"],
    cache_control=http.NO_STORE,
    response_headers=[
        ResponseHeader(
            name=CART_TOKEN,
            description="The token of a guest's cart that was made, told once.",
            required=False,
            documentation_only=True,
        )
    ],
    responses=http.problems(Forbidden, NotFound),
)
async def buy_order_again(
    request: Request, order_id: FromPath[str], order_token: OrderToken = None
) -> Answer[AgainOut]:
    """Put what is still sold of an order into the buyer's cart, as many pieces as stock and limits allow.

    What the cart holds of it already counts, so that the same request again changes nothing. Each line says how many
    pieces are in the cart now and, if they are fewer than were bought, why.
    """
    out, put = await http.write(
        request, buying_again.buy_again, order_id, order_token, http.cart_token(request)
    )
    headers, cookies = {"Cache-Control": http.NO_STORE_VALUE}, []
    if put.token is not None:
        headers[CART_TOKEN] = put.token
        seconds = int(cart.GUEST_CART_KEPT_FOR.total_seconds())
        cookies.append(http.cookie(request, http.CART_COOKIE, put.token, seconds))
    elif put.token_ended:
        cookies.append(http.cookie(request, http.CART_COOKIE, "", 0))
    return Answer(out, headers=headers, cookies=cookies)


@post(
    "/api/v1/orders/find",
    status_code=202,
    tags=["order"],
    cache_control=http.NO_STORE,
    responses=http.problems(),
)
async def find_order(request: Request, data: JSONBody[OrderLinkIn]) -> None:
    """Have the link to an order mailed to whoever placed it. Always 202, whether there is such an order or not."""
    await http.limit(request, "order-link", LINKS_PER_MINUTE)
    await http.limit(request, "order-link-mail", LINKS_TO_ONE_PER_MINUTE, who=data.email.casefold())
    await http.write(request, _asked, data)


async def _asked(tx: Tx, data: OrderLinkIn) -> None:
    """Nothing is looked up here, so that every answer takes the same time; notification does, later."""
    number = data.number.strip().upper().partition("-")[0]
    await tx.publish(OrderLinkRequested(number=number, email=data.email))


routes = [change_order_address, buy_order_again, find_order]
