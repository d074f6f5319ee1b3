"""One product of a WooCommerce export as rows of our columns, with remarks on what cannot be taken over as it is."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from feria.services.product import rules
from feria.services.product.rules.importing.build import Remark, Row
from feria.services.product.rules.importing.columns import ATTRIBUTE, Layout

Cells = Mapping[str, str]
Line = tuple[int, int, Cells]

SOLD_ELSEWHERE = "external"
KINDS = {"simple", "variable", "variation", "virtual", "downloadable"}
GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "lbs": Decimal("453.59237"), "lb": Decimal("453.59237"),
         "oz": Decimal("28.349523125")}  # fmt: skip
MEASURES = ("length", "width", "height")
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,9})?", re.ASCII)
_WHOLE = re.compile(r"(-?\d{1,12})(?:[.,]0+)?", re.ASCII)
_COMMA = re.compile(r"(?<!\\),")
_BLOCK = re.compile(r"<(p|ul|ol|h[1-6]|table|div|blockquote)\b", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n\s*\n")


def product_rows(layout: Layout, line: Line, handle: str, variations: Sequence[Line]) -> list[Row]:
    """The product's own row, one for each variation and further picture; a fault is its first row's."""
    number, last_line, cells = line
    fault = _fault(cells, variations)
    if fault:
        return [Row(number, last_line, handle, {}, fault)]
    variable = bool(variations) or "variable" in _kinds(cells)
    details = _attributes(cells)
    options = _options(details, variations) if variable else {}
    if len(options) > rules.OPTIONS_MAX:
        fault = f"has {len(options)} options ({', '.join(options)}), {rules.OPTIONS_MAX} are allowed"
        return [Row(number, last_line, handle, {}, fault)]
    own, remarks = _product_cells(layout, cells)
    own |= _details(layout, cells, {name: value for name, value in details.items() if name not in options})
    own |= {f"option{place}_name": name for place, name in enumerate(options, 1)}
    images = _several(cells.get("images", ""))
    own["image_url"] = images[0] if images else ""
    names = None
    if not variable:
        selling, more, names = _selling_cells(layout, cells)
        own |= selling
        remarks += more
    rows = [Row(number, last_line, handle, own, "", tuple(remarks), names)]
    rows += [Row(number, last_line, handle, {"image_url": url}, "") for url in images[1:]]
    return rows + [_variation(layout, handle, one, options) for one in variations]


def _fault(cells: Cells, variations: Sequence[Line]) -> str:
    kinds = _kinds(cells)
    if strange := [kind for kind in kinds if kind not in KINDS]:
        if SOLD_ELSEWHERE in strange:
            return "is sold on another site, which cannot be done here"
        return f"is a product of the type {', '.join(strange)}, which there is not here"
    if len(variations) > rules.VARIANTS_MAX:
        return f"has {len(variations)} variations, {rules.VARIANTS_MAX} are allowed"
    if variations and all(_is_off(one) for _, _, one in variations):
        return "has no variation that is switched on"
    if "variable" in kinds and not variations:
        return "is a variable product, and none of its variations is in the file"
    return ""


def _kinds(cells: Cells) -> list[str]:
    return [kind.strip().lower() for kind in cells.get("type", "").split(",") if kind.strip()]


def _is_off(variation: Cells) -> bool:
    """A variation that its shop has switched off; those of drafts say -1."""
    return variation.get("published") == "0"


def _product_cells(layout: Layout, cells: Cells) -> tuple[dict[str, str], list[Remark]]:
    remarks: list[Remark] = []

    def changed(column: str, message: str) -> None:
        remarks.append(Remark("changed", layout.shown(column), message))

    published = cells.get("published", "")
    if re.fullmatch(r"-?\d", published):
        published = "true" if published == "1" else "false"
    if published == "true" and cells.get("visibility", "").lower() == "hidden":
        changed("visibility", "is hidden: the product stays a draft")
        published = "false"
    categories = sorted(_several(cells.get("category", "")), key=lambda one: -one.count(">"))
    if len(categories) > 1:
        left = ", ".join(categories[1:])
        changed("category", f"{categories[0]} counts, a product is in one category; left out: {left}")
    if cells.get("tax_status", "taxable").lower() != "taxable" or cells.get("tax_class", "").lower() not in (
        "",
        "standard",
        "parent",
    ):
        changed("tax_class", "is not taken over: the standard tax category applies")
    if any(column.startswith("download:") for column in cells):
        changed("download", "is not taken over: send the files to the buyers yourself")
    brands = _several(cells.get("brand", ""))
    own = {
        "title": cells.get("title", ""),
        "description": description(cells.get("short_description", ""), cells.get("description", "")),
        "category": categories[0] if categories else "",
        "brand": brands[0] if brands else "",
        "tags": ",".join(_quoted(tag) for tag in _several(cells.get("tags", ""))),
        "published": published,
        "max_per_order": "1" if cells.get("sold_individually") == "1" else "",
    }
    return own, remarks


def description(short: str, long: str) -> str:
    """Both texts as one; line breaks are written as a backslash and n, two of them end a paragraph."""
    return "\n".join(_paragraphs(text.replace("\\n", "\n")) for text in (short, long) if text.strip())


def _paragraphs(text: str) -> str:
    if _BLOCK.search(text):
        return text
    parts = [part.strip().replace("\n", "<br>") for part in _EMPTY_LINE.split(text.replace("\r", ""))]
    return "".join(f"<p>{part}</p>" for part in parts if part)


def _several(cell: str) -> list[str]:
    """Values between commas; one that belongs to a value stands behind a backslash."""
    return [part for one in _COMMA.split(cell) if (part := one.replace("\\,", ",").strip())]


def _quoted(tag: str) -> str:
    return '"' + tag.replace('"', '""') + '"' if "," in tag or '"' in tag else tag


def _attributes(cells: Cells) -> dict[str, str]:
    """A line's attributes by name, with their values as they stand there."""
    return {
        " ".join(name.split()): cells.get(f"attribute_values:{number}", "")
        for column, name in cells.items()
        if column.startswith("attribute_name:") and (number := column.partition(":")[2])
    }


