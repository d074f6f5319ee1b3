"""Doors of the analytics service."""

from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import get
from litestar.params import FromQuery, QueryParameter

from feria.core import http, ids
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, invalid
from feria.core.http import Request
from feria.core.types import MarketChoice
from feria.services.analytics import queries
from feria.services.analytics.schemas import Interval, Sales
from feria.services.user import contract as user

PERIODS_MAX = 400
DAYS_DEFAULT = 29


async def _sales(
    tx: Tx,
    seller_ref: str | None,
    first: date | None,
    last: date | None,
    interval: Interval,
    market_id: str | None,
) -> Sales:
    seller_id = await _seller_for(tx, seller_ref)
    if seller_id is None:
        time_zone = (await user.marketplace(tx)).time_zone
    else:
        time_zone = (await user.seller_cards(tx, [seller_id]))[seller_id].time_zone
    last = last or tx.now.astimezone(ZoneInfo(time_zone)).date()
    first = first or last - timedelta(days=DAYS_DEFAULT)
    length = {"day": 1, "week": 7, "month": 28}[interval]
    if first > last:
        raise invalid("from", "is after `to`")
    if (last - first).days / length > PERIODS_MAX or not 2000 <= first.year <= last.year <= 2200:
        raise invalid("from", f"asks for more than {PERIODS_MAX} periods")
    market = await user.market(tx, market_id)
    return await queries.sales(
        tx, seller_id, first, last, interval, currency=market.currency, time_zone=time_zone
    )


async def _seller_for(tx: Tx, seller_ref: str | None) -> int | None:
    """Whose sales: a member's own seller, or, for the operator, any or all (None). A foreign seller is 404."""
    operator = tx.actor.is_operator("finance", "support")
    if seller_ref is not None:
        seller_id = ids.decode_owner("sel", seller_ref, "seller_id")
        if not (tx.actor.member_of(seller_id) or operator) or not await user.seller_cards(tx, [seller_id]):
            raise NotFound
        return seller_id
    if operator:
        return None
    if len(tx.actor.memberships) > 1:
        raise invalid("seller_id", "is required for a member of several sellers")
    if not tx.actor.memberships:
        raise Forbidden
    return next(iter(tx.actor.memberships))


@get(
    "/api/v1/analytics/sales",
    tags=["analytics"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden),
)
async def sales(
    request: Request,
    seller_id: Annotated[str | None, QueryParameter(pattern="^sel_[0-9a-hjkmnp-tv-z]{8}$")] = None,
    first: Annotated[
        date | None, QueryParameter(name="from", description="first day; 30 days up to `to` by default")
    ] = None,
    last: Annotated[
        date | None, QueryParameter(name="to", description="last day, included; today by default")
    ] = None,
    interval: FromQuery[Interval] = "day",
    market: MarketChoice = None,
) -> Sales:
    """Orders, units and revenue by day, week or month, in the seller's (or marketplace's) time zone."""
    return await http.read_behind(request, _sales, seller_id, first, last, interval, market)


routes = [sales]
