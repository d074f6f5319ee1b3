"""A seller's catalogue as its export holds it: whole products, in the order in which they were made."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.services.product.queries.inventory import check_may_edit
from feria.services.product.rules import Scalar
from feria.services.product.schemas import OptionOut


class ExportPrice(msgspec.Struct, frozen=True, kw_only=True):
    """A variant's price in a market other than the default one."""

    market: str
    price_amount: int
    compare_at_amount: int | None
    currency: str


class ExportVariant(msgspec.Struct, frozen=True, kw_only=True):
    """An active variant; `image_id` is its picture's, if it has one of its own."""

    id: UUID
    sku: str
    options: dict[str, str]
    weight_grams: int
    gtin: str | None
    fulfilment: str | None
    policy: str
    on_hand: int
    price_amount: int | None
    compare_at_amount: int | None
    currency: str | None
    prices: list[ExportPrice]
    image_id: UUID | None


class ExportImage(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: rendered under `key`, or still to be fetched from `url` (then for `variant_id`, if it shows one)."""

    id: UUID | None
    variant_id: UUID | None
    key: str | None
    url: str | None
    alt: str


class ExportProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product that is not archived."""

    id: UUID
    ordinal: int
    slug: str
    handle: str | None
    title: str
    description: str
    category: str
    brand: str
    tags: list[str]
    attributes: dict[str, Scalar]
    options: list[OptionOut]
    status: str
    locale: str
    tax_category: str
    fulfilment: str
    max_per_order: int | None
    processing_days: int
    gtin: str | None
    variants: list[ExportVariant]
    images: list[ExportImage]


_VARIANTS = """
SELECT jsonb_agg(jsonb_build_object(
    'id', v.id, 'sku', v.sku, 'options', v.options, 'weight_grams', v.weight_grams, 'gtin', v.gtin,
    'fulfilment', v.fulfilment, 'policy', s.policy, 'on_hand', s.on_hand, 'price_amount', r.price_amount,
    'compare_at_amount', r.compare_at_amount, 'currency', r.currency, 'image_id', v.image_id,
    'prices', coalesce((
        SELECT jsonb_agg(jsonb_build_object('market', o.market, 'price_amount', o.price_amount,
            'compare_at_amount', o.compare_at_amount, 'currency', o.currency))
        FROM product.prices o
        WHERE o.seller_id = v.seller_id AND o.variant_id = v.id AND o.market <> $2 AND o.price_amount > 0
    ), '[]')
) ORDER BY v.position, v.id)
FROM product.variants v
JOIN product.stock s ON s.seller_id = v.seller_id AND s.variant_id = v.id AND s.location_id = 0
LEFT JOIN product.prices r ON r.seller_id = v.seller_id AND r.variant_id = v.id AND r.market = $2
WHERE v.seller_id = p.seller_id AND v.product_id = p.id AND v.active
"""
_RENDERED = """
SELECT jsonb_agg(jsonb_build_object(
    'id', i.id, 'variant_id', NULL, 'key', i.key, 'url', NULL, 'alt', i.alt
) ORDER BY i.position, i.id)
FROM product.images i WHERE i.seller_id = p.seller_id AND i.product_id = p.id AND i.state = 'ready'
"""
_TO_FETCH = """
SELECT jsonb_agg(jsonb_build_object(
    'id', NULL, 'variant_id', u.variant_id, 'key', NULL, 'url', u.url, 'alt', u.alt
) ORDER BY u.position, u.id)
FROM product.image_sources u
WHERE u.seller_id = p.seller_id AND u.product_id = p.id AND u.state = 'waiting'
"""


async def products_after(
    tx: Tx, seller_id: int, market_id: str, after: int, limit: int
) -> Sequence[ExportProduct]:
    """The seller's next products by ordinal, with the prices of all markets; raises NotFound for strangers."""
    check_may_edit(tx, seller_id)
    rows = await tx.fetch(
        f"""SELECT p.id, p.ordinal, p.slug, p.external_handle AS handle, p.title, p.description,
                   coalesce(c.path, '') AS category, p.brand, p.tags, p.attributes, p.options, p.status, p.locale,
                   p.tax_category, p.fulfilment, p.max_per_order, p.processing_days, p.gtin,
                   coalesce(({_VARIANTS}), '[]') AS variants,
                   coalesce(({_RENDERED}), '[]') || coalesce(({_TO_FETCH}), '[]') AS images
            FROM product.products p LEFT JOIN product.categories c ON c.id = p.category_id
            WHERE p.seller_id = $1 AND p.status <> 'archived' AND p.ordinal > $3
            ORDER BY p.ordinal LIMIT $4""",  # noqa: S608 - statements named above
        seller_id,
        market_id,
        after,
        limit,
    )
    return [msgspec.convert(dict(row), ExportProduct) for row in rows]
