"""The shipped pictures put up while the demo loads: files into storage first, then rows that are ready at once."""

import asyncio

from feria.core import ids
from feria.core import pictures as rendering
from feria.core.db import Tx
from feria.core.storage import Storage
from feria.demo import catalogue, gallery
from feria.demo.catalogue import Shop, Thing
from feria.services.product.actions import images
from feria.services.product.actions.images import PendingImage
from feria.services.product.flows import pictures
from feria.services.product.queries.products import RENDITIONS
from feria.services.user.actions import shops
from feria.services.user.flows import pictures as brand

AT_ONCE = 8


async def store_files(storage: Storage, shop: Shop) -> None:
    """Store the files of all pictures of a shop and of its things; doing it again changes nothing."""
    waiting = iter(_files(shop))

    async def work() -> None:
        for key, name, folder in waiting:
            await storage.put(key, await asyncio.to_thread(gallery.shipped, name, folder))

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None


def _files(shop: Shop) -> list[tuple[str, str, int | str]]:
    """Key in the storage, name and folder of the shipped file; what is wider than it was drawn has the widest."""
    found: list[tuple[str, str, int | str]] = [
        (brand.file_key(gallery.seller_key(shop, kind)), f"{kind}-{shop.slug}", gallery.SELLERS)
        for kind in gallery.SELLER_KINDS
    ]
    for thing in catalogue.things():
        if thing.shop == shop:
            for position, shot in enumerate(gallery.shots(thing)):
                pending = _pending(thing, position)
                found.append((pending.original_key, shot.name, shot.widths[-1]))
                found += _renditions(pending.key, shot.name, shot.widths)
    return found


def _renditions(key: str, name: str, widths: tuple[int, ...]) -> list[tuple[str, str, int | str]]:
    return [(pictures.file_key(key, width), name, min(width, widths[-1])) for width in RENDITIONS]


def _pending(thing: Thing, position: int) -> PendingImage:
    """A picture as the product service names it."""
    image_id = gallery.image_id(thing, position)
    reference = ids.encode("img", image_id)
    return PendingImage(
        seller_id=thing.shop.number,
        id=image_id,
        product_id=thing.id,
        original_key=images.original_key(image_id),
        key=reference.removeprefix("img_"),
        attempts=0,
    )


async def hang_signs(tx: Tx, shop: Shop) -> None:
    """Give a seller its logo and banner; the files have to be stored before."""
    for kind in gallery.SELLER_KINDS:
        await shops.hang_up(tx, shop.number, kind, gallery.seller_key(shop, kind))


async def hang_pictures(tx: Tx, thing: Thing) -> None:
    """Give a product its pictures, rendered already; the files have to be stored before."""
    for position, shot in enumerate(gallery.shots(thing)):
        image = _pending(thing, position)
        width, height = gallery.dimensions(gallery.shipped(shot.name, shot.widths[-1]))
        await images.add_image(tx, thing.id, image.id, alt=shot.alt, size=(width, height))
        blur = rendering.placeholder_of(gallery.shipped(shot.name, shot.widths[0]))
        await images.mark_ready(tx, image, width, height, blur)
