"""Doors of the analytics service."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import get
from litestar.params import FromQuery, QueryParameter

from feria.core import http, ids
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, invalid
from feria.core.http import Request
from feria.core.types import MarketChoice
from feria.services.analytics.queries import dashboard as dashboards
from feria.services.analytics.queries import revenue as revenues
from feria.services.analytics.queries import sales as figures
from feria.services.analytics.schemas import (
    Interval,
    MarketplaceDashboardOut,
    Revenue,
    Sales,
    SellerDashboardOut,
)
from feria.services.user import contract as user

PERIODS_MAX = 400
DAYS_DEFAULT = 29
MEMBERS: dict[str, Any] = {
    "tags": ["analytics"],
    "guards": [http.signed_in],
    "security": [{"bearer": []}],
    "cache_control": http.NO_STORE,
    "responses": http.problems(NotFound, Forbidden),
}
SellerChoice = Annotated[str | None, QueryParameter(pattern="^sel_[0-9a-hjkmnp-tv-z]{8}$")]
FirstDay = Annotated[
    date | None, QueryParameter(name="from", description="first day; 30 days up to `to` by default")
]
LastDay = Annotated[
    date | None, QueryParameter(name="to", description="last day, included; today by default")
]


class _Asked(msgspec.Struct, frozen=True):
    """The query of a report."""

    seller_ref: str | None
    first: date | None
    last: date | None
    interval: Interval
    market_id: str | None


class _Report(msgspec.Struct, frozen=True):
    """Whose figures (None: everybody's), of which days, in which currency and calendar."""

    seller_id: int | None
    first: date
    last: date
    currency: str
    time_zone: str


async def _report(tx: Tx, asked: _Asked) -> _Report:
    """What is reported; raises NotFound, Forbidden, or Invalid for days that make no report."""
    seller_id = await _seller_for(tx, asked.seller_ref, "finance", "support")
    time_zone = await _time_zone(tx, seller_id)
    last = asked.last or tx.now.astimezone(ZoneInfo(time_zone)).date()
    first = asked.first or date.fromordinal(max(1, last.toordinal() - DAYS_DEFAULT))
    length = {"day": 1, "week": 7, "month": 28}[asked.interval]
    if first > last:
        raise invalid("from", "is after `to`")
    if (last - first).days / length > PERIODS_MAX or not 2000 <= first.year <= last.year <= 2200:
        raise invalid("from", f"asks for more than {PERIODS_MAX} periods")
    market = await user.market(tx, asked.market_id)
    return _Report(seller_id, first, last, market.currency, time_zone)


async def _time_zone(tx: Tx, seller_id: int | None) -> str:
    if seller_id is None:
        return (await user.marketplace(tx)).time_zone
    return (await user.seller_cards(tx, [seller_id]))[seller_id].time_zone


async def _seller_for(tx: Tx, seller_ref: str | None, *staff: str) -> int | None:
    """Whose figures: a member's own seller, or, for operator staff, any or all (None). A foreign seller is 404."""
    if seller_ref is not None:
        seller_id = ids.decode_owner("sel", seller_ref, "seller_id")
        known = tx.actor.member_of(seller_id) or tx.actor.is_operator("finance", "support")
        if not known or not await user.seller_cards(tx, [seller_id]):
            raise NotFound
        return seller_id
    if tx.actor.is_operator(*staff):
        return None
    if len(tx.actor.memberships) > 1:
        raise invalid("seller_id", "is required for a member of several sellers")
    if not tx.actor.memberships:
        raise Forbidden
    return next(iter(tx.actor.memberships))


async def _sales(tx: Tx, asked: _Asked) -> Sales:
    of = await _report(tx, asked)
    return await figures.sales(
        tx, of.seller_id, of.first, of.last, asked.interval, currency=of.currency, time_zone=of.time_zone
    )


async def _revenue(tx: Tx, asked: _Asked) -> Revenue:
    of = await _report(tx, asked)
    return await revenues.revenue(
        tx, of.seller_id, of.first, of.last, asked.interval, currency=of.currency, time_zone=of.time_zone
    )


async def _dashboard(tx: Tx, seller_ref: str | None) -> SellerDashboardOut | MarketplaceDashboardOut:
    seller_id = await _seller_for(tx, seller_ref, "finance", "support", "moderator")
    time_zone = await _time_zone(tx, seller_id)
    if seller_id is None:
        return await dashboards.marketplace_dashboard(tx, time_zone)
    return await dashboards.seller_dashboard(tx, seller_id, time_zone)


@get("/api/v1/analytics/sales", **MEMBERS)
async def sales(
    request: Request,
    seller_id: SellerChoice = None,
    first: FirstDay = None,
    last: LastDay = None,
    interval: FromQuery[Interval] = "day",
    market: MarketChoice = None,
) -> Sales:
    """Orders, units and revenue by day, week or month, in the seller's (or marketplace's) time zone."""
    return await http.read_behind(request, _sales, _Asked(seller_id, first, last, interval, market))


@get("/api/v1/analytics/revenue", **MEMBERS)
async def revenue(
    request: Request,
    seller_id: SellerChoice = None,
    first: FirstDay = None,
    last: LastDay = None,
    interval: FromQuery[Interval] = "day",
    market: MarketChoice = None,
) -> Revenue:
    """What was sold and what the marketplace earned by it, by day, week or month; for members, of their shop."""
    return await http.read_behind(request, _revenue, _Asked(seller_id, first, last, interval, market))


@get("/api/v1/analytics/dashboard", **MEMBERS)
async def dashboard(
    request: Request, seller_id: SellerChoice = None
) -> SellerDashboardOut | MarketplaceDashboardOut:
    """What waits, and thirty days beside the thirty before; of a shop, or for operator staff of the marketplace.

    `kind` tells which.
    """
    return await http.read(request, _dashboard, seller_id)


routes = [sales, revenue, dashboard]
