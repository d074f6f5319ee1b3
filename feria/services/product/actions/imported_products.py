"""Products out of a file: what becomes of each, decided against what the seller has, and their rows, many at once."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec

from feria.core import ids
from feria.core.db import TransactionConflict, Tx
from feria.services.product import rules
from feria.services.product.actions.categories import ensure_category
from feria.services.product.actions.changes import note_change
from feria.services.product.events import AssortmentChanged
from feria.services.product.queries import approval, categories, imports
from feria.services.product.queries.categories import Category
from feria.services.product.queries.imports import Import
from feria.services.product.rules import Attribute, Scalar
from feria.services.product.rules.importing.report import (
    Entry,
    FileProduct,
    FileVariant,
    MarketPrice,
    Part,
)
from feria.services.user import contract as user

TO_SORT = "To sort"
Start = Literal["draft", "in_review", "published"]
_DONE: dict[Start, str] = {
    "draft": "becomes a draft", "in_review": "waits for the marketplace's approval", "published": "goes on sale",
}  # fmt: skip


class Planned(msgspec.Struct, frozen=True):
    """A product that will be written; `category_id` is None for the category of what fits nowhere."""

    part: Part
    product: FileProduct
    id: UUID
    category_id: UUID | None
    attributes: dict[str, Scalar]
    status: Start
    variants: list[tuple[UUID, FileVariant]]


class _Stall(msgspec.Struct, frozen=True):
    """What has to be known of seller and marketplace to decide about products."""

    seller_status: str
    ships: bool
    needs_approval: bool
    by_name: dict[str, Category]
    attributes: dict[UUID, list[Attribute]]


async def plan_products(
    tx: Tx, seller_id: int, parts: Sequence[Part]
) -> tuple[list[Planned], dict[int, list[Entry]]]:
    """Which parts become products, and the remarks on each part by its first line."""
    good = [part.product for part in parts if part.product is not None]
    known = await imports.products_by_handle(tx, seller_id, [product.handle for product in good])
    skus = [variant.sku for product in good for variant in product.variants if variant.sku]
    taken = await imports.skus_in_use(tx, seller_id, skus)
    stall = await _stall(tx, seller_id)
    planned: list[Planned] = []
    entries: dict[int, list[Entry]] = {}
    for part in parts:
        mine = entries[part.line] = list(part.entries)
        if part.product is None:
            continue
        before = known.get(part.handle)
        obstacles = [_there_already(part, before)] if before else _taken_skus(part.product, taken)
        if obstacles:
            entries[part.line] = obstacles
        else:
            planned.append(_planned(seller_id, part, part.product, stall, mine))
    return planned, entries


async def _stall(tx: Tx, seller_id: int) -> _Stall:
    card = (await user.seller_cards(tx, [seller_id]))[seller_id]
    by_name: dict[str, Category] = {}
    own = await categories.own_attributes(tx)
    everything = await categories.all_categories(tx)
    for key in ("path", "slug", "name"):  # of several with one name the one nearest the root counts
        for one in everything:
            by_name.setdefault(getattr(one, key).lower(), one)
    # A nearer attribute of the same name wins, as in `attributes_of`.
    attributes = {
        one.id: list({found.name: found for above in one.lineage for found in own.get(above, [])}.values())
        for one in everything
    }
    market = await user.market(tx, None)
    ships = bool(await user.shipping_profiles(tx, [seller_id], market.id))
    needs_approval = await approval.needs_approval(tx, seller_id)
    return _Stall(card.status, ships, needs_approval, by_name, attributes)


def _planned(seller_id: int, part: Part, product: FileProduct, stall: _Stall, mine: list[Entry]) -> Planned:
    """The product with its category and whether it goes on sale; reasons are added to `mine`."""

    def changed(message: str, line: int = part.line) -> None:
        mine.append(Entry(line=line, outcome="changed", handle=part.handle, message=message))

    category = next(
        (stall.by_name[key] for key in rules.category_keys(product.category) if key in stall.by_name), None
    )
    if category is None:
        named = f"there is no category “{product.category}”" if product.category else "it names no category"
        changed(f"put under “{TO_SORT}”: {named}")
    lacks = []
    if not product.priced:
        lacks.append("it has no price, or a price of 0")
    if stall.seller_status != "active":
        lacks.append("the shop is not open")
    if not stall.ships:
        lacks.append("the shop has no shipping profile")
    known = stall.attributes[category.id] if category else []
    attributes, faults = rules.attributes_from_texts(product.attributes, known)
    for fault in faults:
        changed(f"{fault.field} {fault.message}, and is left out")
    if category is not None and rules.missing_attributes(attributes, known):
        lacks.append(f"the category {category.name} asks for details that the file does not give")
    if product.publish and lacks:
        changed(f"stays a draft: {' and '.join(lacks)}")
    variants = [(ids.new(seller_id), variant) for variant in product.variants]
    for variant_id, variant in variants:
        if not variant.sku:
            changed(f"has no SKU and gets {rules.sku_of(variant_id)}", variant.line)
    status = _status(product, stall, lacks)
    mine.append(Entry(line=part.line, outcome="imported", handle=part.handle, message=_DONE[status]))
    category_id = category.id if category else None
    return Planned(part, product, ids.new(seller_id), category_id, attributes, status, variants)


def _status(product: FileProduct, stall: _Stall, lacks: Sequence[str]) -> Start:
    if not product.publish or lacks:
        return "draft"
    return "in_review" if stall.needs_approval else "published"


def _there_already(part: Part, before: imports.Known) -> Entry:
    if before.fingerprint == part.fingerprint:
        message = "was imported before from the very same lines, and is left as it is"
        return Entry(line=part.line, outcome="skipped", handle=part.handle, message=message)
    archived = ", archived" if before.status == "archived" else ""
    message = f"the shop has a product with this handle already{archived}; an import changes no product"
    return Entry(line=part.line, outcome="refused", handle=part.handle, field="handle", message=message)


def _taken_skus(product: FileProduct, taken: set[str]) -> list[Entry]:
    return [
        Entry(
            line=variant.line,
            outcome="refused",
            handle=product.handle,
            field="sku",
            message=f"{variant.sku} belongs to another product of the shop",
        )
        for variant in product.variants
        if variant.sku in taken
    ]


async def write_products(tx: Tx, job: Import, planned: Sequence[Planned]) -> None:
    """Write the products with variants, prices, stock and addresses of pictures; those on sale reach the index.

    Raises TransactionConflict when a handle or SKU was taken since they were planned.
    """
    market = await user.market(tx, None)
    to_sort = await ensure_category(tx, TO_SORT) if any(one.category_id is None for one in planned) else None
    try:
        rows = [_product_row(one, to_sort) for one in planned]
        await tx.execute(_PRODUCTS, job.seller_id, rows, tx.now, job.id)
        await tx.execute(
            _VARIANTS, job.seller_id, [row for one in planned for row in _variant_rows(one)], tx.now
        )
    except (asyncpg.UniqueViolationError, asyncpg.ForeignKeyViolationError):
        raise TransactionConflict from None
    prices = [row for one in planned for row in _price_rows(one, market)]
    await tx.execute(_PRICES, job.seller_id, prices)
    stock = sorted((row for one in planned for row in _stock_rows(one)), key=lambda row: row["id"])
    await tx.execute(_STOCK, job.seller_id, stock, job.created_by, job.id, tx.now)
    pictures = [row for one in planned for row in _picture_rows(job.seller_id, one)]
    if pictures:
        await tx.execute(_PICTURES, job.seller_id, pictures, tx.now, job.id)
    published = [one.id for one in planned if one.status == "published"]
    for product_id in published:
        note_change(tx, job.seller_id, product_id)
    if published:
        await tx.publish(AssortmentChanged(seller_id=job.seller_id, more=len(published)))


_PRODUCTS = """
INSERT INTO product.products
    (seller_id, id, title, slug, description, category_id, brand, tags, attributes, options, status, fulfilment, locale,
     tax_category, max_per_order, processing_days, external_handle, metadata, import_id, created_at, updated_at,
     published_at, submitted_at)
