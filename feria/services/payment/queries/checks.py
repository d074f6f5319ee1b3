"""What must always be true of payments and the ledger; `feria check` reports what is not."""

from feria.core.db import Tx

FAULTS_MAX = 100

# Each query gives one row of text per fault.
_CHECKS = {
    "ledger transfers that do not sum to zero": """
        SELECT transfer_id || ' ' || currency AS fault FROM payment.ledger_postings
        GROUP BY transfer_id, currency HAVING sum(amount) <> 0""",
    "currencies whose ledger does not sum to zero": """
        SELECT currency || ' ' || sum(amount) AS fault FROM payment.ledger_postings
        GROUP BY currency HAVING sum(amount) <> 0""",
    "payments that are not the sum of their shares": """
        SELECT p.id::text AS fault FROM payment.payments p LEFT JOIN payment.payment_shares s
            ON s.shopper_id = p.shopper_id AND s.payment_id = p.id
        GROUP BY p.shopper_id, p.id
        HAVING p.amount <> coalesce(sum(s.gross_amount), 0) OR p.refunded_amount <> coalesce(sum(s.refunded_amount), 0)
            OR count(*) FILTER (WHERE s.currency <> p.currency) > 0""",
    "payments whose status and captured amount disagree": """
        SELECT id::text AS fault FROM payment.payments
        WHERE (status = 'succeeded') <> (captured_attempt_id IS NOT NULL)
            OR (status = 'succeeded' AND captured_amount <> amount)""",
    "payments that are not the sum of their refunds": """
        SELECT p.id::text AS fault FROM payment.payments p LEFT JOIN payment.refunds r
            ON r.shopper_id = p.shopper_id AND r.payment_id = p.id
        GROUP BY p.shopper_id, p.id
        HAVING p.refunded_amount <> coalesce(sum(r.amount), 0)
            OR p.returned_amount <> coalesce(sum(r.amount) FILTER (WHERE r.state = 'succeeded'), 0)""",
    "refunds that are not the sum of their parts": """
        SELECT r.id::text AS fault FROM payment.refunds r LEFT JOIN payment.refund_parts q
            ON q.shopper_id = r.shopper_id AND q.refund_id = r.id
        GROUP BY r.shopper_id, r.id HAVING r.amount <> coalesce(sum(q.amount), 0)""",
    "provider clearing that differs from captured minus returned": """
        SELECT currency || ' ' || sum(amount) AS fault FROM (
            SELECT currency, amount FROM payment.ledger_postings WHERE kind = 'provider_clearing'
            UNION ALL SELECT currency, returned_amount - captured_amount FROM payment.payments
        ) AS both_sides GROUP BY currency HAVING sum(amount) <> 0""",
    "refunds due that differ from the refunds on their way": """
        SELECT currency || ' ' || sum(amount) AS fault FROM (
            SELECT currency, amount FROM payment.ledger_postings WHERE kind = 'buyer_refunds_due'
            UNION ALL SELECT currency, amount FROM payment.refunds WHERE state <> 'succeeded'
        ) AS both_sides GROUP BY currency HAVING sum(amount) <> 0""",
    "carriers owed something else than labels have cost their shops": """
        SELECT currency || ' ' || sum(p.amount) AS fault FROM payment.ledger_transfers t
        JOIN payment.ledger_postings p ON p.transfer_id = t.id
        WHERE (p.kind = 'carrier_payable') <> (t.kind IN ('shipping_label', 'shipping_label_voided')
            AND p.owner = 0) GROUP BY p.currency""",
    "earnings that differ from the postings of their seller order": """
        SELECT e.seller_order_id::text AS fault FROM payment.earnings e
        LEFT JOIN (
            SELECT seller_order_id, owner,
                coalesce(sum(amount) FILTER (WHERE kind = 'seller_pending'), 0) AS pending,
                coalesce(sum(amount) FILTER (WHERE kind = 'seller_available'), 0) AS available
            FROM payment.ledger_postings WHERE kind IN ('seller_pending', 'seller_available')
            GROUP BY seller_order_id, owner
        ) p ON p.owner = e.seller_id AND p.seller_order_id = e.seller_order_id
        WHERE e.net_amount - e.refunded_amount - e.refunded_promotion_amount + e.refunded_commission_amount
            + e.refunded_commission_tax_amount + e.refunded_remitted_tax_amount
            <> -coalesce(CASE WHEN e.released_at IS NULL THEN p.pending ELSE p.available END, 0)
            OR coalesce(CASE WHEN e.released_at IS NULL THEN p.available ELSE p.pending END, 0) <> 0""",
    "earnings that differ from their share": """
        SELECT s.seller_order_id::text AS fault FROM payment.payment_shares s
        JOIN payment.payments p ON p.shopper_id = s.shopper_id AND p.id = s.payment_id
        LEFT JOIN payment.earnings e ON e.seller_id = s.seller_id AND e.seller_order_id = s.seller_order_id
        WHERE (p.status = 'succeeded') <> (e.seller_id IS NOT NULL)
            OR (e.gross_amount, e.commission_amount, e.commission_tax_amount, e.promotion_amount,
                e.remitted_tax_amount, e.net_amount, e.refunded_amount, e.refunded_promotion_amount,
                e.refunded_remitted_tax_amount)
                <> (s.gross_amount, s.commission_amount, s.commission_tax_amount, s.promotion_amount,
                    s.remitted_tax_amount, s.net_amount, s.refunded_amount, s.refunded_promotion_amount,
                    s.refunded_remitted_tax_amount)""",
    "tax payable that differs from what earnings owe of tax": """
        SELECT currency || ' ' || sum(amount) AS fault FROM (
            SELECT currency, amount FROM payment.ledger_postings WHERE kind = 'tax_payable'
            UNION ALL SELECT currency, commission_tax_amount - refunded_commission_tax_amount + remitted_tax_amount
                - refunded_remitted_tax_amount FROM payment.earnings
        ) AS both_sides GROUP BY currency HAVING sum(amount) <> 0""",
}


async def check(tx: Tx) -> list[str]:
    """One sentence per kind of fault, with the first hundred things that have it; empty when all is well."""
    found = []
    for title, sql in _CHECKS.items():
        rows = await tx.fetch(f"{sql} LIMIT {FAULTS_MAX}")
        if rows:
            found.append(f"payment: {title}: " + ", ".join(row["fault"] for row in rows))
    return found
