"""Products as their page and their seller see them; `product_for` is the only way to a row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.money import Money
from feria.services.product import schemas
from feria.services.product.rules import Scalar
from feria.services.user import contract as user

RENDITIONS = (160, 400, 800, 1600)
LARGEST = RENDITIONS[-1]
SELLERS_CATALOGUE_ROLES = ("manager", "staff")


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product's own row, with its category's path and name."""

    seller_id: int
    id: UUID
    title: str
    slug: str
    locale: str
    description: str
    category_id: UUID | None
    category_path: str | None
    category_name: str | None
    brand: str
    tags: list[str]
    attributes: dict[str, Scalar]
    options: list[schemas.OptionOut]
    status: schemas.Status
    tax_category: str
    fulfilment: schemas.Fulfilment
    gtin: str | None
    max_per_order: int | None
    processing_days: int
    rating_sum: int
    review_count: int
    version: int
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    publish_at: datetime | None
    rejection: str


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """An active variant with its stock."""

    id: UUID
    sku: str
    title: str
    options: dict[str, str]
    weight_grams: int
    gtin: str | None
    fulfilment: schemas.Fulfilment | None
    image_id: UUID | None
    policy: schemas.Policy
    on_hand: int
    reserved: int

    @property
    def available(self) -> int | None:
        """Units that can be bought; None for no limit."""
        return self.on_hand - self.reserved if self.policy == "tracked" else None


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """A variant's price in one market."""

    variant_id: UUID
    market: str
    price_amount: int
    compare_at_amount: int | None
    lowest_before_amount: int | None
    currency: str

    @property
    def price(self) -> Money:
        """What it costs."""
        return Money(self.price_amount, self.currency)

    @property
    def compare_at(self) -> Money | None:
        """What it cost before."""
        return None if self.compare_at_amount is None else Money(self.compare_at_amount, self.currency)

    @property
    def lowest_before(self) -> Money | None:
        """The lowest price of the thirty days before it was lowered."""
        return None if self.lowest_before_amount is None else Money(self.lowest_before_amount, self.currency)


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a product, rendered or not."""

    id: UUID
    product_id: UUID
    position: int
    alt: str
    state: schemas.Rendered
    key: str
    width: int
    height: int
    placeholder: str
    failure: str


_PRODUCT = """
SELECT p.seller_id, p.id, p.title, p.slug, p.locale, p.description, p.category_id, c.path AS category_path,
       c.name AS category_name, p.brand, p.tags, p.attributes, p.options, p.status, p.tax_category, p.fulfilment,
       p.gtin, p.max_per_order, p.processing_days, p.rating_sum, p.review_count, p.version, p.created_at,
       p.updated_at, p.published_at, p.publish_at, p.rejection
FROM product.products p LEFT JOIN product.categories c ON c.id = p.category_id
WHERE p.seller_id = $1 AND p.id = $2
"""


def may_edit(actor: Principal, seller_id: int) -> bool:
    """Whether the actor may change this seller's catalogue: its members, and the operator's moderators."""
    return actor.member_of(seller_id, *SELLERS_CATALOGUE_ROLES) or actor.is_operator("moderator")


async def product_for(tx: Tx, product_id: UUID, *, edit: bool = False, lock: bool = False) -> Product:
    """The product, if the actor may edit it or (without `edit`) see it; raises NotFound.

    Everybody sees what is published by an active seller; the seller's members and operators see the rest.
    """
    seller_id = ids.owner_of(product_id)
    row = await tx.fetchrow(_PRODUCT + (" FOR UPDATE OF p" if lock else ""), seller_id, product_id)
    if row is None:
        raise NotFound
    found = Product(**{**row, "options": msgspec.convert(row["options"], list[schemas.OptionOut])})
    inside = may_edit(tx.actor, seller_id) or (not edit and tx.actor.is_operator("support"))
    if inside or (not edit and found.status == "published" and await _seller_active(tx, seller_id)):
        return found
    raise NotFound


async def title_of(tx: Tx, product_id: UUID) -> str:
    """What a product is called, whatever its state; raises NotFound."""
    found: str | None = await tx.fetchval(
        "SELECT title FROM product.products WHERE seller_id = $1 AND id = $2",
        ids.owner_of(product_id),
        product_id,
    )
    if found is None:
        raise NotFound
    return found


async def title_on_sale(tx: Tx, product_id: UUID) -> str:
    """What a published product is called; raises NotFound."""
    found: str | None = await tx.fetchval(
        "SELECT title FROM product.products WHERE seller_id = $1 AND id = $2 AND status = 'published'",
        ids.owner_of(product_id),
        product_id,
    )
    if found is None:
        raise NotFound
    return found


async def variants_of(tx: Tx, seller_id: int, product_id: UUID) -> list[Variant]:
    """The product's active variants in order."""
    return await tx.all(
        Variant,
        """SELECT v.id, v.sku, v.title, v.options, v.weight_grams, v.gtin, v.fulfilment, v.image_id,
                  s.policy, s.on_hand, s.reserved
           FROM product.variants v
           JOIN product.stock s ON s.seller_id = v.seller_id AND s.variant_id = v.id AND s.location_id = 0
           WHERE v.seller_id = $1 AND v.product_id = $2 AND v.active
           ORDER BY v.position, v.id""",
        seller_id,
        product_id,
    )


