"""Revenue by period: the sales figures beside the commission that the ledger holds."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.analytics.queries.sales import sales
from feria.services.analytics.schemas import Interval, Revenue, RevenuePeriod
from feria.services.payment import contract as payment


async def revenue(
    tx: Tx,
    seller_id: int | None,
    first: date,
    last: date,
    interval: Interval,
    *,
    currency: str,
    time_zone: str,
) -> Revenue:
    """Revenue of one seller (None: of all) from first to last day, both included, in the time zone's calendar."""
    sold = await sales(tx, seller_id, first, last, interval, currency=currency, time_zone=time_zone)
    zone = ZoneInfo(time_zone)
    span = payment.Span(
        since=datetime.combine(first, time(), zone),
        until=datetime.combine(last + timedelta(days=1), time(), zone),
        interval=interval,
        time_zone=time_zone,
    )
    earned = await payment.commission_revenue(tx, seller_id, currency, span)
    return Revenue(
        currency=currency,
        time_zone=time_zone,
        interval=interval,
        items=[
            RevenuePeriod(
                start=one.start,
                orders=one.orders,
                gmv=one.revenue,
                commission=Money(earned.get(one.start, 0), currency),
                cancelled=one.cancelled,
            )
            for one in sold.items
        ],
        orders=sold.orders,
        gmv=sold.revenue,
        commission=Money(sum(earned.values()), currency),
        cancelled=sold.cancelled,
    )
