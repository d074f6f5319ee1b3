"""What is often searched for."""

import msgspec

from feria.core.db import Tx

TIMES_MIN = 3
"""So often must words have been searched for before they are shown to others."""
SHOWN_MAX = 1_000


class PopularSearch(msgspec.Struct, frozen=True):
    """Words that found something, and how often they were searched for."""

    words: str
    times: int


async def popular_searches(tx: Tx) -> list[PopularSearch]:
    """The most frequent searches first."""
    return await tx.all(
        PopularSearch,
        """SELECT words, times FROM product.popular_searches WHERE times >= $1
           ORDER BY times DESC, words LIMIT $2""",
        TIMES_MIN,
        SHOWN_MAX,
    )
