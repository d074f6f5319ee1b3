"""Making and changing coupons and drawing their codes; what orders do with them is in `coupons.py`."""

import secrets
from uuid import UUID

import asyncpg
import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Forbidden, Invalid, PreconditionFailed
from feria.services.cart.queries import coupons
from feria.services.cart.queries.coupons import StoredCoupon, Terms
from feria.services.cart.rules.coupons import ALL_BPS, MARKETPLACE
from feria.services.user import contract as user

# No letter looks like a digit, and no vowel makes a word.
CODE_LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8
CODES_MAX = 100_000


class CodeTaken(Conflict):
    """Another coupon of this marketplace has the code."""

    slug, title = "code-taken", "This code is taken already. Choose another one."


class TooManyCodes(Conflict):
    """The coupon has as many codes as it may."""

    slug, title = "too-many-codes", f"A coupon has at most {CODES_MAX} codes."


_NAMES = Terms.__struct_fields__
_INSERT = f"""
INSERT INTO cart.coupons (seller_id, id, {", ".join(_NAMES)}, created_at, updated_at)
VALUES ($1, $2, {", ".join(f"${place}" for place in range(4, 4 + len(_NAMES)))}, $3, $3)"""  # noqa: S608 - constant columns
_UPDATE = f"""
UPDATE cart.coupons SET {", ".join(f"{name} = ${place}" for place, name in enumerate(_NAMES, 4))}, updated_at = $3,
    version = version + 1 WHERE seller_id = $1 AND id = $2"""  # noqa: S608 - constant columns


async def create_coupon(tx: Tx, seller_id: int, terms: Terms, code: str) -> StoredCoupon:
    """A new coupon of a seller, or of the marketplace (0), with its first code.

    Raises NotFound for a stranger, Invalid, CodeTaken, Forbidden.
    """
    coupons.must_own(tx, seller_id)
    _may_change(tx, seller_id)
    await _require_sound(tx, seller_id, terms)
    coupon_id = ids.new(seller_id)
    await tx.execute(_INSERT, seller_id, coupon_id, tx.now, *msgspec.structs.astuple(terms))
    try:
        async with tx.savepoint():
            await _insert_codes(tx, seller_id, coupon_id, [coupons.normal(code)])
    except asyncpg.UniqueViolationError:
        raise CodeTaken from None
    tx.audit("coupon.created", ids.encode("coup", coupon_id), name=terms.name, kind=terms.kind)
    return await coupons.locked_coupon(tx, coupon_id)


async def change_coupon(tx: Tx, coupon_id: UUID, terms: Terms, version: int | None) -> StoredCoupon:
    """Give a coupon other terms; what was ordered with it stays. Raises PreconditionFailed, Invalid, Forbidden."""
    await coupons.coupon_for(tx, coupon_id)
    found = await coupons.locked_coupon(tx, coupon_id)
    _may_change(tx, found.seller_id)
    if version is not None and version != found.version:
        raise PreconditionFailed
    await _require_sound(tx, found.seller_id, terms, found)
    await tx.execute(_UPDATE, found.seller_id, found.id, tx.now, *msgspec.structs.astuple(terms))
    tx.audit("coupon.changed", ids.encode("coup", coupon_id), name=terms.name)
    return await coupons.locked_coupon(tx, coupon_id)


async def draw_codes(tx: Tx, coupon_id: UUID, count: int, prefix: str) -> list[str]:
    """New codes for a coupon, drawn by lot. Raises TooManyCodes, Forbidden."""
    await coupons.coupon_for(tx, coupon_id)
    found = await coupons.locked_coupon(tx, coupon_id)
    _may_change(tx, found.seller_id)
    if await coupons.count_codes(tx, coupon_id) + count > CODES_MAX:
        raise TooManyCodes
    made: list[str] = []
    while len(made) < count:
        drawn = {
            prefix.upper() + "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
            for _ in range(count - len(made))
        }
        made += await _insert_codes(tx, found.seller_id, coupon_id, sorted(drawn), skip_taken=True)
    tx.audit("coupon.codes_drawn", ids.encode("coup", coupon_id), count=count)
    return made


async def _insert_codes(
    tx: Tx, seller_id: int, coupon_id: UUID, codes: list[str], *, skip_taken: bool = False
) -> list[str]:
    """Store codes; those that are new."""
    rows = await tx.fetch(
        f"""INSERT INTO cart.coupon_codes (code, seller_id, coupon_id, created_at)
            SELECT code, $1, $2, $3 FROM unnest($4::text[]) AS c(code)
            {"ON CONFLICT DO NOTHING" if skip_taken else ""} RETURNING code""",  # noqa: S608 - two constants
        seller_id,
        coupon_id,
        tx.now,
        codes,
    )
    return [row["code"] for row in rows]


def _may_change(tx: Tx, seller_id: int) -> None:
    """Raise Forbidden for staff of a shop that is not its manager, and for operator staff without money in hand."""
    own = (
        tx.actor.member_of(seller_id, "manager")
        if seller_id != MARKETPLACE
        else tx.actor.is_operator("finance")
    )
    if not own:
        raise Forbidden


async def _require_sound(tx: Tx, seller_id: int, terms: Terms, before: StoredCoupon | None = None) -> None:
    faults = []
    if terms.kind == "percent" and not terms.percent_bps:
        faults.append(FieldError("percent_bps", "says how much is taken off"))
    if terms.kind == "fixed" and not terms.amount:
        faults.append(FieldError("amount", "says how much is taken off"))
    if terms.kind == "buy_x_get_y":
        faults += [
            FieldError(name, "is at least 1")
            for name in ("buy_quantity", "get_quantity", "percent_bps")
            if not getattr(terms, name)
        ]
    if terms.ends_at is not None and terms.ends_at <= terms.starts_at:
        faults.append(FieldError("ends_at", "is after the start"))
    if seller_id != MARKETPLACE and terms.funded_by_seller_bps != ALL_BPS:
        faults.append(FieldError("funded_by_seller_bps", "is for the marketplace's coupons"))
    if seller_id != MARKETPLACE and terms.seller_ids:
        faults.append(FieldError("sellers", "is for the marketplace's coupons"))
    if terms.currency is not None and terms.currency not in {one.currency for one in await user.markets(tx)}:
        faults.append(FieldError("amount", "is in the currency of a market"))
    if before is not None and terms.uses_max is not None and terms.uses_max < before.used:
        faults.append(FieldError("uses_max", f"is at least {before.used}, which are used"))
    if before is not None and terms.uses_per_code_max is not None:
        busiest = await coupons.uses_of_busiest_code(tx, before)
        if terms.uses_per_code_max < busiest:
            faults.append(FieldError("uses_per_code_max", f"is at least {busiest}, which one code was used"))
    if before is not None and terms.budget_amount is not None and terms.budget_amount < before.used_amount:
        faults.append(FieldError("budget", "is at least what is spent"))
    if before is not None and before.used and terms.currency != before.currency:
        faults.append(FieldError("amount", "keeps its currency once the coupon was used"))
    if faults:
        raise Invalid(errors=faults)