async def prices_of(tx: Tx, seller_id: int, variant_ids: Sequence[UUID]) -> dict[UUID, dict[str, Price]]:
    """Prices by variant and market."""
    found: dict[UUID, dict[str, Price]] = {variant_id: {} for variant_id in variant_ids}
    for price in await tx.all(
        Price,
        """SELECT variant_id, market, price_amount, compare_at_amount, lowest_before_amount, currency
           FROM product.prices
           WHERE seller_id = $1 AND variant_id = ANY($2::uuid[]) ORDER BY variant_id, market""",
        seller_id,
        list(variant_ids),
    ):
        found[price.variant_id][price.market] = price
    return found


async def images_of(tx: Tx, seller_id: int, product_id: UUID) -> list[Image]:
    """The product's pictures in order."""
    return await tx.all(
        Image,
        """SELECT id, product_id, position, alt, state, key, width, height, placeholder, failure
           FROM product.images
           WHERE seller_id = $1 AND product_id = $2 ORDER BY position, id""",
        seller_id,
        product_id,
    )


async def product_page(tx: Tx, product_id: UUID, market_id: str | None = None) -> schemas.ProductOut:
    """The whole product with its prices in a market; raises NotFound, or Invalid for an unknown market."""
    product = await product_for(tx, product_id)
    market = await user.market(tx, market_id)
    variants = await variants_of(tx, product.seller_id, product_id)
    prices = await prices_of(tx, product.seller_id, [variant.id for variant in variants])
    images = await images_of(tx, product.seller_id, product_id)
    terms = (await user.seller_terms(tx, [product.seller_id], market.id))[product.seller_id]
    inside = may_edit(tx.actor, product.seller_id)
    shown = [image for image in images if inside or image.state == "ready"]
    shown_variants = [_variant_out(product, one, prices[one.id], market.id) for one in variants]
    assert terms.card is not None, "every product has its seller"
    seller = _seller_out(terms.card)
    note = _shipping_note(product, terms.card, _offered(market, terms, shown_variants), tx.now)
    return _product_out(product, seller, note, market.id, shown_variants, shown)


async def _seller_active(tx: Tx, seller_id: int) -> bool:
    card = (await user.seller_cards(tx, [seller_id])).get(seller_id)
    return card is not None and card.status == "active"


def image_out(image: Image) -> schemas.ImageOut:
    """A picture as the API shows it."""
    return schemas.ImageOut(
        id=ids.encode("img", image.id),
        alt=image.alt,
        width=image.width,
        height=image.height,
        state=image.state,
        placeholder=image.placeholder,
        failure=image.failure if image.state == "failed" else "",
        urls=rendition_urls(image.key) if image.state == "ready" else {},
    )


def rendition_url(key: str, width: int) -> str:
    """Where a rendition is fetched; the key changes with the picture, so that it may be cached for ever."""
    return f"/api/v1/media/{key}-{width}.webp"


def rendition_urls(key: str) -> dict[str, str]:
    """Where all renditions are fetched, by width."""
    return {str(width): rendition_url(key, width) for width in RENDITIONS}


async def originals_of(tx: Tx, seller_id: int, product_id: UUID) -> dict[UUID, str]:
    """Where the files of the product's pictures lie as they were received, by picture."""
    rows = await tx.fetch(
        "SELECT id, original_key FROM product.images WHERE seller_id = $1 AND product_id = $2",
        seller_id,
        product_id,
    )
    return {row["id"]: row["original_key"] for row in rows}


