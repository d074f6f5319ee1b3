"""State changes of the sales figures: additions to 15-minute buckets."""

from collections.abc import Sequence
from datetime import datetime

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.analytics.rules import bucket_of


async def add_sales(tx: Tx, at: datetime, sales: Sequence[tuple[int, Money, int]]) -> None:
    """Count one order of each of these sellers, given in their order with revenue and units, by one statement."""
    await tx.execute(
        """INSERT INTO analytics.sales AS s (seller_id, bucket, currency, orders, units, revenue_amount)
           SELECT w.seller_id, $1, w.currency, 1, w.units, w.amount
           FROM unnest($2::bigint[], $3::text[], $4::integer[], $5::bigint[])
               WITH ORDINALITY AS w(seller_id, currency, units, amount, place)
           ORDER BY w.place
           ON CONFLICT (seller_id, bucket, currency) DO UPDATE
           SET orders = s.orders + 1, units = s.units + excluded.units,
               revenue_amount = s.revenue_amount + excluded.revenue_amount""",
        bucket_of(at),
        [seller_id for seller_id, _, _ in sales],
        [revenue.currency for _, revenue, _ in sales],
        [units for _, _, units in sales],
        [revenue.amount for _, revenue, _ in sales],
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
