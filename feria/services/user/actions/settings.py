"""The marketplace's own settings: name and ways, markets, legal pages. All of them are the operator's."""

from collections import Counter
from collections.abc import Sequence

from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Invalid, PreconditionFailed, invalid
from feria.core.money import CURRENCIES
from feria.services.user import queries
from feria.services.user.queries.rows import LegalPage, Market, Marketplace
from feria.services.user.rules import names


class MarketFixed(Conflict):
    """Prices and orders refer to a market, so it is never removed and keeps its currency and tax mode."""

    slug, title = "market-fixed", "A market cannot be removed, and keeps its currency and tax mode."


async def update_settings(
    tx: Tx, version: int | None, wanted: Marketplace, default_market: str
) -> Marketplace:
    """Set name and ways of the marketplace; raises PreconditionFailed, Invalid."""
    await _lock(tx, version)
    errors = []
    if not names.is_language(wanted.locale):
        errors.append(FieldError("locale", "is not a language"))
    if not names.is_time_zone(wanted.time_zone):
        errors.append(FieldError("time_zone", "is not a time zone such as Europe/Lisbon"))
    if default_market not in {market.id for market in await queries.stored_markets(tx)}:
        errors.append(FieldError("default_market", "is not a market of this marketplace"))
    if errors:
        raise Invalid(errors=errors)
    await tx.execute(
        """UPDATE "user".marketplace SET name = $1, support_email = $2, accent_hue = $3, locale = $4, time_zone = $5,
                  reviews_checked_first = $6, approval = $7, approval_first = $8, company = $9, vat_id = $10,
                  legal_address = $11, version = version + 1""",
        wanted.name,
        wanted.support_email,
        wanted.accent_hue,
        wanted.locale,
        wanted.time_zone,
        wanted.reviews_checked_first,
        wanted.approval,
        wanted.approval_first,
        wanted.company,
        wanted.vat_id,
        wanted.legal_address,
    )
    await _set_default(tx, default_market)
    return await _changed(tx, "settings.updated")


async def show_logo(tx: Tx, key: str) -> tuple[Marketplace, str]:
    """Show the stored picture of this key as the marketplace's logo, none for an empty one.

    Returns the settings and the key of the picture before.
    """
    await _lock(tx, None)
    found = await queries.stored_marketplace(tx)
    if key == found.logo_key:
        return found, key
    await tx.execute('UPDATE "user".marketplace SET logo_key = $1, version = version + 1', key)
    return await _changed(tx, "settings.logo_changed"), found.logo_key


async def replace_markets(tx: Tx, version: int | None, wanted: Sequence[Market]) -> Marketplace:
    """Set the markets: new ones are added, those there keep their currency. Raises MarketFixed, Invalid."""
    await _lock(tx, version)
    _check_markets(wanted)
    new = {market.id: market for market in wanted}
    for old in await queries.stored_markets(tx):
        kept = new.get(old.id)
        if kept is None or (kept.currency, kept.tax_inclusive) != (old.currency, old.tax_inclusive):
            raise MarketFixed(f"This concerns the market {old.id}.")
    for market in wanted:
        await tx.execute(
            """INSERT INTO "user".markets AS m (id, currency, countries, tax_inclusive, languages, is_default)
               VALUES ($1, $2, $3, $4, $5, false)
               ON CONFLICT (id) DO UPDATE SET countries = excluded.countries, languages = excluded.languages""",
            market.id,
            market.currency,
            market.countries,
            market.tax_inclusive,
            market.languages,
        )
    await _set_default(tx, next(market.id for market in wanted if market.is_default))
    await tx.execute('UPDATE "user".marketplace SET version = version + 1')
    return await _changed(tx, "markets.updated")


async def update_legal_page(tx: Tx, slug: str, version: int | None, title: str, body: str) -> LegalPage:
    """Set the text of a legal page; raises NotFound, PreconditionFailed."""
    await tx.fetchval('SELECT slug FROM "user".legal_pages WHERE slug = $1 FOR UPDATE', slug)
    found = await queries.legal_page(tx, slug)
    if version is not None and found.version != version:
        raise PreconditionFailed
    await tx.execute(
        'UPDATE "user".legal_pages SET title = $2, body = $3, updated_at = $4, version = version + 1 WHERE slug = $1',
        slug,
        title,
        body,
        tx.now,
    )
    tx.audit("legal_page.updated", slug, version=found.version + 1)
    return await queries.legal_page(tx, slug)


async def _lock(tx: Tx, version: int | None) -> None:
    """One change of the settings at a time, and none of what the operator has not seen."""
    current = await tx.fetchval('SELECT version FROM "user".marketplace FOR UPDATE')
    if version is not None and current != version:
        raise PreconditionFailed


async def _set_default(tx: Tx, market_id: str) -> None:
    await tx.execute('UPDATE "user".markets SET is_default = false WHERE is_default AND id <> $1', market_id)
    await tx.execute('UPDATE "user".markets SET is_default = true WHERE id = $1', market_id)


async def _changed(tx: Tx, what: str) -> Marketplace:
    found = await queries.stored_marketplace(tx)
    tx.audit(what, "marketplace", version=found.version)
    queries.forget_settings(tx)
    return found


def _check_markets(wanted: Sequence[Market]) -> None:
    if sum(market.is_default for market in wanted) != 1:
        raise invalid("items", "have exactly one default market")
    if len({market.id for market in wanted}) != len(wanted):
        raise invalid("items", "name the same market twice")
    errors = []
    uses = Counter(country for market in wanted for country in market.countries)
    for place, market in enumerate(wanted):
        if market.currency not in CURRENCIES:
            errors.append(FieldError(f"items[{place}].currency", "is not a currency"))
        for country in market.countries:
            if not names.is_country(country):
                errors.append(FieldError(f"items[{place}].countries", f"{country} is not a country"))
            elif uses[country] > 1:
                errors.append(FieldError(f"items[{place}].countries", f"{country} is named more than once"))
        if not all(names.is_language(language) for language in market.languages):
            errors.append(FieldError(f"items[{place}].languages", "are languages"))
    if errors:
        raise Invalid(errors=errors)
