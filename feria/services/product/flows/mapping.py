"""Files of no known format: which column may be what, how their first products would look, and on with them."""

import asyncio
import io
from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.money import Money
from feria.core.platform import Platform
from feria.services.product.actions import mappings
from feria.services.product.actions.imported_products import Planned, plan_products
from feria.services.product.flows import import_files
from feria.services.product.queries import categories, imports
from feria.services.product.queries.imports import LEVELS, Import
from feria.services.product.rules.importing import mapping, products
from feria.services.product.rules.importing.columns import ATTRIBUTE, MARKET_COMPARE_AT, MARKET_PRICE
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.report import Currencies, Entry, Part
from feria.services.product.rules.importing.text import Record
from feria.services.product.schemas.imports import (
    FileColumnOut,
    FileFieldOut,
    ImportColumnsOut,
    ImportLineOut,
    ImportPreviewOut,
    PreviewProductOut,
)

SAMPLES_MAX = 3
SAMPLE_LENGTH_MAX = 80
PRODUCTS_SHOWN_MAX = 10
LINES_SHOWN_MAX = 100
VARIANTS_SHOWN_MAX = 20


class _Head(msgspec.Struct, frozen=True):
    """The names of a waiting file's columns, and its first records."""

    names: list[str]
    records: list[Record]


async def columns(platform: Platform, actor: Principal, seller_id: int, import_id: UUID) -> ImportColumnsOut:
    """The columns of a waiting file with what they most probably are; raises NotFound, Forbidden, ImportUnderWay."""
    async with platform.db.reading(actor) as tx:
        head = await _head(tx, seller_id, import_id)
        others = (await imports.currencies_here(tx)).others
        fields = await _fields(tx, list(others))
        remembered = await imports.remembered_mapping(tx, seller_id, mapping.key(head.names))
    guess = remembered or mapping.guess(head.names, [record.cells for record in head.records], others)
    known = {field.name for field in fields}
    return ImportColumnsOut(
        columns=[
            FileColumnOut(
                name=name,
                field=field if (field := guess.columns.get(name)) in known else None,
                samples=_samples(place, head.records),
            )
            for place, name in enumerate(head.names)
        ],
        fields=fields,
        decimal_comma=guess.decimal_comma,
        remembered=remembered is not None,
    )


async def _head(tx: Tx, seller_id: int, import_id: UUID) -> _Head:
    text = await imports.head_of(tx, seller_id, import_id)
    return await asyncio.to_thread(_parsed, text)


def _parsed(text: str) -> _Head:
    header, _, below = products.headed(io.StringIO(text, newline=""))
    return _Head(mapping.column_names(header), [record for record in below if not record.fault])


def _samples(place: int, records: Sequence[Record]) -> list[str]:
    cells = (record.cells[place].strip() for record in records if place < len(record.cells))
    return list(dict.fromkeys(cell[:SAMPLE_LENGTH_MAX] for cell in cells if cell))[:SAMPLES_MAX]


async def _fields(tx: Tx, markets: Sequence[str]) -> list[FileFieldOut]:
    """What a column may be: our own columns, prices of other markets, and what categories ask for."""
    own = await categories.own_attributes(tx)
    labels = {ATTRIBUTE + one.name: one.label for found in own.values() for one in found}
    prices = [start + market for market in markets for start in (MARKET_PRICE, MARKET_COMPARE_AT)]
    return [
        *(FileFieldOut(name=name, label="", required=name in mapping.REQUIRED) for name in mapping.FIELDS),
        *(FileFieldOut(name=name, label="", required=False) for name in prices),
        *(FileFieldOut(name=name, label=label, required=False) for name, label in sorted(labels.items())),
    ]


async def preview(
    platform: Platform, actor: Principal, seller_id: int, import_id: UUID, wanted: ColumnMapping
) -> ImportPreviewOut:
    """The first products as they would become; raises Invalid, NotFound, Forbidden, ImportUnderWay."""
    async with platform.db.reading(actor) as tx:
        text = await imports.head_of(tx, seller_id, import_id)
        total = (await imports.import_for(tx, seller_id, import_id)).lines_total
        currencies = await imports.currencies_here(tx)
        head = await asyncio.to_thread(_parsed, text)
        import_files.check_mapping(wanted, head.names, list(currencies.others))
        parts = await asyncio.to_thread(_parts, text, wanted, currencies, total)
        planned, entries = await plan_products(tx, seller_id, parts)
        names = {one.id: one.name for one in await categories.all_categories(tx)}
    # Columns that are left out are seen where they are assigned.
    lines = [
        entry
        for part in parts
        for entry in entries[part.line]
        if entry.outcome != "imported" and not (entry.outcome == "skipped" and not part.handle)
    ]
    return ImportPreviewOut(
        products=[_product_out(one, names, currencies) for one in planned],
        lines=[_line_out(entry) for entry in lines[:LINES_SHOWN_MAX]],
    )


def _parts(text: str, wanted: ColumnMapping, currencies: Currencies, total: int) -> list[Part]:
    """The parts of the head up to so many products; the last one is left out if the file goes on behind it."""
    layout, below = products.opened(io.StringIO(text, newline=""), wanted)
    found = list(products.parts(layout, below, currencies))
    if sum(1 for _ in io.StringIO(text, newline="")) < total:
        found = found[:-1]
    shown = 0
    for place, part in enumerate(found):
        shown += bool(part.handle)
        if shown == PRODUCTS_SHOWN_MAX:
            return found[: place + 1]
    return found


def _product_out(one: Planned, names: dict[UUID, str], currencies: Currencies) -> PreviewProductOut:
    amounts = [variant.price_amount for _, variant in one.variants if variant.price_amount]
    titles = [" / ".join(variant.options.values()) for _, variant in one.variants if variant.options]
    return PreviewProductOut(
        line=one.part.line,
        handle=one.part.handle,
        title=one.product.title,
        category=names[one.category_id] if one.category_id else "",
        price=Money(min(amounts), currencies.default) if amounts else None,
        variants=titles[:VARIANTS_SHOWN_MAX],
        pictures=len(one.product.images),
        status=one.status,
    )


def _line_out(entry: Entry) -> ImportLineOut:
    return ImportLineOut(
        line=entry.line,
        level=LEVELS[entry.outcome],
        outcome=entry.outcome,
        handle=entry.handle,
        field=entry.field,
        message=entry.message,
        product_id=None,
    )


async def assign(
    platform: Platform,
    actor: Principal,
    request_id: str,
    seller_id: int,
    import_id: UUID,
    wanted: ColumnMapping,
) -> Import:
    """Queue the import with what its columns are; raises Invalid, NotFound, Forbidden, ImportUnderWay."""
    async with platform.db.reading(actor) as tx:
        head = await _head(tx, seller_id, import_id)
        markets = list((await imports.currencies_here(tx)).others)
    import_files.check_mapping(wanted, head.names, markets)
    return await platform.db.act(
        actor, request_id, mappings.assign_columns, seller_id, import_id, wanted, mapping.key(head.names)
    )


async def end_waiting(platform: Platform) -> int:
    """End files about which nothing was said for a day; how many."""
    ended = await platform.db.run(mappings.end_waiting)
    await platform.storage.delete(*ended)
    return len(ended)
