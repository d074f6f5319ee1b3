"""When a seller's money becomes available: the delay starts with delivery, and each seller order is released once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from feria.core.db import Tx
from feria.services.payment.actions import ledger
from feria.services.payment.rules import postings

AVAILABLE_AFTER = timedelta(days=7)


async def schedule_release(tx: Tx, seller_id: int, seller_order_id: UUID, delivered_at: datetime) -> None:
    """Let the earnings of a delivered seller order become available seven days later; the first delivery counts."""
    await tx.execute(
        """UPDATE payment.earnings SET available_on = $3
           WHERE seller_id = $1 AND seller_order_id = $2 AND available_on IS NULL""",
        seller_id,
        seller_order_id,
        delivered_at + AVAILABLE_AFTER,
    )


async def freeze_earnings(tx: Tx, seller_id: int, seller_order_id: UUID, *, frozen: bool) -> None:
    """Keep what a seller order earns pending, or let it go on; what was released before stays released."""
    await tx.execute(
        "UPDATE payment.earnings SET frozen = $3 WHERE seller_id = $1 AND seller_order_id = $2",
        seller_id,
        seller_order_id,
        frozen,
    )


async def release_earnings(tx: Tx, seller_id: int, seller_order_ids: Sequence[UUID]) -> int:
    """Move what is left of these seller orders from pending to available; how many, those released before left out."""
    rows = await tx.fetch(
        """UPDATE payment.earnings SET state = 'available', released_at = $3
           WHERE seller_id = $1 AND seller_order_id = ANY($2::uuid[]) AND state = 'pending' AND NOT frozen
             AND available_on <= $3
           RETURNING seller_order_id, currency, net_amount - refunded_amount - refunded_promotion_amount
               + refunded_commission_amount + refunded_commission_tax_amount + refunded_remitted_tax_amount
               AS left_amount""",
        seller_id,
        list(seller_order_ids),
        tx.now,
    )
    transfers = [
        ledger.Transfer(
            kind="release",
            reference=row["seller_order_id"],
            currency=row["currency"],
            postings=postings.release(seller_id, row["seller_order_id"], row["left_amount"]),
        )
        for row in rows
    ]
    await ledger.post(tx, transfers)
    return len(rows)
