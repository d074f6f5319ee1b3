"""Many products changed one by one, each in its own transaction, and a product copied with its pictures."""

from collections.abc import Mapping
from uuid import UUID

from feria.core import ids
from feria.core.auth import Principal
from feria.core.errors import Invalid, NotFound, PreconditionFailed, Problem
from feria.core.platform import Platform
from feria.services.product.actions import bulk
from feria.services.product.actions.products import NotPublishable
from feria.services.product.actions.variants import SkuTaken, StockReserved
from feria.services.product.flows import pictures
from feria.services.product.queries import products
from feria.services.product.schemas import RefusedProductOut
from feria.services.product.schemas.bulk import BulkChangeIn, BulkEditOut


async def edit_products(
    platform: Platform,
    actor: Principal,
    request_id: str,
    seller_id: int,
    versions: Mapping[UUID, int],
    change: BulkChangeIn,
) -> BulkEditOut:
    """Change each of the seller's products from its version; one that is refused leaves the others changed.

    Whatever ends it half-way, what was changed stays so, and doing it again refuses those. Raises NotFound.
    """
    if any(ids.owner_of(product_id) != seller_id for product_id in versions):
        raise NotFound
    async with platform.db.reading(actor) as tx:
        titles = {one: (await products.product_for(tx, one, edit=True)).title for one in versions}
    changed = 0
    refused = []
    for product_id, title in titles.items():
        try:
            changed += await platform.db.act(
                actor, request_id, bulk.edit_product, product_id, versions[product_id], change
            )
        except (Invalid, NotFound, NotPublishable, PreconditionFailed, SkuTaken, StockReserved) as error:
            refused.append(
                RefusedProductOut(
                    product_id=ids.encode("prod", product_id),
                    title=title,
                    reason=reason_of(error),
                    errors=error.errors,
                )
            )
    return BulkEditOut(changed=changed, refused=refused)


def reason_of(error: Problem) -> str:
    """`category_id is required; attributes.material is required in this category`, or the error's title."""
    return "; ".join(f"{fault.field} {fault.message}" for fault in error.errors) or error.title


async def duplicate_product(platform: Platform, actor: Principal, request_id: str, product_id: UUID) -> UUID:
    """A draft like the product, its pictures rendered anew from their originals; raises NotFound, Unavailable.

    When it ends half-way, the draft is there without some of the pictures.
    """
    copy_id = await platform.db.act(actor, request_id, bulk.duplicate_product, product_id)
    async with platform.db.reading(actor) as tx:
        shown = await products.images_of(tx, ids.owner_of(product_id), product_id)
        originals = await products.originals_of(tx, ids.owner_of(product_id), product_id)
    for image in shown:
        if image.state != "ready":
            continue
        try:
            data = await platform.storage.get(originals[image.id])
        except NotFound:
            continue  # its original has gone, and with it the way to render it anew
        await pictures.store_picture(
            platform, actor, copy_id, data, alt=image.alt, size=(image.width, image.height)
        )
    return copy_id
