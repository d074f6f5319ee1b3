"""What stands in an invoice, a credit note and a commission invoice: frozen amounts, and nothing worked out twice.

A document is a snapshot of what was true when it was issued; its PDF and its e-invoice are drawn from this alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, Protocol
from uuid import UUID

import msgspec

from feria.core import money
from feria.services.order import rules

Kind = Literal["invoice", "credit_note", "commission_invoice", "commission_credit_note"]
# Category codes of EN 16931 (UNTDID 5305): standard rate, zero rate, exempt, reverse charge, export, outside VAT.
TaxCategory = Literal["S", "Z", "E", "AE", "G", "O"]
# The newest way to draw and write a document. A change of looks or words is a new number beside the old.
TEMPLATE = 1


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who issues or receives: `name` as people know it, `company` as the register does.

    `address` is what stands under the name, whole; the fields after it are its parts for machines.
    """

    name: str
    company: str = ""
    vat_id: str = ""
    address: list[str] = []
    lines: list[str] = []
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    ref: str = ""

    @property
    def legal_name(self) -> str:
        """The name that counts."""
        return self.company or self.name


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a document, or its shipping. `listed_amount` is unit price × quantity as the market lists prices.

    Net + tax = gross, all after the discount; `discount_amount` is listed less gross (prices with tax) or net.
    """

    title: str
    detail: str = ""
    sku: str = ""
    quantity: int = 1
    unit_amount: int
    listed_amount: int
    discount_amount: int = 0
    net_amount: int
    tax_amount: int
    gross_amount: int
    tax_rate_bps: int
    tax_category: TaxCategory


class TaxSum(msgspec.Struct, frozen=True, kw_only=True):
    """All of a document that bears one rate of one category."""

    tax_category: TaxCategory
    tax_rate_bps: int
    net_amount: int
    tax_amount: int


class Reference(msgspec.Struct, frozen=True):
    """The document that a credit note corrects."""

    number: str
    issued_on: date


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it was issued. `total_amount` is what the buyer pays or gets back, and the sum of all gross."""

    kind: Kind
    number: str
    issued_on: date
    supplied_on: date | None = None
    period: tuple[date, date] | None = None
    currency: str
    decimals: int
    locale: str
    tax_inclusive: bool
    issuer: Party
    receiver: Party
    ship_to: Party | None = None
    order_number: str = ""
    ordered_on: date | None = None
    corrects: Reference | None = None
    lines: list[Entry]
    shipping: list[Entry] = []
    taxes: list[TaxSum]
    items_amount: int
    shipping_amount: int
    discount_amount: int
    net_amount: int
    tax_amount: int
    total_amount: int
    notes: list[str] = []
    hue: int
    marketplace: str


# Where the region and the postal code stand behind the city.
_CITY_FIRST = frozenset("AU CA GB IE IN NZ US ZA".split())


def party(name: str, address: Mapping[str, str], country: str, **given: str) -> Party:
    """A party at an address of `line1, line2, city, region, postal_code`, as an order or a shop keeps it."""
    lines = [line for line in (address.get("line1", ""), address.get("line2", "")) if line]
    code, city, region = (address.get(part, "") for part in ("postal_code", "city", "region"))
    if country in _CITY_FIRST:
        place = " ".join(part for part in (", ".join(filter(None, (city, region))), code) if part)
        places = [place]
    else:
        places = [" ".join(filter(None, (code, city))), region]
    return Party(
        name=name,
        address=[line for line in (*lines, *places, _country(country)) if line],
        lines=lines,
        postal_code=code,
        city=city,
        region=region,
        country=country,
        **given,
    )


def _country(code: str) -> str:
    """The country's name in English; it is frozen with the document, so that no later list of names changes it."""
    from babel import Locale  # not needed to start

    return str(Locale("en").territories.get(code, code)) if code else ""


class HasPrice(rules.HasQuantities, Protocol):
    """A line of a seller order with what it cost."""

    @property
    def id(self) -> UUID: ...
    @property
    def product_title(self) -> str: ...
    @property
    def variant_title(self) -> str: ...
    @property
    def personalisation(self) -> str: ...
    @property
    def sku(self) -> str: ...
    @property
    def unit_amount(self) -> int: ...
    @property
    def net_amount(self) -> int: ...
    @property
    def tax_amount(self) -> int: ...
    @property
    def gross_amount(self) -> int: ...
    @property
    def tax_rate_bps(self) -> int: ...


