"""Doors of shops and of the operator to their coupons; buyers enter codes in the cart."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from feria.core import clock, http, ids, pages
from feria.core.db import Tx
from feria.core.errors import (
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
)
from feria.core.http import Request
from feria.core.money import Money
from feria.core.pages import BadCursor, Page
from feria.core.types import Limit
from feria.services.cart import flows
from feria.services.cart.actions import offering
from feria.services.cart.actions.offering import CodeTaken, TooManyCodes
from feria.services.cart.queries import coupons
from feria.services.cart.queries.coupons import StoredCoupon, Terms, Use
from feria.services.cart.rules.coupons import ALL_BPS, MARKETPLACE
from feria.services.cart.schemas import (
    CodesIn,
    CodesOut,
    CouponIn,
    CouponUseOut,
    CouponUsesOut,
    NewCouponIn,
    OwnCouponOut,
)

EXPORTS_PER_MINUTE_MAX = 6
CODES_SHOWN = 5
# Moments further out mean nothing, and would leave the range of dates in some time zones.
FIRST_YEAR, LAST_YEAR = 1970, 9000
STAFF = http.operator("finance", "support")


@get(
    "/api/v1/sellers/{seller_id:str}/coupons",
    tags=["cart"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, BadCursor),
    cache_control=http.NO_STORE,
)
async def list_seller_coupons(
    request: Request,
    seller_id: FromPath[str],
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> Page[OwnCouponOut]:
    """A shop's coupons, newest first."""
    return await http.read(request, _page, ids.path_owner("sel", seller_id), limit, after)


@post(
    "/api/v1/sellers/{seller_id:str}/coupons",
    tags=["cart"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, CodeTaken),
    cache_control=http.NO_STORE,
)
async def create_seller_coupon(
    request: Request, seller_id: FromPath[str], data: JSONBody[NewCouponIn]
) -> Response[OwnCouponOut]:
    """Make a coupon of a shop, which bears all that it takes off."""
    owner = ids.path_owner("sel", seller_id)
    return await _made(request, owner, data)


@get(
    "/api/v1/coupons",
    tags=["cart"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden, BadCursor),
    cache_control=http.NO_STORE,
)
async def list_coupons(
    request: Request, limit: Limit = pages.LIMIT_DEFAULT, after: FromQuery[str | None] = None
) -> Page[OwnCouponOut]:
    """The marketplace's own coupons, newest first."""
    return await http.read(request, _page, MARKETPLACE, limit, after)


@post(
    "/api/v1/coupons",
    tags=["cart"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden, CodeTaken),
    cache_control=http.NO_STORE,
)
async def create_coupon(request: Request, data: JSONBody[NewCouponIn]) -> Response[OwnCouponOut]:
    """Make a coupon of the marketplace, which bears what the sellers do not."""
    return await _made(request, MARKETPLACE, data)


