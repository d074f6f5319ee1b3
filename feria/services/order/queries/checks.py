"""What must always be true of orders; `feria check` reports what is not."""

from feria.core.db import Tx
from feria.services.order import rules
from feria.services.order.queries import document_checks

FAULTS_MAX = 100
BATCH = 1_000

_STEPS = ",".join(f"{before}>{after}" for before, after in sorted(rules.STEPS))

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
        SELECT l.id::text AS fault FROM "order".order_lines l LEFT JOIN (
            SELECT i.seller_id, i.line_id, i.quantity FROM "order".shipment_lines i
            JOIN "order".shipments s ON s.seller_id = i.seller_id AND s.id = i.shipment_id
            WHERE s.state <> 'label_created'
        ) p ON p.seller_id = l.seller_id AND p.line_id = l.id
        GROUP BY l.seller_id, l.id HAVING l.shipped <> coalesce(sum(p.quantity), 0)""",
    "lines of which more is packed than is open": """
        SELECT l.id::text AS fault FROM "order".order_lines l
        JOIN "order".shipment_lines i ON i.seller_id = l.seller_id AND i.line_id = l.id
        JOIN "order".shipments s ON s.seller_id = i.seller_id AND s.id = i.shipment_id AND s.state = 'label_created'
        GROUP BY l.seller_id, l.id HAVING sum(i.quantity) > l.ordered - l.cancelled - l.shipped""",
    "parcels that wait without a label": """
        SELECT s.id::text AS fault FROM "order".shipments s
        WHERE s.state = 'label_created' AND NOT EXISTS (
            SELECT FROM "order".labels l WHERE l.seller_id = s.seller_id AND l.shipment_id = s.id
                AND l.state IN ('requested', 'bought', 'void_requested'))""",
    "labels that count without their parcel": """
        SELECT l.id::text AS fault FROM "order".labels l LEFT JOIN "order".shipments s
            ON s.seller_id = l.seller_id AND s.id = l.shipment_id AND s.tracking_number = l.tracking_number
        WHERE l.state = 'bought' AND l.return_id IS NULL AND s.id IS NULL
        UNION ALL
        SELECT l.id::text FROM "order".labels l LEFT JOIN "order".returns r
            ON r.seller_id = l.seller_id AND r.id = l.return_id AND r.tracking_number = l.tracking_number
                AND r.seller_order_id = l.seller_order_id AND r.parcel_state <> ''
        WHERE l.state = 'bought' AND l.return_id IS NOT NULL AND r.id IS NULL""",
    "labels that their shop paid wrongly": """
        SELECT l.id::text AS fault FROM "order".labels l LEFT JOIN (
            SELECT t.reference, p.owner, p.currency, sum(p.amount) AS amount FROM payment.ledger_transfers t
            JOIN payment.ledger_postings p ON p.transfer_id = t.id AND p.kind = 'seller_available'
            WHERE t.kind IN ('shipping_label', 'shipping_label_voided') GROUP BY t.reference, p.owner, p.currency
        ) p ON p.reference = l.id AND p.owner = l.seller_id AND p.currency = l.currency
        WHERE coalesce(p.amount, 0) <> CASE WHEN l.state IN ('bought', 'void_requested', 'void_refused')
            THEN l.price_amount ELSE 0 END""",
    "tracked numbers that do not lead to their parcel": """
        SELECT t.tracking_number AS fault FROM "order".tracked_parcels t LEFT JOIN "order".shipments s
            ON s.seller_id = t.seller_id AND s.id = t.parcel_id AND s.tracking_number = t.tracking_number
        WHERE NOT t.is_return AND s.id IS NULL
        UNION ALL
        SELECT t.tracking_number FROM "order".tracked_parcels t LEFT JOIN "order".returns r
            ON r.seller_id = t.seller_id AND r.id = t.parcel_id AND r.tracking_number = t.tracking_number
        WHERE t.is_return AND r.id IS NULL""",
    "returns that kept the price of a label that does not count": """
        SELECT r.number AS fault FROM "order".returns r WHERE r.label_fee_amount > 0 AND NOT EXISTS (
            SELECT FROM "order".labels l WHERE l.seller_id = r.seller_id AND l.return_id = r.id
                AND l.state = 'bought' AND l.currency = r.currency AND l.price_amount >= r.label_fee_amount)""",
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
    "seller orders whose history is no path of the state graph to their status": f"""
        SELECT DISTINCT s.number AS fault FROM "order".seller_orders s
        LEFT JOIN (
            SELECT seller_id, seller_order_id, status, sum(moved) AS moved, bool_or(strange) AS strange
            FROM (
                SELECT seller_id, seller_order_id, unnest(ARRAY[from_status, to_status]) AS status,
                    unnest(ARRAY[-1, 1]) AS moved, from_status || '>' || to_status <> ALL('{{{_STEPS}}}') AS strange
                FROM "order".history
            ) step
            GROUP BY seller_id, seller_order_id, status
        ) h ON h.seller_id = s.seller_id AND h.seller_order_id = s.id
        WHERE h.strange OR (h.status IS NULL AND s.status <> 'awaiting_payment')
            OR h.moved <> (h.status = s.status)::integer - (h.status = 'awaiting_payment')::integer""",  # noqa: S608
    "threads whose counts are not those of their messages": """
        SELECT t.id::text AS fault FROM "order".threads t LEFT JOIN "order".messages m
            ON m.seller_id = t.seller_id AND m.thread_id = t.id
        GROUP BY t.seller_id, t.id
        HAVING count(m.id) <> t.messages OR t.reported <> (count(m.reported_by) > 0)""",
    "threads about what is not there, or of nobody": """
        SELECT t.id::text AS fault FROM "order".threads t
        LEFT JOIN "user".sellers c ON c.id = t.seller_id
        LEFT JOIN "user".accounts a ON a.id = t.account_id
        LEFT JOIN product.products p ON p.seller_id = t.seller_id AND p.id = t.subject_id
        LEFT JOIN "order".seller_orders s ON s.seller_id = t.seller_id AND s.id = t.subject_id
        WHERE c.id IS NULL OR (t.account_id IS NOT NULL AND a.id IS NULL)
            OR (t.kind = 'product' AND p.id IS NULL)
            OR (t.kind = 'order' AND (s.order_id, s.shopper_id) IS DISTINCT FROM (t.order_id, t.shopper_id))""",
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
            OR (p.gross_amount, p.refunded_amount, p.promotion_amount, p.refunded_promotion_amount,
                p.remitted_tax_amount, p.refunded_remitted_tax_amount)
                <> (s.total_amount, s.refunded_amount, s.promotion_amount, s.refunded_promotion_amount,
                    CASE s.remitted_by WHEN 'marketplace' THEN s.tax_amount ELSE 0 END,
                    s.refunded_remitted_tax_amount)""",
    "seller orders that bear tax where the buyer accounts for it": """
        SELECT number AS fault FROM "order".seller_orders
        WHERE tax_reason = 'reverse_charge' AND (tax_amount <> 0 OR remitted_by <> 'seller')""",
    "seller orders of unknown sellers": """
        SELECT s.number AS fault FROM "order".seller_orders s LEFT JOIN "user".sellers c ON c.id = s.seller_id
        WHERE c.id IS NULL""",
    "lines of unknown variants": """
        SELECT l.id::text AS fault FROM "order".order_lines l LEFT JOIN product.variants v
            ON v.seller_id = l.seller_id AND v.id = l.variant_id AND v.product_id = l.product_id
        WHERE v.id IS NULL""",
    "lines whose returned units are not those of their returns": """
        SELECT l.id::text AS fault FROM "order".order_lines l LEFT JOIN (
            SELECT i.seller_id, i.line_id, sum(i.received) AS came FROM "order".return_lines i
            JOIN "order".returns r ON r.seller_id = i.seller_id AND r.id = i.return_id
            WHERE r.status IN ('received', 'refunded') GROUP BY i.seller_id, i.line_id
        ) c ON c.seller_id = l.seller_id AND c.line_id = l.id
        WHERE l.returned <> coalesce(c.came, 0)""",
    "lines with more units in returns than have arrived": """
        SELECT l.id::text AS fault FROM "order".order_lines l
        JOIN "order".return_lines i ON i.seller_id = l.seller_id AND i.line_id = l.id
        JOIN "order".returns r ON r.seller_id = i.seller_id AND r.id = i.return_id
        WHERE r.status IN ('requested', 'approved', 'in_transit', 'received', 'refunded')
        GROUP BY l.seller_id, l.id, l.delivered HAVING sum(
            CASE WHEN r.status = 'refunded' AND r.with_goods THEN i.received ELSE i.quantity END) > l.delivered""",
    "lines that were refunded less than their returns say": """
        SELECT l.id::text AS fault FROM "order".order_lines l JOIN (
            SELECT i.seller_id, i.line_id, sum(CASE WHEN r.with_goods THEN i.received ELSE i.quantity END) AS units
            FROM "order".return_lines i
            JOIN "order".returns r ON r.seller_id = i.seller_id AND r.id = i.return_id
            WHERE r.status = 'refunded' GROUP BY i.seller_id, i.line_id
        ) c ON c.seller_id = l.seller_id AND c.line_id = l.id
        WHERE l.refunded < least(l.ordered, c.units)""",
    "returns whose refund is not payment's": """
        SELECT r.number AS fault FROM "order".returns r LEFT JOIN payment.refunds p
            ON p.shopper_id = r.shopper_id AND p.id = r.refund_id
        WHERE r.refund_amount <> coalesce(p.amount, 0) OR (r.refund_id IS NOT NULL AND p.cause_id <> r.id)""",
    "cases whose refund is not payment's": """
        SELECT c.number AS fault FROM "order".cases c LEFT JOIN payment.refunds p
            ON p.shopper_id = c.shopper_id AND p.id = c.refund_id
        WHERE c.refund_amount <> coalesce(p.amount, 0) OR (c.refund_id IS NOT NULL AND p.cause_id <> c.id)""",
    "returns and cases whose status is not a step of their history": """
        SELECT r.number AS fault FROM "order".returns r WHERE NOT EXISTS (
            SELECT FROM "order".claim_history h
            WHERE h.seller_id = r.seller_id AND h.return_id = r.id AND h.to_status = r.status)
        UNION ALL
        SELECT c.number FROM "order".cases c WHERE NOT EXISTS (
            SELECT FROM "order".claim_history h
            WHERE h.seller_id = c.seller_id AND h.case_id = c.id AND h.to_status = c.status)""",
    "returns and cases of another order than their seller order": """
        SELECT r.number AS fault FROM "order".returns r
        JOIN "order".seller_orders s ON s.seller_id = r.seller_id AND s.id = r.seller_order_id
        WHERE (r.order_id, r.shopper_id, r.currency) <> (s.order_id, s.shopper_id, s.currency)
        UNION ALL
        SELECT c.number FROM "order".cases c
        JOIN "order".seller_orders s ON s.seller_id = c.seller_id AND s.id = c.seller_order_id
        WHERE (c.order_id, c.shopper_id, c.currency) <> (s.order_id, s.shopper_id, s.currency)""",
    "frozen earnings without an open case, or the other way round": """
        SELECT e.number AS fault FROM payment.earnings e LEFT JOIN "order".cases c
            ON c.seller_id = e.seller_id AND c.seller_order_id = e.seller_order_id AND c.is_open
        WHERE e.frozen <> (c.id IS NOT NULL)""",
    "variants whose reserved stock differs from what open orders hold": """
        SELECT t.variant_id || ': ' || t.reserved || ' reserved, ' || coalesce(h.held, 0) || ' held' AS fault
        FROM (SELECT seller_id, variant_id, sum(reserved) AS reserved FROM product.stock
              GROUP BY seller_id, variant_id) t
        LEFT JOIN (
            SELECT l.seller_id, l.variant_id, sum(l.ordered - l.cancelled - l.shipped) AS held
            FROM "order".order_lines l
            JOIN "order".seller_orders s ON s.seller_id = l.seller_id AND s.id = l.seller_order_id
            WHERE s.status IN ('awaiting_payment', 'placed', 'accepted', 'partially_shipped')
            GROUP BY l.seller_id, l.variant_id
        ) h ON h.seller_id = t.seller_id AND h.variant_id = t.variant_id
        WHERE t.reserved <> coalesce(h.held, 0)""",
    **document_checks.CHECKS,
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
