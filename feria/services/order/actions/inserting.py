"""Writes a new order with all its parts and lines by one statement, whatever their number."""

import asyncpg

from feria.core.db import TransactionConflict, Tx
from feria.services.order.actions.freezing import Frozen

_ORDER = (
    ("shopper_id", "bigint"), ("id", "uuid"), ("number", "text"), ("seller_ids", "bigint[]"), ("account_id", "bigint"),
    ("email", "text"), ("locale", "text"), ("token_hash", "bytea"), ("market", "text"), ("payment_id", "uuid"),
    ("payment_method", "text"), ("tax_inclusive", "boolean"), ("items_amount", "bigint"),
    ("shipping_amount", "bigint"), ("discount_amount", "bigint"), ("tax_amount", "bigint"),
    ("total_amount", "bigint"), ("currency", "char(3)"), ("shipping_address", "jsonb"), ("billing_address", "jsonb"),
    ("created_at", "timestamptz"), ("expires_at", "timestamptz"), ("updated_at", "timestamptz"),
)  # fmt: skip
_PART = (
    ("seller_id", "bigint"), ("id", "uuid"), ("order_id", "uuid"), ("shopper_id", "bigint"), ("number", "text"),
    ("buyer_name", "text"), ("shipping_id", "uuid"), ("shipping_name", "text"), ("processing_days", "integer"),
    ("min_days", "integer"), ("max_days", "integer"), ("items_amount", "bigint"), ("shipping_amount", "bigint"),
    ("shipping_tax_amount", "bigint"), ("shipping_tax_rate_bps", "integer"), ("discount_amount", "bigint"),
    ("tax_amount", "bigint"), ("total_amount", "bigint"), ("commission_amount", "bigint"),
    ("commission_tax_amount", "bigint"), ("currency", "char(3)"), ("created_at", "timestamptz"),
    ("updated_at", "timestamptz"),
)  # fmt: skip
_LINE = (
    ("seller_id", "bigint"), ("id", "uuid"), ("seller_order_id", "uuid"), ("position", "integer"),
    ("product_id", "uuid"), ("variant_id", "uuid"), ("product_title", "text"), ("variant_title", "text"),
    ("options", "jsonb"), ("sku", "text"), ("slug", "text"), ("image_key", "text"), ("personalisation", "text"),
    ("fulfilment", "text"), ("tax_category", "text"), ("tax_rate_bps", "integer"), ("unit_amount", "bigint"),
    ("gross_amount", "bigint"), ("discount_amount", "bigint"), ("net_amount", "bigint"), ("tax_amount", "bigint"),
    ("commission_rule_id", "uuid"), ("commission_rule_version", "integer"), ("commission_base_amount", "bigint"),
    ("commission_rate_bps", "integer"), ("commission_fixed_amount", "bigint"), ("commission_amount", "bigint"),
    ("commission_tax_amount", "bigint"), ("currency", "char(3)"), ("ordered", "integer"),
)  # fmt: skip


def _names(columns: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(name for name, _ in columns)


def _places(columns: tuple[tuple[str, str], ...], after: int, many: str = "") -> str:
    return ", ".join(f"${after + place}::{kind}{many}" for place, (_, kind) in enumerate(columns, 1))


_INSERT = f"""
WITH number AS (
    INSERT INTO "order".order_numbers (shopper_id, order_id, number) VALUES ($1, $2, $3)
), whole AS (
    INSERT INTO "order".orders ({_names(_ORDER)}) VALUES ({_places(_ORDER, 0)})
), parts AS (
    INSERT INTO "order".seller_orders ({_names(_PART)})
    SELECT * FROM unnest({_places(_PART, len(_ORDER), "[]")})
)
INSERT INTO "order".order_lines ({_names(_LINE)})
SELECT * FROM unnest({_places(_LINE, len(_ORDER) + len(_PART), "[]")})"""  # noqa: S608 - names from the tables above


async def insert_order(tx: Tx, fresh: Frozen) -> None:
    """Store the order; raises TransactionConflict when its number is taken, so that another try draws a new one."""
    try:
        await tx.execute(
            _INSERT,
            *(getattr(fresh.order, name) for name, _ in _ORDER),
            *([getattr(part, name) for part in fresh.parts] for name, _ in _PART),
            *([getattr(line, name) for line in fresh.lines] for name, _ in _LINE),
        )
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name == "order_numbers_pkey":
            raise TransactionConflict from error
        raise
