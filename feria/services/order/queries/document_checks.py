"""What must always be true of documents; part of the order's checks."""

# As in `checks.py`: each query gives one row of text per fault.
CHECKS = {
    "numbers of documents that have gaps": """
        SELECT c.issuer || '/' || c.year || ': ' || c.last || ' taken, ' || count(d.id) || ' there' AS fault
        FROM "order".document_counters c
        LEFT JOIN "order".documents d ON d.issuer = c.issuer AND d.year = c.year
        GROUP BY c.issuer, c.year
        HAVING count(DISTINCT d.number) <> c.last OR count(d.id) <> c.last OR max(d.number) <> c.last
            OR min(d.number) <> 1""",
    "documents that no counter knows": """
        SELECT d.id::text AS fault FROM "order".documents d
        LEFT JOIN "order".document_counters c ON c.issuer = d.issuer AND c.year = d.year WHERE c.issuer IS NULL""",
    "documents whose snapshot says something else": """
        SELECT id::text AS fault FROM "order".documents
        WHERE (snapshot->>'total_amount')::bigint <> total_amount OR (snapshot->>'tax_amount')::bigint <> tax_amount
            OR snapshot->>'currency' <> currency OR snapshot->>'kind' <> kind OR snapshot->>'number' <> label""",
    "documents whose lines or rates do not sum to their totals": """
        SELECT d.id::text AS fault FROM "order".documents d
        WHERE d.net_amount <> (SELECT coalesce(sum((t->>'net_amount')::bigint), 0)
                               FROM jsonb_array_elements(d.snapshot->'taxes') t)
            OR d.tax_amount <> (SELECT coalesce(sum((t->>'tax_amount')::bigint), 0)
                                FROM jsonb_array_elements(d.snapshot->'taxes') t)
            OR d.total_amount <> (SELECT coalesce(sum((l->>'gross_amount')::bigint), 0)
                                  FROM jsonb_array_elements((d.snapshot->'lines') || (d.snapshot->'shipping')) l)""",
    "shipped seller orders without an invoice": """
        SELECT s.number AS fault FROM "order".seller_orders s
        WHERE EXISTS (SELECT FROM "order".order_lines l
            WHERE l.seller_id = s.seller_id AND l.seller_order_id = s.id AND l.shipped > 0)
          AND NOT EXISTS (SELECT FROM "order".documents d
              WHERE d.seller_id = s.seller_id AND d.seller_order_id = s.id AND d.kind = 'invoice')""",
    "seller orders whose documents do not come to what was paid and not refunded": """
        SELECT s.number AS fault FROM "order".seller_orders s
        JOIN "order".documents i ON i.seller_id = s.seller_id AND i.seller_order_id = s.id AND i.kind = 'invoice'
        WHERE s.total_amount - s.refunded_amount <> i.total_amount
            - (SELECT coalesce(sum(n.total_amount), 0) FROM "order".documents n
               WHERE n.seller_id = s.seller_id AND n.seller_order_id = s.id AND n.kind = 'credit_note')
            - (SELECT coalesce(sum(c.amount), 0) FROM "order".credits_due c
               WHERE c.seller_id = s.seller_id AND c.seller_order_id = s.id)""",
    "credit notes of another amount than their refund": """
        SELECT d.label || ' of ' || d.seller_id AS fault FROM "order".documents d
        LEFT JOIN payment.refund_parts p ON p.refund_id = d.refund_id AND p.seller_order_id = d.seller_order_id
        LEFT JOIN payment.refunds r ON r.shopper_id = p.shopper_id AND r.id = p.refund_id
        WHERE d.kind = 'credit_note' AND (p.amount, r.state) IS DISTINCT FROM (d.total_amount, 'succeeded')""",
    "credit notes that correct no invoice of their seller order": """
        SELECT d.label || ' of ' || d.seller_id AS fault FROM "order".documents d
        LEFT JOIN "order".documents i ON i.seller_id = d.seller_id AND i.id = d.invoice_id
        WHERE d.kind = 'credit_note' AND (i.kind, i.seller_order_id) IS DISTINCT FROM ('invoice', d.seller_order_id)""",
    "refunds that went back without their credit note": """
        SELECT c.refund_id::text AS fault FROM "order".credits_due c
        LEFT JOIN payment.refunds r ON r.id = c.refund_id WHERE r.state IS NULL OR r.state = 'succeeded'""",
    "closed months in which sellers were billed for something else than their commission": """
        SELECT coalesce(m.month, d.period_start) || ' of ' || coalesce(c.seller_id, d.seller_id) AS fault
        FROM "order".commission_months m
        JOIN (
            SELECT m.month, e.seller_id, e.currency, sum(e.net) AS net, sum(e.tax) AS tax
            FROM "order".commission_months m JOIN (
                SELECT seller_id, currency, created_at, commission_amount AS net, commission_tax_amount AS tax
                FROM payment.earnings
                UNION ALL
                SELECT p.seller_id, p.currency, r.created_at, -p.commission_amount, -p.commission_tax_amount
                FROM payment.refunds r
                JOIN payment.refund_parts p ON p.shopper_id = r.shopper_id AND p.refund_id = r.id
            ) e ON e.created_at >= m.since AND e.created_at < m.until
            GROUP BY m.month, e.seller_id, e.currency
        ) c ON c.month = m.month
        FULL JOIN (SELECT * FROM "order".documents WHERE issuer = 0) d
            ON d.seller_id = c.seller_id AND d.period_start = c.month AND d.currency = c.currency
        WHERE (m.closed_at IS NOT NULL OR m.month IS NULL) AND (c.net, c.tax) IS DISTINCT FROM (
            CASE d.kind WHEN 'commission_invoice' THEN d.net_amount WHEN 'commission_credit_note' THEN -d.net_amount
                ELSE 0 END,
            CASE d.kind WHEN 'commission_invoice' THEN d.tax_amount WHEN 'commission_credit_note' THEN -d.tax_amount
                ELSE 0 END)""",
    "documents of unknown sellers": """
        SELECT d.id::text AS fault FROM "order".documents d LEFT JOIN "user".sellers c ON c.id = d.seller_id
        WHERE c.id IS NULL""",
}
