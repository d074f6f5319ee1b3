"""The feed of the search indexes: a row in `product.changes` for every product whose card or document may differ."""

from datetime import timedelta
from uuid import UUID

from feria.core.db import Rows, Tx

KEPT_FOR = timedelta(days=7)
CLEARED_AT_ONCE_MAX = 20_000
CHANGES = Rows(
    "product.changes", (("seller_id", "bigint"), ("product_id", "uuid"), ("created_at", "timestamptz"))
)


def note_change(tx: Tx, seller_id: int, product_id: UUID) -> None:
    """Tell the indexes, once this transaction commits, that this product may look different."""
    tx.collect(CHANGES, seller_id, product_id, tx.now)


async def note_changes_of_seller(tx: Tx, seller_id: int) -> None:
    """Tell the indexes that all published products of the seller may look different or be gone."""
    await tx.execute(
        """INSERT INTO product.changes (seller_id, product_id, created_at)
           SELECT seller_id, id, $2 FROM product.products WHERE seller_id = $1 AND status = 'published'""",
        seller_id,
        tx.now,
    )


async def note_changes_of_categories(tx: Tx, category_ids: list[UUID]) -> None:
    """Tell the indexes that the published products of these categories stand elsewhere in the tree."""
    await tx.execute(
        """INSERT INTO product.changes (seller_id, product_id, created_at)
           SELECT seller_id, id, $2 FROM product.products
           WHERE category_id = ANY($1::uuid[]) AND status = 'published'""",
        category_ids,
        tx.now,
    )


async def clear_old_changes(tx: Tx) -> int:
    """Forget changes older than seven days; an indexer that was away for longer builds its index anew."""
    return int(
        await tx.fetchval(
            """WITH old AS (
                   SELECT xid, seq, created_at FROM product.changes ORDER BY xid, seq LIMIT $2
               ), gone AS (
                   DELETE FROM product.changes c USING old
                   WHERE c.xid = old.xid AND c.seq = old.seq AND old.created_at < $1
                   RETURNING c.xid
               ), noted AS (
                   UPDATE product.changes_cleared SET xid = greatest(xid, (SELECT max(xid) FROM gone))
                   WHERE EXISTS (SELECT FROM gone)
               )
               SELECT count(*) FROM gone""",
            tx.now - KEPT_FOR,
            CLEARED_AT_ONCE_MAX,
        )
    )
