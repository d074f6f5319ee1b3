"""A product's life: created as a draft, changed, published, archived. Stock is never a side effect of these."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed, invalid
from feria.services.product import rules
from feria.services.product.actions.changes import note_change
from feria.services.product.actions.variants import check_prices, variant_ids_for_update, write_variants
from feria.services.product.actions.versions import note_version
from feria.services.product.events import AssortmentChanged
from feria.services.product.queries import approval, categories, products, versions
from feria.services.product.queries.products import Product
from feria.services.product.schemas import ProductFields, ProductIn, ProductUpdate, Status, VariantFields
from feria.services.product.schemas.versions import Kind
from feria.services.user import contract as user

SCHEDULED_AHEAD_MAX = timedelta(days=366)


class SellerNotActive(Conflict):
    """The shop is not (or no longer) open."""

    slug, title = "seller-not-active", "This shop is not open, so nothing of it can be on sale."


class NotPublishable(Conflict):
    """Something that buyers need is missing; `errors` says what."""

    slug, title = "not-publishable", "Something is missing before this product can be on sale."


class NotADraft(Conflict):
    """Only what is not on sale yet can wait for its day."""

    slug, title = "not-a-draft", "Only a draft can go on sale at a later time."


class HandleTaken(Conflict):
    """Another product of the seller came from the same handle of a file."""

    slug, title = "handle-taken", "Another product of this shop has this handle."


async def create_product(tx: Tx, data: ProductIn, *, external_handle: str | None = None) -> UUID:
    """Write a draft with variants, prices and first stock; raises NotFound for a seller the actor does not work for."""
    seller_id = ids.decode_owner("sel", data.seller_id, "seller_id")
    if not products.may_edit(tx.actor, seller_id):
        raise NotFound
    card = (await user.seller_cards(tx, [seller_id])).get(seller_id)
    if card is None:
        raise NotFound
    if card.status in ("closed", "rejected"):
        raise SellerNotActive
    await _check(tx, data, data.variants)
    product_id = ids.new(seller_id)
    variants: list[tuple[UUID, VariantFields]] = [(ids.new(seller_id), variant) for variant in data.variants]
    try:
        await tx.execute(
            """INSERT INTO product.products
                   (seller_id, id, title, slug, description, category_id, brand, tags, attributes, options,
                    tax_category, fulfilment, gtin, max_per_order, processing_days, locale,
                    external_handle, created_at, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)""",
            seller_id,
            product_id,
            *_columns(data),
            external_handle,
            tx.now,
        )
    except asyncpg.UniqueViolationError:
        raise HandleTaken from None
    except asyncpg.ForeignKeyViolationError:
        raise _category_gone() from None
    await write_variants(tx, seller_id, product_id, [option.name for option in data.options], variants)
    return product_id


async def update_product(tx: Tx, product_id: UUID, data: ProductUpdate, version: int | None) -> None:
    """Write the whole product anew except its stock; raises PreconditionFailed when it has changed since `version`."""
    old = await products.product_for(tx, product_id, edit=True, lock=True)
    if version is not None and version != old.version:
        raise PreconditionFailed
    variants = await variant_ids_for_update(tx, old.seller_id, product_id, data.variants)
    await _check(tx, data, [variant for _, variant in variants])
    if old.status in ("published", "in_review"):
        attributes = await categories.attributes_of(tx, _category_id(data))
        faults = _missing(data, [variant.price.amount for _, variant in variants])
        faults += rules.missing_attributes(data.attributes, attributes)
        if faults:
            raise NotPublishable(errors=faults)
    before = await versions.facts(tx, old)
    try:
        await tx.execute(
            """UPDATE product.products
               SET title = $3, slug = $4, description = $5, category_id = $6, brand = $7, tags = $8, attributes = $9,
                   options = $10, tax_category = $11, fulfilment = $12, gtin = $13, max_per_order = $14,
                   processing_days = $15, locale = $16, version = version + 1, updated_at = $17
               WHERE seller_id = $1 AND id = $2""",
            old.seller_id,
            product_id,
            *_columns(data),
            tx.now,
        )
    except asyncpg.ForeignKeyViolationError:
        raise _category_gone() from None
    names, was_on_sale = [option.name for option in data.options], old.published_at is not None
    await write_variants(tx, old.seller_id, product_id, names, variants, was_on_sale=was_on_sale)
    after = await versions.facts(tx, await products.product_for(tx, product_id, edit=True))
    if changes := rules.differences(before, after):
        await note_version(tx, old.seller_id, product_id, old.version + 1, "changed", changes)
    note_change(tx, old.seller_id, product_id)


async def publish_product(
    tx: Tx, product_id: UUID, version: int | None = None, *, only_draft: bool = False
) -> Status | None:
    """Put it on sale, or before the operator where he looks first; with `only_draft` an archived one stays archived.

    What it is now, None when nothing has changed. Raises NotPublishable, SellerNotActive, PreconditionFailed.
    """
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    if version is not None and version != product.version:
        raise PreconditionFailed
    if product.status in ("published", "in_review") or (only_draft and product.status != "draft"):
        return None
    await check_publishable(tx, product)
    if await approval.needs_approval(tx, product.seller_id):
        await set_status(tx, product, "in_review", "submitted")
        return "in_review"
    await set_status(tx, product, "published", "published")
    tx.audit("publish_product", ids.encode("prod", product_id))
    return "published"


async def check_publishable(tx: Tx, product: Product) -> None:
    """Raises SellerNotActive, or NotPublishable with everything that buyers would miss."""
    card = (await user.seller_cards(tx, [product.seller_id])).get(product.seller_id)
    if card is None or card.status != "active":
        raise SellerNotActive
    market = await user.market(tx, None)
    variants = await products.variants_of(tx, product.seller_id, product.id)
    prices = await products.prices_of(tx, product.seller_id, [variant.id for variant in variants])
    amounts = [
        prices[one.id][market.id].price_amount if market.id in prices[one.id] else 0 for one in variants
    ]
    faults = _missing(product, amounts)
    if not await user.shipping_profiles(tx, [product.seller_id], market.id):
        faults.append(FieldError("shipping_profiles", "say first how this shop ships"))
    attributes = await categories.attributes_of(tx, product.category_id)
    faults += rules.missing_attributes(product.attributes, attributes)
    if faults:
        raise NotPublishable(errors=faults)


async def archive_product(tx: Tx, product_id: UUID, version: int | None = None) -> None:
    """Take it off sale for good; orders keep what they show. Again changes nothing. Raises PreconditionFailed."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    if version is not None and version != product.version:
        raise PreconditionFailed
    if product.status == "archived":
        return
    await set_status(tx, product, "archived", "archived")
    tx.audit("archive_product", ids.encode("prod", product_id))


