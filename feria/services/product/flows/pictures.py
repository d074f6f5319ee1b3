"""Pictures on their way in: checked and stored as received, rendered later by the worker, served only re-encoded."""

import asyncio
from datetime import timedelta
from uuid import UUID

from feria.core import ids, picture_files, pictures
from feria.core import uploads as signing
from feria.core.auth import Principal
from feria.core.errors import NotFound, Unavailable
from feria.core.platform import Platform
from feria.services.product.actions import images, uploads
from feria.services.product.actions.images import PendingImage
from feria.services.product.queries import files as stored
from feria.services.product.queries import products
from feria.services.product.queries.files import Upload
from feria.services.product.queries.products import RENDITIONS
from feria.services.product.schemas.images import ImageUploadIn, ImageUploadOut

RENDERED_AT_ONCE_MAX = 20
CLAIMED_FOR = timedelta(minutes=5)


async def add_picture(
    platform: Platform, actor: Principal, product_id: UUID, data: bytes, *, alt: str
) -> UUID:
    """Check the file, store it privately, and note it for rendering; the image's id.

    Raises BadPicture, NotFound, TooManyImages, Unavailable.
    """
    async with platform.db.reading(actor) as tx:
        await products.product_for(tx, product_id, edit=True)
    size = await asyncio.to_thread(pictures.look_at, data)
    return await store_picture(platform, actor, product_id, data, alt=alt, size=size)


async def store_picture(
    platform: Platform, actor: Principal, product_id: UUID, data: bytes, *, alt: str, size: tuple[int, int]
) -> UUID:
    """The same for a file that has been looked at; raises NotFound, TooManyImages, Unavailable.

    The upload is opened before the file is stored, so that whatever a crash leaves lying has a row to be found by.
    """
    image_id = ids.new(ids.owner_of(product_id))
    await platform.db.act(
        actor, "", uploads.open_upload, product_id, image_id, alt=alt, size_bytes=len(data), media_type=""
    )
    try:
        await platform.storage.put(images.original_key(image_id), data)
    except Unavailable:
        await platform.db.act(actor, "", uploads.take_back_upload, product_id, image_id)
        raise
    await platform.db.act(actor, "", uploads.complete_upload, product_id, image_id, size)
    return image_id


async def announce_picture(
    platform: Platform, actor: Principal, request_id: str, product_id: UUID, wanted: ImageUploadIn
) -> ImageUploadOut:
    """Open an upload and sign the request that brings its file; raises NotFound, TooManyImages."""
    image_id = ids.new(ids.owner_of(product_id))
    await platform.db.act(
        actor,
        request_id,
        uploads.open_upload,
        product_id,
        image_id,
        alt=wanted.alt,
        size_bytes=wanted.size_bytes,
        media_type=wanted.type,
    )
    signed = await asyncio.to_thread(
        signing.sign,
        platform.storage,
        platform.settings,
        images.original_key(image_id),
        size_bytes=wanted.size_bytes,
        media_type=wanted.type,
    )
    return ImageUploadOut(
        id=ids.encode("img", image_id),
        method="PUT",
        url=signed.url,
        headers=signed.headers,
        expires_at=signed.expires_at,
    )


async def complete_picture(
    platform: Platform, actor: Principal, request_id: str, product_id: UUID, image_id: UUID
) -> None:
    """Look at the file that has come and note it for rendering; again changes nothing.

    Raises NotFound, UploadMissing, Unavailable, and BadPicture, which ends the upload and deletes its file. Who still
    has the address may send another file later: the worker looks at what it renders itself, and only that is served.
    """
    async with platform.db.reading(actor) as tx:
        await products.product_for(tx, product_id, edit=True)
        upload = await stored.upload_of(tx, product_id, image_id)
    size = (0, 0)
    if upload is not None:
        try:
            size = await _looked_at(platform, upload)
        except pictures.BadPicture:
            await remove_picture(platform, actor, product_id, image_id)
            raise
    await platform.db.act(actor, request_id, uploads.complete_upload, product_id, image_id, size)


async def _looked_at(platform: Platform, upload: Upload) -> tuple[int, int]:
    key = images.original_key(upload.id)
    size_bytes = await platform.storage.size(key)
    if size_bytes is None:
        raise uploads.UploadMissing
    if size_bytes != upload.size_bytes:
        raise pictures.refused("is not as long as was announced")
    data = await platform.storage.get(key)
    if picture_files.KINDS[upload.media_type] != picture_files.kind_of(data) and picture_files.kind_of(data):
        raise pictures.refused("is not of the type that was announced")
    return await asyncio.to_thread(pictures.look_at, data)


async def remove_picture(platform: Platform, actor: Principal, product_id: UUID, image_id: UUID) -> None:
    """Take the picture off the product, or its upload back, then delete the files; raises NotFound."""
    if await platform.db.act(actor, "", uploads.take_back_upload, product_id, image_id):
        await platform.storage.delete(images.original_key(image_id))
        return
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
        await platform.storage.delete(image.original_key)
    except (NotFound, Unavailable) as error:
        await platform.db.run(images.mark_failed, image, str(error), final=False)
    else:
        await platform.db.run(images.mark_ready, image, *rendered[:2], rendered.placeholder)
