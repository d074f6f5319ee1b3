"""HTTP doors of the cart: guests carry a token in `X-Cart-Token` or a cookie, accounts their sign-in."""

import msgspec
from litestar import delete, get, post, put
from litestar.datastructures import ResponseHeader
from litestar.params import FromPath, JSONBody

from feria.core import http, ids
from feria.core.errors import NotFound, RateLimited
from feria.core.http import Answer, Request
from feria.core.shortcut import SHORTCUT
from feria.core.types import MarketChoice
from feria.services.cart import flows
from feria.services.cart.actions import items, opening
from feria.services.cart.actions.ageing import GUEST_CART_KEPT_FOR
from feria.services.cart.actions.items import CartFull, CouponsFull, Destination, OtherMarket
from feria.services.cart.actions.opening import Changed
from feria.services.cart.queries import views
from feria.services.cart.queries.coupons import CouponExpired, CouponUnknown, CouponUsedUp
from feria.services.cart.queries.quotes import CartEmpty, SellerUnavailable
from feria.services.cart.rules.told_taxes import taxed_by_service
from feria.services.cart.schemas import (
    CartOut,
    CodeIn,
    ItemIn,
    PlaceIn,
    QuantityIn,
    ShippingChoices,
    ShippingOptionsOut,
)
from feria.services.product.contract import OutOfStock

TOKEN_HEADER = "X-Cart-Token"  # noqa: S105 - the name of a header
# Codes can be guessed; people mistype a few.
CODES_PER_MINUTE = 20
# Each unknown one is a question to a service that is not ours.
VAT_IDS_PER_MINUTE = 20
# So is each new place in a country whose rates an online service tells, and that one is paid for.
TAXED_PLACES_PER_MINUTE = 60
TOKEN_TOLD = ResponseHeader(
    name=TOKEN_HEADER,
    description="The new guest's token, told once: send it back in the same request header.",
    required=False,
    documentation_only=True,
)


async def answer(request: Request, changed: Changed, status_code: int = 200) -> Answer[CartOut]:
    """The cart, with a new guest's token in header and cookie, or without the cookie of a token that has ended.

    Where an online service knows the tax rates of its country, what they come to is in it.
    """
    visit, token = request.visit, changed.token or http.cart_token(request)
    cart = changed.cart
    if await flows.tell_taxes(http.platform(request), visit.actor, visit.request_id, token):
        seen = await http.read(request, views.look, token)
        cart = msgspec.structs.replace(seen.cart, notices=cart.notices)
    headers, cookies = {}, []
    if changed.token is not None:
        headers[TOKEN_HEADER] = changed.token
        seconds = int(GUEST_CART_KEPT_FOR.total_seconds())
        cookies.append(http.cookie(request, http.CART_COOKIE, changed.token, seconds))
    elif changed.token_ended:
        cookies.append(http.cookie(request, http.CART_COOKIE, "", 0))
    return Answer(cart, status_code=status_code, headers=headers, cookies=cookies)


@get("/api/v1/cart", tags=["cart"], responses=http.problems(), cache_control=http.NO_STORE)
async def get_cart(request: Request) -> Answer[CartOut]:
    """The cart with today's prices and stock; whatever changed since the last look is in `notices`.

    Without a cart yet the answer is an empty one, and none is made. Together, a sign-in and a guest's token merge both
    carts: quantities are added, clamped to stock and limits, and the token ends.
    """
    token = http.cart_token(request)
    if token and http.actor(request).account_id is not None:
        return await answer(request, await http.write(request, items.look_at_cart, token))
    seen = await http.read(request, views.look, token)
    if seen.changes:
        await http.write(request, opening.note_prices_told, seen.shopper_id, seen.changes)
    return await answer(request, Changed(cart=seen.cart))


@post(
    "/api/v1/cart/items",
    status_code=201,
    opt={SHORTCUT: True},
    tags=["cart"],
    responses=http.problems(OutOfStock, SellerUnavailable, CartFull, OtherMarket),
    response_headers=[TOKEN_TOLD],
    cache_control=http.NO_STORE,
)
async def add_cart_item(
    request: Request,
    data: JSONBody[ItemIn],
    market: MarketChoice = None,
) -> Answer[CartOut]:
    """Put a variant into the cart; a guest's first one makes the cart and tells its token.

    `market` counts for a new or empty cart.
    """
    variant_id = ids.decode("var", data.variant_id, "variant_id")
    token = http.cart_token(request)
    newcomer = token is None and http.actor(request).account_id is None  # makes a cart, and has none to lock
    write = http.write_alone if newcomer else http.write
    changed = await write(request, items.add_item, token, variant_id, data.quantity, market)
    return await answer(request, changed, 201)


