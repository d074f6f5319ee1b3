"""Counts beside a result: categories, sellers, brands, attributes, stars, stock and the price range."""

from itertools import pairwise
from typing import Any

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import query as queries
from feria.services.product.gateways.catalogue import schema
from feria.services.product.gateways.catalogue.lists import level_for
from feria.services.product.gateways.catalogue.query import Compiled, Compiler

EXACT_DOCUMENTS_MAX = 3_000
"""Up to so many matches facets are counted one by one, above by a sample."""
SAMPLED_DOCUMENTS_MAX = 1_500
PRICE = "price"
_BOUNDS = (0, *(part * 10**power for power in range(1, 14) for part in (10, 15, 20, 30, 50, 70)))
PRICE_STEPS = tuple(pairwise(one // 10 for one in _BOUNDS if one <= 15 * 10**12))
"""From one of these to the next: 0, 10, 15, 20, 30, 50, 70, 100 … minor units."""
_SIZES = {"category": 50, "seller": 30, "brand": 50, "attribute": 200, "flag": 8}
Counts = dict[str, int]
Steps = tuple[tuple[int, int], ...]


class PriceStep(msgspec.Struct):
    """How many things cost at least `low` and less than `high`, in minor units."""

    low: int
    high: int
    count: int


class Facets(msgspec.Struct):
    """What could be chosen next, with counts; prices are the lowest and highest among the matches.

    `prices` are steps without gaps from the lowest to the highest, as if no price had been chosen.
    """

    category: Counts
    seller: Counts
    brand: Counts
    attributes: dict[str, Counts]
    stars: Counts
    in_stock: int
    min_price: int | None
    max_price: int | None
    prices: list[PriceStep]


def count(
    compiler: Compiler, searcher: tantivy.Searcher, compiled: Compiled, price: schema.Sort, steps: Steps
) -> Facets:
    """Counts the facets of a query; what is chosen does not narrow its own list of alternatives.

    `steps` are those to count prices in. But for the category, whose list goes on with what stands below it.
    """
    wanted: dict[str, Any] = {
        "low": {"min": {"field": price.key}},
        "high": {"max": {"field": price.key}},
        "steps": _ranges(price, steps),
        **{field: _terms(field) for field in _SIZES},
    }
    found, level = _aggregate(compiler, searcher, compiled, wanted)
    by_field = {field: _counts(found[field], level) for field in _SIZES}
    prices = _priced(found["steps"], steps, level)
    attributes = _by_name(by_field["attribute"])
    for dimension in list(compiled.parts):
        field, _, name = dimension.partition(" ")
        if field == PRICE:
            alone, level = _aggregate(
                compiler, searcher, compiled, {"steps": _ranges(price, steps)}, dimension
            )
            prices = _priced(alone["steps"], steps, level)
        if field not in {"brand", "seller", "attribute"}:
            continue
        alone, level = _aggregate(compiler, searcher, compiled, {field: _terms(field)}, dimension)
        counts = _counts(alone[field], level)
        if name:
            attributes[name] = _by_name(counts).get(name, {})
        else:
            by_field[field] = counts
    flags = by_field["flag"]
    return Facets(
        category=by_field["category"],
        seller=by_field["seller"],
        brand=by_field["brand"],
        attributes=attributes,
        stars={str(number): flags[name] for number, name in enumerate(schema.STARS, 1) if name in flags},
        in_stock=flags.get(schema.IN_STOCK, 0),
        min_price=_price(found["low"]["value"]),
        max_price=_price(found["high"]["value"]),
        prices=prices,
    )


def steps_between(low: int, high: int) -> Steps:
    """The steps in which prices from `low` to `high` lie; the outer two also hold what lies beyond."""
    inside = [step for step in PRICE_STEPS if step[1] > low and step[0] <= high] or [PRICE_STEPS[0]]
    first, last = inside[0], inside[-1]
    beyond = max(PRICE_STEPS[-1][1], last[1])
    return ((0, first[1]), *inside[1:-1], (last[0], beyond)) if len(inside) > 1 else ((0, beyond),)


def _ranges(price: schema.Sort, steps: Steps) -> dict[str, Any]:
    ranges = [
        {
            "from": float(schema.key(schema.price_value(low), 0)),
            "to": float(schema.key(schema.price_value(high), 0)),
        }
        for low, high in steps
    ]
    return {"range": {"field": price.key, "ranges": ranges}}


def _priced(answer: dict[str, Any], steps: Steps, level: int) -> list[PriceStep]:
    """The steps between the lowest and the highest that hold anything, in order."""
    counts = {int(bucket.get("from") or 0): int(bucket["doc_count"]) for bucket in answer["buckets"]}
    found = [
        PriceStep(low, high, counts.get(schema.key(schema.price_value(low), 0), 0) * level)
        for low, high in steps
    ]
    held = [place for place, step in enumerate(found) if step.count]
    return found[held[0] : held[-1] + 1] if held else []


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _SIZES[field]}}


def _aggregate(
    compiler: Compiler,
    searcher: tantivy.Searcher,
    compiled: Compiled,
    wanted: dict[str, Any],
    without: str = "",
) -> tuple[dict[str, Any], int]:
    clauses = compiled.clauses(without)
    fewest = searcher.num_docs if without else compiled.fewest
    level = 1 if fewest <= EXACT_DOCUMENTS_MAX else level_for(fewest, SAMPLED_DOCUMENTS_MAX)
    if level > 1:
        clauses = [*clauses, queries.must(compiler.term("sample", str(level)))]
    return searcher.aggregate(queries.all_of(clauses), wanted), level


def _counts(answer: dict[str, Any], level: int) -> Counts:
    return {bucket["key"]: int(bucket["doc_count"]) * level for bucket in answer["buckets"]}


def _by_name(counts: Counts) -> dict[str, Counts]:
    out: dict[str, Counts] = {}
    for term, number in counts.items():
        name, _, value = term.partition("=")
        out.setdefault(name, {})[value] = number
    return out


def _price(key: float | None) -> int | None:
    return None if key is None else schema.price_amount(int(key) >> 32)
