"""Uses of coupons by orders: taken with the order, given back when it ends unpaid, taken again when paid late.

Each locks the coupon's row first, so that no limit is ever passed; coupons are locked in the order of their owners and
ids, after the order and before stock.
"""

from collections.abc import Sequence
from uuid import UUID

from feria.core import ids
from feria.core.db import TransactionConflict, Tx
from feria.services.cart.queries import coupons
from feria.services.cart.queries.coupons import CouponUsedUp
from feria.services.cart.queries.quotes import QuoteCoupon

_TAKE = """
UPDATE cart.coupons SET used = used + 1, used_amount = used_amount + $3
WHERE seller_id = $1 AND id = $2 AND version = $4
  AND (uses_max IS NULL OR used < uses_max) AND (budget_amount IS NULL OR used_amount + $3 <= budget_amount)"""

# After the lock, in a statement of its own: it sees the uses of whoever held the lock before.
_USE = """
INSERT INTO cart.coupon_uses (seller_id, coupon_id, order_id, code, customers, amount, promotion_amount, currency,
    created_at)
SELECT $1, $2, $3, $4, $5::text[], $6, $7, $8, $9 FROM cart.coupons c
WHERE c.seller_id = $1 AND c.id = $2
  AND (c.uses_per_code_max IS NULL OR c.uses_per_code_max > (
      SELECT count(*) FROM cart.coupon_uses u
      WHERE u.seller_id = $1 AND u.coupon_id = $2 AND u.code = $4 AND u.held))
  AND (c.uses_per_customer_max IS NULL OR c.uses_per_customer_max > (
      SELECT count(*) FROM cart.coupon_uses u
      WHERE u.seller_id = $1 AND u.coupon_id = $2 AND u.held AND u.customers && $5::text[]))"""


async def use_coupons(
    tx: Tx, order_id: UUID, used: Sequence[QuoteCoupon], *, account_id: int | None, email: str, currency: str
) -> None:
    """Note that an order uses these coupons, as its quote has read them. Raises CouponUsedUp, naming the code."""
    customers = coupons.customers(account_id, email)
    for one in sorted(used, key=lambda use: (ids.owner_of(use.id), use.id)):
        owner = ids.owner_of(one.id)
        if not await tx.execute(_TAKE, owner, one.id, one.amount, one.version):
            if (await coupons.locked_coupon(tx, one.id)).version != one.version:
                raise TransactionConflict
            raise CouponUsedUp(f"The code {one.code} has been used up.", code=one.code)
        noted = await tx.execute(
            _USE,
            owner,
            one.id,
            order_id,
            one.code,
            customers,
            one.amount,
            one.promotion_amount,
            currency,
            tx.now,
        )
        if not noted:
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
        if not counted:
            raise CouponUsedUp(code=use["code"])
        await tx.execute(
            "UPDATE cart.coupon_uses SET held = $4 WHERE seller_id = $1 AND coupon_id = $2 AND order_id = $3",
            use["seller_id"],
            use["coupon_id"],
            order_id,
            not held,
        )