class HasShipping(Protocol):
    """A seller order with what its shipping cost."""

    @property
    def shipping_name(self) -> str: ...
    @property
    def shipping_amount(self) -> int: ...
    @property
    def shipping_discount_amount(self) -> int: ...
    @property
    def shipping_tax_amount(self) -> int: ...
    @property
    def shipping_tax_rate_bps(self) -> int: ...


def label(year: int, number: int) -> str:
    """A document's number as people read it."""
    return f"{year}-{number:05d}"


class Taxing(msgspec.Struct, frozen=True, kw_only=True):
    """How a seller order is taxed: whether prices include it, why it is what it is, and the seller's VAT number."""

    inclusive: bool
    reason: str = "standard"
    vat_id: str = ""

    def category(self, rate_bps: int) -> TaxCategory:
        """The category of a rate: who is not registered and charges nothing is outside VAT."""
        if rate_bps:
            return "S"
        if self.reason in _RELIEFS:
            return _RELIEFS[self.reason]
        return "Z" if self.vat_id else "O"


_RELIEFS: dict[str, TaxCategory] = {"reverse_charge": "AE", "export": "G"}
TAX_NOTES = {
    "reverse_charge": "Reverse charge: the recipient is liable for VAT (Directive 2006/112/EC, Article 196).",
    "export": "Export: exempt from VAT (Directive 2006/112/EC, Article 146).",
}


def units(line: HasPrice, before: int, more: int, taxing: Taxing) -> Entry:
    """What `more` units of a line are, after `before` of them: parts of a line always sum to it exactly."""
    gross = rules.part_of(line.gross_amount, line.ordered, before, more)
    tax = rules.part_of(line.tax_amount, line.ordered, before, more)
    listed = line.unit_amount * more
    return Entry(
        title=line.product_title,
        detail="\n".join(part for part in (line.variant_title, line.personalisation) if part),
        sku=line.sku,
        quantity=more,
        unit_amount=line.unit_amount,
        listed_amount=listed,
        discount_amount=listed - (gross if taxing.inclusive else gross - tax),
        net_amount=gross - tax,
        tax_amount=tax,
        gross_amount=gross,
        tax_rate_bps=line.tax_rate_bps,
        tax_category=taxing.category(line.tax_rate_bps),
    )


def postage(part: HasShipping, taxing: Taxing) -> list[Entry]:
    """A seller order's shipping, nothing when it is free."""
    if not part.shipping_amount:
        return []
    paid = part.shipping_amount - part.shipping_discount_amount
    net = paid - part.shipping_tax_amount if taxing.inclusive else paid
    return [
        Entry(
            title=part.shipping_name or "Shipping",
            unit_amount=part.shipping_amount,
            listed_amount=part.shipping_amount,
            discount_amount=part.shipping_discount_amount,
            net_amount=net,
            tax_amount=part.shipping_tax_amount,
            gross_amount=net + part.shipping_tax_amount,
            tax_rate_bps=part.shipping_tax_rate_bps,
            tax_category=taxing.category(part.shipping_tax_rate_bps),
        )
    ]


def tax_sums(entries: Iterable[Entry]) -> list[TaxSum]:
    """The entries by rate, the highest first."""
    found: dict[tuple[int, TaxCategory], list[Entry]] = {}
    for one in entries:
        found.setdefault((one.tax_rate_bps, one.tax_category), []).append(one)
    return [
        TaxSum(
            tax_category=code,
            tax_rate_bps=rate,
            net_amount=sum(one.net_amount for one in found[rate, code]),
            tax_amount=sum(one.tax_amount for one in found[rate, code]),
        )
        for rate, code in sorted(found, key=lambda key: (-key[0], key[1]))
    ]


def snapshot(lines: Sequence[Entry], shipping: Sequence[Entry], **given: Any) -> Snapshot:
    """A document of these lines, with all its sums; `given` is what else stands in it."""
    entries = [*lines, *shipping]
    return Snapshot(
        lines=list(lines),
        shipping=list(shipping),
        taxes=tax_sums(entries),
        items_amount=sum(one.listed_amount for one in lines),
        shipping_amount=sum(one.listed_amount for one in shipping),
        discount_amount=sum(one.discount_amount for one in entries),
        net_amount=sum(one.net_amount for one in entries),
        tax_amount=sum(one.tax_amount for one in entries),
        total_amount=sum(one.gross_amount for one in entries),
        decimals=money.decimals(given["currency"]),
        **given,
    )
