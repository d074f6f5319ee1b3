"""What must always be true of orders; `feria check` reports what is not."""

from feria.core.db import Tx
from feria.services.order import rules

FAULTS_MAX = 100
BATCH = 1_000

# Each query gives one row of text per fault. Other services' tables are read here only, to follow references.
_CHECKS = {
    "orders that are not the sum of their seller orders": """
        SELECT o.number AS fault FROM "order".orders o LEFT JOIN "order".seller_orders s
            ON s.order_id = o.id AND s.seller_id = ANY(o.seller_ids)
        GROUP BY o.shopper_id, o.id
        HAVING o.items_amount <> sum(s.items_amount) OR o.shipping_amount <> sum(s.shipping_amount)
            OR o.discount_amount <> sum(s.discount_amount) OR o.tax_amount <> sum(s.tax_amount)
            OR o.total_amount <> sum(s.total_amount) OR count(s.id) <> cardinality(o.seller_ids)
            OR count(*) FILTER (WHERE s.currency <> o.currency) > 0""",
    "seller orders that are not the sum of their lines": """
        SELECT s.number AS fault FROM "order".seller_orders s LEFT JOIN "order".order_lines l
            ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
        GROUP BY s.seller_id, s.id
        HAVING s.items_amount <> sum(l.unit_amount * l.ordered)
            OR s.discount_amount <> sum(l.discount_amount) + s.shipping_discount_amount
            OR s.promotion_amount < sum(l.promotion_amount)
            OR s.tax_amount <> sum(l.tax_amount) + s.shipping_tax_amount
            OR s.total_amount NOT IN (sum(l.gross_amount) + s.shipping_amount - s.shipping_discount_amount,
                sum(l.gross_amount) + s.shipping_amount - s.shipping_discount_amount + s.shipping_tax_amount)
            OR s.commission_amount <> sum(l.commission_amount)
            OR s.commission_tax_amount <> sum(l.commission_tax_amount)""",
    "orders whose coupons took off something else than was noted": """
        SELECT o.number AS fault FROM "order".orders o
        LEFT JOIN cart.coupon_uses u ON u.order_id = o.id
        GROUP BY o.shopper_id, o.id
        HAVING coalesce(sum(u.amount), 0) <> o.discount_amount
            OR coalesce(sum(u.promotion_amount), 0) <> o.promotion_amount
            OR coalesce(bool_or(u.held), false) <> (o.discount_amount > 0 AND (o.placed_at IS NOT NULL
                OR o.status = 'pending_payment'))""",
    "lines whose gross is not net and tax": """
        SELECT id::text AS fault FROM "order".order_lines WHERE gross_amount <> net_amount + tax_amount""",
    "lines whose shipped quantity is not in parcels": """
        SELECT l.id::text AS fault FROM "order".order_lines l LEFT JOIN "order".shipment_lines p
            ON p.seller_id = l.seller_id AND p.line_id = l.id
        GROUP BY l.seller_id, l.id HAVING l.shipped <> coalesce(sum(p.quantity), 0)""",
    "seller orders whose status does not follow from their lines": """
        SELECT s.number AS fault FROM "order".seller_orders s JOIN "order".order_lines l
            ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
        GROUP BY s.seller_id, s.id
        HAVING CASE s.status
            WHEN 'cancelled' THEN sum(l.cancelled) <> sum(l.ordered)
            WHEN 'partially_shipped' THEN sum(l.shipped) NOT BETWEEN 1 AND sum(l.ordered - l.cancelled) - 1
            WHEN 'shipped' THEN sum(l.shipped) <> sum(l.ordered - l.cancelled) OR sum(l.shipped) = 0
            WHEN 'delivered' THEN sum(l.delivered) <> sum(l.ordered - l.cancelled)
            WHEN 'completed' THEN sum(l.delivered) <> sum(l.ordered - l.cancelled)
            ELSE sum(l.shipped) > 0 OR sum(l.cancelled) = sum(l.ordered) END""",
    "seller orders whose status is not the last step of their history": """
        SELECT s.number AS fault FROM "order".seller_orders s
        WHERE s.status <> 'awaiting_payment' AND NOT EXISTS (
            SELECT FROM "order".history h
            WHERE h.seller_id = s.seller_id AND h.seller_order_id = s.id AND h.to_status = s.status)""",
    "order numbers that do not lead to their order": """
        SELECT o.number AS fault FROM "order".orders o LEFT JOIN "order".order_numbers n ON n.number = o.number
        WHERE (n.shopper_id, n.order_id) IS DISTINCT FROM (o.shopper_id, o.id)""",
    "orders without their payment, or of another amount": """
        SELECT o.number AS fault FROM "order".orders o LEFT JOIN payment.payments p
            ON p.shopper_id = o.shopper_id AND p.id = o.payment_id
        WHERE (p.order_id, p.amount, p.currency) IS DISTINCT FROM (o.id, o.total_amount, o.currency)""",
    "seller orders whose refunds differ from their payment's share": """
        SELECT s.number AS fault FROM "order".seller_orders s LEFT JOIN payment.payment_shares p
            ON p.shopper_id = s.shopper_id AND p.seller_order_id = s.id
        WHERE p.seller_order_id IS NULL
            OR (p.gross_amount, p.refunded_amount, p.promotion_amount, p.refunded_promotion_amount)
                <> (s.total_amount, s.refunded_amount, s.promotion_amount, s.refunded_promotion_amount)""",
    "seller orders of unknown sellers": """
        SELECT s.number AS fault FROM "order".seller_orders s LEFT JOIN "user".sellers c ON c.id = s.seller_id
        WHERE c.id IS NULL""",
    "lines of unknown variants": """
        SELECT l.id::text AS fault FROM "order".order_lines l LEFT JOIN product.variants v
            ON v.seller_id = l.seller_id AND v.id = l.variant_id AND v.product_id = l.product_id
        WHERE v.id IS NULL""",
    "variants whose reserved stock differs from what open orders hold": """
        SELECT t.variant_id || ': ' || t.reserved || ' reserved, ' || coalesce(h.held, 0) || ' held' AS fault
        FROM (SELECT seller_id, variant_id, sum(reserved) AS reserved FROM product.stock
              WHERE policy <> 'untracked' GROUP BY seller_id, variant_id) t
        LEFT JOIN (
            SELECT l.seller_id, l.variant_id, sum(l.ordered - l.cancelled - l.shipped) AS held
            FROM "order".order_lines l
            JOIN "order".seller_orders s ON s.seller_id = l.seller_id AND s.id = l.seller_order_id
            WHERE s.status IN ('awaiting_payment', 'placed', 'accepted', 'partially_shipped')
            GROUP BY l.seller_id, l.variant_id
        ) h ON h.seller_id = t.seller_id AND h.variant_id = t.variant_id
        WHERE t.reserved <> coalesce(h.held, 0)""",
}

