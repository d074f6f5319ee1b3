"""Whether the operator looks at a product before it is on sale, and those that wait for him."""

from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.money import Money
from feria.core.pages import Page
from feria.services.product import rules
from feria.services.product.queries import products
from feria.services.product.schemas import approval as schemas
from feria.services.user import contract as user

IMAGES_SHOWN_MAX = 8


async def needs_approval(tx: Tx, seller_id: int) -> bool:
    """Whether what the actor would put on sale for this seller waits for the operator; his moderators do not wait.

    A new seller is one of whom fewer products have been on sale than the marketplace's setting says.
    """
    place = await user.marketplace(tx)
    if place.approval == "nobody" or (
        tx.actor.is_operator("moderator") and not tx.actor.member_of(seller_id)
    ):
        return False
    if place.approval == "everyone":
        return True
    seen = await tx.fetchval(
        """SELECT count(*) FROM (SELECT FROM product.products
                                 WHERE seller_id = $1 AND published_at IS NOT NULL LIMIT $2) AS seen""",
        seller_id,
        place.approval_first,
    )
    return int(seen) < place.approval_first


async def products_waiting_count(tx: Tx) -> int:
    """How many products wait for the operator."""
    return int(await tx.fetchval("SELECT count(*) FROM product.products WHERE status = 'in_review'"))


async def rejection_of(tx: Tx, product_id: UUID, version: int) -> str:
    """Why the product was sent back at this version."""
    changes = await tx.fetchval(
        """SELECT changes FROM product.product_versions
           WHERE seller_id = $1 AND product_id = $2 AND version = $3 AND kind = 'rejected'""",
        ids.owner_of(product_id),
        product_id,
        version,
    )
    return str(changes[0][2]) if changes else ""


class _Waiting(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    seller_id: int
    title: str
    slug: str
    description: str
    category_name: str | None
    brand: str
    tags: list[str]
    attributes: dict[str, rules.Scalar]
    version: int
    submitted_at: datetime
    variant_count: int
    lowest: int | None
    highest: int | None
    currency: str | None


async def products_waiting(tx: Tx, *, limit: int, after: str | None) -> Page[schemas.WaitingProductOut]:
    """Products that wait for the operator, the longest first, with all that buyers would see. Raises BadCursor."""
    listing = "products-in-review"
    last = pages.decode(listing, after, tuple[datetime, UUID]) if after is not None else (None, None)
    market = await user.market(tx, None)
    rows = await tx.all(
        _Waiting,
        """SELECT p.id, p.seller_id, p.title, p.slug, p.description, c.name AS category_name, p.brand, p.tags,
                  p.attributes, p.version, p.submitted_at, count(v.id)::integer AS variant_count,
                  min(r.price_amount) AS lowest, max(r.price_amount) AS highest, min(r.currency) AS currency
           FROM product.products p
           LEFT JOIN product.categories c ON c.id = p.category_id
           LEFT JOIN product.variants v ON v.seller_id = p.seller_id AND v.product_id = p.id AND v.active
           LEFT JOIN product.prices r ON r.seller_id = v.seller_id AND r.variant_id = v.id AND r.market = $1
           WHERE p.status = 'in_review' AND ($2::timestamptz IS NULL OR (p.submitted_at, p.id) > ($2, $3::uuid))
           GROUP BY p.seller_id, p.id, c.name
           ORDER BY p.submitted_at, p.id LIMIT $4""",
        market.id,
        *last,
        limit + 1,
    )
    page = pages.page(rows, limit, listing, "submitted_at", "id")
    cards = await user.seller_cards(tx, (row.seller_id for row in page.items))
    shown = []
    for row in page.items:
        images = await products.images_of(tx, row.seller_id, row.id)
        shown.append(_waiting_out(row, cards[row.seller_id], images))
    return Page(shown, page.next)


def _waiting_out(
    row: _Waiting, card: user.SellerCard, images: list[products.Image]
) -> schemas.WaitingProductOut:
    def money(amount: int | None) -> Money | None:
        return None if amount is None or row.currency is None else Money(amount, row.currency)

    return schemas.WaitingProductOut(
        id=ids.encode("prod", row.id),
        seller=schemas.WaitingSellerOut(
            id=ids.encode_owner("sel", card.id), slug=card.slug, name=card.name, stall_hue=card.stall_hue
        ),
        title=row.title,
        slug=row.slug,
        description=row.description,
        category=row.category_name or "",
        brand=row.brand,
        tags=row.tags,
        attributes=row.attributes,
        images=[products.image_out(one) for one in images if one.state == "ready"][:IMAGES_SHOWN_MAX],
        variant_count=row.variant_count,
        lowest_price=money(row.lowest),
        highest_price=money(row.highest),
        version=row.version,
        submitted_at=row.submitted_at,
    )
