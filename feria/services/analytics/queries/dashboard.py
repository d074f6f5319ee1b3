"""What a shop and the marketplace see first: what waits for them, and thirty days beside the thirty before."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from feria.core import events
from feria.core.db import Tx
from feria.core.money import Money
from feria.services.analytics.queries.revenue import revenue
from feria.services.analytics.queries.sales import sales
from feria.services.analytics.schemas import (
    MarketplaceDashboardOut,
    MarketplaceMonthOut,
    MarketplaceTasksOut,
    RevenuePeriod,
    SalesPeriod,
    SellerBalanceOut,
    SellerDashboardOut,
    SellerMonthOut,
    SellerTasksOut,
)
from feria.services.order import contract as order
from feria.services.payment import contract as payment
from feria.services.product import contract as product
from feria.services.user import contract as user

DAYS = 30


async def seller_dashboard(tx: Tx, seller_id: int, time_zone: str) -> SellerDashboardOut:
    """A shop at a glance, in the default market's currency and the shop's calendar."""
    currency = (await user.market(tx, None)).currency
    first, last = _days(tx, time_zone)
    sold = await sales(tx, seller_id, first, last, "day", currency=currency, time_zone=time_zone)
    orders = await order.seller_tasks(tx, seller_id)
    catalogue = await product.catalogue_tasks(tx, seller_id)
    return SellerDashboardOut(
        tasks=SellerTasksOut(**msgspec.structs.asdict(orders), **msgspec.structs.asdict(catalogue)),
        balance=await _balance(tx, seller_id, currency),
        last_30_days=_seller_month(sold.items[-DAYS:], currency),
        previous_30_days=_seller_month(sold.items[:-DAYS], currency),
    )


async def marketplace_dashboard(tx: Tx, time_zone: str) -> MarketplaceDashboardOut:
    """The marketplace at a glance, in the default market's currency and the marketplace's calendar."""
    currency = (await user.market(tx, None)).currency
    first, last = _days(tx, time_zone)
    earned = await revenue(tx, None, first, last, "day", currency=currency, time_zone=time_zone)
    _, dead_letters = await events.backlog(tx)
    return MarketplaceDashboardOut(
        tasks=MarketplaceTasksOut(
            sellers_waiting=await user.sellers_waiting(tx),
            products_waiting=await product.products_waiting_count(tx),
            reviews_waiting=await product.reviews_waiting(tx),
            cases_waiting=await order.cases_waiting(tx),
            payments_flagged=await payment.flagged_payments(tx),
            dead_letters=dead_letters,
        ),
        last_30_days=_marketplace_month(earned.items[-DAYS:], currency),
        previous_30_days=_marketplace_month(earned.items[:-DAYS], currency),
    )


def _days(tx: Tx, time_zone: str) -> tuple[date, date]:
    """The first and the last of sixty days, of which the last is today."""
    today = tx.now.astimezone(ZoneInfo(time_zone)).date()
    return today - timedelta(days=2 * DAYS - 1), today


async def _balance(tx: Tx, seller_id: int, currency: str) -> SellerBalanceOut | None:
    if not payment.may_see_money(tx, seller_id):
        return None
    found = {one.currency: one for one in await payment.balances_of_seller(tx, seller_id)}.get(currency)
    return SellerBalanceOut(
        pending=Money(found.pending_amount if found else 0, currency),
        available=Money(found.available_amount if found else 0, currency),
    )


def _seller_month(days: Sequence[SalesPeriod], currency: str) -> SellerMonthOut:
    return SellerMonthOut(
        orders=sum(day.orders for day in days),
        units=sum(day.units for day in days),
        revenue=Money(sum(day.revenue.amount for day in days), currency),
    )


def _marketplace_month(days: Sequence[RevenuePeriod], currency: str) -> MarketplaceMonthOut:
    return MarketplaceMonthOut(
        orders=sum(day.orders for day in days),
        gmv=Money(sum(day.gmv.amount for day in days), currency),
        commission=Money(sum(day.commission.amount for day in days), currency),
    )
