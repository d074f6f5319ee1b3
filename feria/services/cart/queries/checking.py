"""What `feria check` asks of carts: limits, tokens, ties, and the references that cross schemas."""

from feria.core import ids
from feria.core.db import Tx
from feria.services.cart.rules.limits import LINES_MAX
from feria.services.user import contract as user

FAULTS_MAX = 20

_FAULTS = {
    "has too many lines": """
        SELECT shopper_id FROM cart.cart_items GROUP BY shopper_id HAVING count(*) > $2 LIMIT $1""",
    "belongs to a guest without a token": """
        SELECT c.shopper_id FROM cart.carts c
        LEFT JOIN cart.cart_tokens t ON t.shopper_id = c.shopper_id AND t.cart_id = c.id
        WHERE c.account_id IS NULL AND c.merged_into IS NULL AND t.token_hash IS NULL AND $2 > 0 LIMIT $1""",
    "was merged but still has a token or lines": """
        SELECT c.shopper_id FROM cart.carts c
        WHERE c.merged_into IS NOT NULL AND $2 > 0
          AND (EXISTS (SELECT FROM cart.cart_tokens t WHERE t.shopper_id = c.shopper_id)
               OR EXISTS (SELECT FROM cart.saved_items s WHERE s.shopper_id = c.shopper_id)
               OR EXISTS (SELECT FROM cart.cart_items i WHERE i.shopper_id = c.shopper_id)) LIMIT $1""",
    "has a line in another currency": """
        SELECT c.shopper_id FROM cart.carts c JOIN cart.cart_items i ON i.shopper_id = c.shopper_id AND i.cart_id = c.id
        WHERE i.currency <> c.currency AND $2 > 0 LIMIT $1""",
    "is named by a token but gone": """
        SELECT t.shopper_id FROM cart.cart_tokens t
        LEFT JOIN cart.carts c ON c.shopper_id = t.shopper_id AND c.id = t.cart_id
        WHERE c.id IS NULL AND $2 > 0 LIMIT $1""",
}


_COUPON_FAULTS = {
    "counts other uses than its orders hold": """
        SELECT c.name FROM cart.coupons c LEFT JOIN cart.coupon_uses u
            ON u.seller_id = c.seller_id AND u.coupon_id = c.id AND u.held
        GROUP BY c.seller_id, c.id HAVING c.used <> count(u.order_id)
            OR c.budget_amount IS NOT NULL AND c.used_amount <> coalesce(sum(u.amount), 0) LIMIT $1""",
    "has been used more often than it may by one code": """
        SELECT c.name FROM cart.coupons c JOIN cart.coupon_uses u
            ON u.seller_id = c.seller_id AND u.coupon_id = c.id AND u.held
        GROUP BY c.seller_id, c.id, u.code HAVING count(*) > c.uses_per_code_max LIMIT $1""",
    "has a code that leads elsewhere": """
        SELECT DISTINCT c.name FROM cart.coupon_uses u JOIN cart.coupons c
            ON c.seller_id = u.seller_id AND c.id = u.coupon_id
        LEFT JOIN cart.coupon_codes d ON d.code = u.code AND d.seller_id = u.seller_id AND d.coupon_id = u.coupon_id
        WHERE d.code IS NULL LIMIT $1""",
}


async def check(tx: Tx) -> list[str]:
    """A sentence for each fault; none when all is well."""
    found = []
    for fault, sql in _COUPON_FAULTS.items():
        for row in await tx.fetch(sql, FAULTS_MAX):
            found.append(f"The coupon {row['name']} {fault}.")
    for fault, sql in _FAULTS.items():
        for row in await tx.fetch(sql, FAULTS_MAX, LINES_MAX):
            found.append(f"The cart of shopper {row['shopper_id']} {fault}.")
    return found + await _unknown_references(tx)


async def _unknown_references(tx: Tx) -> list[str]:
    """Lines whose seller, carts whose market or account the user service does not know."""
    known = {market.id for market in await user.markets(tx)}
    rows = await tx.fetch("SELECT DISTINCT market FROM cart.carts ORDER BY market")
    found = [
        f"Carts are in the market {row['market']}, which does not exist."
        for row in rows
        if row["market"] not in known
    ]
    variants = await tx.fetch(
        "SELECT variant_id FROM cart.cart_items UNION SELECT variant_id FROM cart.saved_items"
    )
    sellers = {ids.owner_of(row["variant_id"]) for row in variants}
    missing = sorted(sellers - set(await user.seller_cards(tx, sellers)))
    return found + [f"Cart lines are of the seller {seller_id}, who does not exist." for seller_id in missing]
