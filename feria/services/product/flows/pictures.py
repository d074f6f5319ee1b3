"""Pictures on their way in: checked and stored as received, rendered later by the worker, served only re-encoded."""

import asyncio
from datetime import timedelta
from uuid import UUID

from feria.core import ids, pictures
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.errors import NotFound, Unavailable
from feria.core.platform import Platform
from feria.services.product.actions import images
from feria.services.product.actions.images import PendingImage
from feria.services.product.queries import products
from feria.services.product.queries.products import RENDITIONS

RENDERED_AT_ONCE_MAX = 20
CLAIMED_FOR = timedelta(minutes=5)


async def add_picture(
    platform: Platform, actor: Principal, product_id: UUID, data: bytes, *, alt: str
) -> UUID:
    """Check the file, store it privately, and note it for rendering; the image's id.

    Raises BadPicture, NotFound, TooManyImages, Unavailable. A file without its row is only wasted space, so it is
    stored first and deleted again when the row is refused.
    """
    async with platform.db.reading(actor) as tx:
        await products.product_for(tx, product_id, edit=True)
    size = await asyncio.to_thread(pictures.look_at, data)
    image_id = ids.new(ids.owner_of(product_id))
    original = f"originals/{ids.encode('img', image_id)}"
    await platform.storage.put(original, data)

    async def add(tx: Tx) -> None:
        await images.add_image(tx, product_id, image_id, alt=alt, size=size, original=original)

    try:
        await platform.db.act(actor, "", add)
    except (NotFound, images.TooManyImages):
        await platform.storage.delete(original)
        raise
    return image_id


async def remove_picture(platform: Platform, actor: Principal, product_id: UUID, image_id: UUID) -> None:
    """Take the picture off the product, then delete its files; raises NotFound."""
    gone = await platform.db.act(actor, "", images.remove_image, product_id, image_id)
    await platform.storage.delete(gone.original_key, *(file_key(gone.key, width) for width in RENDITIONS))


def file_key(key: str, width: int) -> str:
    """Where a rendition is stored."""
    return f"media/{key}-{width}.webp"


async def render_waiting(platform: Platform) -> int:
    """Render the pictures that are due; how many were looked at."""
    waiting = await platform.db.run(images.claim_waiting, RENDERED_AT_ONCE_MAX, CLAIMED_FOR)
    for image in waiting:
        await _render(platform, image)
    return len(waiting)


async def _render(platform: Platform, image: PendingImage) -> None:
    try:
        data = await platform.storage.get(image.original_key)
        rendered = await asyncio.to_thread(pictures.render, data, RENDITIONS)
        for rendition, file in rendered.files.items():
            await platform.storage.put(file_key(image.key, rendition), file)
    except pictures.BadPicture as error:
        reason = "; ".join(one.message for one in error.errors)
        await platform.db.run(images.mark_failed, image, reason, final=True)
    except (NotFound, Unavailable) as error:
        await platform.db.run(images.mark_failed, image, str(error), final=False)
    else:
        await platform.db.run(images.mark_ready, image, *rendered[:2], rendered.placeholder)
