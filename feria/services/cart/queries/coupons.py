"""Coupons as stored: those of a cart's codes and whether they count right now, an owner's list, and their uses."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.services.cart.rules import coupons as rules
from feria.services.cart.rules.coupons import MARKETPLACE, Kind

USES_SHOWN_MAX = 100


class CouponUnknown(Conflict):
    """There is no coupon with this code here."""

    slug, title = "coupon-unknown", "There is no such code. Check its spelling."


class CouponExpired(Conflict):
    """The coupon has not begun, has ended, or was stopped."""

    slug, title = "coupon-expired", "This code does not count at present."


class CouponUsedUp(Conflict):
    """The coupon was used as often as it may, by all or by this customer."""

    slug, title = "coupon-used-up", "This code has been used up."


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a coupon's owner decides; amounts are minor units of `currency`, which is null without any."""

    name: str
    kind: Kind
    percent_bps: int
    amount: int
    minimum_amount: int
    budget_amount: int | None
    currency: str | None
    buy_quantity: int
    get_quantity: int
    seller_ids: list[int]
    category_ids: list[UUID]
    product_ids: list[UUID]
    funded_by_seller_bps: int
    uses_max: int | None
    uses_per_code_max: int | None
    uses_per_customer_max: int | None
    starts_at: datetime
    ends_at: datetime | None
    paused: bool


class StoredCoupon(Terms, frozen=True, kw_only=True):
    """A coupon as it is kept: whose it is, its terms, and how far its limits are used."""

    seller_id: int
    id: UUID
    used: int
    used_amount: int
    created_at: datetime
    version: int

    def fault(self, currency: str, now: datetime) -> Conflict | None:
        """Why it does not count in a cart of this currency right now; None if it does."""
        if self.currency not in (None, currency):
            return CouponUnknown("This code is for another market.")
        if self.paused or now < self.starts_at or (self.ends_at is not None and now >= self.ends_at):
            return CouponExpired()
        return CouponUsedUp() if self.is_spent else None

    def state(self, now: datetime) -> str:
        """In one word, for its owner."""
        if self.paused:
            return "paused"
        if now < self.starts_at:
            return "scheduled"
        if self.ends_at is not None and now >= self.ends_at:
            return "ended"
        return "used_up" if self.is_spent else "running"

    @property
    def is_spent(self) -> bool:
        """Whether its uses or its budget are at their end."""
        spent = self.budget_amount is not None and self.used_amount >= self.budget_amount
        return spent or (self.uses_max is not None and self.used >= self.uses_max)

    def of_code(self, code: str) -> rules.Coupon:
        """As the calculation takes it."""
        return rules.Coupon(
            id=self.id,
            seller_id=self.seller_id,
            code=code,
            kind=self.kind,
            percent_bps=self.percent_bps,
            amount=self.amount,
            minimum_amount=self.minimum_amount,
            buy_quantity=self.buy_quantity,
            get_quantity=self.get_quantity,
            seller_ids=frozenset(self.seller_ids),
            category_ids=frozenset(self.category_ids),
            product_ids=frozenset(self.product_ids),
            funded_by_seller_bps=self.funded_by_seller_bps,
        )


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """An order's use of a coupon; `held` unless it was given back."""

    order_id: UUID
    number: str
    seller_order_id: UUID | None
    code: str
    amount: int
    promotion_amount: int
    currency: str
    held: bool
    created_at: datetime


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """What the uses of a coupon that hold took off in one currency."""

    currency: str
    amount: int
    promotion_amount: int


_COUPON = ", ".join(f"c.{name}" for name in StoredCoupon.__struct_fields__)


def normal(code: str) -> str:
    """A code as it is stored, however it was typed."""
    return "".join(code.split()).upper()


async def coupons_of(tx: Tx, codes: Sequence[str], open_order_id: UUID | None) -> dict[str, StoredCoupon]:
    """The coupons that codes lead to, by code; unknown ones are left out.

    What the shopper's own open order uses counts as free, as the stock that it holds does: another order takes its
    place.
    """
    if not codes:
        return {}
    rows = await tx.fetch(
        f"""SELECT d.code, {_COUPON}, (u.order_id IS NOT NULL)::integer AS own, coalesce(u.amount, 0) AS own_amount
            FROM cart.coupon_codes d
            JOIN cart.coupons c ON c.seller_id = d.seller_id AND c.id = d.coupon_id
            LEFT JOIN cart.coupon_uses u
                ON u.seller_id = c.seller_id AND u.coupon_id = c.id AND u.order_id = $2 AND u.held
            WHERE d.code = ANY($1::text[])""",  # noqa: S608 - constant columns
        list(codes),
        open_order_id,
    )
    found = {}
    for row in rows:
        values = {name: row[name] for name in StoredCoupon.__struct_fields__}
        values["used"] -= row["own"]
        values["used_amount"] -= row["own_amount"]
        found[row["code"]] = StoredCoupon(**values)
    return found


async def uses_by(tx: Tx, coupon: StoredCoupon, customers: Sequence[str], open_order_id: UUID | None) -> int:
    """How many orders of these customers hold a use of a coupon, but for the open one."""
    return int(
        await tx.fetchval(
            """SELECT count(*) FROM cart.coupon_uses
               WHERE seller_id = $1 AND coupon_id = $2 AND held AND customers && $3::text[]
                 AND order_id IS DISTINCT FROM $4""",
            coupon.seller_id,
            coupon.id,
            list(customers),
            open_order_id,
        )
    )


