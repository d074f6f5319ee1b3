"""Refunds: the reads that actions, doors and the sending job need."""

from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.payment.rules.postings import RefundPart

_REFUND = """r.shopper_id, r.id, r.payment_id, r.order_id, r.cause_id, r.attempt_id, r.provider, r.state, r.amount,
    r.currency, r.reason, r.created_at, a.provider_ref AS attempt_ref"""
_FROM = "payment.refunds r JOIN payment.attempts a ON a.shopper_id = r.shopper_id AND a.id = r.attempt_id"


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund with the provider's reference of the attempt whose money it returns."""

    shopper_id: int
    id: UUID
    payment_id: UUID
    order_id: UUID
    cause_id: UUID
    attempt_id: UUID
    provider: str
    state: str
    amount: int
    currency: str
    reason: str
    created_at: datetime
    attempt_ref: str


async def refund(tx: Tx, refund_id: UUID) -> Refund | None:
    """The refund, whoever acts."""
    return await tx.one(
        Refund,
        f"SELECT {_REFUND} FROM {_FROM} WHERE r.shopper_id = $1 AND r.id = $2",  # noqa: S608 - constant columns
        ids.owner_of(refund_id),
        refund_id,
    )


async def refund_of_cause(tx: Tx, shopper_id: int, payment_id: UUID, cause_id: UUID) -> UUID | None:
    """The refund that this cause already had."""
    found: UUID | None = await tx.fetchval(
        "SELECT id FROM payment.refunds WHERE shopper_id = $1 AND payment_id = $2 AND cause_id = $3",
        shopper_id,
        payment_id,
        cause_id,
    )
    return found


async def refunds_of_payment(tx: Tx, shopper_id: int, payment_id: UUID) -> list[Refund]:
    """The payment's refunds, oldest first."""
    return await tx.all(
        Refund,
        f"SELECT {_REFUND} FROM {_FROM} WHERE r.shopper_id = $1 AND r.payment_id = $2 ORDER BY r.created_at, r.id",  # noqa: S608 - constant columns
        shopper_id,
        payment_id,
    )


class RefundDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Why money goes back, and what of each seller order."""

    reason: str
    parts: list[RefundPart]


async def refund_detail(tx: Tx, refund_id: UUID) -> RefundDetail:
    """Reason and parts of a refund that exists."""
    parts = await tx.all(
        RefundPart,
        """SELECT seller_id, seller_order_id, amount, commission_amount, commission_tax_amount, promotion_amount
           FROM payment.refund_parts WHERE shopper_id = $1 AND refund_id = $2 ORDER BY seller_id, seller_order_id""",
        ids.owner_of(refund_id),
        refund_id,
    )
    found = await refund(tx, refund_id)
    assert found is not None
    return RefundDetail(reason=found.reason, parts=parts)
