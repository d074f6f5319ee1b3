"""What returns and cases share: a step with its history, and a refund of a part of a seller order."""

from uuid import UUID

from feria.core import ids
from feria.core.db import Rows, Tx
from feria.services.order.actions import steps
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.payment import contract as payment
from feria.services.payment.contract import RefundPart

CLAIM_HISTORY = Rows(
    '"order".claim_history',
    (("seller_id", "bigint"), ("id", "uuid"), ("return_id", "uuid"), ("case_id", "uuid"), ("from_status", "text"),
     ("to_status", "text"), ("actor", "text"), ("reason", "text"), ("at", "timestamptz")),
)  # fmt: skip


def note_step(
    tx: Tx,
    seller_id: int,
    *,
    return_id: UUID | None = None,
    case_id: UUID | None = None,
    path: tuple[str, str],
    role: str,
    reason: str,
) -> UUID:
    """Keep a step in the history of a return or a case; the step's id."""
    number = ids.new(seller_id)
    actor = steps.actor_of(tx, role)
    tx.collect(CLAIM_HISTORY, seller_id, number, return_id, case_id, *path, actor, reason, tx.now)
    return number


async def give_back(
    tx: Tx,
    order: OrderRow,
    back: RefundPart,
    part: SellerOrderRow,
    *,
    reason: str,
    cause_id: UUID,
    by_hand: bool,
) -> UUID | None:
    """Refund this of a locked seller order; the refund's id, None for nothing.

    The seller order's sums follow; lines and projection are the caller's. `by_hand` cancels what is still open.
    """
    if not back.moves:
        return None
    refund_id = await payment.request_refund(
        tx,
        shopper_id=order.shopper_id,
        payment_id=order.payment_id,
        parts=[back],
        reason=reason,
        cause_id=cause_id,
        by_hand=by_hand,
    )
    await tx.execute(
        """UPDATE "order".seller_orders SET refunded_amount = $3, refunded_commission_amount = $4,
               refunded_commission_tax_amount = $5, refunded_promotion_amount = $6,
               refunded_remitted_tax_amount = $8, updated_at = $7, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        part.seller_id,
        part.id,
        part.refunded_amount + back.amount,
        part.refunded_commission_amount + back.commission_amount,
        part.refunded_commission_tax_amount + back.commission_tax_amount,
        part.refunded_promotion_amount + back.promotion_amount,
        tx.now,
        part.refunded_remitted_tax_amount + back.remitted_tax_amount,
    )
    return refund_id
