"""Lists over HTTP with a million products in the index, a part of `make bench`.

The index is built from made-up products directly, so the database behind it is empty: lists never ask it.
"""

import json
import random
from collections.abc import Iterator

from bench import index
from bench.load import Connection, family, measure, prepared

REQUESTS = 60
ANEW = {"cache-control": "no-cache"}


def questions() -> Iterator[str]:
    """Queries of lists, filtered and not."""
    for name in ("2500", "25000", "half", "dear", None):
        category = f"category={index.CATEGORIES[name]}&" if name else ""
        for sort in ("price", "-price", "newest", "rating", "best_selling"):
            yield f"{category}sort={sort}"
        yield f"{category}sort=newest&min_price=2000&max_price=3000"
        yield f"{category}sort=price&min_price=2000&max_price=3000"
        yield f"{category}sort=newest&in_stock=true&attr.colour=red&attr.colour=blue"
        yield f"{category}sort=newest&in_stock=true&rating=4"
        yield f"{category}facets=true"
    common = index.words(random.Random(7), 20_000)[3]
    for question in (common, common[:3], f"{common}+{common[:3]}", f"x{common}q"):
        yield f"q={question}"
        yield f"q={question}&sort=price"


async def slowest(port: int, web: int) -> tuple[float, str, int]:
    """Mean CPU microseconds of the slowest question (its first and third page), which it is, and how many there are."""
    connection = Connection("127.0.0.1", port)
    found = []
    for question in questions():
        path = f"/api/v1/products?{question}"
        for page in (1, 3):
            if page == 3:
                for _ in range(2):
                    answer = json.loads((await connection.request(prepared("GET", path))).body)
                    path = f"/api/v1/products?{question}&after={answer['next']}" if answer["next"] else ""
                    if not path:
                        break
                if not path:
                    continue
            request = prepared("GET", path, ANEW)

            async def ask(_: int, request: bytes = request) -> bool:
                return (await connection.request(request)).status == 200

            await measure(ask, 2, at_once=1, watch=lambda: family(web))
            reading = await measure(ask, REQUESTS, at_once=1, watch=lambda: family(web))
            assert reading.errors == 0, f"{path}: {reading.errors} errors"
            found.append((reading.cpu_each, f"page {page} of {question}"))
    connection.close()
    return *max(found), len(found)
