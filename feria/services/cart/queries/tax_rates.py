"""The table of tax rates: as it stands for the operator, and as prices use it."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.cart.rules.rate_files import SourcedRate
from feria.services.cart.rules.tax import TaxRate

RATES = "cart.tax_rates"
RATES_KEPT_FOR = timedelta(seconds=30)
RATES_MAX = 5_000
State = Literal["in_force", "future", "superseded"]


class RateTable(msgspec.Struct, frozen=True):
    """Rates by country, region, category and day, and the version of the whole table."""

    version: int
    rates: list[SourcedRate]


async def tax_rates(tx: Tx) -> dict[str, list[TaxRate]]:
    """All dated tax rates by country; up to 30 s old."""
    kept = tx.kept.setdefault(RATES, {})
    read_at = kept.get("read_at")
    if read_at is None or abs(tx.now - read_at) > RATES_KEPT_FOR:
        by_country: dict[str, list[TaxRate]] = {}
        for rate in await tx.all(
            TaxRate, "SELECT country, region, tax_category, valid_from, rate_bps FROM cart.tax_rates"
        ):
            by_country.setdefault(rate.country, []).append(rate)
        kept["by_country"], kept["read_at"] = by_country, tx.now
    found: dict[str, list[TaxRate]] = kept["by_country"]
    return found


def forget_rates(tx: Tx) -> None:
    """Read the rates anew once this transaction is committed."""
    tx.after_commit(tx.kept.setdefault(RATES, {}).clear)


async def rate_table(tx: Tx) -> RateTable:
    """The whole table as it is now."""
    version = int(await tx.fetchval("SELECT version FROM cart.tax_table"))
    rates = await tx.all(
        SourcedRate,
        """SELECT country, region, tax_category, valid_from, rate_bps, source FROM cart.tax_rates
           ORDER BY country, region, tax_category = 'standard' DESC, tax_category, valid_from LIMIT $1""",
        RATES_MAX,
    )
    return RateTable(version, rates)


async def locked_version(tx: Tx) -> int:
    """The version of the table, locked against other writers."""
    return int(await tx.fetchval("SELECT version FROM cart.tax_table FOR UPDATE"))


def rate_id(rate: TaxRate) -> UUID:
    """The id of a rate, which follows from what it is for."""
    digest = hashlib.sha256("\n".join((*rate.key[:3], rate.valid_from.isoformat())).encode()).digest()
    return ids.at(0, int.from_bytes(digest[:6]), int.from_bytes(digest[6:8]), int.from_bytes(digest[8:12]))


def states(rates: Iterable[TaxRate], today: date) -> dict[UUID, State]:
    """How each rate stands on a day: not yet in force, in force, or superseded by a newer one."""
    newest: dict[tuple[str, str, str], date] = {}
    found = list(rates)
    for rate in found:
        if rate.valid_from <= today:
            newest[rate.key[:3]] = max(rate.valid_from, newest.get(rate.key[:3], date.min))
    return {rate_id(rate): _state(rate, newest, today) for rate in found}


def _state(rate: TaxRate, newest: dict[tuple[str, str, str], date], today: date) -> State:
    if rate.valid_from > today:
        return "future"
    return "in_force" if newest[rate.key[:3]] == rate.valid_from else "superseded"
