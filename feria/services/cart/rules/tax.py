"""The dated table of tax rates, and the rates of a destination."""

from collections.abc import Iterable
from datetime import date

import msgspec


class TaxRate(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the dated table; `region` is empty for a whole country."""

    country: str
    region: str
    tax_category: str
    valid_from: date
    rate_bps: int


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
