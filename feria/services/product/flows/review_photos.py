"""Photographs of reviews, on the way of the products' pictures: stored as received, rendered later, served anew."""

import asyncio
from datetime import timedelta
from uuid import UUID

from feria.core import ids, pictures
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.errors import NotFound, Problem, Unavailable
from feria.core.platform import Platform
from feria.services.product.actions import review_photos, reviews
from feria.services.product.actions.review_photos import PendingPhoto
from feria.services.product.flows.pictures import file_key
from feria.services.product.queries import reviews as stored
from feria.services.product.queries.products import RENDITIONS
from feria.services.product.queries.reviews import Photo

RENDERED_AT_ONCE_MAX = 20
CLAIMED_FOR = timedelta(minutes=5)


async def add_photo(
    platform: Platform, actor: Principal, review_id: UUID, data: bytes, token: str | None
) -> UUID:
    """Check the file, store it privately, and note it for rendering; the photograph's id.

    Raises BadPicture, NotFound, ReviewClosed, TooLateToReview, TooManyPhotos, Unavailable. A file without its row is
    only wasted space, so it is stored first and deleted again when the row is refused.
    """
    async with platform.db.reading(actor) as tx:
        await stored.review_of_author(tx, review_id, token)
    size = await asyncio.to_thread(pictures.look_at, data)
    photo_id = ids.new(ids.owner_of(review_id))
    original = f"originals/{ids.encode('pho', photo_id)}"
    await platform.storage.put(original, data)

    async def add(tx: Tx) -> None:
        await review_photos.add_photo(tx, review_id, photo_id, token=token, size=size, original=original)

    try:
        await platform.db.act(actor, "", add)
    except Problem:
        await platform.storage.delete(original)
        raise
    return photo_id


async def remove_photo(
    platform: Platform, actor: Principal, review_id: UUID, photo_id: UUID, token: str | None
) -> None:
    """Take the photograph off the review, then delete its files; raises NotFound, ReviewClosed, TooLateToReview."""
    gone = await platform.db.act(actor, "", review_photos.remove_photo, review_id, photo_id, token)
    await _delete_files(platform, [gone])


async def withdraw_review(platform: Platform, actor: Principal, review_id: UUID, token: str | None) -> None:
    """Take the review back, then delete the files of its photographs; raises NotFound, ReviewClosed."""
    await _delete_files(platform, await platform.db.act(actor, "", reviews.withdraw_review, review_id, token))


async def _delete_files(platform: Platform, photos: list[Photo]) -> None:
    for photo in photos:
        files = [file_key(photo.key, width) for width in RENDITIONS]
        await platform.storage.delete(photo.original_key, *files)


async def render_waiting(platform: Platform) -> int:
    """Render the photographs that are due; how many were looked at."""
    waiting = await platform.db.run(review_photos.claim_waiting, RENDERED_AT_ONCE_MAX, CLAIMED_FOR)
    for photo in waiting:
        await _render(platform, photo)
    return len(waiting)


async def _render(platform: Platform, photo: PendingPhoto) -> None:
    try:
        data = await platform.storage.get(photo.original_key)
        rendered = await asyncio.to_thread(pictures.render, data, RENDITIONS)
        for rendition, file in rendered.files.items():
            await platform.storage.put(file_key(photo.key, rendition), file)
    except pictures.BadPicture as error:
        reason = "; ".join(one.message for one in error.errors)
        await platform.db.run(review_photos.mark_failed, photo, reason, final=True)
    except (NotFound, Unavailable) as error:
        await platform.db.run(review_photos.mark_failed, photo, str(error), final=False)
    else:
        await platform.db.run(review_photos.mark_ready, photo, *rendered[:2])
