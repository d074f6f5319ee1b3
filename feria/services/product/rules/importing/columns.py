"""The formats and their columns: Feria's own, exports of Shopify and WooCommerce, and files with assigned columns.

The first three are told apart by the header line; WooCommerce's lines are put together in `woocommerce`.
"""

from collections.abc import Mapping, Sequence

import msgspec

from feria.core import formulas
from feria.services.product.rules.importing.text import BadFile

FERIA, SHOPIFY, WOOCOMMERCE, MAPPED = "feria", "shopify", "woocommerce", "mapped"
DELIMITERS = (",", ";", "\t")
COLUMNS_MAX = 500

_OPTIONS = {
    f"option{number}_{part}": f"Option{number} {part.capitalize()}"
    for number in (1, 2, 3)
    for part in ("name", "value")
}
# Our name of a column → Shopify's. The first six are the product's, read from its first line.
SHOPIFY_COLUMNS = {
    "handle": "Handle",
    "title": "Title",
    "description": "Body (HTML)",
    "category": "Type",
    "brand": "Vendor",
    "tags": "Tags",
    "published": "Published",
    "status": "Status",
    "gift_card": "Gift Card",
    **_OPTIONS,
    "sku": "Variant SKU",
    "price": "Variant Price",
    "compare_at_price": "Variant Compare At Price",
    "tracker": "Variant Inventory Tracker",
    "on_hand": "Variant Inventory Qty",
    "policy": "Variant Inventory Policy",
    "weight_grams": "Variant Grams",
    "gtin": "Variant Barcode",
    "requires_shipping": "Variant Requires Shipping",
    "taxable": "Variant Taxable",
    "image_url": "Image Src",
    "image_alt": "Image Alt Text",
    "variant_image_url": "Variant Image",
}
FERIA_COLUMNS = (
    "handle", "title", "description", "category", "brand", "tags", "sku", *_OPTIONS, "price", "compare_at_price",
    "on_hand", "stock_policy", "weight_grams", "gtin", "fulfilment", "image_url", "image_alt", "variant_image_url",
    "published", "locale", "tax_category", "max_per_order", "processing_days",
)  # fmt: skip
# What a category asks for, such as `attribute:material`.
ATTRIBUTE = "attribute:"
# Prices of markets other than the default one, such as `price.us`.
MARKET_PRICE, MARKET_COMPARE_AT = "price.", "compare_at_price."
DYNAMIC = (ATTRIBUTE, MARKET_PRICE, MARKET_COMPARE_AT)
REQUIRED = ("handle", "title", "price")
PRODUCT_COLUMNS = (
    "title", "description", "category", "brand", "tags", "published", "locale", "tax_category", "max_per_order",
    "processing_days",
)  # fmt: skip


class UnknownHeader(BadFile):
    """The header is of none of the known formats; its columns can be assigned to fields, see `mapping`."""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """A file's format, and where in a record each known column stands.

    `names` are the columns as the file calls them. `more_images` and `decimal_comma` are for files whose columns were
    assigned: further columns with pictures, and whether a comma stands before the decimals.
    """

    format: str
    delimiter: str
    width: int
    places: Mapping[str, int]
    names: Mapping[str, str] = {}
    unknown: tuple[str, ...] = ()
    more_images: tuple[int, ...] = ()
    decimal_comma: bool = False

    @property
    def shopify(self) -> bool:
        """Whether it is Shopify's export."""
        return self.format == SHOPIFY

    @property
    def woocommerce(self) -> bool:
        """Whether it is WooCommerce's export."""
        return self.format == WOOCOMMERCE

    @property
    def mapped(self) -> bool:
        """Whether the seller said which column is what."""
        return self.format == MAPPED

    def shown(self, column: str) -> str:
        """The column's name as it stands in the file."""
        return self.names.get(column, column)


def delimiter_of(first_line: str) -> str:
    """The character between the columns: of comma, semicolon and tab the one that the header has most of."""
    return max(DELIMITERS, key=first_line.count)


def header_names(header: Sequence[str]) -> list[str]:
    """The names of a header without blanks; raises BadFile for more than there may be."""
    if len(header) > COLUMNS_MAX:
        raise BadFile(1, f"The header names more than {COLUMNS_MAX} columns.")
    return [name.strip() for name in header]


def layout_of(header: Sequence[str], delimiter: str) -> Layout:
    """The layout that a header line of Feria's or Shopify's declares; raises BadFile naming what is missing."""
    names = header_names(header)
    shopify = any(name.startswith("Variant ") or name == "Body (HTML)" for name in names)
    if not shopify:
        names = [name.lower() for name in names]
    own = {name: name for name in (*FERIA_COLUMNS, *(one for one in names if one.startswith(DYNAMIC)))}
    known = SHOPIFY_COLUMNS if shopify else own
    missing = [known[name] for name in REQUIRED if known[name] not in names]
    if missing:
        raise UnknownHeader(1, f"The header lacks {', '.join(missing)}.")
    twice = sorted({name for name in known.values() if names.count(name) > 1})
    if twice:
        raise BadFile(1, f"The header names {', '.join(twice)} more than once.")
    places = {name: names.index(column) for name, column in known.items() if column in names}
    return Layout(
        format=SHOPIFY if shopify else FERIA,
        delimiter=delimiter,
        width=len(names),
        places=places,
        names=SHOPIFY_COLUMNS if shopify else {},
        unknown=() if shopify else tuple(name for name in names if name and name not in known),
    )


def row_of(layout: Layout, cells: Sequence[str]) -> dict[str, str]:
    """The record's cells by column; a column that the file does not have is absent."""
    if layout.shopify:
        return {name: cells[place] for name, place in layout.places.items()}
    return {name: formulas.as_meant(cells[place]) for name, place in layout.places.items()}