def _variant_out(
    product: Product, variant: Variant, prices: Mapping[str, Price], market_id: str
) -> schemas.VariantOut:
    price = prices.get(market_id)
    available = variant.available
    return schemas.VariantOut(
        id=ids.encode("var", variant.id),
        sku=variant.sku,
        title=variant.title,
        options=variant.options,
        price=price.price if price else None,
        compare_at_price=price.compare_at if price else None,
        lowest_recent_price=price.lowest_before if price else None,
        prices=[
            schemas.MarketPriceOut(market=one.market, price=one.price, compare_at_price=one.compare_at)
            for one in prices.values()
        ],
        available=None if available is None else max(0, available),
        in_stock=available is None or available > 0,
        stock_policy=variant.policy,
        weight_grams=variant.weight_grams,
        gtin=variant.gtin,
        fulfilment=variant.fulfilment or product.fulfilment,
        image_id=ids.encode("img", variant.image_id) if variant.image_id else None,
    )


def _seller_out(card: user.SellerCard) -> schemas.SellerOut:
    return schemas.SellerOut(
        id=ids.encode_owner("sel", card.id),
        slug=card.slug,
        name=card.name,
        stall_hue=card.stall_hue,
        town=card.town,
        country=card.country,
        logo=card.logo,
        returns_days=card.returns_days,
    )


def _offered(
    market: user.Market, terms: user.SellerTerms, variants: list[schemas.VariantOut]
) -> tuple[user.Rate, Money, Money | None] | None:
    """The seller's first way to send one piece to where carts go without an address: its rate, price, and free from."""
    shipped = [
        (one.price.amount, one.weight_grams) for one in variants if one.fulfilment == "ship" and one.price
    ]
    if not shipped or not market.countries:
        return None
    value, grams = min(shipped)
    parcel = user.Parcel(pieces=1, weight_grams=grams)
    for profile in terms.profiles:
        rate = user.shipping_rate(profile, parcel, user.Place(country=market.countries[0]))
        if rate is not None:
            amount, _ = rate.postage.at(value)
            free_from = rate.postage.free_from_amount
            return (
                rate,
                Money(amount, profile.currency),
                None if free_from is None else Money(free_from, profile.currency),
            )
    return None


def _shipping_note(
    product: Product,
    card: user.SellerCard,
    offered: tuple[user.Rate, Money, Money | None] | None,
    now: datetime,
) -> schemas.ShippingNoteOut:
    delivery = price = free_from = None
    if offered is not None:
        rate, price, free_from = offered
        promised = user.promise(card.calendar, now, product.processing_days, rate.min_days, rate.max_days)
        delivery = user.delivery(promised.earliest, promised.latest, card.time_zone)
    return schemas.ShippingNoteOut(
        processing_days=product.processing_days,
        country=card.country,
        town=card.town,
        delivery=delivery,
        price=price,
        free_from=free_from,
    )


def _product_out(
    product: Product,
    seller: schemas.SellerOut,
    note: schemas.ShippingNoteOut,
    market_id: str,
    variants: list[schemas.VariantOut],
    images: list[Image],
) -> schemas.ProductOut:
    category = None
    if product.category_id is not None:
        category = schemas.CategoryRefOut(
            ids.encode("cat", product.category_id), product.category_path or "", product.category_name or ""
        )
    return schemas.ProductOut(
        id=ids.encode("prod", product.id),
        seller=seller,
        title=product.title,
        slug=product.slug,
        status=product.status,
        locale=product.locale,
        description=product.description,
        category=category,
        brand=product.brand,
        tags=product.tags,
        attributes=product.attributes,
        options=product.options,
        variants=variants,
        images=[image_out(image) for image in images],
        market=market_id,
        rating=round(product.rating_sum / product.review_count, 2) if product.review_count else None,
        review_count=product.review_count,
        in_stock=any(variant.in_stock and variant.price is not None for variant in variants),
        shipping_note=note,
        tax_category=product.tax_category,
        fulfilment=product.fulfilment,
        gtin=product.gtin,
        max_per_order=product.max_per_order,
        processing_days=product.processing_days,
        version=product.version,
        created_at=product.created_at,
        updated_at=product.updated_at,
        published_at=product.published_at,
        publish_at=product.publish_at,
        rejection=product.rejection,
    )
