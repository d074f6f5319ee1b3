"""Uses of coupons by orders: taken with the order, given back when it ends unpaid, taken again when paid late.

Each locks the coupon's row first, so that no limit is ever passed. All orders with a coupon that has limits queue for
its row, so it is locked last, when everything else is written and only the commit is left; coupons among themselves are
locked in the order of their owners and ids.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import TransactionConflict, Tx
from feria.services.cart.queries import coupons
from feria.services.cart.queries.coupons import CouponUsedUp
from feria.services.cart.queries.quotes import QuoteCoupon

_TAKE = """
UPDATE cart.coupons SET used = used + 1, used_amount = used_amount + $6
WHERE seller_id = $1 AND id = $2 AND version = $10
  AND (uses_max IS NULL OR used < uses_max) AND (budget_amount IS NULL OR used_amount + $6 <= budget_amount)
RETURNING uses_per_code_max, uses_per_customer_max"""

# Whose limits are those of its row alone is noted in the statement that locks the row; the others' uses are counted
# after the lock, in a statement of its own: it sees the uses of whoever held the lock before.
_TAKE_AND_NOTE = f"""
WITH taken AS ({_TAKE}),
noted AS (
    INSERT INTO cart.coupon_uses (seller_id, coupon_id, order_id, code, customers, amount, promotion_amount, currency,
        created_at, number, seller_order_id)
    SELECT $1, $2, $3, $4, $5::text[], $6, $7, $8, $9, $11, $12::uuid FROM taken
    WHERE uses_per_code_max IS NULL AND uses_per_customer_max IS NULL
    RETURNING true)
SELECT EXISTS (SELECT FROM taken) AS taken, EXISTS (SELECT FROM noted) AS noted"""  # noqa: S608 - constant

_NOTE = """
INSERT INTO cart.coupon_uses (seller_id, coupon_id, order_id, code, customers, amount, promotion_amount, currency,
    created_at, number, seller_order_id)
SELECT $1, $2, $3, $4, $5::text[], $6, $7, $8, $9, $10, $11::uuid FROM cart.coupons c
WHERE c.seller_id = $1 AND c.id = $2
  AND (c.uses_per_code_max IS NULL OR c.uses_per_code_max > (
      SELECT count(*) FROM cart.coupon_uses u
      WHERE u.seller_id = $1 AND u.coupon_id = $2 AND u.code = $4 AND u.held))
  AND (c.uses_per_customer_max IS NULL OR c.uses_per_customer_max > (
      SELECT count(*) FROM cart.coupon_uses u
      WHERE u.seller_id = $1 AND u.coupon_id = $2 AND u.held AND u.customers && $5::text[]))"""


# After the lock, as above; what is taken again counts against the limits of its code and its customer, too.
_HOLD = """
UPDATE cart.coupon_uses u SET held = $4 FROM cart.coupons c
WHERE u.seller_id = $1 AND u.coupon_id = $2 AND u.order_id = $3 AND c.seller_id = $1 AND c.id = $2
  AND (NOT $4 OR (
      (c.uses_per_code_max IS NULL OR c.uses_per_code_max > (
          SELECT count(*) FROM cart.coupon_uses o
          WHERE o.seller_id = $1 AND o.coupon_id = $2 AND o.code = u.code AND o.held))
      AND (c.uses_per_customer_max IS NULL OR c.uses_per_customer_max > (
          SELECT count(*) FROM cart.coupon_uses o
          WHERE o.seller_id = $1 AND o.coupon_id = $2 AND o.held AND o.customers && u.customers))))"""

# Of an order and of the one in whose place it comes, in the order in which coupons are locked.
_LOCK_ALL = """
SELECT FROM cart.coupons c
WHERE (c.seller_id, c.id) IN (
    SELECT u.seller_id, u.coupon_id FROM cart.coupon_uses u WHERE u.order_id = $1
    UNION SELECT * FROM unnest($2::bigint[], $3::uuid[]))
ORDER BY c.seller_id, c.id FOR UPDATE"""


class OrderNames(msgspec.Struct, frozen=True, kw_only=True):
    """What an order is called: by its number, and by each of its shops by id and number of the shop's part."""

    number: str
    parts: Mapping[int, tuple[UUID, str]]

    def for_owner(self, owner: int) -> tuple[str, UUID | None]:
        """The number by which a coupon's owner knows it, and the owner's part if it is a shop."""
        seller_order_id, number = self.parts.get(owner, (None, self.number))
        return number, seller_order_id


async def use_coupons(
    tx: Tx,
    order_id: UUID,
    used: Sequence[QuoteCoupon],
    *,
    names: OrderNames,
    account_id: int | None,
    email: str,
    currency: str,
    instead_of: UUID | None = None,
) -> None:
    """Note that an order uses these coupons, as its quote has read them. Raises CouponUsedUp, naming the code.

    What the order that it comes `instead_of` held is given back before.
    """
    if instead_of is not None:
        await tx.fetch(
            _LOCK_ALL, instead_of, [ids.owner_of(one.id) for one in used], [one.id for one in used]
        )
        await give_back_coupons(tx, instead_of)
    customers = coupons.customers(account_id, email)
    for one in sorted(used, key=lambda use: (ids.owner_of(use.id), use.id)):
        use = (ids.owner_of(one.id), one.id, order_id, one.code, customers, one.amount, one.promotion_amount)
        called = names.for_owner(ids.owner_of(one.id))
        row = await tx.fetchrow(_TAKE_AND_NOTE, *use, currency, tx.now, one.version, *called)
        assert row is not None
        if not row["taken"]:
            if (await coupons.locked_coupon(tx, one.id)).version != one.version:
                raise TransactionConflict
            raise CouponUsedUp(f"The code {one.code} has been used up.", code=one.code)
        if not row["noted"] and not await tx.execute(_NOTE, *use, currency, tx.now, *called):
            raise CouponUsedUp(f"You have used the code {one.code} already.", code=one.code)


async def give_back_coupons(tx: Tx, order_id: UUID) -> None:
    """An order has ended unpaid: its coupons can be used again. Its row is locked, so this happens once."""
    await _count(tx, order_id, held=True, change=-1)


async def take_coupons_again(tx: Tx, order_id: UUID) -> None:
    """An order that had ended is paid after all. Raises CouponUsedUp when a limit was reached meanwhile."""
    await _count(tx, order_id, held=False, change=1)


async def _count(tx: Tx, order_id: UUID, *, held: bool, change: int) -> None:
    uses = await tx.fetch(
        """SELECT seller_id, coupon_id, amount, code FROM cart.coupon_uses WHERE order_id = $1 AND held = $2
           ORDER BY seller_id, coupon_id""",
        order_id,
        held,
    )
    for use in uses:
        # A use that is taken again counts although the coupon has ended, but not past a limit.
        counted = await tx.execute(
            """UPDATE cart.coupons SET used = used + $3, used_amount = used_amount + $3 * $4
               WHERE seller_id = $1 AND id = $2 AND ($3 < 0 OR (
                   (uses_max IS NULL OR used < uses_max)
                   AND (budget_amount IS NULL OR used_amount + $4 <= budget_amount)))""",
            use["seller_id"],
            use["coupon_id"],
            change,
            use["amount"],
        )
        if not counted or not await tx.execute(_HOLD, use["seller_id"], use["coupon_id"], order_id, not held):
            raise CouponUsedUp(code=use["code"])