@get(
    "/api/v1/coupons/{coupon_id:str}",
    tags=["cart"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def get_coupon(request: Request, coupon_id: FromPath[str]) -> Response[OwnCouponOut]:
    """One coupon with its `ETag`."""
    return _answer(await http.read(request, _one, ids.path("coup", coupon_id)))


@put(
    "/api/v1/coupons/{coupon_id:str}",
    tags=["cart"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, PreconditionFailed, PreconditionRequired),
    cache_control=http.NO_STORE,
)
async def put_coupon(
    request: Request, coupon_id: FromPath[str], data: JSONBody[CouponIn]
) -> Response[OwnCouponOut]:
    """Change a coupon (`If-Match`), or pause it; orders keep what they were reduced by."""
    found, version = ids.path("coup", coupon_id), http.if_match(request)
    await http.write(request, offering.change_coupon, found, _terms(data, ids.owner_of(found)), version)
    return _answer(await http.read(request, _one, found))


@post(
    "/api/v1/coupons/{coupon_id:str}/codes",
    tags=["cart"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, TooManyCodes),
    cache_control=http.NO_STORE,
)
async def draw_coupon_codes(request: Request, coupon_id: FromPath[str], data: JSONBody[CodesIn]) -> CodesOut:
    """Draw codes by lot, at most 10,000 at once; with `uses_per_code_max` 1 each is good for one order."""
    made = await http.write(
        request, offering.draw_codes, ids.path("coup", coupon_id), data.count, data.prefix
    )
    return CodesOut(codes=made)


@get(
    "/api/v1/coupons/{coupon_id:str}/uses",
    tags=["cart"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def list_coupon_uses(request: Request, coupon_id: FromPath[str]) -> CouponUsesOut:
    """How a coupon is used, with its newest hundred uses."""
    return await http.read(request, _uses, ids.path("coup", coupon_id))


@get(
    "/api/v1/coupons/{coupon_id:str}/uses.csv",
    tags=["cart"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    media_type="text/csv",
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def export_coupon_uses(request: Request, coupon_id: FromPath[str]) -> Stream:
    """All uses of a coupon as a file for a spreadsheet, the newest first: order, time, code, amounts, who pays."""
    await http.limit(request, "export-uses", EXPORTS_PER_MINUTE_MAX, who=str(http.actor(request).account_id))
    lines = await flows.export_uses(http.platform(request), http.actor(request), ids.path("coup", coupon_id))
    return Stream(lines, headers={"content-disposition": 'attachment; filename="coupon-uses.csv"'})


async def _made(request: Request, owner: int, data: NewCouponIn) -> Response[OwnCouponOut]:
    made = await http.write(request, offering.create_coupon, owner, _terms(data, owner), data.code)
    found = _answer(await http.read(request, _one, made.id), status_code=201)
    found.headers["Location"] = f"/api/v1/coupons/{ids.encode('coup', made.id)}"
    return found


async def _page(tx: Tx, owner: int, limit: int, after: str | None) -> Page[OwnCouponOut]:
    listing = f"coupons {owner}"
    key = None if after is None else pages.decode(listing, after, tuple[datetime, UUID])
    page = pages.page(
        await coupons.coupons_of_owner(tx, owner, limit + 1, key), limit, listing, "created_at", "id"
    )
    codes = await coupons.codes_of(tx, [one.id for one in page.items], CODES_SHOWN)
    return Page([_out(one, codes[one.id], tx.now) for one in page.items], page.next)


async def _one(tx: Tx, coupon_id: UUID) -> OwnCouponOut:
    found = await coupons.coupon_for(tx, coupon_id)
    return _out(found, (await coupons.codes_of(tx, [coupon_id], CODES_SHOWN))[coupon_id], tx.now)


async def _uses(tx: Tx, coupon_id: UUID) -> CouponUsesOut:
    found = await coupons.coupon_for(tx, coupon_id)
    sums = await coupons.sums_of(tx, found)
    return CouponUsesOut(
        orders=found.used,
        discounts=[Money(one.amount, one.currency) for one in sums],
        promotions=[Money(one.promotion_amount, one.currency) for one in sums],
        items=[_use(one) for one in await coupons.uses_of(tx, found)],
    )


def _use(one: Use) -> CouponUseOut:
    return CouponUseOut(
        number=one.number,
        seller_order_id=None if one.seller_order_id is None else ids.encode("sord", one.seller_order_id),
        code=one.code,
        discount=Money(one.amount, one.currency),
        promotion=Money(one.promotion_amount, one.currency),
        by_sellers=Money(one.amount - one.promotion_amount, one.currency),
        held=one.held,
        at=one.created_at,
    )


def _answer(found: OwnCouponOut, status_code: int = 200) -> Response[OwnCouponOut]:
    return Response(found, status_code=status_code, headers={"ETag": http.etag(found.version)})


def _terms(data: CouponIn, owner: int) -> Terms:
    """The terms as the action takes them; raises Invalid for amounts that do not go together, and far moments."""
    given = {"amount": data.amount, "minimum": data.minimum, "budget": data.budget}
    currencies = {one.currency for one in given.values() if one is not None}
    faults = [
        FieldError(name, "is not below 0")
        for name, one in given.items()
        if one is not None and one.amount < 0
    ]
    faults += [
        FieldError(name, f"is in the years {FIRST_YEAR} to {LAST_YEAR}")
        for name, at in (("starts_at", data.starts_at), ("ends_at", data.ends_at))
        if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR
    ]
    if len(currencies) > 1:
        faults.append(FieldError("amount", "is in one currency with minimum and budget"))
    if faults:
        raise Invalid(errors=faults)
    return Terms(
        name=data.name,
        kind=data.kind,
        percent_bps=data.percent_bps,
        amount=data.amount.amount if data.amount else 0,
        minimum_amount=data.minimum.amount if data.minimum else 0,
        budget_amount=data.budget.amount if data.budget else None,
        currency=next(iter(currencies), None),
        buy_quantity=data.buy_quantity,
        get_quantity=data.get_quantity,
        seller_ids=[ids.decode_owner("sel", one, "sellers") for one in data.sellers],
        category_ids=[ids.decode("cat", one, "categories") for one in data.categories],
        product_ids=[ids.decode("prod", one, "products") for one in data.products],
        funded_by_seller_bps=data.funded_by_seller_bps if owner == MARKETPLACE else ALL_BPS,
        uses_max=data.uses_max,
        uses_per_code_max=data.uses_per_code_max,
        uses_per_customer_max=data.uses_per_customer_max,
        starts_at=data.starts_at or clock.now(),
        ends_at=data.ends_at,
        paused=data.paused,
    )


def _out(one: StoredCoupon, codes: list[str], now: datetime) -> OwnCouponOut:
    def money(amount: int | None) -> Money | None:
        return Money(amount, one.currency) if amount is not None and one.currency is not None else None

    return OwnCouponOut(
        id=ids.encode("coup", one.id),
        seller_id=ids.encode_owner("sel", one.seller_id) if one.seller_id != MARKETPLACE else None,
        name=one.name,
        kind=one.kind,
        state=one.state(now),
        percent_bps=one.percent_bps,
        amount=money(one.amount or None),
        minimum=money(one.minimum_amount or None),
        budget=money(one.budget_amount),
        buy_quantity=one.buy_quantity,
        get_quantity=one.get_quantity,
        sellers=[ids.encode_owner("sel", seller_id) for seller_id in one.seller_ids],
        categories=[ids.encode("cat", category_id) for category_id in one.category_ids],
        products=[ids.encode("prod", product_id) for product_id in one.product_ids],
        funded_by_seller_bps=one.funded_by_seller_bps,
        uses_max=one.uses_max,
        uses_per_code_max=one.uses_per_code_max,
        uses_per_customer_max=one.uses_per_customer_max,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        paused=one.paused,
        codes=codes,
        used=one.used,
        created_at=one.created_at,
        version=one.version,
    )


routes = [
    list_seller_coupons,
    create_seller_coupon,
    list_coupons,
    create_coupon,
    get_coupon,
    put_coupon,
    draw_coupon_codes,
    list_coupon_uses,
    export_coupon_uses,
]