def _options(details: Mapping[str, str], variations: Sequence[Line]) -> dict[str, str]:
    """What buyers choose: attributes of which any variation has a value, as the product calls them."""
    named = {name.lower(): name for name in details}
    found = {}
    for _, _, cells in variations:
        for name, value in _attributes(cells).items():
            if value:
                found[named.get(name.lower(), name)] = ""
    ordered = [name for name in details if name in found]
    return dict.fromkeys([*ordered, *(name for name in found if name not in ordered)], "")


def _details(layout: Layout, cells: Cells, attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes that are no options, and the product's measures, under the names that categories give them."""
    found = {}
    for name, value in attributes.items():
        if value:
            found[ATTRIBUTE + rules.slug_of(name).replace("-", "_")] = ", ".join(_several(value))
    for column, value in cells.items():
        measure, _, unit = column.partition(":")
        if measure in MEASURES and _NUMBER.fullmatch(value):
            found.setdefault(f"{ATTRIBUTE}{measure}", f"{value.replace(',', '.')} {unit}")
    return found


def _variation(layout: Layout, handle: str, line: Line, options: Mapping[str, str]) -> Row:
    number, last_line, cells = line
    if _is_off(cells):
        remark = Remark("skipped", layout.shown("published"), "is switched off, and left out")
        return Row(number, last_line, handle, {}, "", (remark,))
    selling, remarks, names = _selling_cells(layout, cells)
    given = {name.lower(): value for name, value in _attributes(cells).items()}
    for place, name in enumerate(options, 1):
        values = _several(given.get(name.lower(), ""))
        selling[f"option{place}_value"] = values[0] if values else ""
        names |= {f"option{place}_value": name}
    images = _several(cells.get("images", ""))
    selling["variant_image_url"] = images[0] if images else ""
    if not any(selling.get(column) for column in ("sku", "price", "option1_value")):
        return Row(number, last_line, handle, {}, "is a variation without SKU, price and choice")
    return Row(number, last_line, handle, selling, "", tuple(remarks), names)


def _selling_cells(layout: Layout, cells: Cells) -> tuple[dict[str, str], list[Remark], dict[str, str]]:
    """What is a variant's: SKU, prices, stock, weight; with remarks, and the columns that prices were taken from."""
    remarks: list[Remark] = []
    own = {"sku": cells.get("sku", ""), "gtin": cells.get("gtin", "").replace("-", "")}
    regular, sale = _plain(cells.get("price", "")), _plain(cells.get("sale_price", ""))
    names = {}
    if sale and (cells.get("sale_from") or cells.get("sale_until")):
        message = "is for certain days only, and left out: the regular price counts"
        remarks.append(Remark("changed", layout.shown("sale_price"), message))
        sale = ""
    if sale:
        own |= {"price": sale, "compare_at_price": regular}
        names = {"price": layout.shown("sale_price"), "compare_at_price": layout.shown("price")}
    else:
        own["price"] = regular
    stock, policy, remark = _stock(cells)
    own |= {"on_hand": stock, "stock_policy": policy}
    if remark:
        remarks.append(Remark("changed", layout.shown("on_hand"), remark))
    digital = any(kind in ("virtual", "downloadable") for kind in _kinds(cells))
    return (
        own | {"weight_grams": _grams(cells), "fulfilment": "digital" if digital else "ship"},
        remarks,
        names,
    )


def _stock(cells: Cells) -> tuple[str, str, str]:
    """First count, policy, and what there is to say about it."""
    given = cells.get("on_hand", "").lower()
    if given == "parent":
        return "0", "tracked", "is the product's as a whole, counts as 0: count each variant"
    backorder = cells.get("backorders", "").lower() in ("1", "notify", "yes")
    if not given:
        in_stock = cells.get("in_stock", "1").lower()
        if in_stock == "backorder":
            return "0", "backorder", ""
        return ("0", "tracked", "") if in_stock == "0" else ("", "", "")
    whole = _WHOLE.fullmatch(given)
    return whole[1] if whole else given, "backorder" if backorder else "tracked", ""


def _grams(cells: Cells) -> str:
    """The weight in whole grams; as it stands there when it is no number of a known unit."""
    for column, value in cells.items():
        name, _, unit = column.partition(":")
        if name == "weight":
            factor = GRAMS.get(unit)
            if factor is None or not _NUMBER.fullmatch(value):
                return value
            grams = Decimal(value.replace(",", ".")) * factor
            return str(grams.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return ""


def _plain(price: str) -> str:
    """Prices are written with the shop's own sign before the decimals, and none between thousands."""
    return price.replace(",", ".") if _NUMBER.fullmatch(price) else price
