"""Writing a product's variants with their prices and stock policies, all of them in a few statements."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Invalid, invalid
from feria.services.product import rules
from feria.services.product.schemas import MoneyIn, VariantFields, VariantIn, VariantUpdate
from feria.services.user import contract as user


class SkuTaken(Conflict):
    """Another product of this seller has a variant with this SKU."""

    slug, title = "sku-taken", "Another product of this shop uses this SKU."


class StockReserved(Conflict):
    """Open orders hold more units of the variant than are on hand, so it cannot become `tracked`."""

    slug, title = (
        "stock-reserved",
        "Open orders hold more of this variant than you have on hand. Count its stock before you limit sales to it.",
    )


REDUCED_FROM = timedelta(days=30)

_GIVEN = """
SELECT * FROM jsonb_to_recordset($3)
    AS g(variant_id uuid, market text, price_amount bigint, compare_at_amount bigint, currency text)
"""
_KEEP_FORMER_PRICES = f"""
INSERT INTO product.former_prices (seller_id, variant_id, market, until, price_amount, currency)
SELECT p.seller_id, p.variant_id, p.market, $4, p.price_amount, p.currency
FROM product.prices p JOIN ({_GIVEN}) g ON g.variant_id = p.variant_id AND g.market = p.market
WHERE p.seller_id = $1 AND p.variant_id = ANY($2::uuid[]) AND g.price_amount <> p.price_amount
ON CONFLICT DO NOTHING
"""  # noqa: S608 - a statement named above
_WRITE_PRICES = f"""
WITH given AS ({_GIVEN}), gone AS (
    DELETE FROM product.prices p WHERE p.seller_id = $1 AND p.variant_id = ANY($2::uuid[])
    AND NOT EXISTS (SELECT FROM given g WHERE g.variant_id = p.variant_id AND g.market = p.market)
), lowest AS (
    SELECT variant_id, market, currency, min(price_amount) AS amount FROM product.former_prices
    WHERE seller_id = $1 AND variant_id = ANY($2::uuid[]) AND until > $4 GROUP BY variant_id, market, currency
)
INSERT INTO product.prices AS p
    (seller_id, variant_id, market, price_amount, compare_at_amount, lowest_before_amount, currency)
SELECT $1, g.variant_id, g.market, g.price_amount, g.compare_at_amount,
       CASE WHEN g.compare_at_amount IS NOT NULL THEN l.amount END, g.currency
FROM given g
LEFT JOIN lowest l ON l.variant_id = g.variant_id AND l.market = g.market AND l.currency = g.currency
ON CONFLICT (seller_id, variant_id, market) DO UPDATE SET
    price_amount = excluded.price_amount, compare_at_amount = excluded.compare_at_amount, currency = excluded.currency,
    lowest_before_amount = CASE
        WHEN excluded.compare_at_amount IS NULL THEN NULL
        -- The same price was announced as lowered before, or it was asked for already when that began.
        WHEN excluded.price_amount = p.price_amount AND p.compare_at_amount IS NOT NULL THEN p.lowest_before_amount
        WHEN excluded.price_amount = p.price_amount AND $5::boolean
            THEN least(excluded.lowest_before_amount, p.price_amount)
        ELSE excluded.lowest_before_amount END
"""  # noqa: S608 - as above


async def write_variants(
    tx: Tx,
    seller_id: int,
    product_id: UUID,
    names: Sequence[str],
    variants: Sequence[tuple[UUID, VariantFields]],
    *,
    was_on_sale: bool = False,
) -> None:
    """Make these the product's active variants, in this order; others go inactive. `names` orders the options."""
    await tx.execute(
        "UPDATE product.variants SET active = false WHERE seller_id = $1 AND product_id = $2 AND active",
        seller_id,
        product_id,
    )
    try:
        await tx.execute(
            """INSERT INTO product.variants
                   (seller_id, id, product_id, position, sku, title, options, option_key, gtin, fulfilment,
                    weight_grams, image_id, created_at, updated_at)
               SELECT $1, v.id, $2, v.position, v.sku, v.title, v.options, v.option_key, v.gtin, v.fulfilment,
                      v.weight_grams, v.image_id, $4, $4
               FROM jsonb_to_recordset($3) AS v(id uuid, position integer, sku text, title text, options jsonb,
                   option_key text, gtin text, fulfilment text, weight_grams integer, image_id uuid)
               ON CONFLICT (seller_id, id) DO UPDATE SET
                   position = excluded.position, sku = excluded.sku, title = excluded.title,
                   options = excluded.options, option_key = excluded.option_key, gtin = excluded.gtin,
                   fulfilment = excluded.fulfilment, weight_grams = excluded.weight_grams,
                   image_id = excluded.image_id, active = true, updated_at = excluded.updated_at""",
            seller_id,
            product_id,
            [_row(place, variant_id, variant, names) for place, (variant_id, variant) in enumerate(variants)],
            tx.now,
        )
    except asyncpg.UniqueViolationError:
        raise SkuTaken from None
    await _write_prices(tx, seller_id, variants, was_on_sale)
    await _write_stock(tx, seller_id, product_id, variants)


