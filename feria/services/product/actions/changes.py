"""The feed of the search indexes: a row in `product.changes` for every product whose card or document may differ."""

from uuid import UUID

from feria.core.db import Rows, Tx

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