async def schedule_product(
    tx: Tx, product_id: UUID, publish_at: datetime | None, version: int | None = None
) -> None:
    """Let a draft go on sale by itself then, or (None) not; raises NotADraft, PreconditionFailed, Invalid.

    Whether it may be on sale is asked when the time has come, since what it lacks can still be filled in.
    """
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    if version is not None and version != product.version:
        raise PreconditionFailed
    if product.status != "draft":
        raise NotADraft
    if publish_at is not None and not tx.now < publish_at <= tx.now + SCHEDULED_AHEAD_MAX:
        raise invalid("publish_at", "must lie in the future, at most a year ahead")
    if publish_at != product.publish_at:
        await _set_publish_at(tx, product, publish_at, "scheduled" if publish_at else "unscheduled")


async def publish_when_due(tx: Tx, product_id: UUID) -> bool:
    """Publish a draft whose time has come; what it lacks leaves it a draft, and its history says so."""
    product = await products.product_for(tx, product_id, edit=True, lock=True)
    if product.publish_at is None or product.publish_at > tx.now:
        return False
    try:
        return await publish_product(tx, product_id) is not None
    except (NotPublishable, SellerNotActive) as error:
        why = [(fault.field, "", fault.message) for fault in error.errors] or [("seller", "", error.title)]
        await _set_publish_at(tx, product, None, "not_published", why)
        return False


