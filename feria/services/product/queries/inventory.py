"""A seller's own lists: products in every state, and stock per variant."""

from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.money import Money
from feria.core.pages import Page
from feria.services.product import schemas
from feria.services.product.queries.products import may_edit, rendition_url
from feria.services.user import contract as user

LOW_STOCK_AT = 3

DUE_AT_ONCE_MAX = 200


class _Listed(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    title: str
    slug: str
    status: schemas.Status
    version: int
    updated_at: datetime
    image_key: str | None
    variant_count: int
    unlimited: bool
    available: int
    amount: int | None
    currency: str | None


class _Stock(msgspec.Struct, frozen=True, kw_only=True):
    variant_id: UUID
    product_id: UUID
    product_title: str
    variant_title: str
    sku: str
    image_key: str | None
    policy: schemas.Policy
    on_hand: int
    reserved: int
    version: int


_STOCK = """
SELECT s.variant_id, s.product_id, p.title AS product_title, v.title AS variant_title, v.sku, coalesce(
           (SELECT i.key FROM product.images i
            WHERE i.seller_id = v.seller_id AND i.id = v.image_id AND i.state = 'ready'),
           (SELECT i.key FROM product.images i
            WHERE i.seller_id = v.seller_id AND i.product_id = v.product_id AND i.state = 'ready'
            ORDER BY i.position, i.id LIMIT 1)
       ) AS image_key, s.policy, s.on_hand, s.reserved, s.version
FROM product.stock s
JOIN product.variants v ON v.seller_id = s.seller_id AND v.id = s.variant_id
JOIN product.products p ON p.seller_id = s.seller_id AND p.id = s.product_id
WHERE s.seller_id = $1 AND s.location_id = 0
"""


def check_may_edit(tx: Tx, seller_id: int) -> None:
    """Raises NotFound for everybody but the seller's members and moderators."""
    if not may_edit(tx.actor, seller_id):
        raise NotFound


class ProductsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which of a seller's products; `q` looks in titles and SKUs."""

    status: str | None = None
    import_id: UUID | None = None
    q: str = ""


async def products_of_seller(
    tx: Tx, seller_id: int, wanted: ProductsWanted, *, limit: int, after: str | None
) -> Page[schemas.ProductRowOut]:
    """The seller's products, newest first. Raises NotFound, BadCursor."""
    check_may_edit(tx, seller_id)
    market = await user.market(tx, None)
    listing = f"seller-products:{seller_id}:{wanted.status}:{wanted.import_id}:{wanted.q}"
    last = pages.decode(listing, after, tuple[UUID]) if after is not None else None
    rows = await tx.all(
        _Listed,
        """SELECT p.id, p.title, p.slug, p.status, p.version, p.updated_at,
                  (SELECT i.key FROM product.images i WHERE i.seller_id = p.seller_id AND i.product_id = p.id
                   AND i.state = 'ready' ORDER BY i.position, i.id LIMIT 1) AS image_key,
                  count(v.id)::integer AS variant_count, coalesce(bool_or(s.policy <> 'tracked'), false) AS unlimited,
                  coalesce(sum(greatest(s.on_hand - s.reserved, 0)) FILTER (WHERE s.policy = 'tracked'), 0)::integer
                      AS available,
                  min(r.price_amount) AS amount, min(r.currency) AS currency
           FROM product.products p
           LEFT JOIN product.variants v ON v.seller_id = p.seller_id AND v.product_id = p.id AND v.active
           LEFT JOIN product.stock s ON s.seller_id = v.seller_id AND s.variant_id = v.id AND s.location_id = 0
           LEFT JOIN product.prices r ON r.seller_id = v.seller_id AND r.variant_id = v.id AND r.market = $6
           WHERE p.seller_id = $1 AND ($2::text IS NULL OR p.status = $2) AND ($3::uuid IS NULL OR p.id < $3)
             AND ($7::uuid IS NULL OR p.import_id = $7)
             AND ($4 = '' OR p.title ILIKE $4 OR EXISTS (
                 SELECT FROM product.variants x WHERE x.seller_id = p.seller_id AND x.product_id = p.id
                 AND x.active AND x.sku ILIKE $4))
           GROUP BY p.seller_id, p.id
           ORDER BY p.id DESC LIMIT $5""",
        seller_id,
        wanted.status,
        last[0] if last else None,
        _like(wanted.q),
        limit + 1,
        market.id,
        wanted.import_id,
    )
    found = pages.page(rows, limit, listing, "id")
    return Page([_row_out(row) for row in found.items], found.next)


async def inventory(
    tx: Tx, seller_id: int, *, low: bool, q: str, limit: int, after: str | None
) -> Page[schemas.StockOut]:
    """Stock of the seller's active variants; `low` only those tracked with three or fewer left."""
    check_may_edit(tx, seller_id)
    listing = f"inventory:{seller_id}:{low}:{q}"
    last = pages.decode(listing, after, tuple[UUID]) if after is not None else None
    rows = await tx.all(
        _Stock,
        _STOCK
        + """AND v.active AND p.status <> 'archived' AND ($2::uuid IS NULL OR s.variant_id < $2)
             AND (NOT $3 OR (s.policy = 'tracked' AND s.on_hand - s.reserved <= $4))
             AND ($5 = '' OR p.title ILIKE $5 OR v.sku ILIKE $5)
             ORDER BY s.variant_id DESC LIMIT $6""",
        seller_id,
        last[0] if last else None,
        low,
        LOW_STOCK_AT,
        _like(q),
        limit + 1,
    )
    found = pages.page(rows, limit, listing, "variant_id")
    return Page([_stock_out(row) for row in found.items], found.next)


class CatalogueTasks(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller's catalogue asks for: variants on sale with one to three left, those with none, and drafts."""

    low_stock: int
    sold_out: int
    drafts: int


async def catalogue_tasks(tx: Tx, seller_id: int) -> CatalogueTasks:
    """What there is to do in the seller's catalogue, as numbers."""
    found = await tx.one(
        CatalogueTasks,
        """SELECT count(*) FILTER (WHERE s.on_hand - s.reserved BETWEEN 1 AND $2) AS low_stock,
                  count(*) FILTER (WHERE s.on_hand <= s.reserved) AS sold_out,
                  (SELECT count(*) FROM product.products WHERE seller_id = $1 AND status = 'draft') AS drafts
           FROM product.stock s
           JOIN product.variants v ON v.seller_id = s.seller_id AND v.id = s.variant_id
           JOIN product.products p ON p.seller_id = s.seller_id AND p.id = s.product_id
           WHERE s.seller_id = $1 AND s.location_id = 0 AND s.policy = 'tracked' AND v.active
             AND p.status = 'published'""",
        seller_id,
        LOW_STOCK_AT,
    )
    assert found is not None
    return found


async def stock_of(tx: Tx, seller_id: int, variant_id: UUID) -> schemas.StockOut:
    """Stock of one variant; raises NotFound."""
    check_may_edit(tx, seller_id)
    row = await tx.one(_Stock, _STOCK + "AND s.variant_id = $2", seller_id, variant_id)
    if row is None:
        raise NotFound
    return _stock_out(row)


def _like(q: str) -> str:
    text = q.strip()
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return f"%{text}%" if text else ""


def _row_out(row: _Listed) -> schemas.ProductRowOut:
    return schemas.ProductRowOut(
        id=ids.encode("prod", row.id),
        title=row.title,
        slug=row.slug,
        status=row.status,
        image=rendition_url(row.image_key, 160) if row.image_key else None,
        price=Money(row.amount, row.currency) if row.amount is not None and row.currency else None,
        variant_count=row.variant_count,
        available=None if row.unlimited else row.available,
        version=row.version,
        updated_at=row.updated_at,
    )


def _stock_out(row: _Stock) -> schemas.StockOut:
    return schemas.StockOut(
        variant_id=ids.encode("var", row.variant_id),
        product_id=ids.encode("prod", row.product_id),
        product_title=row.product_title,
        variant_title=row.variant_title,
        sku=row.sku,
        image=rendition_url(row.image_key, 160) if row.image_key else None,
        location="default",
        stock_policy=row.policy,
        on_hand=row.on_hand,
        reserved=row.reserved,
        available=row.on_hand - row.reserved if row.policy == "tracked" else None,
        version=row.version,
    )


async def drafts_due(tx: Tx) -> list[UUID]:
    """The next drafts that go on sale by themselves and whose time has come."""
    rows = await tx.fetch(
        "SELECT id FROM product.products WHERE publish_at <= $1 ORDER BY publish_at, id LIMIT $2",
        tx.now,
        DUE_AT_ONCE_MAX,
    )
    return [row["id"] for row in rows]
