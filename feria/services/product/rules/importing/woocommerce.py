"""WooCommerce's product export: its columns, and its lines put together as products.

A product's variations may stand anywhere in the file and name it by its SKU or its number, so that the whole file is
kept, compactly, before the first product is known. Columns after WooCommerce's "Product CSV Import Schema".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from feria.core import formulas
from feria.services.product.rules.importing.build import Row
from feria.services.product.rules.importing.columns import WOOCOMMERCE, Layout, header_names
from feria.services.product.rules.importing.text import BadFile, Record
from feria.services.product.rules.importing.woocommerce_rows import product_rows

# Our name of a column → WooCommerce's, which its importer takes in any case.
COLUMNS = {
    "id": "ID",
    "type": "Type",
    "sku": "SKU",
    "gtin": "GTIN, UPC, EAN, or ISBN",
    "title": "Name",
    "published": "Published",
    "visibility": "Visibility in catalog",
    "short_description": "Short description",
    "description": "Description",
    "sale_from": "Date sale price starts",
    "sale_until": "Date sale price ends",
    "tax_status": "Tax status",
    "tax_class": "Tax class",
    "in_stock": "In stock?",
    "on_hand": "Stock",
    "backorders": "Backorders allowed?",
    "sold_individually": "Sold individually?",
    "sale_price": "Sale price",
    "price": "Regular price",
    "category": "Categories",
    "tags": "Tags",
    "brand": "Brands",
    "images": "Images",
    "parent": "Parent",
}
# What an export is known by; its other columns may have been left out.
KNOWN_BY = ("Type", "Name", "Regular price")
# Columns with their unit in the name, such as `Weight (kg)`.
_MEASURE = re.compile(r"(weight|length|width|height) \(([a-z]{1,5})\)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"attribute (\d{1,3}) (name|value\(s\))", re.IGNORECASE)
_DOWNLOAD = re.compile(r"download (\d{1,3}) url", re.IGNORECASE)
# How our columns are called in the report, beside those above.
_SHOWN = {"image_url": "Images", "variant_image_url": "Images", "max_per_order": "Sold individually?",
          "tax_category": "Tax class", "stock_policy": "Backorders allowed?"}  # fmt: skip
_VARIATION = "variation"


def is_export(header: Sequence[str]) -> bool:
    """Whether a header is that of WooCommerce's export."""
    names = {name.strip().lower() for name in header}
    return all(name.lower() in names for name in KNOWN_BY)


def layout(header: Sequence[str], delimiter: str) -> Layout:
    """The layout of an export; raises BadFile for a column that is there twice."""
    given = header_names(header)
    plain = [name.lower() for name in given]
    places, names = {}, {**COLUMNS, **_SHOWN}
    for column, shown in COLUMNS.items():
        if plain.count(shown.lower()) > 1:
            raise BadFile(1, f"The header names {shown} more than once.")
        if shown.lower() in plain:
            places[column] = plain.index(shown.lower())
    for place, name in enumerate(given):
        column = _column_of(name)
        if column:
            places.setdefault(column, place)
            names.setdefault(column.partition(":")[0], name)
    names["weight_grams"] = names.get("weight", "Weight")
    return Layout(
        format=WOOCOMMERCE, delimiter=delimiter, width=len(header), places=places, names=names, unknown=()
    )


def _column_of(name: str) -> str:
    """Our name of a column whose name has a number or a unit in it, empty for others."""
    if found := _MEASURE.fullmatch(name):
        return f"{found[1].lower()}:{found[2].lower()}"
    if found := _ATTRIBUTE.fullmatch(name):
        return f"attribute_{'name' if found[2].lower() == 'name' else 'values'}:{int(found[1])}"
    if found := _DOWNLOAD.fullmatch(name):
        return f"download:{int(found[1])}"
    return ""


class _Kept(NamedTuple):
    """A record as it is kept: its lines, its fault, and its cells that are not empty."""

    line: int
    last_line: int
    fault: str
    cells: bytes


def groups(found: Layout, records: Iterable[Record]) -> Iterator[list[Row]]:
    """The rows of each product in the order of the products; what belongs to none is a group of its own."""
    kept: list[_Kept] = []
    variations: dict[int, list[int]] = {}
    orphans = _by_parent(found, records, kept, variations)
    taken = {place for places in variations.values() for place in places}
    for place, record in enumerate(kept):
        if place in orphans:
            yield [_faulty(record, _cells(record), orphans[place])]
        elif place not in taken:
            yield _group(found, record, [kept[one] for one in variations.get(place, [])])


def _by_parent(
    found: Layout, records: Iterable[Record], kept: list[_Kept], variations: dict[int, list[int]]
) -> dict[int, str]:
    """Keep the records, find each variation's product, and say what is wrong with those that have none."""
    products: dict[str, int] = {}
    parents: dict[int, str] = {}
    for place, record in enumerate(records):
        one, cells = _keep(found, record)
        kept.append(one)
        if one.fault:
            continue
        if cells.get("type", "").lower().startswith(_VARIATION):
            parents[place] = cells.get("parent", "")
            continue
        for name in (cells.get("sku", ""), f"id:{cells['id']}" if cells.get("id") else ""):
            if name:
                products.setdefault(name, place)
    orphans = {}
    for place, name in parents.items():
        product = products.get(name.replace(" ", "") if name.lower().startswith("id:") else name)
        if product is not None:
            variations.setdefault(product, []).append(place)
        else:
            orphans[place] = f"belongs to {name}, which is not in the file" if name else "names no parent"
    return orphans


def _keep(found: Layout, record: Record) -> tuple[_Kept, dict[str, str]]:
    fault = record.fault
    if not fault and len(record.cells) != found.width:
        fault = f"has {len(record.cells)} columns where the header has {found.width}"
    if not fault and any("\x00" in cell for cell in record.cells):
        fault = "holds a NUL character"
    cells = {}
    if not fault:
        for column, place in found.places.items():
            if cell := formulas.as_meant(record.cells[place]).strip():
                cells[column] = cell
    return _Kept(record.line, record.last_line, fault, msgspec.json.encode(cells)), cells


def _cells(record: _Kept) -> dict[str, str]:
    return msgspec.json.decode(record.cells, type=dict[str, str])


def _faulty(record: _Kept, cells: dict[str, str], fault: str) -> Row:
    return Row(record.line, record.last_line, handle_of(cells), {}, fault)


def handle_of(cells: dict[str, str]) -> str:
    """What names a product in its report, and when its file comes again: the SKU, else WooCommerce's number."""
    return cells.get("sku", "") or (f"id:{cells['id']}" if cells.get("id") else "")


def _group(found: Layout, record: _Kept, variations: list[_Kept]) -> list[Row]:
    cells = _cells(record)
    if record.fault:
        return [_faulty(record, cells, record.fault)]
    handle = handle_of(cells)
    if not handle:
        return [_faulty(record, cells, "has neither a SKU nor an ID")]
    lines = [(one.line, one.last_line, _cells(one)) for one in variations]
    rows = product_rows(found, (record.line, record.last_line, cells), handle, lines)
    # Where reading goes on after an interruption: behind the product itself, as its variations may be far below.
    return [row._replace(last_line=record.last_line) for row in rows]