async def _set_publish_at(
    tx: Tx,
    product: Product,
    publish_at: datetime | None,
    kind: Kind,
    changes: Sequence[tuple[str, str, str]] = (),
) -> None:
    await tx.execute(
        """UPDATE product.products SET publish_at = $3, version = version + 1, updated_at = $4
           WHERE seller_id = $1 AND id = $2""",
        product.seller_id,
        product.id,
        publish_at,
        tx.now,
    )
    if not changes:
        old, new = (
            one.isoformat(timespec="minutes") if one else "" for one in (product.publish_at, publish_at)
        )
        changes = [("publish_at", old, new)]
    await note_version(tx, product.seller_id, product.id, product.version + 1, kind, changes)


async def set_status(tx: Tx, product: Product, status: Status, kind: Kind, *, reason: str = "") -> None:
    """Bring a locked product to a state, which ends its waiting for a day or for the operator; `kind` is why."""
    await tx.execute(
        """UPDATE product.products
           SET status = $3, version = version + 1, updated_at = $4, publish_at = NULL, rejection = $5,
               submitted_at = CASE WHEN $3 = 'in_review' THEN $4::timestamptz END,
               published_at = CASE WHEN $3 = 'published' THEN coalesce(published_at, $4) ELSE published_at END
           WHERE seller_id = $1 AND id = $2""",
        product.seller_id,
        product.id,
        status,
        tx.now,
        reason,
    )
    changes = [("reason", "", reason)] if reason else []
    await note_version(tx, product.seller_id, product.id, product.version + 1, kind, changes)
    note_change(tx, product.seller_id, product.id)
    more = (status == "published") - (product.status == "published")
    if more:
        await tx.publish(AssortmentChanged(seller_id=product.seller_id, more=more))


async def _check(tx: Tx, data: ProductFields, variants: Sequence[VariantFields]) -> None:
    """All rule faults at once; raises Invalid."""
    options = {option.name: option.values for option in data.options}
    faults = rules.option_faults(options, len(data.options), variants)
    faults += rules.sku_faults([variant.sku for variant in variants])
    faults += await check_prices(tx, variants)
    category_id = _category_id(data)
    known = await categories.attributes_of(tx, category_id)
    if category_id is not None and not await tx.fetchval(
        "SELECT EXISTS (SELECT FROM product.categories WHERE id = $1)", category_id
    ):
        faults.append(FieldError("category_id", "is no category"))
    elif data.attributes and category_id is None:
        faults.append(FieldError("attributes", "need a category"))
    else:
        faults += rules.attribute_faults(data.attributes, known)
    if faults:
        raise Invalid(errors=faults)


def _missing(product: ProductFields | products.Product, amounts: Sequence[int]) -> list[FieldError]:
    """What keeps a product from being on sale."""
    faults = []
    if product.category_id is None:
        faults.append(FieldError("category_id", "is required"))
    faults += [
        FieldError(f"variants[{place}].price", "is required")
        for place, amount in enumerate(amounts)
        if amount == 0
    ]
    return faults


def _category_gone() -> Invalid:
    """The operator has removed the category since it was looked for."""
    return invalid("category_id", "is no category")


def _category_id(data: ProductFields) -> UUID | None:
    return ids.decode("cat", data.category_id, "category_id") if data.category_id else None


def _columns(data: ProductFields) -> tuple[object, ...]:
    if not data.title.strip():
        raise invalid("title", "is required")
    return (
        data.title.strip(),
        rules.slug_of(data.title),
        rules.clean_html(data.description),
        _category_id(data),
        data.brand.strip(),
        list(dict.fromkeys(data.tags)),
        data.attributes,
        [{"name": option.name, "values": option.values} for option in data.options],
        data.tax_category,
        data.fulfilment,
        data.gtin,
        data.max_per_order,
        data.processing_days,
        data.locale,
    )