_PROJECTIONS = """
SELECT o.id, o.number, o.status, o.payment_status, p.status AS paid, p.captured_amount, p.refunded_amount,
       array_agg(s.status) AS statuses, array_agg(s.some_cancelled) AS some_cancelled
FROM "order".orders o
JOIN payment.payments p ON p.shopper_id = o.shopper_id AND p.id = o.payment_id
JOIN (
    SELECT s.seller_id, s.order_id, s.status, coalesce(bool_or(l.cancelled > 0), false) AS some_cancelled
    FROM "order".seller_orders s
    LEFT JOIN "order".order_lines l ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
    GROUP BY s.seller_id, s.id, s.order_id, s.status
) s ON s.order_id = o.id AND s.seller_id = ANY(o.seller_ids)
GROUP BY o.shopper_id, o.id, p.shopper_id, p.id"""


async def check(tx: Tx) -> list[str]:
    """One sentence per kind of fault, with the first hundred things that have it; empty when all is well."""
    found = []
    for title, sql in _CHECKS.items():
        rows = await tx.fetch(f"{sql} LIMIT {FAULTS_MAX}")
        if rows:
            found.append(f"order: {title}: " + ", ".join(row["fault"] for row in rows))
    wrong = await _wrong_projections(tx)
    if wrong:
        found.append(
            "order: orders whose status is not what their parts and payment say: " + ", ".join(wrong)
        )
    return found


async def _wrong_projections(tx: Tx) -> list[str]:
    """Numbers of orders whose projections, computed anew, differ from what is stored."""
    wrong: list[str] = []
    async with tx.conn.transaction():
        async for row in tx.conn.cursor(_PROJECTIONS, prefetch=BATCH):
            parts = list(zip(row["statuses"], row["some_cancelled"], strict=True))
            expected = (
                rules.order_status(parts),
                rules.payment_status(row["paid"], row["captured_amount"], row["refunded_amount"]),
            )
            if expected != (row["status"], row["payment_status"]):
                wrong.append(row["number"])
                if len(wrong) == FAULTS_MAX:
                    break
    return wrong
