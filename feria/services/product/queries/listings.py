"""What is on sale, as lists for search engines: sitemaps and feeds read it in order of the products' ordinals."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.services.product import rules
from feria.services.product.queries.products import LARGEST, rendition_url

PICTURES_MAX = 10


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A published product and where its pictures are; whether its seller is active is the caller's question."""

    seller_id: int
    id: UUID
    ordinal: int
    slug: str
    updated_at: datetime
    image_keys: list[str]

    @property
    def images(self) -> list[str]:
        """Addresses of the largest renditions, the front first."""
        return [rendition_url(key, LARGEST) for key in self.image_keys]


class Described(Listed, frozen=True, kw_only=True):
    """The same with what a feed says of it. `variants` are the active ones as (id, title, gtin, sku)."""

    title: str
    description: str
    brand: str
    gtin: str | None
    category: str
    variants: list[tuple[UUID, str, str | None, str]]

    @property
    def text(self) -> str:
        """The description without its tags."""
        return rules.plain_text(self.description)


_LISTED = """
p.seller_id, p.id, p.ordinal, p.slug, p.updated_at,
ARRAY(SELECT i.key FROM product.images i
      WHERE i.seller_id = p.seller_id AND i.product_id = p.id AND i.state = 'ready'
      ORDER BY i.position, i.id LIMIT $3) AS image_keys
"""
_AFTER = "WHERE p.status = 'published' AND p.ordinal > $1 ORDER BY p.ordinal LIMIT $2"


async def last_ordinal(tx: Tx) -> int:
    """The largest ordinal of a published product; 0 when nothing is on sale."""
    found = await tx.fetchval("SELECT max(ordinal) FROM product.products WHERE status = 'published'")
    return int(found or 0)


async def listed_between(tx: Tx, first: int, last: int) -> list[Listed]:
    """The published products with ordinals from `first` to `last`, both included."""
    return await tx.all(
        Listed,
        f"SELECT {_LISTED} FROM product.products p "  # noqa: S608 - columns named above
        "WHERE p.status = 'published' AND p.ordinal BETWEEN $1 AND $2 ORDER BY p.ordinal",
        first,
        last,
        PICTURES_MAX,
    )


async def described_after(tx: Tx, ordinal: int, limit: int) -> Sequence[Described]:
    """The next published products."""
    rows = await tx.fetch(
        f"""SELECT {_LISTED}, p.title, p.description, p.brand, p.gtin, coalesce(c.path, '') AS category,
                   coalesce((SELECT jsonb_agg(jsonb_build_array(v.id, v.title, v.gtin, v.sku) ORDER BY v.position, v.id)
                             FROM product.variants v
                             WHERE v.seller_id = p.seller_id AND v.product_id = p.id AND v.active), '[]') AS variants
            FROM product.products p LEFT JOIN product.categories c ON c.id = p.category_id {_AFTER}""",  # noqa: S608 - as above
        ordinal,
        limit,
        PICTURES_MAX,
    )
    return [msgspec.convert(dict(row), Described) for row in rows]
