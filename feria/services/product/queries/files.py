"""Which files the storage holds for a reason: uploads on their way, pictures, and photographs of reviews."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was announced."""

    id: UUID
    product_id: UUID
    alt: str
    size_bytes: int
    media_type: str


async def upload_of(tx: Tx, product_id: UUID, image_id: UUID) -> Upload | None:
    """The product's upload of this id, if it is still one."""
    return await tx.one(
        Upload,
        """SELECT id, product_id, alt, size_bytes, media_type FROM product.uploads
           WHERE seller_id = $1 AND id = $2 AND product_id = $3""",
        ids.owner_of(product_id),
        image_id,
        product_id,
    )


async def used(tx: Tx, image_ids: Collection[UUID]) -> set[UUID]:
    """Those that are pictures of products or categories, on their way, or photographs of reviews.

    One statement, so that none is missed while it becomes a picture.
    """
    sellers = sorted({ids.owner_of(image_id) for image_id in image_ids})
    rows = await tx.fetch(
        """SELECT id FROM product.images WHERE seller_id = ANY($1::bigint[]) AND id = ANY($2::uuid[])
           UNION ALL
           SELECT id FROM product.uploads WHERE seller_id = ANY($1::bigint[]) AND id = ANY($2::uuid[])
           UNION ALL
           SELECT id FROM product.review_photos WHERE seller_id = ANY($1::bigint[]) AND id = ANY($2::uuid[])
           UNION ALL
           SELECT picture_id FROM product.categories WHERE picture_id = ANY($2::uuid[])""",
        sellers,
        sorted(image_ids),
    )
    return {row["id"] for row in rows}


async def swept_to(tx: Tx, folder: str) -> str:
    """The key up to which the folder has been searched in this round, empty at the start of one."""
    return await tx.fetchval("SELECT position FROM product.storage_sweeps WHERE folder = $1", folder) or ""
