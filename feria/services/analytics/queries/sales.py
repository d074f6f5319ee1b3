"""Sales by period, summed from the buckets."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.analytics.rules import periods
from feria.services.analytics.schemas import Interval, Sales, SalesPeriod


async def sales(
    tx: Tx,
    seller_id: int | None,
    first: date,
    last: date,
    interval: Interval,
    *,
    currency: str,
    time_zone: str,
) -> Sales:
    """Sales of one seller (None: of all) from first to last day, both included, in the time zone's calendar."""
    zone = ZoneInfo(time_zone)
    starts = periods(first, last, interval)
    rows = await tx.fetch(
        """SELECT date_trunc($5, bucket AT TIME ZONE $6)::date AS start, sum(orders) AS orders, sum(units) AS units,
                  sum(revenue_amount) AS revenue_amount, sum(cancelled_amount) AS cancelled_amount
           FROM analytics.sales
           WHERE ($1::bigint IS NULL OR seller_id = $1) AND bucket >= $2 AND bucket < $3 AND currency = $4
           GROUP BY 1 ORDER BY 1""",
        seller_id,
        datetime.combine(first, time(), zone),
        datetime.combine(date.fromordinal(last.toordinal() + 1), time(), zone),
        currency,
        interval,
        time_zone,
    )
    found = {row["start"]: row for row in rows}
    items = [
        SalesPeriod(
            start=start,
            orders=int(row["orders"]) if (row := found.get(start)) else 0,
            units=int(row["units"]) if row else 0,
            revenue=Money(int(row["revenue_amount"]) if row else 0, currency),
            cancelled=Money(int(row["cancelled_amount"]) if row else 0, currency),
        )
        for start in starts
    ]
    return Sales(
        currency=currency,
        time_zone=time_zone,
        interval=interval,
        items=items,
        orders=sum(one.orders for one in items),
        units=sum(one.units for one in items),
        revenue=Money(sum(one.revenue.amount for one in items), currency),
        cancelled=Money(sum(one.cancelled.amount for one in items), currency),
    )
