"""Counts beside a result: categories, sellers, brands, attributes, stars, stock and the price range."""

from typing import Any

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import query as queries
from feria.services.product.gateways.catalogue import schema
from feria.services.product.gateways.catalogue.lists import level_for
from feria.services.product.gateways.catalogue.query import Compiled, Compiler

EXACT_DOCUMENTS_MAX = 3_000
"""Up to so many matches facets are counted one by one, above by a sample."""
SAMPLED_DOCUMENTS_MAX = 1_000
PRICE = "price"
_SIZES = {"category": 50, "seller": 30, "brand": 50, "attribute": 200, schema.STANDING: 12}
_STEP_TERMS = [str(low) for low in schema.PRICE_STEPS]
_STEP_PLACES = {term: place for place, term in enumerate(_STEP_TERMS)}
_STEP_ENDS = (*schema.PRICE_STEPS[1:], 10 * schema.PRICE_STEPS[-1])
Counts = dict[str, int]


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


def count(compiler: Compiler, searcher: tantivy.Searcher, compiled: Compiled, market_number: int) -> Facets:
    """Counts the facets of a query; what is chosen does not narrow its own list of alternatives.

    But for the category, whose list goes on with what stands below it.
    """
    price, steps = schema.price_sort(market_number), schema.price_step(market_number)
    sizes = {**_SIZES, steps: len(schema.PRICE_STEPS)}
    bounds = {PRICE: {"stats": {"field": price.key}}}
    found, level = _aggregate(compiler, searcher, compiled, sizes, bounds)
    by_field = {field: _counts(found[field], level) for field in sizes}
    attributes = _by_name(by_field["attribute"])
    for dimension in list(compiled.parts):
        field, _, name = dimension.partition(" ")
        if field not in {PRICE, "brand", "seller", "attribute"}:
            continue
        field = steps if field == PRICE else field
        alone, level = _aggregate(compiler, searcher, compiled, {field: sizes[field]}, {}, dimension)
        counts = _counts(alone[field], level)
        if name:
            attributes[name] = _by_name(counts).get(name, {})
        else:
            by_field[field] = counts
    stars, in_stock = _standings(by_field[schema.STANDING])
    return Facets(
        category=by_field["category"],
        seller=by_field["seller"],
        brand=by_field["brand"],
        attributes=attributes,
        stars=stars,
        in_stock=in_stock,
        min_price=_price(found[PRICE]["min"]),
        max_price=_price(found[PRICE]["max"]),
        prices=_priced(by_field[steps]),
    )


def _standings(counts: Counts) -> tuple[Counts, int]:
    """How many have so many stars or more, and how many are in stock."""
    by_stars, in_stock = [0] * (len(schema.STARS) + 1), 0
    for term, number in counts.items():
        whole, is_stocked = schema.STANDINGS[term]
        by_stars[whole] += number
        if is_stocked:
            in_stock += number
    held = {str(least): sum(by_stars[least:]) for least in range(1, len(by_stars))}
    return {least: number for least, number in held.items() if number}, in_stock


def _priced(counts: Counts) -> list[PriceStep]:
    """The steps between the lowest and the highest that hold anything, in order."""
    held = [_STEP_PLACES[low] for low in counts]
    if not held:
        return []
    return [
        PriceStep(schema.PRICE_STEPS[place], _STEP_ENDS[place], counts.get(_STEP_TERMS[place], 0))
        for place in range(min(held), max(held) + 1)
    ]


def _aggregate(
    compiler: Compiler,
    searcher: tantivy.Searcher,
    compiled: Compiled,
    sizes: dict[str, int],
    more: dict[str, Any],
    without: str = "",
) -> tuple[dict[str, Any], int]:
    """The most frequent terms of each field among the matches, or among a sample: one match in so many."""
    fewest = searcher.num_docs if without else compiled.fewest
    level = 1 if fewest <= EXACT_DOCUMENTS_MAX else level_for(fewest, SAMPLED_DOCUMENTS_MAX)
    terms = {field: {"field": field, "size": size} for field, size in sizes.items()}
    if level > 1:
        # What only one of several segments counts among its first is an estimate of an estimate; ten times as many
        # from each, as without it, cost a quarter of the time.
        for one in terms.values():
            one["segment_size"] = one["size"]
    wanted = {field: {"terms": one} for field, one in terms.items()}
    clauses = sample_of(compiler, compiled, level, without)
    return searcher.aggregate(queries.all_of(clauses), {**wanted, **more}), level


def sample_of(compiler: Compiler, compiled: Compiled, level: int, without: str = "") -> queries.Clauses:
    """The conditions that one match in `level` meets.

    A coarse sample has words of its own: to walk through all that have a word, and leave out most of them, would take
    longer than to count the rest.
    """
    if level == 1:
        return compiled.clauses(without)
    sample = queries.must(compiler.term("sample", str(level)))
    if not compiled.words or level < schema.SAMPLED:
        return [sample, *compiled.clauses(without)]
    clauses = [queries.must(compiler.questions.sampled(compiled.words)), *compiled.filters(without)]
    return clauses if level == schema.SAMPLED else [sample, *clauses]


def _counts(answer: dict[str, Any], level: int) -> Counts:
    return {bucket["key"]: bucket["doc_count"] * level for bucket in answer["buckets"]}


def _by_name(counts: Counts) -> dict[str, Counts]:
    out: dict[str, Counts] = {}
    for term, number in counts.items():
        name, _, value = term.partition("=")
        out.setdefault(name, {})[value] = number
    return out


def _price(key: float | None) -> int | None:
    return None if key is None else schema.price_amount(int(key) >> 32)
