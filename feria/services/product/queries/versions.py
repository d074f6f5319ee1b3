"""A product's history: what it said, field by field, and what was changed in it."""

from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import pages
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.money import Money, decimal_text
from feria.services.product import rules
from feria.services.product.queries import products
from feria.services.product.queries.products import Product, Variant
from feria.services.product.schemas.versions import ChangeOut, Kind, ProductVersionOut
from feria.services.user import contract as user

WORDS_LENGTH_MAX = 2_000


async def facts(tx: Tx, product: Product) -> dict[str, str]:
    """What the product says of itself now, in words by field; prices are decimals with their currency."""
    variants = await products.variants_of(tx, product.seller_id, product.id)
    prices = await products.prices_of(tx, product.seller_id, [variant.id for variant in variants])
    found = {
        "title": product.title,
        "locale": product.locale,
        "description": rules.plain_text(product.description),
        "category": product.category_name or "",
        "brand": product.brand,
        "tags": ", ".join(product.tags),
        "options": "; ".join(f"{option.name}: {', '.join(option.values)}" for option in product.options),
        "tax_category": product.tax_category,
        "fulfilment": product.fulfilment,
        "gtin": product.gtin or "",
        "max_per_order": str(product.max_per_order or ""),
        "processing_days": str(product.processing_days),
    }
    for name, value in product.attributes.items():
        found[f"attributes.{name}"] = rules.shown_value(value)
    for variant in variants:
        about = f"variants[{variant.sku}]"
        found |= {f"{about}.{name}": text for name, text in _variant_facts(variant).items()}
        for price in prices[variant.id].values():
            found[f"{about}.price[{price.market}]"] = _words(price.price)
            if price.compare_at is not None:
                found[f"{about}.compare_at_price[{price.market}]"] = _words(price.compare_at)
    return {field: text[:WORDS_LENGTH_MAX] for field, text in found.items()}


def _variant_facts(variant: Variant) -> dict[str, str]:
    return {
        "options": ", ".join(variant.options.values()),
        "stock_policy": variant.policy,
        "weight_grams": str(variant.weight_grams or ""),
        "gtin": variant.gtin or "",
        "fulfilment": variant.fulfilment or "",
    }


def _words(money: Money) -> str:
    return f"{decimal_text(money)} {money.currency}"


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version as it is stored."""

    version: int
    kind: Kind
    changes: list[tuple[str, str, str]]
    actor: str
    at: datetime


async def versions_of(
    tx: Tx, product_id: UUID, *, limit: int, after: str | None
) -> pages.Page[ProductVersionOut]:
    """The product's versions, the newest first, for its members and the operator; raises NotFound, BadCursor."""
    product = await products.product_for(tx, product_id)
    if not (products.may_edit(tx.actor, product.seller_id) or tx.actor.is_operator("support")):
        raise NotFound
    listing = f"versions of {product_id}"
    last = pages.decode(listing, after, tuple[int])[0] if after is not None else None
    rows = await tx.fetch(
        """SELECT version, kind, changes, actor, at FROM product.product_versions
           WHERE seller_id = $1 AND product_id = $2 AND ($3::bigint IS NULL OR version < $3)
           ORDER BY version DESC LIMIT $4""",
        product.seller_id,
        product_id,
        last,
        limit + 1,
    )
    found = [msgspec.convert(dict(row), VersionRow) for row in rows]
    names = await _names(tx, {row.actor for row in found})
    shown = [
        ProductVersionOut(
            version=row.version,
            kind=row.kind,
            changes=[ChangeOut(*change) for change in row.changes],
            actor=names[row.actor],
            at=row.at,
        )
        for row in found
    ]
    return pages.page(shown, limit, listing, "version")


async def _names(tx: Tx, actors: set[str]) -> dict[str, str]:
    """The names behind `account:7`; an account that has gone is its number, the clock is nobody."""
    found = {}
    for actor in sorted(actors):
        kind, _, number = actor.partition(":")
        contact = await user.account_contact(tx, int(number)) if kind == "account" else None
        found[actor] = contact.name if contact else number
    return found
