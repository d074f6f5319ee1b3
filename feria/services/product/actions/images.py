"""Pictures of a product: added as pending, marked ready or failed by the job, ordered, described, removed."""

from datetime import timedelta
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.services.product.actions.changes import note_change
from feria.services.product.queries import products
from feria.services.product.queries.products import Image

IMAGES_MAX = 20
ATTEMPTS_MAX = 8
BACK_OFF_SECONDS_MAX = 3_600


class TooManyImages(Conflict):
    """The product has as many pictures as a product may have."""

    slug, title = "too-many-images", f"A product has at most {IMAGES_MAX} pictures."


class PendingImage(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that waits to be rendered."""

    seller_id: int
    id: UUID
    product_id: UUID
    original_key: str
    key: str
    attempts: int


def original_key(image_id: UUID) -> str:
    """Where the file is stored as it was received."""
    return f"originals/{ids.encode('img', image_id)}"


async def check_room(tx: Tx, seller_id: int, product_id: UUID) -> None:
    """Refuse one picture more than a product may have, with those on their way; the product is locked."""
    count = await tx.fetchval(
        """SELECT (SELECT count(*) FROM product.images WHERE seller_id = $1 AND product_id = $2)
                  + (SELECT count(*) FROM product.uploads WHERE seller_id = $1 AND product_id = $2)""",
        seller_id,
        product_id,
    )
    if count >= IMAGES_MAX:
        raise TooManyImages


async def add_image(tx: Tx, product_id: UUID, image_id: UUID, *, alt: str, size: tuple[int, int]) -> None:
    """Put a picture, stored but not yet rendered, behind the product's others; raises NotFound, TooManyImages."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    await check_room(tx, product.seller_id, product_id)
    await append_image(tx, product_id, image_id, alt=alt, size=size)


async def append_image(tx: Tx, product_id: UUID, image_id: UUID, *, alt: str, size: tuple[int, int]) -> None:
    """The same for a product that is locked and has room."""
    await tx.execute(
        """INSERT INTO product.images
               (seller_id, id, product_id, position, alt, original_key, key, width, height, run_at, created_at)
           SELECT $1, $2, $3, coalesce(max(position) + 1, 0), $4, $5, $6, $7, $8, $9, $9
           FROM product.images WHERE seller_id = $1 AND product_id = $3""",
        ids.owner_of(product_id),
        image_id,
        product_id,
        alt.strip(),
        original_key(image_id),
        ids.encode("img", image_id).removeprefix("img_"),
        size[0],
        size[1],
        tx.now,
    )


async def claim_waiting(tx: Tx, limit: int, claimed_for: timedelta) -> list[PendingImage]:
    """The oldest pictures that are due, put off by `claimed_for` in case this process dies over them."""
    return await tx.all(
        PendingImage,
        """WITH due AS (
               SELECT seller_id, id FROM product.images WHERE state = 'pending' AND run_at <= $1
               ORDER BY run_at, id LIMIT $2
           )
           UPDATE product.images i SET run_at = $3 FROM due
           WHERE i.seller_id = due.seller_id AND i.id = due.id AND i.state = 'pending' AND i.run_at <= $1
           RETURNING i.seller_id, i.id, i.product_id, i.original_key, i.key, i.attempts""",
        tx.now,
        limit,
        tx.now + claimed_for,
    )


async def mark_ready(tx: Tx, image: PendingImage, width: int, height: int, placeholder: str) -> None:
    """The renditions are stored: the picture is shown from now on."""
    done = await tx.execute(
        """UPDATE product.images SET state = 'ready', width = $3, height = $4, placeholder = $5,
               attempts = attempts + 1
           WHERE seller_id = $1 AND id = $2 AND state = 'pending'""",
        image.seller_id,
        image.id,
        width,
        height,
        placeholder,
    )
    if done:
        await tx.execute(
            "DELETE FROM product.image_sources WHERE seller_id = $1 AND id = $2 AND state = 'fetched'",
            image.seller_id,
            image.id,
        )
        note_change(tx, image.seller_id, image.product_id)


async def mark_failed(tx: Tx, image: PendingImage, reason: str, *, final: bool) -> None:
    """Rendering failed: for good when `final` or after eight attempts, else it is tried again later."""
    over = final or image.attempts + 1 >= ATTEMPTS_MAX
    pause = timedelta(seconds=min(BACK_OFF_SECONDS_MAX, 4 ** (image.attempts + 1)))
    await tx.execute(
        """UPDATE product.images SET state = $3, attempts = attempts + 1, run_at = $4, failure = $5
           WHERE seller_id = $1 AND id = $2 AND state = 'pending'""",
        image.seller_id,
        image.id,
        "failed" if over else "pending",
        tx.now + pause,
        reason[:500],
    )
    if over:
        await tx.execute(
            """UPDATE product.image_sources SET state = 'failed', failure = $3
               WHERE seller_id = $1 AND id = $2 AND state = 'fetched'""",
            image.seller_id,
            image.id,
            reason[:500],
        )


async def give_up(tx: Tx, seller_id: int, image_id: UUID, reason: str) -> None:
    """There will be no rendition of the picture, and this is why."""
    await tx.execute(
        """UPDATE product.images SET state = 'failed', failure = $3
           WHERE seller_id = $1 AND id = $2 AND state = 'pending'""",
        seller_id,
        image_id,
        reason[:500],
    )


async def place_image(tx: Tx, product_id: UUID, image_id: UUID, *, alt: str, position: int) -> None:
    """Describe the picture and move it to a place among the others (0 is the card's picture)."""
    image, others = await _image(tx, product_id, image_id)
    others.insert(min(position, len(others)), image)
    seller_id = ids.owner_of(product_id)
    await tx.execute(
        """UPDATE product.images i SET position = w.position, alt = CASE WHEN i.id = $4 THEN $5 ELSE i.alt END
           FROM unnest($2::uuid[], $3::integer[]) AS w(id, position) WHERE i.seller_id = $1 AND i.id = w.id""",
        seller_id,
        [one.id for one in others],
        list(range(len(others))),
        image_id,
        alt.strip(),
    )
    note_change(tx, seller_id, product_id)


async def remove_image(tx: Tx, product_id: UUID, image_id: UUID) -> PendingImage:
    """Take the picture off the product and its variants; what is returned names the files to delete."""
    await _image(tx, product_id, image_id)
    seller_id = ids.owner_of(product_id)
    await tx.execute(
        "UPDATE product.variants SET image_id = NULL WHERE seller_id = $1 AND product_id = $2 AND image_id = $3",
        seller_id,
        product_id,
        image_id,
    )
    gone = await tx.one(
        PendingImage,
        """DELETE FROM product.images WHERE seller_id = $1 AND id = $2
           RETURNING seller_id, id, product_id, original_key, key, attempts""",
        seller_id,
        image_id,
    )
    if gone is None:
        raise NotFound
    await tx.execute(
        "DELETE FROM product.image_sources WHERE seller_id = $1 AND id = $2 AND state <> 'waiting'",
        seller_id,
        image_id,
    )
    note_change(tx, seller_id, product_id)
    return gone


async def _image(tx: Tx, product_id: UUID, image_id: UUID) -> tuple[Image, list[Image]]:
    """The picture and the product's others, the product locked; raises NotFound."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    images = await products.images_of(tx, product.seller_id, product_id)
    found = [image for image in images if image.id == image_id]
    if not found:
        raise NotFound
    return found[0], [image for image in images if image.id != image_id]
