"""A new order with all its parts and lines, written with what else its transaction collects."""

from feria.core.db import Rows, Tx
from feria.services.order.actions.freezing import Frozen

# A number that is taken is drawn again by another try.
_NUMBERS = Rows(
    '"order".order_numbers',
    (("number", "text"), ("shopper_id", "bigint"), ("order_id", "uuid")),
    contested=True,
)
_ORDERS = Rows('"order".orders', (
    ("shopper_id", "bigint"), ("id", "uuid"), ("number", "text"), ("seller_ids", "bigint[]"), ("account_id", "bigint"),
    ("email", "text"), ("locale", "text"), ("token_hash", "bytea"), ("market", "text"), ("payment_id", "uuid"),
    ("payment_method", "text"), ("tax_inclusive", "boolean"), ("items_amount", "bigint"),
    ("shipping_amount", "bigint"), ("discount_amount", "bigint"), ("tax_amount", "bigint"),
    ("promotion_amount", "bigint"), ("total_amount", "bigint"), ("coupons", "jsonb"), ("currency", "char(3)"),
    ("shipping_address", "jsonb"), ("billing_address", "jsonb"),
    ("created_at", "timestamptz"), ("expires_at", "timestamptz"), ("updated_at", "timestamptz"),
))  # fmt: skip
_PARTS = Rows('"order".seller_orders', (
    ("seller_id", "bigint"), ("id", "uuid"), ("order_id", "uuid"), ("shopper_id", "bigint"), ("number", "text"),
    ("buyer_name", "text"), ("shipping_id", "uuid"), ("shipping_name", "text"), ("shipping_kind", "text"),
    ("pickup", "jsonb"), ("gift_note", "text"), ("processing_days", "integer"), ("min_days", "integer"),
    ("max_days", "integer"), ("returns_days", "integer"), ("items_amount", "bigint"),
    ("shipping_amount", "bigint"), ("shipping_discount_amount", "bigint"), ("shipping_tax_amount", "bigint"),
    ("shipping_tax_rate_bps", "integer"), ("discount_amount", "bigint"), ("promotion_amount", "bigint"),
    ("tax_amount", "bigint"), ("tax_reason", "text"), ("remitted_by", "text"), ("total_amount", "bigint"),
    ("commission_amount", "bigint"), ("commission_tax_amount", "bigint"), ("currency", "char(3)"),
    ("created_at", "timestamptz"), ("updated_at", "timestamptz"),
))  # fmt: skip
_LINES = Rows('"order".order_lines', (
    ("seller_id", "bigint"), ("id", "uuid"), ("seller_order_id", "uuid"), ("position", "integer"),
    ("product_id", "uuid"), ("variant_id", "uuid"), ("product_title", "text"), ("variant_title", "text"),
    ("options", "jsonb"), ("sku", "text"), ("slug", "text"), ("image_key", "text"), ("personalisation", "text"),
    ("fulfilment", "text"), ("tax_category", "text"), ("tax_rate_bps", "integer"), ("tax_source", "text"),
    ("unit_amount", "bigint"), ("gross_amount", "bigint"), ("discount_amount", "bigint"),
    ("promotion_amount", "bigint"),
    ("net_amount", "bigint"), ("tax_amount", "bigint"), ("commission_rule_id", "uuid"),
    ("commission_rule_version", "integer"), ("commission_base_amount", "bigint"),
    ("commission_rate_bps", "integer"), ("commission_fixed_amount", "bigint"), ("commission_amount", "bigint"),
    ("commission_tax_amount", "bigint"), ("currency", "char(3)"), ("ordered", "integer"),
))  # fmt: skip


def insert_order(tx: Tx, fresh: Frozen) -> None:
    """Store the order at the transaction's end."""
    order = fresh.order
    tx.collect(_NUMBERS, order.number, order.shopper_id, order.id)
    tx.collect(_ORDERS, *(getattr(order, name) for name, _ in _ORDERS.columns))
    for part in fresh.parts:
        tx.collect(_PARTS, *(getattr(part, name) for name, _ in _PARTS.columns))
    for line in fresh.lines:
        tx.collect(_LINES, *(getattr(line, name) for name, _ in _LINES.columns))