def _row(place: int, variant_id: UUID, variant: VariantFields, names: Sequence[str]) -> dict[str, Any]:
    image = variant.image_id if isinstance(variant, VariantUpdate) else None
    return {
        "id": variant_id,
        "position": place,
        "sku": variant.sku or rules.sku_of(variant_id),
        "title": rules.variant_title(variant.options, names),
        "options": variant.options,
        "option_key": rules.option_key(variant.options),
        "gtin": variant.gtin,
        "fulfilment": variant.fulfilment,
        "weight_grams": variant.weight_grams,
        "image_id": ids.decode("img", image) if image else None,
    }


async def check_prices(tx: Tx, variants: Sequence[VariantFields]) -> list[FieldError]:
    """Every price is in its market's currency, no market is named twice, and only the default one's may wait at 0."""
    markets = {market.id: market for market in await user.markets(tx)}
    default = await user.market(tx, None)
    faults = []
    for place, variant in enumerate(variants):
        given = [("price", default.id, variant.price, variant.compare_at_price)]
        given += [
            (f"prices[{at}].price", one.market, one.price, one.compare_at_price)
            for at, one in enumerate(variant.prices)
        ]
        seen: set[str] = set()
        for field, market_id, price, compare_at in given:
            path = f"variants[{place}].{field}"
            market = markets.get(market_id)
            if market is None:
                faults.append(FieldError(path.removesuffix("price") + "market", "is no market here"))
            elif market_id in seen:
                faults.append(FieldError(path, "is the second price for the same market"))
            elif price.currency != market.currency:
                faults.append(FieldError(f"{path}.currency", f"must be {market.currency} in this market"))
            elif compare_at is not None and compare_at.currency != price.currency:
                faults.append(FieldError(path, "is in another currency than compare_at_price"))
            elif compare_at is not None and compare_at.amount <= price.amount:
                faults.append(FieldError(path, "must be lower than compare_at_price"))
            elif price.amount == 0 and market_id != default.id:
                faults.append(FieldError(path, "is nothing: leave it out where it is not sold"))
            seen.add(market_id)
    return faults


async def _write_prices(
    tx: Tx, seller_id: int, variants: Sequence[tuple[UUID, VariantFields]], was_on_sale: bool
) -> None:
    """Replace the prices. What was asked before is kept, and for a lowered price the lowest of the thirty days before.

    Directive 98/6/EC, Article 6a: whoever announces a reduction names the lowest price of the thirty days before it.
    What nobody could have paid does not count, so prices of a product that was never on sale are forgotten.
    """
    default = await user.market(tx, None)
    rows = []
    for variant_id, variant in variants:
        rows.append(_price(variant_id, default.id, variant.price, variant.compare_at_price))
        rows += [_price(variant_id, one.market, one.price, one.compare_at_price) for one in variant.prices]
    variant_ids = [variant_id for variant_id, _ in variants]
    if was_on_sale:
        await tx.execute(_KEEP_FORMER_PRICES, seller_id, variant_ids, rows, tx.now)
    await tx.execute(_WRITE_PRICES, seller_id, variant_ids, rows, tx.now - REDUCED_FROM, was_on_sale)


def _price(variant_id: UUID, market: str, price: MoneyIn, compare_at: MoneyIn | None) -> dict[str, Any]:
    return {
        "variant_id": variant_id,
        "market": market,
        "price_amount": price.amount,
        "compare_at_amount": compare_at.amount if compare_at else None,
        "currency": price.currency,
    }


