"""What the marketplace has taken from its sellers in a span of time, and given back: what commission invoices say."""

from datetime import datetime
from uuid import UUID

import msgspec

from feria.core.db import Tx


class CommissionEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Commission and its tax of one payment or one refund of a seller order; a refund's are negative."""

    seller_order_id: UUID
    amount: int
    tax_amount: int
    is_refund: bool


_ENTRIES = """
SELECT e.seller_id, e.currency, e.seller_order_id, e.commission_amount AS amount,
       e.commission_tax_amount AS tax_amount, false AS is_refund
FROM payment.earnings e WHERE e.created_at >= $1 AND e.created_at < $2
UNION ALL
SELECT p.seller_id, p.currency, p.seller_order_id, -p.commission_amount, -p.commission_tax_amount, true
FROM payment.refunds r JOIN payment.refund_parts p ON p.shopper_id = r.shopper_id AND p.refund_id = r.id
WHERE r.created_at >= $1 AND r.created_at < $2"""


async def commission_payers(tx: Tx, since: datetime, until: datetime) -> list[tuple[int, str]]:
    """Sellers and currencies in which commission was taken or given back in this span, sorted."""
    rows = await tx.fetch(
        f"""SELECT DISTINCT seller_id, currency FROM ({_ENTRIES}) c WHERE amount <> 0 OR tax_amount <> 0
            ORDER BY seller_id, currency""",  # noqa: S608 - constant
        since,
        until,
    )
    return [(row["seller_id"], row["currency"]) for row in rows]


async def commission_entries(
    tx: Tx, seller_id: int, currency: str, since: datetime, until: datetime
) -> list[CommissionEntry]:
    """A seller's commission in this span, in one currency; summed, it is what the ledger says of the span."""
    return await tx.all(
        CommissionEntry,
        f"""SELECT seller_order_id, amount, tax_amount, is_refund FROM ({_ENTRIES}) c
            WHERE seller_id = $3 AND currency = $4 AND (amount <> 0 OR tax_amount <> 0)
            ORDER BY is_refund, seller_order_id""",  # noqa: S608 - constant
        since,
        until,
        seller_id,
        currency,
    )


async def commission_tax_rates(tx: Tx) -> dict[tuple[UUID, int], int]:
    """The VAT on commission of every version of every rule, in basis points."""
    rows = await tx.fetch("SELECT id, version, tax_rate_bps FROM payment.commission_rules")
    return {(UUID(int=row["id"].int), row["version"]): row["tax_rate_bps"] for row in rows}
