"""State changes of the sales figures: additions to 15-minute buckets."""

from datetime import datetime

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.analytics.rules import bucket_of


async def add_sale(tx: Tx, seller_id: int, at: datetime, revenue: Money, units: int) -> None:
    """Count one order of a seller."""
    await tx.execute(
        """INSERT INTO analytics.sales AS s (seller_id, bucket, currency, orders, units, revenue_amount)
           VALUES ($1, $2, $3, 1, $4, $5)
           ON CONFLICT (seller_id, bucket, currency) DO UPDATE
           SET orders = s.orders + 1, units = s.units + excluded.units,
               revenue_amount = s.revenue_amount + excluded.revenue_amount""",
        seller_id, bucket_of(at), revenue.currency, units, revenue.amount,
    )  # fmt: skip


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
