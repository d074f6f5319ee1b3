"""Counting what is searched for and found: the words alone, never who asked for them."""

from collections.abc import Mapping
from datetime import timedelta

from feria.core.db import Tx

KEPT_MAX = 5_000
KEPT_FOR = timedelta(days=90)


async def count_searches(tx: Tx, counts: Mapping[str, int]) -> None:
    """Add to how often these words were searched for."""
    words = sorted(counts)
    await tx.execute(
        """INSERT INTO product.popular_searches AS p (words, times, last_at)
           SELECT words, times, $3 FROM unnest($1::text[], $2::bigint[]) AS given (words, times) ORDER BY words
           ON CONFLICT (words) DO UPDATE SET times = p.times + excluded.times, last_at = excluded.last_at""",
        words,
        [counts[one] for one in words],
        tx.now,
    )


async def forget_searches(tx: Tx) -> int:
    """Forget what nobody has searched for in ninety days, and all but the five thousand most frequent; how many."""
    return await tx.execute(
        """DELETE FROM product.popular_searches
           WHERE last_at < $1 OR words IN
               (SELECT words FROM product.popular_searches ORDER BY times DESC, words OFFSET $2)""",
        tx.now - KEPT_FOR,
        KEPT_MAX,
    )
