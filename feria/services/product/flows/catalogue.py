"""Connects this node's catalogue index with the database: what the indexer reads, and what web processes open."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from pathlib import Path
from uuid import UUID

import asyncpg
import structlog

from feria.core import ids
from feria.core.db import UNREACHABLE, Tx
from feria.core.errors import Unavailable
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.services.product import rules
from feria.services.product.gateways.catalogue import state
from feria.services.product.gateways.catalogue.document import (
    CardImage,
    CardPrice,
    CardSeller,
    CatalogueDoc,
    Translation,
)
from feria.services.product.gateways.catalogue.indexer import Change, CursorLost, Held, Indexer
from feria.services.product.gateways.catalogue.search import Catalogue
from feria.services.product.gateways.catalogue.state import Cursor
from feria.services.product.gateways.catalogue.synonyms import Set
from feria.services.product.queries import catalogue
from feria.services.product.queries.catalogue import CardRow
from feria.services.product.queries.products import rendition_urls
from feria.services.product.queries.synonyms import synonyms_since
from feria.services.user import contract as user

DOCS_PER_BATCH = 500
CARD_IMAGE_WIDTH = 400
SEQ_MAX = 2**63 - 1
PLAIN_AT_ONCE_MAX = 4
MISSING_LOG_SECONDS = 60.0
BEHIND_SECONDS = 60.0
CLEARED_CHECK_SECONDS = 60.0
TRANSIENT = (*UNREACHABLE, asyncpg.PostgresError, Unavailable)

_log = structlog.get_logger("feria.catalogue")
_opened: dict[Path, "Reader"] = {}


class Reader:
    """A process's open catalogue, with those who want to know when its answers may differ."""

    def __init__(self, root: Path) -> None:
        self.root, self.catalogue = root, Catalogue(root)
        self.plain = asyncio.Semaphore(PLAIN_AT_ONCE_MAX)
        """So many lists at once may be made without the index."""
        self._missing_noted = -MISSING_LOG_SECONDS
        self._listeners: list[Callable[[], None]] = []

    def when_changed(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each reload."""
        self._listeners.append(listener)

    def changed(self) -> None:
        """Tell the listeners."""
        for listener in self._listeners:
            listener()

    def condition(self) -> str:
        """`ok`; `missing`: lists come from the tables meanwhile; `behind`: they do not follow the database."""
        if not self.catalogue.generation:
            return "missing"
        return "ok" if state.seconds_since_beat(self.root) < BEHIND_SECONDS else "behind"

    def note_missing(self) -> None:
        """Say in the log, once a minute, that there is no index to answer from."""
        now = time.monotonic()
        if now >= self._missing_noted + MISSING_LOG_SECONDS:
            self._missing_noted = now
            _log.warning("catalogue_index_missing", path=str(self.root), answers="from PostgreSQL")

    def refresh(self) -> None:
        """Look for a new generation at once instead of at the next poll."""
        if self.catalogue.poll():
            self.changed()


def root_of(settings: Settings) -> Path:
    """Where this node keeps its index."""
    return settings.home / "catalogue"


def reader_of(settings: Settings) -> Reader:
    """This process's reader of the node's index."""
    found = _opened.get(settings.home)
    if found is None:
        found = _opened[settings.home] = Reader(root_of(settings))
    return found


class DatabaseSource:
    """The database as the indexer sees it: published products of active sellers only."""

    def __init__(self, platform: Platform) -> None:
        self._db = platform.db
        self._cleared_checked = -CLEARED_CHECK_SECONDS

    async def identity(self) -> str:
        """The database's own name."""
        async with self._db.reading() as tx:
            return await catalogue.identity(tx)

    async def markets(self) -> Sequence[str]:
        """The ids of all markets."""
        async with self._db.reading() as tx:
            return [market.id for market in await user.markets(tx)]

    async def head(self) -> Cursor:
        """A cursor below every change not yet visible."""
        async with self._db.reading() as tx:
            return await catalogue.head(tx), SEQ_MAX

    async def changes_since(self, cursor: Cursor, limit: int) -> Sequence[Change]:
        """The next changes; raises CursorLost when some after the cursor have been cleared away."""
        async with self._db.reading() as tx:
            if time.monotonic() >= self._cleared_checked + CLEARED_CHECK_SECONDS:
                if cursor[0] < await catalogue.cleared_to(tx):
                    raise CursorLost
                self._cleared_checked = time.monotonic()
            rows = await catalogue.changes_since(tx, *cursor, limit)
        return [Change(row.xid, row.seq, row.product_id) for row in rows]

    async def docs_for(self, ids: Sequence[UUID]) -> Sequence[CatalogueDoc]:
        """Those of the products that belong in the index."""
        async with self._db.reading() as tx:
            return await documents(tx, await catalogue.cards(tx, ids))

    async def all_docs(self) -> AsyncIterator[Sequence[CatalogueDoc]]:
        """Every product that belongs in the index, in batches by ordinal."""
        last = 0
        while True:
            async with self._db.reading() as tx:
                rows = await catalogue.cards_after(tx, last, DOCS_PER_BATCH)
                found = await documents(tx, rows)
            if not rows:
                return
            yield found
            last = rows[-1].ordinal

    async def synonyms(self, known: int | None) -> tuple[int, Sequence[Set]] | None:
        """The operator's synonyms with their version, or nothing while it is the one that is known."""
        async with self._db.reading() as tx:
            found = await synonyms_since(tx, known)
        if found is None:
            return None
        return found.version, [Set(tuple(one.words), tuple(one.means)) for one in found.sets]

    async def versions_after(self, ordinal: int, limit: int) -> Sequence[Held]:
        """The next products that belong in the index, by ordinal.

        Those of inactive sellers are passed over, and more are read until `limit` is full.
        """
        found: list[Held] = []
        async with self._db.reading() as tx:
            while len(found) < limit:
                rows = await catalogue.versions_after(tx, ordinal, limit - len(found))
                if not rows:
                    break
                ordinal = rows[-1].ordinal
                active = await _active_sellers(tx, (row.seller_id for row in rows))
                found += [Held(row.ordinal, row.version, row.id) for row in rows if row.seller_id in active]
        return found


async def documents(tx: Tx, rows: Sequence[CardRow]) -> list[CatalogueDoc]:
    """The index's documents of those products whose seller is active and that have a price."""
    active = await _active_sellers(tx, (row.seller_id for row in rows))
    lineage = sorted({category_id for row in rows for category_id in row.lineage})
    units = await catalogue.units_of_attributes(tx, lineage) if lineage else {}
    names = await catalogue.names_of_categories(tx, lineage) if lineage else {}
    found = [_document(row, active[row.seller_id], units, names) for row in rows if row.seller_id in active]
    return [doc for doc in found if doc.prices]


def _document(
    row: CardRow, seller: user.SellerCard, units: dict[UUID, dict[str, str]], names: dict[UUID, str]
) -> CatalogueDoc:
    images = [_image(row, number) for number in range(len(row.images))]
    return CatalogueDoc(
        id=row.id,
        public_id=ids.encode("prod", row.id),
        ordinal=row.ordinal,
        version=row.version,
        slug=row.slug,
        title=row.title,
        seller=CardSeller(ids.encode_owner("sel", seller.id), seller.slug, seller.name, seller.stall_hue),
        prices=_prices(row),
        published_at=int(row.published_at.timestamp()),
        in_stock=row.in_stock,
        locale=row.locale,
        translations=tuple(
            Translation(locale, title, rules.plain_text(text)) for locale, title, text in row.translations
        ),
        categories=tuple(ids.encode("cat", category_id) for category_id in row.lineage),
        category_names=tuple(names[category_id] for category_id in row.lineage if category_id in names),
        brand=row.brand,
        description=rules.plain_text(row.description),
        tags=tuple(row.tags),
        attributes=_attributes(row, units),
        image=images[0] if images else None,
        second_image=images[1] if len(images) > 1 else None,
        rating=row.rating_sum * 100 // row.review_count if row.review_count else 0,
        review_count=row.review_count,
        units_sold=row.units_sold,
    )


def _image(row: CardRow, number: int) -> CardImage:
    key, alt, width, height, placeholder = row.images[number]
    urls = rendition_urls(key)
    # The second picture comes up over the first, so nobody sees a gap that a blur would fill.
    blur = placeholder if number == 0 else ""
    return CardImage(urls[str(CARD_IMAGE_WIDTH)], alt or row.title, width, height, blur, urls)


def _prices(row: CardRow) -> dict[str, CardPrice]:
    """By market the lowest price; rows come dearest first, so that the cheapest one stays."""
    found: dict[str, CardPrice] = {}
    for market, amount, before, currency in row.prices:
        dearer = market in found and (found[market].differs or found[market].amount != amount)
        found[market] = CardPrice(amount, currency, before, dearer)
    return found


def _attributes(row: CardRow, units: dict[UUID, dict[str, str]]) -> tuple[tuple[str, str], ...]:
    """What can be filtered: the category's facets, and the values of the options under the options' own names."""
    facets: dict[str, str] = {}
    for category_id in row.lineage:
        facets.update(units.get(category_id, {}))
    found = {
        (name, rules.shown_value(value, facets[name])): None
        for name, value in row.attributes.items()
        if name in facets
    }
    for options in row.option_values:
        for name, value in options.items():
            found[(rules.slug_of(name, "option").replace("-", "_"), value)] = None
    return tuple(found)


async def _active_sellers(tx: Tx, seller_ids: Iterable[int]) -> dict[int, user.SellerCard]:
    cards = await user.seller_cards(tx, set(seller_ids))
    return {number: card for number, card in cards.items() if card.status == "active"}


async def run_indexer(platform: Platform, stop: asyncio.Event) -> None:
    """Keep this node's index up to date until `stop`; raises CatalogueLocked when another process does it."""
    await Indexer(DatabaseSource(platform), root_of(platform.settings), TRANSIENT).run(stop)
