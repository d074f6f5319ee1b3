"""State changes of the sales figures: additions to 15-minute buckets."""

from collections.abc import Mapping
from datetime import datetime

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.analytics.rules import Bucket, Counted, bucket_of


async def add_sales(tx: Tx, sales: Mapping[Bucket, Counted]) -> None:
    """Add what was sold to its buckets, in the one order in which they never deadlock."""
    found = sorted(sales.items())
    await tx.execute(
        """INSERT INTO analytics.sales AS s (seller_id, bucket, currency, orders, units, revenue_amount)
           SELECT w.seller_id, w.bucket, w.currency, w.orders, w.units, w.amount
           FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::integer[], $5::integer[], $6::bigint[])
               WITH ORDINALITY AS w(seller_id, bucket, currency, orders, units, amount, place)
           ORDER BY w.place
           ON CONFLICT (seller_id, bucket, currency) DO UPDATE
           SET orders = s.orders + excluded.orders, units = s.units + excluded.units,
               revenue_amount = s.revenue_amount + excluded.revenue_amount""",
        [bucket.seller_id for bucket, _ in found],
        [bucket.at for bucket, _ in found],
        [bucket.currency for bucket, _ in found],
        [counted.orders for _, counted in found],
        [counted.units for _, counted in found],
        [counted.amount for _, counted in found],
    )


async def add_cancellation(tx: Tx, seller_id: int, sold_at: datetime, amount: Money, units: int) -> None:
    """Note a cancellation in the bucket where the units were sold."""
    await tx.execute(
        """INSERT INTO analytics.sales AS s (seller_id, bucket, currency, cancelled_units, cancelled_amount)
           VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (seller_id, bucket, currency) DO UPDATE
           SET cancelled_units = s.cancelled_units + excluded.cancelled_units,
               cancelled_amount = s.cancelled_amount + excluded.cancelled_amount""",
        seller_id, bucket_of(sold_at), amount.currency, units, amount.amount,
    )  # fmt: skip
