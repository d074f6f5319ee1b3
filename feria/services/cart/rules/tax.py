"""The dated table of tax rates, the rates of a destination, why a seller's part bears tax, and who remits it.

Sources: Directive 2006/112/EC, art. 14a and 369l to 369x (deemed supplier, import one-stop shop) and 138, 146, 196
(supplies to businesses in another member state, exports); the marketplace facilitator laws of the United States.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from feria.core.money import Money

TaxReason = Literal["standard", "reverse_charge", "export"]
Remitter = Literal["seller", "marketplace"]

EU = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))  # fmt: skip
# Every state with a sales tax has the marketplace collect it.
FACILITATED = frozenset(("US",))
# Up to this value without tax, a consignment from outside of the European Union is taxed when it is sold.
IMPORT_LIMIT = Money(15_000, "EUR")


class SellerTax(msgspec.Struct, frozen=True, kw_only=True):
    """Why one seller's part bears the tax it bears, who remits it, and where its rates are from."""

    reason: TaxReason
    remitted_by: Remitter
    source: str


class TaxRate(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the dated table; `region` is empty for a whole country."""

    country: str
    region: str
    tax_category: str
    valid_from: date
    rate_bps: int

    @property
    def key(self) -> tuple[str, str, str, date]:
        """What there is one rate for."""
        return self.country, self.region, self.tax_category, self.valid_from


def rates_at(rows: Iterable[TaxRate], country: str, region: str, on: date) -> dict[str, int]:
    """Basis points by tax category at a destination on a day: the newest row of the region, else of the country."""
    newest: dict[str, tuple[bool, date, int]] = {}
    for row in rows:
        if row.country != country or row.region not in ("", region) or row.valid_from > on:
            continue
        rank = (row.region != "", row.valid_from, row.rate_bps)
        if rank[:2] > newest.get(row.tax_category, (False, date.min, 0))[:2]:
            newest[row.tax_category] = rank
    return {category: rate for category, (_, _, rate) in newest.items()}


def tax_reason(
    seller_country: str, destination: str, *, taxed: bool, business_country: str = ""
) -> TaxReason:
    """Why a seller's part bears its tax; `taxed` says that the table knows a rate of the destination.

    `business_country` is the member state of the buyer's valid VAT id, if there is one. Then the buyer accounts for the
    tax of what comes from another member state (reverse charge). What leaves for a place without a rate is an export.
    """
    in_union = seller_country in EU and destination in EU
    if in_union and seller_country != destination and business_country not in ("", seller_country):
        return "reverse_charge"
    return "export" if seller_country != destination and not in_union and not taxed else "standard"


def remitted_by(seller_country: str, destination: str, goods_net: Money) -> Remitter:
    """Who owes the buyer's tax to the tax office; `goods_net` is what the seller's goods cost without tax and shipping.

    The marketplace does in the United States, and for goods from outside of the European Union that go into it up to
    150 EUR. Nothing is converted: in a market of another currency such goods count as above that limit.
    """
    if destination in FACILITATED:
        return "marketplace"
    imported = seller_country not in EU and destination in EU
    small = goods_net.currency == IMPORT_LIMIT.currency and goods_net.amount <= IMPORT_LIMIT.amount
    return "marketplace" if imported and small else "seller"
