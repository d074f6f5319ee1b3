"""What others may ask of the analytics service: whether its figures add up."""

from feria.core.db import Tx


async def check(tx: Tx) -> list[str]:
    """Faults of the sales figures: more cancelled than sold in a bucket (once all deliveries are done)."""
    if await tx.fetchval(
        "SELECT count(*) FROM core.deliveries WHERE state <> 'done' AND handler LIKE 'analytics.%'"
    ):
        return []
    rows = await tx.fetch(
        "SELECT seller_id, bucket, currency FROM analytics.sales WHERE cancelled_amount > revenue_amount LIMIT 20"
    )
    return [
        f"analytics: more cancelled than sold by seller {row['seller_id']} in {row['bucket']}" for row in rows
    ]
