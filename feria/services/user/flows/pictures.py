"""Logos and banners: re-encoded while whoever sent them waits, since each is one small picture, then shown.

A file without its row is only wasted space, so it is stored first; the one before is deleted when nothing shows it.
"""

import asyncio
from typing import NamedTuple

from feria.core import ids, pictures
from feria.core.auth import Principal
from feria.core.errors import Forbidden, NotFound
from feria.core.platform import Platform
from feria.services.user import queries
from feria.services.user.actions import settings, shops
from feria.services.user.actions.shops import Sign
from feria.services.user.queries.rows import Marketplace, SellerRow

MARKETPLACE = 0


class Frame(NamedTuple):
    """The size of a picture as it is served; `cover` fills it exactly."""

    width: int
    height: int
    cover: bool


FRAMES: dict[Sign, Frame] = {"logo": Frame(256, 256, cover=True), "banner": Frame(1500, 500, cover=True)}
MARKETPLACE_LOGO = Frame(480, 160, cover=False)


async def hang_up(
    platform: Platform, actor: Principal, request_id: str, *, seller_id: int, sign: Sign, data: bytes
) -> SellerRow:
    """Show the picture as the seller's logo or banner; raises BadPicture, NotFound, Forbidden, Unavailable."""
    async with platform.db.reading(actor) as tx:
        await queries.seller_for(tx, seller_id, "manager")
    key = await _stored(platform, seller_id, data, FRAMES[sign])
    try:
        row, before = await platform.db.act(actor, request_id, shops.hang_up, seller_id, sign, key)
    except (NotFound, Forbidden):
        await _forget(platform, key)
        raise
    if before != key:
        await _forget(platform, before)
    return row


async def take_down(
    platform: Platform, actor: Principal, request_id: str, *, seller_id: int, sign: Sign
) -> SellerRow:
    """Show no logo (banner) any more; again changes nothing. Raises NotFound, Forbidden."""
    row, before = await platform.db.act(actor, request_id, shops.hang_up, seller_id, sign, "")
    await _forget(platform, before)
    return row


async def show_logo(platform: Platform, actor: Principal, request_id: str, data: bytes) -> Marketplace:
    """Show the picture as the marketplace's logo; raises BadPicture, Unavailable."""
    key = await _stored(platform, MARKETPLACE, data, MARKETPLACE_LOGO)
    place, before = await platform.db.act(actor, request_id, settings.show_logo, key)
    if before != key:
        await _forget(platform, before)
    return place


async def remove_logo(platform: Platform, actor: Principal, request_id: str) -> Marketplace:
    """Show the marketplace's name alone; again changes nothing."""
    place, before = await platform.db.act(actor, request_id, settings.show_logo, "")
    await _forget(platform, before)
    return place


def file_key(key: str) -> str:
    """Where a logo or banner is stored."""
    return f"brand/{key}.webp"


async def _stored(platform: Platform, owner: int, data: bytes, frame: Frame) -> str:
    file = await asyncio.to_thread(pictures.framed, data, frame.width, frame.height, cover=frame.cover)
    key = ids.encode("img", ids.new(owner)).removeprefix("img_")
    await platform.storage.put(file_key(key), file)
    return key


async def _forget(platform: Platform, key: str) -> None:
    if key:
        await platform.storage.delete(file_key(key))
