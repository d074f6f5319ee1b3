"""What sellers earn: balances as sums of postings, the earnings of each order, and the seller's ledger entries."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """A seller's money in one currency."""

    currency: str
    pending_amount: int
    available_amount: int


class Earning(msgspec.Struct, frozen=True, kw_only=True):
    """What one seller order brings; commission, promotion, remitted tax and net are what is left after refunds."""

    seller_order_id: UUID
    number: str
    gross_amount: int
    commission_amount: int
    commission_tax_amount: int
    refunded_amount: int
    promotion_amount: int
    remitted_tax_amount: int
    net_amount: int
    currency: str
    state: str
    created_at: datetime
    available_on: datetime | None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a seller's ledger as the seller sees it: money received is positive."""

    id: int
    at: datetime
    transfer: str
    account: str
    seller_order_id: UUID | None
    number: str | None
    amount: int
    currency: str


def may_see_money(tx: Tx, seller_id: int) -> bool:
    """Whether the actor is the seller's owner, a manager of it, or finance staff."""
    return tx.actor.is_operator("finance") or tx.actor.member_of(seller_id, "manager")


def require_seller(tx: Tx, seller_id: int) -> None:
    """Let the seller's owner and managers and finance staff pass; a stranger learns nothing."""
    if may_see_money(tx, seller_id):
        return
    raise Forbidden if tx.actor.member_of(seller_id) else NotFound


async def balances_of_seller(tx: Tx, seller_id: int) -> list[Balance]:
    """Pending and available money per currency, as sums of postings."""
    require_seller(tx, seller_id)
    return await tx.all(
        Balance,
        """SELECT currency, coalesce(-sum(amount) FILTER (WHERE kind = 'seller_pending'), 0)::bigint AS pending_amount,
                  coalesce(-sum(amount) FILTER (WHERE kind = 'seller_available'), 0)::bigint AS available_amount
           FROM payment.ledger_postings WHERE owner = $1 AND kind IN ('seller_pending', 'seller_available')
           GROUP BY currency ORDER BY currency""",
        seller_id,
    )


async def earnings_of_seller(
    tx: Tx, seller_id: int, after: tuple[datetime, UUID] | None, limit: int
) -> list[Earning]:
    """The seller's earnings, newest first."""
    require_seller(tx, seller_id)
    return await tx.all(
        Earning,
        """SELECT seller_order_id, number, gross_amount,
                  commission_amount - refunded_commission_amount AS commission_amount,
                  commission_tax_amount - refunded_commission_tax_amount AS commission_tax_amount, refunded_amount,
                  promotion_amount - refunded_promotion_amount AS promotion_amount,
                  remitted_tax_amount - refunded_remitted_tax_amount AS remitted_tax_amount,
                  net_amount - refunded_amount - refunded_promotion_amount + refunded_commission_amount
                      + refunded_commission_tax_amount + refunded_remitted_tax_amount AS net_amount,
                  currency, state, created_at, available_on
           FROM payment.earnings
           WHERE seller_id = $1 AND ($2::timestamptz IS NULL OR (created_at, seller_order_id) < ($2, $3::uuid))
           ORDER BY created_at DESC, seller_order_id DESC LIMIT $4""",
        seller_id,
        after[0] if after else None,
        after[1] if after else None,
        limit,
    )


# The page is cut before anything is joined to it, else all that a seller ever earned would be.
ENTRIES = """
SELECT p.id, t.created_at AS at, t.kind AS transfer, p.kind AS account, p.seller_order_id, e.number,
       -p.amount AS amount, p.currency
FROM (
    SELECT id, transfer_id, owner, kind, seller_order_id, amount, currency FROM payment.ledger_postings
    WHERE owner = $1 AND kind IN ('seller_pending', 'seller_available', 'seller_reserve')
      AND ($2::bigint IS NULL OR id < $2)
    ORDER BY id DESC LIMIT $3
) p
JOIN payment.ledger_transfers t ON t.id = p.transfer_id
LEFT JOIN payment.earnings e ON e.seller_id = p.owner AND e.seller_order_id = p.seller_order_id
ORDER BY p.id DESC"""


async def entries_of_seller(tx: Tx, seller_id: int, after: int | None, limit: int) -> list[Entry]:
    """The seller's ledger entries, newest first."""
    require_seller(tx, seller_id)
    return await tx.all(Entry, ENTRIES, seller_id, after, limit)


async def due_earnings(tx: Tx, limit: int) -> Mapping[int, list[UUID]]:
    """Seller orders whose earnings may be released now, by seller; the longest due first."""
    rows = await tx.fetch(
        """SELECT seller_id, seller_order_id FROM payment.earnings
           WHERE state = 'pending' AND NOT frozen AND available_on <= $1 ORDER BY available_on, seller_id LIMIT $2""",
        tx.now,
        limit,
    )
    found: dict[int, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["seller_id"], []).append(row["seller_order_id"])
    return dict(sorted(found.items()))
