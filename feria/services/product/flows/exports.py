"""A seller's catalogue written as a file while it is read, so that it may be as long as it is."""

from collections.abc import AsyncIterator, Iterator, Mapping
from uuid import UUID

from feria.core import ids, spreadsheet
from feria.core.auth import Principal
from feria.core.money import Money
from feria.core.platform import Platform
from feria.services.product.queries import categories, exports, imports, inventory
from feria.services.product.queries.exports import ExportImage, ExportProduct, ExportVariant
from feria.services.product.queries.products import LARGEST, rendition_url
from feria.services.product.rules import exporting
from feria.services.user import contract as user

BATCH, REPORT_BATCH = 200, 1_000
REPORT_COLUMNS = ("line", "outcome", "handle", "field", "message")
HANDLE_ID_LETTERS = 8


async def export(platform: Platform, actor: Principal, seller_id: int) -> AsyncIterator[str]:
    """The lines of the file, its header first; raises NotFound before the first line.

    Each batch is read for itself: a product changed meanwhile is there once, as it was or as it is.
    """
    async with platform.db.reading(actor) as tx:
        inventory.check_may_edit(tx, seller_id)
        market = await user.market(tx, None)
        others = [one.id for one in await user.markets(tx) if one.id != market.id]
        own = await categories.own_attributes(tx)
    columns = exporting.header((one.name for found in own.values() for one in found), others)
    return _lines(platform, actor, seller_id, market.id, columns)


async def report(
    platform: Platform, actor: Principal, seller_id: int, import_id: UUID, outcome: str | None
) -> AsyncIterator[str]:
    """The report of an import as a file; raises NotFound, Forbidden before the first line."""
    async with platform.db.reading(actor) as tx:
        await imports.import_for(tx, seller_id, import_id)
    return _report_lines(platform, actor, seller_id, import_id, outcome)


async def _report_lines(
    platform: Platform, actor: Principal, seller_id: int, import_id: UUID, outcome: str | None
) -> AsyncIterator[str]:
    yield spreadsheet.line(REPORT_COLUMNS)
    after: str | None = None
    while True:
        async with platform.db.reading(actor, fresh=False) as tx:
            page = await imports.report_of(tx, seller_id, import_id, outcome, after, REPORT_BATCH)
        for one in page.items:
            yield spreadsheet.line([str(one.line), one.outcome, one.handle, one.field, one.message])
        after = page.next
        if after is None:
            return


async def _lines(
    platform: Platform, actor: Principal, seller_id: int, market_id: str, columns: list[str]
) -> AsyncIterator[str]:
    yield spreadsheet.line(columns)
    last = 0
    while True:
        async with platform.db.reading(actor, fresh=False) as tx:
            batch = await exports.products_after(tx, seller_id, market_id, last, BATCH)
        for product in batch:
            for line in exporting.lines(columns, _rows(platform.settings.public_url, product)):
                yield line
        if len(batch) < BATCH:
            return
        last = batch[-1].ordinal


def _rows(public_url: str, product: ExportProduct) -> Iterator[Mapping[str, str]]:
    """One line for each variant and picture, side by side."""
    handle = product.handle or f"{product.slug}-{ids.encode('prod', product.id)[-HANDLE_ID_LETTERS:]}"
    texts = {
        "title": product.title,
        "description": product.description,
        "category": product.category,
        "brand": product.brand,
        "published": "true" if product.status in ("published", "in_review") else "false",
        "locale": product.locale,
        "tax_category": product.tax_category,
        "max_per_order": str(product.max_per_order or ""),
        "processing_days": str(product.processing_days),
    }
    head = exporting.head_cells(
        texts=texts, tags=product.tags, options=product.options, attributes=product.attributes
    )
    for place in range(max(len(product.variants), len(product.images))):
        row = {"handle": handle, **(head if place == 0 else {})}
        if place < len(product.variants):
            row |= _variant(public_url, product, product.variants[place])
        if place < len(product.images):
            image = product.images[place]
            row |= {"image_url": _url(public_url, image), "image_alt": image.alt}
        yield row


def _variant(public_url: str, product: ExportProduct, variant: ExportVariant) -> dict[str, str]:
    price = compare_at = None
    if variant.price_amount and variant.currency is not None:  # nothing is sold for 0
        price = Money(variant.price_amount, variant.currency)
        if variant.compare_at_amount is not None:
            compare_at = Money(variant.compare_at_amount, variant.currency)
    own = next(
        (
            image
            for image in product.images
            if (image.id is not None and image.id == variant.image_id) or image.variant_id == variant.id
        ),
        None,
    )
    return {
        **exporting.variant_cells(product.options, variant.options, price, compare_at),
        **_market_prices(variant),
        "sku": variant.sku,
        "on_hand": "" if variant.policy == "untracked" else str(max(0, variant.on_hand)),
        "stock_policy": variant.policy,
        "weight_grams": str(variant.weight_grams or ""),
        "gtin": variant.gtin or (product.gtin if len(product.variants) == 1 else None) or "",
        "fulfilment": variant.fulfilment or product.fulfilment,
        "variant_image_url": _url(public_url, own) if own else "",
    }


def _market_prices(variant: ExportVariant) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in variant.prices:
        compare_at = one.compare_at_amount
        found |= exporting.market_price_cells(
            one.market,
            Money(one.price_amount, one.currency),
            None if compare_at is None else Money(compare_at, one.currency),
        )
    return found


def _url(public_url: str, image: ExportImage) -> str:
    return image.url or public_url + rendition_url(image.key or "", LARGEST)
