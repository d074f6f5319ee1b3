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
    """SELECT format('product %s of seller %s shows %s stars of %s reviews, its visible ones are %s of %s', p.id,
              p.seller_id, p.rating_sum, p.review_count, coalesce(r.stars, 0), coalesce(r.count, 0))
       FROM product.products p LEFT JOIN (
           SELECT seller_id, product_id, sum(stars) AS stars, count(*) AS count FROM product.reviews
           WHERE state IN ('published', 'flagged') GROUP BY seller_id, product_id
       ) r ON r.seller_id = p.seller_id AND r.product_id = p.id
       WHERE p.rating_sum <> coalesce(r.stars, 0) OR p.review_count <> coalesce(r.count, 0) LIMIT $1""",
    """SELECT format('review %s of seller %s counts %s votes and %s open flags, it has %s and %s', r.id, r.seller_id,
              r.helpful_count, r.flag_count, coalesce(v.count, 0), coalesce(f.count, 0))
       FROM product.reviews r LEFT JOIN (
           SELECT seller_id, review_id, count(*) AS count FROM product.review_votes GROUP BY seller_id, review_id
       ) v ON v.seller_id = r.seller_id AND v.review_id = r.id LEFT JOIN (
           SELECT seller_id, review_id, count(*) AS count FROM product.review_flags WHERE closed_at IS NULL
           GROUP BY seller_id, review_id
       ) f ON f.seller_id = r.seller_id AND f.review_id = r.id
       WHERE r.helpful_count <> coalesce(v.count, 0) OR r.flag_count <> coalesce(f.count, 0) LIMIT $1""",
    """SELECT format('review %s of seller %s is of no delivered line of its product', r.id, r.seller_id)
       FROM product.reviews r LEFT JOIN product.reviewable_lines l
         ON l.seller_id = r.seller_id AND l.id = r.line_id AND l.product_id = r.product_id
       WHERE l.id IS NULL LIMIT $1""",
)


async def _miscounted(tx: Tx) -> list[str]:
    """Shops whose products on sale, or visible reviews, are not what they show (once all deliveries are done)."""
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
    faults = [
        f"seller {seller_id} has {counted.get(seller_id, 0)} products on sale and shows {shown.get(seller_id, 0)}"
        for seller_id in sorted(counted.keys() | shown.keys())
        if counted.get(seller_id, 0) != shown.get(seller_id, 0)
    ][:FAULTS_MAX]
    rows = await tx.fetch(
        """SELECT seller_id, sum(stars)::bigint AS stars, count(*)::integer AS count FROM product.reviews
           WHERE state IN ('published', 'flagged') GROUP BY seller_id"""
    )
    rated = {row["seller_id"]: (row["stars"], row["count"]) for row in rows}
    totals = await user.review_totals(tx)
    return (
        faults
        + [
            f"seller {seller_id} has {rated.get(seller_id, (0, 0))} stars and reviews"
            f" and shows {totals.get(seller_id, (0, 0))}"
            for seller_id in sorted(rated.keys() | totals.keys())
            if rated.get(seller_id, (0, 0)) != totals.get(seller_id, (0, 0))
        ][:FAULTS_MAX]
    )


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