@put(
    "/api/v1/cart/items/{item_id:str}",
    tags=["cart"],
    responses=http.problems(NotFound, OutOfStock),
    cache_control=http.NO_STORE,
)
async def set_cart_item_quantity(
    request: Request, item_id: FromPath[str], data: JSONBody[QuantityIn]
) -> Answer[CartOut]:
    """Give a line another quantity."""
    found = ids.path("item", item_id)
    token = http.cart_token(request)
    return await answer(request, await http.write(request, items.set_quantity, token, found, data.quantity))


@delete(
    "/api/v1/cart/items/{item_id:str}",
    status_code=200,
    tags=["cart"],
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def remove_cart_item(request: Request, item_id: FromPath[str]) -> Answer[CartOut]:
    """Take a line out of the cart; the answer is the cart without it."""
    found = ids.path("item", item_id)
    return await answer(
        request, await http.write(request, items.remove_item, http.cart_token(request), found)
    )


@delete(
    "/api/v1/cart", status_code=200, tags=["cart"], responses=http.problems(), cache_control=http.NO_STORE
)
async def clear_cart(request: Request) -> Answer[CartOut]:
    """Take everything out of the cart."""
    return await answer(request, await http.write(request, items.clear_cart, http.cart_token(request)))


@put(
    "/api/v1/cart/address",
    tags=["cart"],
    responses=http.problems(RateLimited),
    response_headers=[TOKEN_TOLD],
    cache_control=http.NO_STORE,
)
async def set_cart_address(request: Request, data: JSONBody[PlaceIn]) -> Answer[CartOut]:
    """Say where the cart is to be shipped, so that tax and shipping are shown for that place.

    A company's VAT id is checked here, by its digits and by the European Union's own service; `vat` in the answer says
    whether it counts. While that service is silent, tax is charged; sending the same again asks again.
    """
    place = Destination(
        country=data.country,
        region=data.region,
        postal_code=data.postal_code,
        company=data.company,
        vat_id=data.vat_id,
    )
    if data.vat_id:
        await http.limit(request, "vat-id", VAT_IDS_PER_MINUTE)
    if data.country in taxed_by_service(http.platform(request).settings):
        await http.limit(request, "taxed-place", TAXED_PLACES_PER_MINUTE)
    visit, token = request.visit, http.cart_token(request)
    changed = await flows.set_place(http.platform(request), visit.actor, visit.request_id, token, place)
    return await answer(request, changed)


@get("/api/v1/cart/shipping-options", tags=["cart"], responses=http.problems(), cache_control=http.NO_STORE)
async def list_cart_shipping_options(request: Request) -> ShippingOptionsOut:
    """How each seller of the cart would ship, for how much, and what is missing to free shipping."""
    return await http.read(request, views.shipping_options, http.cart_token(request))


@put(
    "/api/v1/cart/shipping",
    tags=["cart"],
    responses=http.problems(CartEmpty),
    cache_control=http.NO_STORE,
)
async def choose_cart_shipping(request: Request, data: JSONBody[ShippingChoices]) -> Answer[CartOut]:
    """Choose one shipping option per seller; sellers that are not named keep theirs, at first their default one."""
    return await answer(
        request, await http.write(request, items.choose_shipping, http.cart_token(request), data)
    )


@post(
    "/api/v1/cart/coupons",
    status_code=200,
    tags=["cart"],
    responses=http.problems(CartEmpty, CouponUnknown, CouponExpired, CouponUsedUp, CouponsFull, RateLimited),
    cache_control=http.NO_STORE,
)
async def enter_cart_coupon(request: Request, data: JSONBody[CodeIn]) -> Answer[CartOut]:
    """Enter a coupon's code; it takes the place of another code of the same shop, or of the marketplace.

    What it takes off, or what is missing to that, is in `coupons`.
    """
    await http.limit(request, "coupons", CODES_PER_MINUTE)
    return await answer(
        request, await http.write(request, items.enter_code, http.cart_token(request), data.code)
    )


@delete(
    "/api/v1/cart/coupons/{code:str}",
    status_code=200,
    tags=["cart"],
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def remove_cart_coupon(request: Request, code: FromPath[str]) -> Answer[CartOut]:
    """Take a code off the cart; the answer is the cart without it."""
    return await answer(request, await http.write(request, items.remove_code, http.cart_token(request), code))


routes = [
    get_cart,
    enter_cart_coupon,
    remove_cart_coupon,
    add_cart_item,
    set_cart_item_quantity,
    remove_cart_item,
    clear_cart,
    set_cart_address,
    list_cart_shipping_options,
    choose_cart_shipping,
]
