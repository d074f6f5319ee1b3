"""What the operator decides about products that wait for him, and the shop that takes one back.

The product's row is locked first, so of two decisions at once the second finds what the first made of it.
"""

from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, PreconditionFailed
from feria.services.product.actions.products import check_publishable, set_status
from feria.services.product.events import ProductDecided
from feria.services.product.queries import products
from feria.services.product.queries.products import Product


class NotInReview(Conflict):
    """The product does not wait (any more): somebody has decided, or its shop has taken it back."""

    slug, title = "not-in-review", "This product does not wait for a decision any more."


async def approve_product(tx: Tx, product_id: UUID, version: int | None) -> None:
    """Put it on sale as it was seen; approved already, nothing changes. The caller has let only moderators pass.

    Raises NotFound, NotInReview, PreconditionFailed, NotPublishable, SellerNotActive.
    """
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    if product.status == "published":
        return
    _check_waits(product, version)
    await check_publishable(tx, product)
    await set_status(tx, product, "published", "approved")
    await _tell(tx, product, approved=True)
    tx.audit("approve_product", ids.encode("prod", product_id))


async def reject_product(tx: Tx, product_id: UUID, version: int | None, reason: str) -> None:
    """Send it back to its shop as a draft, with the reason. Raises NotFound, NotInReview, PreconditionFailed."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    _check_waits(product, version)
    await set_status(tx, product, "draft", "rejected", reason=reason.strip())
    await _tell(tx, product, approved=False)
    tx.audit("reject_product", ids.encode("prod", product_id), reason=reason.strip())


async def withdraw_product(tx: Tx, product_id: UUID) -> None:
    """Make it a draft again that nobody looks at; a draft stays one. Raises NotFound, NotInReview."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    if product.status == "draft":
        return
    _check_waits(product, None)
    await set_status(tx, product, "draft", "withdrawn")


def _check_waits(product: Product, version: int | None) -> None:
    if product.status != "in_review":
        raise NotInReview(f"It is {product.status}.")
    if version is not None and version != product.version:
        raise PreconditionFailed


async def _tell(tx: Tx, product: Product, *, approved: bool) -> None:
    """Publish the decision, which is the product's next version."""
    await tx.publish(
        ProductDecided(
            seller_id=product.seller_id,
            product_id=product.id,
            version=product.version + 1,
            approved=approved,
        )
    )
