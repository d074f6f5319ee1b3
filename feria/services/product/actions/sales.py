"""Units sold, for the order by best-selling: noted when an order is placed, counted once a minute seller by seller."""

from collections.abc import Mapping
from uuid import UUID

from feria.core import ids
from feria.core.db import Rows, Tx

COUNTED_AT_ONCE_MAX = 10_000
SALES_TO_COUNT = Rows(
    "product.sales_to_count",
    (("seller_id", "bigint"), ("id", "uuid"), ("product_id", "uuid"), ("units", "bigint")),
)


def note_sales(tx: Tx, sold: Mapping[UUID, int]) -> None:
    """Remember, with this transaction, that so many units of these products were sold."""
    for product_id, units in sold.items():
        seller_id = ids.owner_of(product_id)
        tx.collect(SALES_TO_COUNT, seller_id, ids.new(seller_id), product_id, units)


async def count_sales(tx: Tx, seller_id: int) -> int:
    """Add a seller's noted sales to the products and tell the indexes; how many products were counted."""
    return await tx.execute(
        """WITH due AS MATERIALIZED (
               SELECT id FROM product.sales_to_count WHERE seller_id = $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
           ), taken AS (
               DELETE FROM product.sales_to_count s USING due WHERE s.seller_id = $1 AND s.id = due.id
               RETURNING s.product_id, s.units
           ), sold AS (
               SELECT product_id, sum(units)::bigint AS units FROM taken GROUP BY product_id
           ), locked AS MATERIALIZED (
               SELECT p.id, s.units FROM sold s JOIN product.products p ON p.seller_id = $1 AND p.id = s.product_id
               ORDER BY p.id FOR UPDATE OF p
           ), counted AS (
               UPDATE product.products p SET units_sold = p.units_sold + l.units
               FROM locked l WHERE p.seller_id = $1 AND p.id = l.id RETURNING p.id
           )
           INSERT INTO product.changes (seller_id, product_id, created_at) SELECT $1, id, $3 FROM counted""",
        seller_id,
        COUNTED_AT_ONCE_MAX,
        tx.now,
    )
