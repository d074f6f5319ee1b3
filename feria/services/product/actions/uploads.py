"""Files on their way to becoming pictures: opened before the file is stored, completed, taken back, run out.

At every moment a file that is used has its row here or among the pictures, whatever crashes in between.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.services.product.actions import images
from feria.services.product.queries import products
from feria.services.product.queries.files import Upload

KEPT_FOR = timedelta(hours=1)
EXPIRED_PER_ROUND_MAX = 500


class UploadMissing(Conflict):
    """The upload was completed before its file had come."""

    slug, title = "upload-missing", "The file has not arrived. Send it to the address of its upload first."


async def open_upload(
    tx: Tx, product_id: UUID, image_id: UUID, *, alt: str, size_bytes: int, media_type: str
) -> None:
    """Keep a place among the product's pictures for an hour, anew when it is kept; raises NotFound, TooManyImages."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    await images.check_room(tx, product.seller_id, product_id)
    await tx.execute(
        """INSERT INTO product.uploads
               (seller_id, id, product_id, alt, size_bytes, media_type, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (seller_id, id) DO UPDATE
           SET size_bytes = excluded.size_bytes, expires_at = excluded.expires_at""",
        product.seller_id,
        image_id,
        product_id,
        alt.strip(),
        size_bytes,
        media_type,
        tx.now,
        tx.now + KEPT_FOR,
    )


async def complete_upload(tx: Tx, product_id: UUID, image_id: UUID, size: tuple[int, int]) -> None:
    """Make it a picture that waits to be rendered; again changes nothing. Raises NotFound."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    gone = await _taken(tx, product.seller_id, product_id, image_id)
    if gone is not None:
        await images.append_image(tx, product_id, image_id, alt=gone.alt, size=size)
        return
    known = await products.images_of(tx, product.seller_id, product_id)
    if image_id not in [image.id for image in known]:
        raise NotFound


async def take_back_upload(tx: Tx, product_id: UUID, image_id: UUID) -> bool:
    """Forget an upload, whose file is to be deleted then; False when there is none. Raises NotFound."""
    product = await products.product_for(tx, product_id, edit=True)
    return await _taken(tx, product.seller_id, product_id, image_id) is not None


async def forget_expired(tx: Tx) -> Sequence[UUID]:
    """Forget uploads whose time is over, the longest first; the ids of their files, which are to be deleted then."""
    rows = await tx.fetch(
        """WITH due AS (
               SELECT seller_id, id FROM product.uploads WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2
           )
           DELETE FROM product.uploads u USING due
           WHERE u.seller_id = due.seller_id AND u.id = due.id AND u.expires_at <= $1 RETURNING u.id""",
        tx.now,
        EXPIRED_PER_ROUND_MAX,
    )
    return [row["id"] for row in rows]


async def _taken(tx: Tx, seller_id: int, product_id: UUID, image_id: UUID) -> Upload | None:
    return await tx.one(
        Upload,
        """DELETE FROM product.uploads WHERE seller_id = $1 AND id = $2 AND product_id = $3
           RETURNING id, product_id, alt, size_bytes, media_type""",
        seller_id,
        image_id,
        product_id,
    )


async def note_sweep(tx: Tx, folder: str, position: str) -> None:
    """Remember how far the search for files that nothing refers to has come; empty for from the start."""
    await tx.execute(
        """INSERT INTO product.storage_sweeps (folder, position) VALUES ($1, $2)
           ON CONFLICT (folder) DO UPDATE SET position = excluded.position""",
        folder,
        position,
    )
