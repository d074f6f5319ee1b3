"""WooCommerce exports for the tests: a small shop with everything that its files have, and lines of one's own."""

import csv
import io
from collections.abc import Sequence

HEADER = (
    "ID", "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Is featured?", "Visibility in catalog",
    "Short description", "Description", "Date sale price starts", "Date sale price ends", "Tax status", "Tax class",
    "In stock?", "Stock", "Low stock amount", "Backorders allowed?", "Sold individually?", "Weight (kg)",
    "Length (cm)", "Width (cm)", "Height (cm)", "Allow customer reviews?", "Purchase note", "Sale price",
    "Regular price", "Categories", "Tags", "Shipping class", "Images", "Download limit", "Download expiry days",
    "Parent", "Grouped products", "Upsells", "Cross-sells", "External URL", "Button text", "Position", "Brands",
    "Attribute 1 name", "Attribute 1 value(s)", "Attribute 1 visible", "Attribute 1 global", "Attribute 1 default",
    "Attribute 2 name", "Attribute 2 value(s)", "Attribute 2 visible", "Attribute 2 global",
    "Download 1 ID", "Download 1 name", "Download 1 URL", "Meta: _custom",
)  # fmt: skip

SHOP = "https://shop.example/wp-content/uploads"


def line(**cells: str) -> dict[str, str]:
    """A line of a simple product on sale, but for `cells`, which are named by our words for them."""
    names = {
        "kind": "Type", "sku": "SKU", "gtin": "GTIN, UPC, EAN, or ISBN", "title": "Name", "published": "Published",
        "visibility": "Visibility in catalog", "short": "Short description", "description": "Description",
        "until": "Date sale price ends", "tax_status": "Tax status", "tax_class": "Tax class", "in_stock": "In stock?",
        "stock": "Stock", "backorders": "Backorders allowed?", "single": "Sold individually?", "weight": "Weight (kg)",
        "height": "Height (cm)", "sale": "Sale price", "price": "Regular price", "categories": "Categories",
        "tags": "Tags", "images": "Images", "parent": "Parent", "brand": "Brands", "name1": "Attribute 1 name",
        "value1": "Attribute 1 value(s)", "name2": "Attribute 2 name", "value2": "Attribute 2 value(s)",
        "download": "Download 1 URL", "number": "ID", "meta": "Meta: _custom",
    }  # fmt: skip
    good = {
        "Type": "simple", "Name": "Bowl", "Published": "1", "Visibility in catalog": "visible", "Tax status": "taxable",
        "In stock?": "1", "Stock": "4", "Backorders allowed?": "0", "Regular price": "12.50", "Categories": "Home",
    }  # fmt: skip
    return good | {names[name]: cell for name, cell in cells.items()}


def variation(parent: str, **cells: str) -> dict[str, str]:
    """A line of a variation, with the same defaults."""
    return line(kind="variation", title="", categories="", parent=parent, **cells)


def file(*lines: dict[str, str], columns: Sequence[str] = HEADER) -> bytes:
    """The file that WooCommerce would write, with its byte order mark."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def small_shop() -> bytes:
    """Simple, variable, virtual, drafted and foreign products, with variations far below what they belong to."""
    return file(
        line(
            number="11", sku="BOWL", gtin="4006381333931", title="Bowl, wide", short="Thrown by hand.",
            description="First line\\nsecond line\\n\\nNext paragraph", sale="10,00", price="12,50", stock="4",
            weight="0,75", height="8.5", categories="Sale, Home > Ceramics", tags="clay, blue\\, dark",
            images=f"{SHOP}/bowl-1.jpg, {SHOP}/bowl\\,2.jpg", brand="Olaria", name1="Material", value1="Clay",
            single="1", meta="x",
        ),
        line(
            number="12", kind="variable", sku="TEE", title="Tee", stock="", price="", images=f"{SHOP}/tee.jpg",
            name1="Size", value1="S, M", name2="Care", value2="Wash cold, Iron",
        ),
        line(number="13", kind="simple, downloadable, virtual", title="Pattern", stock="", sku="",
             download=f"{SHOP}/pattern.pdf"),
        line(number="14", kind="variable", title="Cap", sku="", stock="", price="", name1="Colour", value1="Red, Blue"),
        variation("TEE", number="15", sku="TEE-S", stock="3", price="20", name1="Size", value1="S", weight="0.2",
                  images=f"{SHOP}/tee-s.jpg"),
        variation("TEE", number="16", sku="TEE-M", stock="parent", price="21", sale="19", name1="size", value1="M"),
        variation("id:14", number="17", sku="CAP-R", stock="", in_stock="0", price="9", name1="Colour", value1="Red"),
        variation("id:14", number="18", sku="CAP-B", stock="2", backorders="notify", price="9", name1="Colour",
                  value1="Blue"),
        variation("id:14", number="19", published="0", price="9", name1="Colour", value1="Blue"),
        line(number="20", sku="HID", title="Hidden", visibility="hidden"),
        line(number="21", sku="DRAFT", title="Draft", published="-1"),
        line(number="22", sku="LINK", title="Elsewhere", kind="external"),
        line(number="23", sku="SUB", title="Every month", kind="subscription"),
        variation("GONE", number="24", price="3"),
        line(number="25", sku="LONELY", title="Lonely", kind="variable", price=""),
    )  # fmt: skip
