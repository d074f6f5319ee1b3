"""One product from its rows: texts, options, variants, stock and pictures, with every change and fault noted."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from feria.services.product import rules
from feria.services.product.rules.importing import values
from feria.services.product.rules.importing.columns import (
    ATTRIBUTE,
    MARKET_COMPARE_AT,
    MARKET_PRICE,
    PRODUCT_COLUMNS,
    Layout,
)
from feria.services.product.rules.importing.report import (
    Currencies,
    Entry,
    FileImage,
    FileProduct,
    FileVariant,
    MarketPrice,
    Outcome,
)

TITLE_LENGTH_MAX = 200
DESCRIPTION_LENGTH_MAX = 100_000
BRAND_LENGTH_MAX = 200
CATEGORY_LENGTH_MAX = 200
SHORT_LENGTH_MAX = 80
ALT_LENGTH_MAX = 200
TAGS_MAX = 50
IMAGES_MAX = 250
POLICIES = ("tracked", "untracked", "backorder")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
TAX_CATEGORY = re.compile(r"[a-z][a-z0-9_]{0,39}")

V = TypeVar("V")


class Remark(NamedTuple):
    """What reading a record in another shop's format has already shown; `field` is the file's own name for it."""

    outcome: Outcome
    field: str
    message: str


class Row(NamedTuple):
    """One record with its lines, its handle and its cells by column; `fault` says why it cannot be used.

    `names` are columns that this record takes from elsewhere than the others of its file.
    """

    line: int
    last_line: int
    handle: str
    cells: dict[str, str]
    fault: str
    remarks: tuple[Remark, ...] = ()
    names: Mapping[str, str] | None = None

    def cell(self, column: str) -> str:
        """The cell without blanks around it; empty when the file has no such column."""
        return self.cells.get(column, "").strip()


def build(layout: Layout, currencies: Currencies, rows: list[Row]) -> tuple[FileProduct | None, list[Entry]]:
    """The product that the rows of one handle describe, with what was changed; None and the faults if there are any."""
    work = _Build(layout, currencies, rows)
    product = work.product()
    if any(entry.outcome == "refused" for entry in work.entries):
        return None, work.entries
    return product, work.entries


class _Build:
    def __init__(self, layout: Layout, currencies: Currencies, rows: list[Row]) -> None:
        self.layout = layout
        self.currencies = currencies
        self.rows = rows
        self.head = rows[0]
        self.entries = [
            Entry(line=row.line, outcome=outcome, handle=row.handle, field=field, message=message)
            for row in rows
            for outcome, field, message in row.remarks
        ]

    def note(self, row: Row, outcome: Outcome, column: str, message: str) -> None:
        field = (row.names or {}).get(column) or (self.layout.shown(column) if column else "")
        self.entries.append(
            Entry(line=row.line, outcome=outcome, handle=row.handle, field=field, message=message)
        )

    def read(self, row: Row, column: str, reader: Callable[[str], V], otherwise: V) -> V:
        """The cell as `reader` understands it; `otherwise` for an empty one, and for a fault, which is noted."""
        cell = row.cells.get(column)
        if not cell:
            return otherwise
        try:
            return reader(cell)
        except values.BadCell as error:
            self.note(row, "refused", column, str(error))
            return otherwise

    def line(self, column: str, length_max: int) -> str:
        return self.read(self.head, column, lambda text: values.line(text, length_max), "")

    def product(self) -> FileProduct:
        title = self.line("title", TITLE_LENGTH_MAX)
        if not title and not self.head.cells["title"].strip():
            self.note(self.head, "refused", "title", "is missing on the product's first line")
        self.check_gift_card()
        if self.head.cell("taxable").lower() == "false":
            message = "is not taken over: the standard tax category applies"
            self.note(self.head, "changed", "taxable", message)
        self.note_differences()
        variant_rows = [row for row in self.rows[1:] if self.has_variant(row)]
        if not variant_rows or not self.layout.woocommerce or self.has_variant(self.head):
            variant_rows.insert(0, self.head)
        names = self.option_names(title, single=len(variant_rows) == 1)
        variants = [self.variant(row, names) for row in variant_rows]
        self.check_variants(variant_rows, variants, names)
        return FileProduct(
            handle=self.head.handle,
            title=title,
            description=self.description(),
            category=self.line("category", CATEGORY_LENGTH_MAX),
            brand=self.line("brand", BRAND_LENGTH_MAX),
            tags=self.tags(),
            publish=self.publish(),
            options={
                name: list(dict.fromkeys(one.options.get(name, "") for one in variants)) for name, _ in names
            },
            variants=variants,
            images=self.images(variant_rows),
            attributes=self.attributes(),
            **self.own_fields(),
        )

    def attributes(self) -> dict[str, str]:
        """What the category asks for, as it stands in the file; whether it fits is asked where categories are known."""
        found = {}
        for column in self.head.cells:
            if column.startswith(ATTRIBUTE) and (cell := self.line(column, rules.ATTRIBUTE_LENGTH_MAX)):
                found[column.removeprefix(ATTRIBUTE)] = cell
        return found

    def own_fields(self) -> dict[str, Any]:
        """What Shopify's format does not have."""
        if self.layout.shopify:
            return {}

        def word(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
            return lambda text: values.word(text, pattern, what)

        return {
            "locale": self.read(self.head, "locale", word(LOCALE, "language, such as en or pt-BR"), "en"),
            "tax_category": self.read(
                self.head, "tax_category", word(TAX_CATEGORY, "tax category"), "standard"
            ),
            "max_per_order": self.read(
                self.head, "max_per_order", lambda text: values.whole(text, 1, 999), None
            ),
            "processing_days": self.read(
                self.head, "processing_days", lambda text: values.whole(text, 0, 90), 2
            ),
        }

    def check_gift_card(self) -> None:
        if self.read(self.head, "gift_card", values.flag, False):
            self.note(self.head, "refused", "gift_card", "gift cards cannot be sold here")

    def note_differences(self) -> None:
        """Texts of the product on later lines do not count; different ones are worth a word."""
        for row in self.rows[1:]:
            for column in PRODUCT_COLUMNS:
                if row.cell(column) not in ("", self.head.cell(column)):
                    self.note(row, "changed", column, "is left out: the product's first line counts")

    @staticmethod
    def has_variant(row: Row) -> bool:
        columns = ("sku", "price", "option1_value", "option2_value", "option3_value")
        return any(row.cell(column) for column in columns)

    def description(self) -> str:
        text = self.head.cells.get("description", "")
        if len(text) > DESCRIPTION_LENGTH_MAX:
            found = f"has {len(text):,} characters, {DESCRIPTION_LENGTH_MAX:,} are allowed"
            self.note(self.head, "refused", "description", found)
            return ""
        return rules.clean_html(text) if text else ""

    def tags(self) -> list[str]:
        cell = self.head.cell("tags")
        found = cell.split(",") if self.layout.shopify else values.tags(cell)
        given = dict.fromkeys(" ".join(tag.split()) for tag in found)
        good = [tag for tag in given if tag and len(tag) <= SHORT_LENGTH_MAX and tag.isprintable()]
        if len(good) < len([tag for tag in given if tag]) or len(good) > TAGS_MAX:
            limit = f"{TAGS_MAX} tags of {SHORT_LENGTH_MAX} characters are allowed"
            message = f"{min(len(good), TAGS_MAX)} of {len(given)} are kept: {limit}"
            self.note(self.head, "changed", "tags", message)
        return good[:TAGS_MAX]

    def publish(self) -> bool:
        status = self.head.cell("status").lower()
        if status not in ("", "active", "draft", "archived", "unlisted"):
            self.note(self.head, "refused", "status", f"“{values.shown(status)}” is no state of a product")
        return self.read(self.head, "published", values.flag, False) and status in ("", "active")

    def option_names(self, title: str, *, single: bool) -> list[tuple[str, str]]:
        """The options' names, each with the column that holds its values. Shopify's `Title` option stands for none."""
        found: list[tuple[str, str]] = []
        for number in (1, 2, 3):
            column = f"option{number}_name"
            name = self.line(column, SHORT_LENGTH_MAX)
            if name in [one for one, _ in found]:
                self.note(self.head, "refused", column, f"{name} is an option already")
            elif name:
                found.append((name, f"option{number}_value"))
        if self.layout.shopify and single and len(found) == 1 and found[0][0].lower() == "title":
            value = self.head.cell("option1_value")
            if value in ("", "Default Title"):
                return []
            if value == title:
                self.note(
                    self.head,
                    "changed",
                    "option1_value",
                    "repeats the title and is left out: there is no choice",
                )
                return []
        return found

    def variant(self, row: Row, names: list[tuple[str, str]]) -> FileVariant:
        price = self.read(row, "price", lambda text: values.price(text, self.currencies.default), None)
        policy, on_hand = self.stock(row)
        ships = not row.cell("requires_shipping") or self.read(row, "requires_shipping", values.flag, True)
        return FileVariant(
            line=row.line,
            sku=self.sku(row),
            options={name: self.option_value(row, name, column) for name, column in names},
            price_amount=price,
            compare_at_amount=self.compare_at(row, price),
            policy=policy,
            on_hand=on_hand,
            weight_grams=self.read(row, "weight_grams", values.grams, 0),
            gtin=self.gtin(row),
            fulfilment=self.read(row, "fulfilment", values.fulfilment, "ship" if ships else "digital"),
            prices=self.market_prices(row),
        )

    def market_prices(self, row: Row) -> list[MarketPrice]:
        """The prices of other markets; columns of markets that are none are left out with the unknown ones."""
        found = []
        for market, currency in self.currencies.others.items():
            column, before = MARKET_PRICE + market, MARKET_COMPARE_AT + market
            price = self.market_amount(row, column, currency)
            compare_at = self.market_amount(row, before, currency)
            if price == 0:
                self.note(row, "changed", column, "is left out: nothing is sold for 0")
            if compare_at is not None and compare_at <= (price or compare_at):
                self.note(row, "changed", before, "is left out: it is not above the price")
                compare_at = None
            if price:
                found.append(
                    MarketPrice(
                        market=market, currency=currency, price_amount=price, compare_at_amount=compare_at
                    )
                )
        return found

    def market_amount(self, row: Row, column: str, currency: str) -> int | None:
        return self.read(row, column, lambda text: values.price(text, currency), None)

    def option_value(self, row: Row, name: str, column: str) -> str:
        value = self.read(row, column, lambda text: values.line(text, SHORT_LENGTH_MAX), "")
        if not value and not row.cell(column):
            self.note(row, "refused", column, f"has no value for {name}")
        return value

    def sku(self, row: Row) -> str:
        given = self.read(row, "sku", lambda text: values.line(text, SHORT_LENGTH_MAX), "")
        plain = given[1:].strip() if given.startswith("'") else given
        if plain != given:
            self.note(
                row,
                "changed",
                "sku",
                f"is {plain or 'empty'} without the apostrophe by which spreadsheets mark text",
            )
        return plain

    def gtin(self, row: Row) -> str | None:
        given = row.cell("gtin").removeprefix("'").replace(" ", "")
        if given and not values.is_gtin(given):
            self.note(row, "changed", "gtin", f"“{values.shown(given)}” is no GTIN and is left out")
            return None
        return given or None

    def compare_at(self, row: Row, price: int | None) -> int | None:
        given = self.read(
            row, "compare_at_price", lambda text: values.price(text, self.currencies.default), None
        )
        if given and given <= (price or 0):
            self.note(row, "changed", "compare_at_price", "is left out: it is not above the price")
            return None
        return given or None

    def stock(self, row: Row) -> tuple[str, int]:
        """Policy and first count."""
        given = self.read(row, "on_hand", values.count, None)
        policy = self.shopify_policy(row) if self.layout.shopify else self.own_policy(row, given)
        if given is None and policy == "tracked":
            self.note(row, "changed", "on_hand", "is empty and counts as 0")
        if given is not None and given < 0:
            self.note(row, "changed", "on_hand", f"{given} is below zero and counts as 0")
        return policy, max(0, given or 0)

    def shopify_policy(self, row: Row) -> str:
        rule = row.cell("policy").lower()
        if rule not in ("", "deny", "continue"):
            self.note(row, "refused", "policy", f"“{values.shown(rule)}” is neither deny nor continue")
        if not row.cell("tracker"):
            self.note(
                row, "changed", "tracker", "is empty: the stock is not tracked, the variant always available"
            )
            return "untracked"
        return "backorder" if rule == "continue" else "tracked"

    def own_policy(self, row: Row, given: int | None) -> str:
        policy = row.cell("stock_policy").lower()
        if policy and policy not in POLICIES:
            self.note(
                row, "refused", "stock_policy", f"“{values.shown(policy)}” is none of {', '.join(POLICIES)}"
            )
        if not policy and given is None:
            self.note(
                row, "changed", "on_hand", "is empty: the stock is not tracked, the variant always available"
            )
            return "untracked"
        return policy or "tracked"

    def check_variants(
        self, rows: list[Row], variants: list[FileVariant], names: list[tuple[str, str]]
    ) -> None:
        if len(variants) > rules.VARIANTS_MAX:
            row = rows[rules.VARIANTS_MAX]
            self.note(
                row,
                "refused",
                "",
                f"is variant {rules.VARIANTS_MAX + 1}: a product may have {rules.VARIANTS_MAX}",
            )
        named = {column for _, column in names}
        seen: dict[str, int] = {}
        for row, variant in zip(rows, variants, strict=True):
            for column in ("option1_value", "option2_value", "option3_value"):
                nameless = names or len(rows) > 1 or not self.layout.shopify
                if row.cell(column) and column not in named and nameless:
                    self.note(
                        row,
                        "refused",
                        column,
                        "belongs to an option without a name on the product's first line",
                    )
            key = rules.option_key(variant.options)
            if key in seen:
                self.note(row, "refused", "", f"is the same variant as line {seen[key]}")
            seen.setdefault(key, row.line)

    def images(self, variant_rows: list[Row]) -> list[FileImage]:
        """Addresses in the file's order, each once; a variant's picture is told to be its own."""
        shown: dict[str, int] = {}
        for place, row in enumerate(variant_rows):
            if url := row.cell("variant_image_url"):
                shown.setdefault(url, place)
        found: dict[str, FileImage] = {}
        for row in self.rows:
            is_empty = not (self.has_variant(row) or row.cell("image_url") or row.remarks)
            if row is not self.head and is_empty:
                self.note(row, "skipped", "", "holds neither a variant nor a picture")
        for row, column in self.picture_cells():
            url = row.cell(column)
            if not url or url in found:
                continue
            if not values.is_web_address(url) or len(found) >= IMAGES_MAX:
                self.note(row, "changed", column, "is left out: it is no web address, or one too many")
                continue
            alt = " ".join(row.cell("image_alt").split())[:ALT_LENGTH_MAX] if column == "image_url" else ""
            found[url] = FileImage(line=row.line, url=url, alt=alt, variant=shown.get(url))
        return list(found.values())

    def picture_cells(self) -> list[tuple[Row, str]]:
        """Shopify's in the order of the lines; in our own files the pictures of the product come first, in theirs."""
        columns = ("image_url", "variant_image_url")
        if self.layout.shopify:
            return [(row, column) for row in self.rows for column in columns]
        return [(row, column) for column in columns for row in self.rows]
