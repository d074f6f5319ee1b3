"""What must always hold in the catalogue and its stock, as sentences about what does not (`feria check`)."""

from feria.core.db import Tx
from feria.services.user import contract as user

FAULTS_MAX = 100

_FAULTS = (
    """SELECT format('stock of variant %s of seller %s is %s/%s, its movements sum to %s/%s', s.variant_id,
              s.seller_id, s.on_hand, s.reserved, coalesce(m.on_hand, 0), coalesce(m.reserved, 0))
       FROM product.stock s LEFT JOIN (
           SELECT seller_id, variant_id, location_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
           FROM product.stock_movements GROUP BY seller_id, variant_id, location_id
       ) m ON m.seller_id = s.seller_id AND m.variant_id = s.variant_id AND m.location_id = s.location_id
       WHERE s.on_hand <> coalesce(m.on_hand, 0) OR s.reserved <> coalesce(m.reserved, 0) LIMIT $1""",
    """SELECT format('variant %s of seller %s holds %s of %s units', variant_id, seller_id, reserved, on_hand)
       FROM product.stock WHERE reserved < 0 OR (policy = 'tracked' AND on_hand < reserved) LIMIT $1""",
    """SELECT format('variant %s of seller %s has no stock row', v.id, v.seller_id)
       FROM product.variants v LEFT JOIN product.stock s
         ON s.seller_id = v.seller_id AND s.variant_id = v.id AND s.location_id = 0
       WHERE s.variant_id IS NULL OR s.product_id <> v.product_id LIMIT $1""",
    """SELECT format('published product %s of seller %s has no active variant with a price', p.id, p.seller_id)
       FROM product.products p WHERE p.status = 'published' AND NOT EXISTS (
           SELECT FROM product.variants v JOIN product.prices r ON r.seller_id = v.seller_id AND r.variant_id = v.id
           WHERE v.seller_id = p.seller_id AND v.product_id = p.id AND v.active AND r.price_amount > 0) LIMIT $1""",
    """SELECT format('category %s does not stand below its parent', c.id)
       FROM product.categories c LEFT JOIN product.categories p ON p.id = c.parent_id
       WHERE c.lineage IS DISTINCT FROM coalesce(p.lineage, '{}') || c.id LIMIT $1""",
)


async def _miscounted(tx: Tx) -> list[str]:
    """Shops whose number of products on sale is not the one they show (once all deliveries are done)."""
    if await tx.fetchval(
        "SELECT EXISTS (SELECT FROM core.deliveries WHERE state <> 'done' AND handler LIKE 'user.%')"
    ):
        return []
    rows = await tx.fetch(
        """SELECT seller_id, count(*)::integer AS count FROM product.products
           WHERE status = 'published' GROUP BY seller_id"""
    )
    counted = {row["seller_id"]: row["count"] for row in rows}
    shown = await user.product_counts(tx)
    return [
        f"seller {seller_id} has {counted.get(seller_id, 0)} products on sale and shows {shown.get(seller_id, 0)}"
        for seller_id in sorted(counted.keys() | shown.keys())
        if counted.get(seller_id, 0) != shown.get(seller_id, 0)
    ][:FAULTS_MAX]


async def check(tx: Tx) -> list[str]:
    """Every breach that is found, at most a hundred of a kind."""
    faults = [str(row[0]) for sql in _FAULTS for row in await tx.fetch(sql, FAULTS_MAX)]
    sellers = [row["seller_id"] for row in await tx.fetch("SELECT DISTINCT seller_id FROM product.products")]
    known = await user.seller_cards(tx, sellers)
    faults += [
        f"products belong to seller {seller_id}, whom nobody knows"
        for seller_id in sellers
        if seller_id not in known
    ]
    faults += await _miscounted(tx)
    markets = {market.id: market.currency for market in await user.markets(tx)}
    for row in await tx.fetch(
        "SELECT market, currency, count(*) AS count FROM product.prices GROUP BY market, currency"
    ):
        if markets.get(row["market"]) != row["currency"]:
            faults.append(f"{row['count']} prices in {row['currency']} stand in market {row['market']}")
    return faults
