"""Lists straight from the tables, for as long as this node has no index: plain, bounded, and never the usual way."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core.db import Tx

CANDIDATES_MAX = 5_000
"""Only so many of the newest products that match are put in order."""
SECONDS_MAX = 2


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a plain list may be asked. `words` must all stand in title or brand, as they are."""

    market: str
    words: Sequence[str] = ()
    category: UUID | None = None
    seller_id: int | None = None
    brands: Sequence[str] = ()
    min_price: int | None = None
    max_price: int | None = None
    stars: int | None = None
    in_stock: bool = False


class Place(msgspec.Struct, frozen=True):
    """A product and where it stands: what it is sorted by, then its ordinal."""

    id: UUID
    value: int
    ordinal: int


# As the index sorts: the same numbers, so that a cursor means the same here and there.
_VALUES = {
    "newest": "floor(extract(epoch FROM published_at))::bigint",
    "price": "CASE WHEN price < 2147483648 THEN price ELSE 2147483648 + ((price - 2147483648) >> 9) END",
    "rating": "CASE WHEN review_count = 0 THEN 0 "
    "ELSE (rating_sum * 100 / review_count) * 65536 + least(review_count, 65535) END",
    "best_selling": "units_sold",
    # What begins with the first word, then what is sold most.
    "relevance": "starts_with(lower(title), coalesce($2[1], ''))::int::bigint << 48 | least(units_sold, 1 << 30)",
}
_CANDIDATES = """
WITH candidates AS MATERIALIZED (
    SELECT p.seller_id, p.id, p.ordinal, p.title, p.published_at, p.rating_sum, p.review_count, p.units_sold
    FROM product.products p
    WHERE p.status = 'published'
      AND ($3::uuid[] IS NULL OR p.category_id = ANY($3))
      AND ($4::bigint IS NULL OR p.seller_id = $4)
      AND (cardinality($5::text[]) = 0 OR p.brand = ANY($5))
      AND ($6::int IS NULL OR (p.review_count > 0 AND p.rating_sum >= $6 * p.review_count))
      AND NOT EXISTS (SELECT FROM unnest($2::text[]) word
                      WHERE strpos(lower(p.title || ' ' || p.brand), word) = 0)
      AND (NOT $7 OR EXISTS (
               SELECT FROM product.variants v
               JOIN product.stock s ON s.seller_id = v.seller_id AND s.variant_id = v.id AND s.location_id = 0
               WHERE v.seller_id = p.seller_id AND v.product_id = p.id AND v.active
                 AND (s.policy <> 'tracked' OR s.on_hand > s.reserved)))
    ORDER BY p.ordinal DESC LIMIT $8
), priced AS (
    SELECT *, (SELECT min(r.price_amount) FROM product.variants v
               JOIN product.prices r ON r.seller_id = v.seller_id AND r.variant_id = v.id AND r.market = $1
               WHERE v.seller_id = c.seller_id AND v.product_id = c.id AND v.active) AS price
    FROM candidates c
)
"""


async def category_with_all_below(tx: Tx, category_id: UUID) -> list[UUID]:
    """The ids of a category and of all its descendants."""
    rows = await tx.fetch("SELECT id FROM product.categories WHERE lineage @> ARRAY[$1::uuid]", category_id)
    return [row["id"] for row in rows]


async def places(
    tx: Tx, wanted: Wanted, order: str, limit: int, *, after: tuple[int, int] | None = None, offset: int = 0
) -> list[Place]:
    """The next products in `order` (`newest`, `price`, `-price`, `rating`, `best_selling`, `relevance`).

    `after` is the value and ordinal of the last one of the page before. It takes at most two seconds (then asyncpg
    raises QueryCanceledError), and reads whole tables where words are rare.
    """
    below = None if wanted.category is None else await category_with_all_below(tx, wanted.category)
    value, ascending = _VALUES[order.removeprefix("-")], order == "price"
    step, direction = (">", "ASC") if ascending else ("<", "DESC")
    sql = f"""{_CANDIDATES}
        SELECT id, value, ordinal FROM (SELECT id, ordinal, {value} AS value, price FROM priced) found
        WHERE price BETWEEN coalesce($9::bigint, 0) AND coalesce($10::bigint, 9223372036854775807)
          AND ($11::bigint IS NULL OR (value, ordinal) {step} ($11, $12::bigint))
        ORDER BY value {direction}, ordinal {direction} LIMIT $13 OFFSET $14"""  # noqa: S608 - parts named above
    async with tx.savepoint():
        await tx.execute(f"SET LOCAL statement_timeout = '{SECONDS_MAX}s'")
        return await tx.all(
            Place,
            sql,
            wanted.market,
            [word.lower() for word in wanted.words],
            below,
            wanted.seller_id,
            list(wanted.brands),
            wanted.stars,
            wanted.in_stock,
            CANDIDATES_MAX,
            wanted.min_price,
            wanted.max_price,
            *(after or (None, None)),
            limit,
            offset,
        )