SELECT $1, p.id, p.title, p.slug, p.description, p.category_id, p.brand, p.tags, p.attributes, p.options, p.status,
       p.fulfilment, p.locale, p.tax_category, p.max_per_order, p.processing_days, p.handle, p.metadata, $4,
       $3::timestamptz, $3, CASE WHEN p.status = 'published' THEN $3::timestamptz END,
       CASE WHEN p.status = 'in_review' THEN $3::timestamptz END
FROM jsonb_to_recordset($2) AS p(id uuid, title text, slug text, description text, category_id uuid, brand text,
    tags text[], attributes jsonb, options jsonb, status text, fulfilment text, locale text, tax_category text,
    max_per_order integer, processing_days integer, handle text, metadata jsonb)"""

_VARIANTS = """
INSERT INTO product.variants
    (seller_id, id, product_id, position, sku, title, options, option_key, gtin, fulfilment, weight_grams,
     created_at, updated_at)
SELECT $1, v.id, v.product_id, v.position, v.sku, v.title, v.options, v.option_key, v.gtin, v.fulfilment,
       v.weight_grams, $3, $3
FROM jsonb_to_recordset($2) AS v(id uuid, product_id uuid, position integer, sku text, title text, options jsonb,
    option_key text, gtin text, fulfilment text, weight_grams integer)"""

_PRICES = """
INSERT INTO product.prices (seller_id, variant_id, market, price_amount, compare_at_amount, currency)
SELECT $1, p.id, p.market, p.price_amount, p.compare_at_amount, p.currency
FROM jsonb_to_recordset($2) AS p(id uuid, market text, price_amount bigint, compare_at_amount bigint, currency text)"""

_STOCK = """
WITH made AS (
    INSERT INTO product.stock (seller_id, variant_id, product_id, policy, on_hand)
    SELECT $1, s.id, s.product_id, s.policy, s.on_hand
    FROM jsonb_to_recordset($2) AS s(id uuid, product_id uuid, policy text, on_hand integer)
    RETURNING variant_id, on_hand
)
INSERT INTO product.stock_movements
    (seller_id, variant_id, on_hand_delta, reserved_delta, cause, reference, actor, created_at)
