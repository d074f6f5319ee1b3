"""What the indexers read: the feed of changes, and products as rows that hold all a document shows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.product.rules import Scalar


class ChangeRow(msgspec.Struct, frozen=True):
    """One row of the feed."""

    xid: int
    seq: int
    product_id: UUID


class CardRow(msgspec.Struct, frozen=True, kw_only=True):
    """A published product. `prices` are [market, amount, compare-at amount or null, currency], the dearest first.

    `images` are its first two pictures as [key, alt, width, height, placeholder]; `translations` are [locale, title,
    description].
    """

    seller_id: int
    id: UUID
    ordinal: int
    version: int
    title: str
    slug: str
    locale: str
    translations: list[tuple[str, str, str]]
    description: str
    brand: str
    tags: list[str]
    attributes: dict[str, Scalar]
    lineage: list[UUID]
    rating_sum: int
    review_count: int
    units_sold: int
    published_at: datetime
    prices: list[tuple[str, int, int | None, str]]
    in_stock: bool
    option_values: list[dict[str, str]]
    images: list[tuple[str, str, int, int, str]]


_CARDS = """
SELECT p.seller_id, p.id, p.ordinal, p.version, p.title, p.slug, p.locale, p.description, p.brand, p.tags, p.attributes,
       coalesce((SELECT jsonb_agg(jsonb_build_array(t.locale, t.title, t.description) ORDER BY t.locale)
                 FROM product.product_translations t
                 WHERE t.seller_id = p.seller_id AND t.product_id = p.id), '[]') AS translations,
       coalesce(c.lineage, '{}') AS lineage, p.rating_sum, p.review_count, p.units_sold, p.published_at,
       coalesce((SELECT jsonb_agg(jsonb_build_array(r.market, r.price_amount, r.compare_at_amount, r.currency)
                                  ORDER BY r.market, r.price_amount DESC, r.variant_id)
                 FROM product.variants v
                 JOIN product.prices r ON r.seller_id = v.seller_id AND r.variant_id = v.id
                 WHERE v.seller_id = p.seller_id AND v.product_id = p.id AND v.active), '[]') AS prices,
       EXISTS (SELECT FROM product.variants v
               JOIN product.stock s ON s.seller_id = v.seller_id AND s.variant_id = v.id AND s.location_id = 0
               WHERE v.seller_id = p.seller_id AND v.product_id = p.id AND v.active
                 AND (s.policy <> 'tracked' OR s.on_hand > s.reserved)) AS in_stock,
       coalesce((SELECT jsonb_agg(v.options ORDER BY v.position, v.id) FROM product.variants v
                 WHERE v.seller_id = p.seller_id AND v.product_id = p.id AND v.active), '[]') AS option_values,
       coalesce((SELECT jsonb_agg(jsonb_build_array(i.key, i.alt, i.width, i.height, i.placeholder)
                                  ORDER BY i.position, i.id)
                 FROM (SELECT key, alt, width, height, placeholder, position, id FROM product.images
                       WHERE seller_id = p.seller_id AND product_id = p.id AND state = 'ready'
                       ORDER BY position, id LIMIT 2) i), '[]') AS images
FROM product.products p LEFT JOIN product.categories c ON c.id = p.category_id
WHERE p.status = 'published'
"""


async def cards(tx: Tx, product_ids: Sequence[UUID]) -> list[CardRow]:
    """Those of the products that are published."""
    sellers = sorted({ids.owner_of(product_id) for product_id in product_ids})
    sql = _CARDS + " AND p.seller_id = ANY($1::bigint[]) AND p.id = ANY($2::uuid[])"
    return [_card(row) for row in await tx.fetch(sql, sellers, list(product_ids))]


async def cards_after(tx: Tx, ordinal: int, limit: int) -> list[CardRow]:
    """The next published products by ordinal."""
    sql = _CARDS + " AND p.ordinal > $1 ORDER BY p.ordinal LIMIT $2"
    return [_card(row) for row in await tx.fetch(sql, ordinal, limit)]


def _card(row: object) -> CardRow:
    return msgspec.convert(dict(row), CardRow)  # type: ignore[call-overload]


class HeldRow(msgspec.Struct, frozen=True):
    """A published product as the healing compares it."""

    ordinal: int
    version: int
    id: UUID
    seller_id: int


async def versions_after(tx: Tx, ordinal: int, limit: int) -> list[HeldRow]:
    """The next published products by ordinal, with their versions."""
    return await tx.all(
        HeldRow,
        """SELECT ordinal, version, id, seller_id FROM product.products
           WHERE status = 'published' AND ordinal > $1 ORDER BY ordinal LIMIT $2""",
        ordinal,
        limit,
    )


async def units_of_attributes(tx: Tx, category_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """By category, the units of its own attributes that are facets."""
    found: dict[UUID, dict[str, str]] = {}
    for row in await tx.fetch(
        "SELECT category_id, name, unit FROM product.category_attributes WHERE facet AND category_id = ANY($1::uuid[])",
        list(category_ids),
    ):
        found.setdefault(row["category_id"], {})[row["name"]] = row["unit"]
    return found


async def names_of_categories(tx: Tx, category_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these categories are called."""
    rows = await tx.fetch(
        "SELECT id, name FROM product.categories WHERE id = ANY($1::uuid[])", list(category_ids)
    )
    return {row["id"]: row["name"] for row in rows}


async def identity(tx: Tx) -> str:
    """The name of this database, different for every server and restored copy under another name."""
    return str(
        await tx.fetchval(
            "SELECT system_identifier::text || '/' || current_database() FROM pg_control_system()"
        )
    )


async def head(tx: Tx) -> int:
    """The largest transaction number below which nothing can still be committed."""
    return int(await tx.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1"))


async def cleared_to(tx: Tx) -> int:
    """The largest transaction number whose changes have been cleared away."""
    return int(await tx.fetchval("SELECT xid::text::bigint FROM product.changes_cleared"))


async def changes_since(tx: Tx, xid: int, seq: int, limit: int) -> list[ChangeRow]:
    """Changes after the cursor whose transactions, and all before them, have ended."""
    return await tx.all(
        ChangeRow,
        """SELECT xid, seq, product_id FROM product.changes
           WHERE (xid, seq) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
           ORDER BY xid, seq LIMIT $3""",
        str(xid),
        seq,
        limit,
    )


async def sellers_with_sales_to_count(tx: Tx) -> list[int]:
    """The sellers of whom something was sold that their products do not count yet, in order."""
    rows = await tx.fetch("SELECT DISTINCT seller_id FROM product.sales_to_count ORDER BY seller_id")
    return [row["seller_id"] for row in rows]
