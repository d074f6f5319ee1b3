"""Pictures of categories: rendered while whoever sent them waits, then shown.

A file without its row is only wasted space, so files are stored first; those of the picture before are deleted when
nothing shows it.
"""

import asyncio
from uuid import UUID

from feria.core import ids, pictures
from feria.core.auth import Principal
from feria.core.errors import NotFound
from feria.core.platform import Platform
from feria.services.product.actions import categories
from feria.services.product.actions.categories import NOBODY
from feria.services.product.flows.pictures import file_key
from feria.services.product.queries.categories import Picture, picture_key
from feria.services.product.queries.products import RENDITIONS


async def show_picture(
    platform: Platform, actor: Principal, request_id: str, category_id: UUID, data: bytes
) -> None:
    """Show this picture with the category; raises BadPicture, NotFound, Unavailable."""
    rendered = await asyncio.to_thread(pictures.render, data, RENDITIONS)
    picture = Picture(ids.new(NOBODY), rendered.width, rendered.height, rendered.placeholder)
    for width, file in rendered.files.items():
        await platform.storage.put(file_key(picture_key(picture.id), width), file)
    try:
        before = await platform.db.act(actor, request_id, categories.show_picture, category_id, picture)
    except NotFound:
        await _forget(platform, picture.id)
        raise
    await _forget(platform, before)


async def remove_picture(platform: Platform, actor: Principal, request_id: str, category_id: UUID) -> None:
    """Show the picture of what sells best in it again; again changes nothing. Raises NotFound."""
    before = await platform.db.act(actor, request_id, categories.show_picture, category_id, None)
    await _forget(platform, before)


async def _forget(platform: Platform, picture_id: UUID | None) -> None:
    if picture_id is not None:
        await platform.storage.delete(*(file_key(picture_key(picture_id), width) for width in RENDITIONS))