SELECT $1, variant_id, on_hand, 0, 'created', $4, $3, $5 FROM made WHERE on_hand <> 0"""

_PICTURES = """
INSERT INTO product.image_sources
    (seller_id, id, product_id, variant_id, import_id, line, position, url, alt, run_at, created_at)
SELECT $1, i.id, i.product_id, i.variant_id, $4, i.line, i.position, i.url, i.alt, $3, $3
FROM jsonb_to_recordset($2) AS i(id uuid, product_id uuid, variant_id uuid, line integer, position integer, url text,
    alt text)"""


def _product_row(one: Planned, to_sort: UUID | None) -> Mapping[str, Any]:
    product = one.product
    kinds = {variant.fulfilment for variant in product.variants}
    return {
        "id": one.id,
        "title": product.title,
        "slug": rules.slug_of(product.title),
        "description": product.description,
        "category_id": one.category_id or to_sort,
        "brand": product.brand,
        "tags": product.tags,
        "attributes": one.attributes,
        "options": [{"name": name, "values": values} for name, values in product.options.items()],
        "status": one.status,
        "fulfilment": kinds.pop() if len(kinds) == 1 else "ship",
        "locale": product.locale,
        "tax_category": product.tax_category,
        "max_per_order": product.max_per_order,
        "processing_days": product.processing_days,
        "handle": product.handle,
        "metadata": {"import_fingerprint": one.part.fingerprint},
    }


def _variant_rows(one: Planned) -> list[dict[str, Any]]:
    mixed = len({variant.fulfilment for _, variant in one.variants}) > 1
    return [
        {
            "id": variant_id,
            "product_id": one.id,
            "position": place,
            "sku": variant.sku or rules.sku_of(variant_id),
            "title": rules.variant_title(variant.options, list(one.product.options)),
            "options": variant.options,
            "option_key": rules.option_key(variant.options),
            "gtin": variant.gtin,
            "fulfilment": variant.fulfilment if mixed else None,
            "weight_grams": variant.weight_grams,
        }
        for place, (variant_id, variant) in enumerate(one.variants)
    ]


def _price_rows(one: Planned, market: user.Market) -> list[dict[str, Any]]:
    """What the variants cost in the default market, where they cost something, and in the others that are named."""
    rows = []
    for variant_id, variant in one.variants:
        prices = list(variant.prices)
        if variant.price_amount:
            own = MarketPrice(
                market=market.id,
                currency=market.currency,
                price_amount=variant.price_amount,
                compare_at_amount=variant.compare_at_amount,
            )
            prices.insert(0, own)
        rows += [{"id": variant_id, **msgspec.structs.asdict(price)} for price in prices]
    return rows


def _stock_rows(one: Planned) -> list[dict[str, Any]]:
    return [
        {"id": variant_id, "product_id": one.id, "policy": variant.policy, "on_hand": variant.on_hand}
        for variant_id, variant in one.variants
    ]


def _picture_rows(seller_id: int, one: Planned) -> list[dict[str, Any]]:
    return [
        {
            "id": ids.new(seller_id),
            "product_id": one.id,
            "variant_id": None if image.variant is None else one.variants[image.variant][0],
            "line": image.line,
            "position": place,
            "url": image.url,
            "alt": image.alt,
        }
        for place, image in enumerate(one.product.images)
    ]
