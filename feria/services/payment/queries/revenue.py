"""What the marketplace earns: postings to commission revenue by period, what was taken less what refunds gave back."""

from datetime import date, datetime

import msgspec

from feria.core.db import Tx


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """From `since` up to `until` (not included), by day, week or month of a time zone's calendar."""

    since: datetime
    until: datetime
    interval: str
    time_zone: str


_SUMMED = """
SELECT date_trunc($4, t.created_at AT TIME ZONE $5)::date AS start, (-sum(p.amount))::bigint AS amount
"""
_OF_ALL = """
FROM payment.ledger_transfers t JOIN payment.ledger_postings p ON p.transfer_id = t.id
WHERE t.created_at >= $2 AND t.created_at < $3 AND p.kind = 'commission_revenue' AND p.currency = $1
GROUP BY 1"""
# A seller's transfers are found by what they are for: its payments and their refunds.
_OF_SELLER = """
FROM (
    SELECT t.id, t.created_at, e.seller_order_id
    FROM payment.earnings e
    JOIN payment.ledger_transfers t ON t.kind = 'settlement' AND t.reference = e.payment_id
    WHERE e.seller_id = $6 AND e.created_at < $3
    UNION ALL
    SELECT t.id, t.created_at, e.seller_order_id
    FROM payment.earnings e
    JOIN payment.refunds r ON r.shopper_id = e.shopper_id AND r.payment_id = e.payment_id
    JOIN payment.ledger_transfers t ON t.kind = 'refund' AND t.reference = r.id
    WHERE e.seller_id = $6 AND e.created_at < $3
) t
JOIN payment.ledger_postings p ON p.transfer_id = t.id AND p.seller_order_id = t.seller_order_id
WHERE t.created_at >= $2 AND t.created_at < $3 AND p.kind = 'commission_revenue' AND p.currency = $1
GROUP BY 1"""


async def commission_revenue(tx: Tx, seller_id: int | None, currency: str, span: Span) -> dict[date, int]:
    """Commission in minor units by the first day of each period, of one seller or (None) of all.

    It counts when the ledger counts it: a refund lowers the period in which it was decided. Over all time it is what
    the account `commission_revenue` holds.
    """
    sql = _SUMMED + (_OF_ALL if seller_id is None else _OF_SELLER)
    given = () if seller_id is None else (seller_id,)
    rows = await tx.fetch(sql, currency, span.since, span.until, span.interval, span.time_zone, *given)
    return {row["start"]: row["amount"] for row in rows}