async def _write_stock(
    tx: Tx, seller_id: int, product_id: UUID, variants: Sequence[tuple[UUID, VariantFields]]
) -> None:
    """Stock rows for new variants with a first movement, and the policies of those that are there."""
    ordered = sorted(variants, key=lambda one: one[0])
    variant_ids = [variant_id for variant_id, _ in ordered]
    policies = [variant.stock_policy for _, variant in ordered]
    counts = [variant.on_hand if isinstance(variant, VariantIn) else 0 for _, variant in ordered]
    await _change_policies(tx, seller_id, variant_ids, policies)
    await tx.execute(
        """WITH made AS (
               INSERT INTO product.stock (seller_id, variant_id, product_id, policy, on_hand)
               SELECT $1, v.id, $2, v.policy, v.on_hand
               FROM unnest($3::uuid[], $4::text[], $5::integer[]) AS v(id, policy, on_hand)
               ON CONFLICT (seller_id, variant_id, location_id) DO NOTHING
               RETURNING variant_id, on_hand
           )
           INSERT INTO product.stock_movements
               (seller_id, variant_id, on_hand_delta, reserved_delta, cause, actor, created_at)
           SELECT $1, variant_id, on_hand, 0, 'created', $6, $7 FROM made WHERE on_hand <> 0""",
        seller_id,
        product_id,
        variant_ids,
        policies,
        counts,
        tx.actor.label,
        tx.now,
    )


async def _change_policies(tx: Tx, seller_id: int, variant_ids: list[UUID], policies: Sequence[str]) -> None:
    rows = await tx.fetch(
        """SELECT variant_id, policy, on_hand, reserved FROM product.stock
           WHERE seller_id = $1 AND variant_id = ANY($2::uuid[]) AND location_id = 0
           ORDER BY variant_id FOR UPDATE""",
        seller_id,
        variant_ids,
    )
    wanted = dict(zip(variant_ids, policies, strict=True))
    changed = [row for row in rows if row["policy"] != wanted[row["variant_id"]]]
    for row in changed:
        if wanted[row["variant_id"]] == "tracked" and row["on_hand"] < row["reserved"]:
            raise StockReserved(variants=[ids.encode("var", row["variant_id"])])
    if changed:
        await tx.execute(
            """UPDATE product.stock s SET policy = w.policy FROM unnest($2::uuid[], $3::text[]) AS w(variant_id, policy)
               WHERE s.seller_id = $1 AND s.variant_id = w.variant_id AND s.location_id = 0""",
            seller_id,
            [row["variant_id"] for row in changed],
            [wanted[row["variant_id"]] for row in changed],
        )


async def variant_ids_for_update(
    tx: Tx, seller_id: int, product_id: UUID, variants: Sequence[VariantUpdate]
) -> list[tuple[UUID, VariantFields]]:
    """Each variant of a PUT with its id, old or new; raises Invalid for ids and images of another product."""
    own = {
        row["id"]: row["sku"]
        for row in await tx.fetch(
            "SELECT id, sku FROM product.variants WHERE seller_id = $1 AND product_id = $2",
            seller_id,
            product_id,
        )
    }
    images = {
        row["id"]
        for row in await tx.fetch(
            "SELECT id FROM product.images WHERE seller_id = $1 AND product_id = $2", seller_id, product_id
        )
    }
    found: list[tuple[UUID, VariantFields]] = []
    faults = []
    for place, variant in enumerate(variants):
        variant_id = (
            ids.decode("var", variant.id, f"variants[{place}].id") if variant.id else ids.new(seller_id)
        )
        if variant.id and variant_id not in own:
            faults.append(FieldError(f"variants[{place}].id", "is no variant of this product"))
        if (
            variant.image_id
            and ids.decode("img", variant.image_id, f"variants[{place}].image_id") not in images
        ):
            faults.append(FieldError(f"variants[{place}].image_id", "is no picture of this product"))
        kept = msgspec.structs.replace(variant, sku=variant.sku or own.get(variant_id))
        found.append((variant_id, kept))
    if faults:
        raise Invalid(errors=faults)
    if len({variant_id for variant_id, _ in found}) != len(found):
        raise invalid("variants", "names the same variant twice")
    return found