async def uses_of_busiest_code(tx: Tx, coupon: StoredCoupon) -> int:
    """How many orders hold a use of the coupon by that of its codes which most do."""
    return int(
        await tx.fetchval(
            """SELECT coalesce(max(uses), 0) FROM (
                   SELECT count(*) AS uses FROM cart.coupon_uses
                   WHERE seller_id = $1 AND coupon_id = $2 AND held GROUP BY code
               ) c""",
            coupon.seller_id,
            coupon.id,
        )
    )


def customers(account_id: int | None, email: str) -> list[str]:
    """By what a customer is known again: the account, and the address in whatever letters."""
    return [
        *([] if account_id is None else [f"account:{account_id}"]),
        *([f"mail:{email.lower()}"] if email else []),
    ]


def must_own(tx: Tx, seller_id: int) -> None:
    """Raise NotFound unless the actor may see this owner's coupons: its members, or operator staff."""
    if seller_id != MARKETPLACE and tx.actor.member_of(seller_id):
        return
    if not tx.actor.is_operator("finance", "support"):
        raise NotFound


async def coupon_for(tx: Tx, coupon_id: UUID) -> StoredCoupon:
    """A coupon that the actor may see; raises NotFound."""
    seller_id = ids.owner_of(coupon_id)
    must_own(tx, seller_id)
    found = await tx.one(
        StoredCoupon,
        f"SELECT {_COUPON} FROM cart.coupons c WHERE c.seller_id = $1 AND c.id = $2",  # noqa: S608 - constant columns
        seller_id,
        coupon_id,
    )
    if found is None:
        raise NotFound
    return found


async def locked_coupon(tx: Tx, coupon_id: UUID) -> StoredCoupon:
    """A coupon, locked; whoever asks has seen it before."""
    found = await tx.one(
        StoredCoupon,
        f"SELECT {_COUPON} FROM cart.coupons c WHERE c.seller_id = $1 AND c.id = $2 FOR UPDATE",  # noqa: S608 - constant columns
        ids.owner_of(coupon_id),
        coupon_id,
    )
    if found is None:
        raise NotFound
    return found


async def coupons_of_owner(
    tx: Tx, seller_id: int, limit: int, after: tuple[datetime, UUID] | None
) -> list[StoredCoupon]:
    """An owner's coupons, newest first, after the one with this time and id."""
    must_own(tx, seller_id)
    return await tx.all(
        StoredCoupon,
        f"""SELECT {_COUPON} FROM cart.coupons c
            WHERE c.seller_id = $1 AND ($3::timestamptz IS NULL OR (c.created_at, c.id) < ($3, $4::uuid))
            ORDER BY c.created_at DESC, c.id DESC LIMIT $2""",  # noqa: S608 - constant columns
        seller_id,
        limit,
        *(after or (None, None)),
    )


async def codes_of(tx: Tx, coupon_ids: Iterable[UUID], most: int) -> dict[UUID, list[str]]:
    """The first codes of each coupon, by their letters."""
    wanted = list(coupon_ids)
    rows = await tx.fetch(
        """SELECT coupon_id, code FROM (
               SELECT coupon_id, code, row_number() OVER (PARTITION BY seller_id, coupon_id ORDER BY code) AS place
               FROM cart.coupon_codes WHERE seller_id = ANY($1::bigint[]) AND coupon_id = ANY($2::uuid[])
           ) c WHERE place <= $3 ORDER BY code""",
        list({ids.owner_of(one) for one in wanted}),
        wanted,
        most,
    )
    found: dict[UUID, list[str]] = {one: [] for one in wanted}
    for row in rows:
        found[row["coupon_id"]].append(row["code"])
    return found


async def count_codes(tx: Tx, coupon_id: UUID) -> int:
    """How many codes a coupon has."""
    return int(
        await tx.fetchval(
            "SELECT count(*) FROM cart.coupon_codes WHERE seller_id = $1 AND coupon_id = $2",
            ids.owner_of(coupon_id),
            coupon_id,
        )
    )


async def uses_of(
    tx: Tx, coupon: StoredCoupon, limit: int = USES_SHOWN_MAX, after: tuple[datetime, UUID] | None = None
) -> list[Use]:
    """The newest uses of a coupon, or those behind a place among them."""
    at, after_id = after or (None, None)
    return await tx.all(
        Use,
        """SELECT order_id, number, seller_order_id, code, amount, promotion_amount, currency, held, created_at
           FROM cart.coupon_uses
           WHERE seller_id = $1 AND coupon_id = $2
             AND ($4::timestamptz IS NULL OR (created_at, order_id) < ($4, $5::uuid))
           ORDER BY created_at DESC, order_id DESC LIMIT $3""",
        coupon.seller_id,
        coupon.id,
        limit,
        at,
        after_id,
    )


async def sums_of(tx: Tx, coupon: StoredCoupon) -> list[Sum]:
    """What a coupon took off, by currency."""
    return await tx.all(
        Sum,
        """SELECT currency, sum(amount)::bigint AS amount, sum(promotion_amount)::bigint AS promotion_amount
           FROM cart.coupon_uses WHERE seller_id = $1 AND coupon_id = $2 AND held
           GROUP BY currency ORDER BY currency""",
        coupon.seller_id,
        coupon.id,
    )
