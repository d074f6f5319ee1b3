"""Tax rates that an online service tells of one seller's part of a cart: what it is asked, and when that counts."""

from collections.abc import Collection, Iterable
from datetime import date

import msgspec

from feria.core.settings import Settings
from feria.services.user.contract import Place, region_key

# The source of rates that nobody was asked for.
TABLE = "table"
SOURCE_CHARACTERS_MAX = 200


class AskedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller sends of one tax category: pieces, and what they cost together after discounts."""

    tax_category: str
    quantity: int
    amount: int


class TaxQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part of a cart. Amounts contain their tax where `tax_inclusive`, else they are net.

    `buyer_vat_id` is the buyer's valid VAT id, empty without one. Whether the buyer accounts for the tax is decided
    here (`rules/tax.py`), so an answer is always the rates that hold without it.
    """

    seller_id: int
    origin: Place
    destination: Place
    currency: str
    tax_inclusive: bool
    lines: list[AskedLine]
    shipping_amount: int
    on: date
    buyer_vat_id: str = ""


class ToldRate(msgspec.Struct, frozen=True, kw_only=True):
    """What all jurisdictions take together, in basis points, and who they are."""

    rate_bps: int
    jurisdictions: list[str] = []


class TaxAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Rates by the tax categories of the question, and that of shipping; `reference` is the service's own."""

    rates: dict[str, ToldRate]
    shipping: ToldRate
    reference: str


class ToldTaxes(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it is kept with a cart: for where to it counts, on which day (UTC) it was told, and by whom."""

    asked_for: str
    on: date
    source: str
    rates: dict[str, int]
    shipping_rate_bps: int

    def counts(self, asked_for: str, tax_categories: Iterable[str]) -> bool:
        """Whether it may be charged: told for this way, and for everything that the seller sends.

        It is asked for anew each day, but an older answer is nearer to the truth than the table, and what was shown.
        """
        return self.asked_for == asked_for and self.rates.keys() >= set(tax_categories)

    @property
    def taxed(self) -> bool:
        """Whether anything of it is taxed at all."""
        return any(self.rates.values()) or self.shipping_rate_bps > 0


def taxed_by_service(settings: Settings) -> Collection[str]:
    """The countries whose rates an online service is asked for; the marketplace's table is for all others."""
    return settings.tax_service_countries.split()


def asked_for(origin_country: str, destination: Place) -> str:
    """The way that an answer is for; it counts for no other."""
    region = region_key(destination.country, destination.region)
    postal_code = "".join(destination.postal_code.split()).upper()
    return " ".join((origin_country, destination.country, region, postal_code))


def kept(question: TaxQuestion, answer: TaxAnswer, service: str) -> ToldTaxes:
    """An answer as it is kept; its source is the service, its reference and all jurisdictions that take something."""
    told = [*answer.rates.values(), answer.shipping]
    where = ", ".join(dict.fromkeys(name for rate in told for name in rate.jurisdictions))
    source = f"{service} {answer.reference}" + (f" ({where})" if where else "")
    return ToldTaxes(
        asked_for=asked_for(question.origin.country, question.destination),
        on=question.on,
        source=source[:SOURCE_CHARACTERS_MAX],
        rates={category: rate.rate_bps for category, rate in answer.rates.items()},
        shipping_rate_bps=answer.shipping.rate_bps,
    )
