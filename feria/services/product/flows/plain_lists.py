"""Lists, searches and categories while this node has no index: from PostgreSQL, with the cards of the index.

Words are looked for in titles and brands as they are, and nothing is counted. Only a few are made at once, so that
those who buy still find a connection.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import structlog
from prometheus_client import Counter

from feria.core import ids
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.services.product.flows import catalogue as index
from feria.services.product.gateways.catalogue import cards, schema
from feria.services.product.gateways.catalogue.document import ORDINAL_MAX, CatalogueDoc
from feria.services.product.gateways.catalogue.query import SearchQuery
from feria.services.product.gateways.catalogue.search import (
    RELEVANCE_OFFSET_MAX,
    IndexUnavailable,
    SearchAnswer,
)
from feria.services.product.queries import catalogue, plain_lists
from feria.services.product.queries.plain_lists import Place, Wanted
from feria.services.product.rules import searching

WORDS_MAX = 8
ROUNDS_MAX = 3
"""Products that the tables have and the list does not (of shops that are closed, say) are made up for so often."""
WAIT_SECONDS = 3.0
ANSWERS = Counter(
    "feria_catalogue_plain_answers_total", "Lists answered from PostgreSQL for want of an index"
)
_log = structlog.get_logger("feria.catalogue")


async def found(platform: Platform, query: SearchQuery) -> SearchAnswer:
    """A page of the list from this node's index, or without one from the tables; raises what `listed` does."""
    try:
        return index.reader_of(platform.settings).catalogue.search(query)
    except IndexUnavailable:
        return await listed(platform, query)


async def cards_of(platform: Platform, product_ids: Sequence[UUID], market: str) -> list[bytes]:
    """The cards of those of the products that are on sale in the market, in this order."""
    try:
        return index.reader_of(platform.settings).catalogue.cards_of(product_ids, market)
    except IndexUnavailable:
        async with platform.db.reading(fresh=False) as tx:
            docs = await index.documents(tx, await catalogue.cards(tx, product_ids))
        encoded = {doc.id: cards.encode(doc, market) for doc in docs}
        return [card for one in product_ids if (card := encoded.get(one))]


async def listed(platform: Platform, query: SearchQuery) -> SearchAnswer:
    """A page of the list, without total and facets.

    Raises:
        IndexUnavailable: the tables would take too long, or too many ask them at once.
    """
    words = searching.words_of(query.q)[:WORDS_MAX]
    if query.q.strip() and not words:
        return SearchAnswer([], simplified=True)
    reader = index.reader_of(platform.settings)
    reader.note_missing()
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            await reader.plain.acquire()
    except TimeoutError:
        raise IndexUnavailable from None
    try:
        async with platform.db.reading(fresh=False) as tx:
            answer = await _page(tx, query, words)
    except asyncpg.QueryCanceledError:
        _log.warning("catalogue_plain_list_too_slow", seconds=plain_lists.SECONDS_MAX)
        raise IndexUnavailable from None
    finally:
        reader.plain.release()
    ANSWERS.inc()
    return answer


async def _page(tx: Tx, query: SearchQuery, words: list[str]) -> SearchAnswer:
    wanted, order = _wanted(query, words), query.order()
    by_offset = order == "relevance"
    after = offset = None
    if by_offset:
        offset = min(max(query.after[0], 0), RELEVANCE_OFFSET_MAX) if query.after else 0
    elif query.after:
        after = max(query.after[0], 0) >> 32, query.after[0] & ORDINAL_MAX
    shown: list[bytes] = []
    last: Place | None = None
    for _ in range(ROUNDS_MAX):
        found = await plain_lists.places(tx, wanted, order, query.limit + 1, after=after, offset=offset or 0)
        docs = await index.documents(tx, await catalogue.cards(tx, [place.id for place in found]))
        listed_docs = {doc.id: doc for doc in docs if _has(doc, query)}
        for number, place in enumerate(found):
            if len(shown) == query.limit:
                return _answer(shown, last, (offset or 0) + number if by_offset else None)
            if doc := listed_docs.get(place.id):
                shown.append(cards.encode(doc, query.market))
            last = place
        if len(found) <= query.limit:
            return SearchAnswer(shown, simplified=True)
        if by_offset:
            offset = (offset or 0) + len(found)
        else:
            after = found[-1].value, found[-1].ordinal
    return _answer(shown, last, offset if by_offset else None)


def _answer(shown: list[bytes], last: Place | None, offset: int | None) -> SearchAnswer:
    """A page after which there may be another; its cursor is one that the index understands, too."""
    answer = SearchAnswer(shown, simplified=True)
    if offset is not None:
        answer.next = (offset, 0) if offset <= RELEVANCE_OFFSET_MAX else None
    elif last is not None:
        answer.next = (schema.key(last.value, last.ordinal), 0)
    return answer


def _wanted(query: SearchQuery, words: list[str]) -> Wanted:
    return Wanted(
        market=query.market,
        words=words,
        category=None if query.category is None else ids.decode("cat", query.category),
        seller_id=None if query.seller is None else ids.decode_owner("sel", query.seller),
        brands=query.brands,
        min_price=query.min_price,
        max_price=query.max_price,
        stars=query.stars,
        in_stock=query.in_stock,
    )


def _has(doc: CatalogueDoc, query: SearchQuery) -> bool:
    """Whether the product is sold in the market and has the attributes, one value of each."""
    return query.market in doc.prices and all(
        any((name, value) in doc.attributes for value in values) for name, values in query.attributes
    )
