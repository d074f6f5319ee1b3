"""Changing the operator's table of tax rates: one by one, or by a file that is taken as a whole or not at all."""

from typing import Literal
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed, invalid
from feria.services.cart.queries import tax_rates as queries
from feria.services.cart.queries.tax_rates import RATES_MAX, RateTable
from feria.services.cart.rules import rate_files
from feria.services.cart.rules.lines import STANDARD
from feria.services.cart.rules.rate_files import Fault, SourcedRate
from feria.services.cart.rules.tax import rates_at
from feria.services.user import contract as user


class RateExists(Conflict):
    """There is a rate for the same place, category and day."""

    slug, title = "rate-exists", "There already is a rate for this place, tax category and day."


class LastStandardRate(Conflict):
    """Without this rate nothing is taxed in a country that a market serves."""

    slug, title = "last-standard-rate", "Without this rate, nothing sold to this country is taxed any more."


class TooManyRates(Conflict):
    """The table is full."""

    slug, title = "too-many-rates", f"The table holds at most {RATES_MAX:,} rates."


class Effect(msgspec.Struct, frozen=True):
    """What a line of a file does to the table."""

    line: int
    rate: SourcedRate
    kind: Literal["added", "changed", "unchanged"]


class Import(msgspec.Struct, frozen=True):
    """What a file does, or would do, to the table of this version; with faults it does nothing."""

    version: int
    effects: list[Effect]
    faults: list[Fault]


async def add_rate(tx: Tx, rate: SourcedRate) -> RateTable:
    """Add a rate; from its day on it takes the place of an older one. Raises RateExists, TooManyRates."""
    if not user.is_country(rate.country):
        raise invalid("country", "is not a country of ISO 3166-1")
    version, table = await _locked(tx, None)
    if any(one.key == rate.key for one in table.rates):
        raise RateExists
    if len(table.rates) >= RATES_MAX:
        raise TooManyRates
    await _write(tx, [rate])
    _audit(tx, "tax_rate.added", rate)
    return await _changed(tx, version)


async def change_rate(
    tx: Tx, rate_id: UUID, rate_bps: int, source: str, wanted_version: int | None
) -> RateTable:
    """Correct a rate or its source. Raises NotFound, PreconditionFailed when the table has changed meanwhile."""
    version, table = await _locked(tx, wanted_version)
    before = _found(table, rate_id)
    after = msgspec.structs.replace(before, rate_bps=rate_bps, source=source)
    if after == before:
        return table
    await _write(tx, [after])
    _audit(tx, "tax_rate.changed", after, before_bps=before.rate_bps)
    return await _changed(tx, version)


async def delete_rate(tx: Tx, rate_id: UUID, wanted_version: int | None, *, confirmed: bool) -> None:
    """Take a rate away; LastStandardRate where a market would be left without one, unless that is confirmed."""
    version, table = await _locked(tx, wanted_version)
    rate = _found(table, rate_id)
    if not confirmed and await _leaves_untaxed(tx, table, rate):
        raise LastStandardRate
    await tx.execute(
        """DELETE FROM cart.tax_rates
           WHERE country = $1 AND region = $2 AND tax_category = $3 AND valid_from = $4""",
        *rate.key,
    )
    _audit(tx, "tax_rate.deleted", rate)
    await _changed(tx, version)


async def _leaves_untaxed(tx: Tx, table: RateTable, rate: SourcedRate) -> bool:
    """Whether a country that a market serves has a standard rate today, and without this one has none."""
    if not any(rate.country in market.countries for market in await user.markets(tx)):
        return False
    today = tx.now.date()
    rest = [one for one in table.rates if one.key != rate.key]
    return STANDARD in rates_at(table.rates, rate.country, "", today) and STANDARD not in rates_at(
        rest, rate.country, "", today
    )


async def import_rates(tx: Tx, content: bytes, wanted_version: int | None, *, dry_run: bool) -> Import:
    """Add and change rates by a file, all its lines or none; with `dry_run` only say what it would do.

    Raises PreconditionFailed when the table has changed meanwhile, and Invalid with the lines that are wrong.
    """
    reading = rate_files.read(content)
    version, table = await _locked(tx, wanted_version)
    current = {one.key: one for one in table.rates}
    faults = list(reading.faults)
    for line, rate in reading.rates.items():
        if not user.is_country(rate.country):
            faults.append(Fault(line, "country", "is not a country of ISO 3166-1"))
    if len(current.keys() | {rate.key for rate in reading.rates.values()}) > RATES_MAX:
        faults.append(Fault(1, "", f"the table would have more than {RATES_MAX:,} rates"))
    effects = [Effect(line, rate, _kind(rate, current.get(rate.key))) for line, rate in reading.rates.items()]
    if dry_run:
        return Import(version, [] if faults else effects, faults[: rate_files.FAULTS_MAX])
    if faults:
        raise Invalid(
            errors=[
                FieldError(f"line {one.line}" + (f", {one.column}" if one.column else ""), one.message)
                for one in faults[: rate_files.FAULTS_MAX]
            ]
        )
    changes = [one for one in effects if one.kind != "unchanged"]
    if changes:
        await _write(tx, [one.rate for one in changes])
        counts = {kind: sum(one.kind == kind for one in effects) for kind in ("added", "changed")}
        tx.audit("tax_rates.imported", "tax-rates", **counts)
        version = (await _changed(tx, version)).version
    return Import(version, effects, [])


def _kind(rate: SourcedRate, before: SourcedRate | None) -> Literal["added", "changed", "unchanged"]:
    if before is None:
        return "added"
    return "unchanged" if before == rate else "changed"


async def _locked(tx: Tx, wanted_version: int | None) -> tuple[int, RateTable]:
    version = await queries.locked_version(tx)
    if wanted_version is not None and wanted_version != version:
        raise PreconditionFailed
    return version, await queries.rate_table(tx)


def _found(table: RateTable, rate_id: UUID) -> SourcedRate:
    for one in table.rates:
        if queries.rate_id(one) == rate_id:
            return one
    raise NotFound


async def _write(tx: Tx, rates: list[SourcedRate]) -> None:
    await tx.execute(
        """INSERT INTO cart.tax_rates (country, region, tax_category, valid_from, rate_bps, source)
           SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::integer[], $6::text[])
           ON CONFLICT (country, region, tax_category, valid_from)
           DO UPDATE SET rate_bps = excluded.rate_bps, source = excluded.source""",
        [one.country for one in rates],
        [one.region for one in rates],
        [one.tax_category for one in rates],
        [one.valid_from for one in rates],
        [one.rate_bps for one in rates],
        [one.source for one in rates],
    )


async def _changed(tx: Tx, version: int) -> RateTable:
    await tx.execute("UPDATE cart.tax_table SET version = version + 1")
    queries.forget_rates(tx)
    found = await queries.rate_table(tx)
    assert found.version == version + 1
    return found


def _audit(tx: Tx, action: str, rate: SourcedRate, **more: int) -> None:
    tx.audit(
        action,
        ids.encode("rate", queries.rate_id(rate)),
        country=rate.country,
        region=rate.region,
        tax_category=rate.tax_category,
        valid_from=rate.valid_from.isoformat(),
        rate_bps=rate.rate_bps,
        **more,
    )
