"""The front page put together: the operator's sections from the database, what they show from this node's index."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from feria.core import clock, ids
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.services.product.flows import plain_lists
from feria.services.product.flows.catalogue import reader_of
from feria.services.product.gateways.catalogue.query import SearchQuery, SortName
from feria.services.product.gateways.catalogue.search import IndexUnavailable
from feria.services.product.queries import categories, home
from feria.services.product.schemas.home import HEADLINE_THINGS_MAX, SectionIn, TellerOut
from feria.services.user import contract as user

STORY_THINGS = 4  # one portrait and three beside it
TELLERS_MAX = 24
FRESH = 12
DAY_SECONDS = 86_400


class _Seller(msgspec.Struct, frozen=True):
    id: str


class _Card(msgspec.Struct, frozen=True):
    id: str
    seller: _Seller
    image: msgspec.Raw


class _Known(msgspec.Struct, frozen=True):
    """What the database says for a front page."""

    sections: Sequence[SectionIn]
    market: user.Market
    tellers: dict[str, TellerOut]
    paths: dict[str, str]
    """The categories' paths by their references, roots first in the operator's order."""
    roots: list[str]


async def front_page(
    platform: Platform, market_id: str | None = None, sections: Sequence[SectionIn] | None = None
) -> bytes:
    """The encoded `HomeOut` of what is kept, or of these sections; raises Invalid for an unknown market."""
    async with platform.db.reading() as tx:
        known = await _known(tx, market_id, sections)
    page = _Page(platform, known, clock.now())
    shown = [section for one in known.sections if (section := await page.section(one)) is not None]
    return msgspec.json.encode({"sections": shown})


async def _known(tx: Tx, market_id: str | None, sections: Sequence[SectionIn] | None) -> _Known:
    market = await user.market(tx, market_id)
    if sections is None:
        sections = (await home.home_settings(tx)).sections
    chosen = [ids.decode_owner("sel", one.seller_id, "seller_id") for one in sections if one.seller_id]
    tellers = await user.storytellers(tx, chosen, TELLERS_MAX)
    tree = await categories.all_categories(tx)
    return _Known(
        sections=sections,
        market=market,
        tellers={(out := _teller_out(one)).id: out for one in tellers},
        paths={ids.encode("cat", one.id): one.path for one in tree},
        roots=[ids.encode("cat", one.id) for one in tree if one.parent_id is None],
    )


class _Page:
    """One front page in the making: things beside its headline are not shown again among the newest."""

    def __init__(self, platform: Platform, known: _Known, now: datetime) -> None:
        self._platform, self._known, self._now = platform, known, now
        self._index = reader_of(platform.settings).catalogue
        self._market = known.market.id
        self._shown_above: set[str] = set()

    async def section(self, one: SectionIn) -> dict[str, Any] | None:
        """The section with what it shows; None when there is nothing to show."""
        out: dict[str, Any] = {
            **{
                name: getattr(one, name)
                for name in ("kind", "title", "subtitle", "text", "link_label", "link")
            },
            "source": one.source,
            "category": self._known.paths.get(one.category_id) if one.category_id else None,
            "price_below": one.price_below,
            "cards": [],
            "seller": None,
            "tiles": [],
        }
        if one.kind == "text":
            return out
        try:
            found = await getattr(self, f"_{one.kind}")(one)
        except IndexUnavailable:  # neither index nor tables answer: the words stand alone meanwhile
            found = {} if one.kind == "headline" else None
        return None if found is None else out | found

    async def _headline(self, one: SectionIn) -> dict[str, Any]:
        cards = await (self._by_hand(one.products) if one.products else self._of_four_shops())
        self._shown_above.update(_decoded(card).id for card in cards)
        return {"cards": _raw(cards)}

    async def _products(self, one: SectionIn) -> dict[str, Any] | None:
        if one.source == "chosen":
            cards = await self._by_hand(one.products)
        elif self._vanished(one):
            return None
        else:
            cards = await self._shelf(one)
        return {"cards": _raw(cards)} if cards else None

    def _vanished(self, one: SectionIn) -> bool:
        """Whether the category is gone, or the price says nothing in this market's currency."""
        foreign = one.price_below is not None and one.price_below.currency != self._known.market.currency
        return foreign or (one.category_id is not None and one.category_id not in self._known.paths)

    async def _shelf(self, one: SectionIn) -> list[bytes]:
        below = one.price_below.amount if one.price_below else None
        plain = one.source == "newest" and below is None and one.category_id is None
        more = len(self._shown_above) if plain else 0
        cards = await self._search(
            "best_selling" if one.source == "best_selling" else "newest",
            one.count + more,
            category=one.category_id,
            max_price=below,
        )
        if plain:
            cards = [card for card in cards if _decoded(card).id not in self._shown_above]
        return cards[: one.count]

    async def _story(self, one: SectionIn) -> dict[str, Any] | None:
        tellers = self._known.tellers
        if one.seller_id is not None:
            teller = tellers.get(one.seller_id)
        else:
            day = int(self._now.timestamp() // DAY_SECONDS)
            teller = list(tellers.values())[day % len(tellers)] if tellers else None
        if teller is None:
            return None
        cards = await self._search("newest", STORY_THINGS, seller=teller.id)
        return {"seller": teller, "cards": _raw(cards)}

    async def _categories(self, one: SectionIn) -> dict[str, Any] | None:
        wanted = one.categories or self._known.roots
        tiles: list[dict[str, Any]] = []
        for category in wanted:
            if category not in self._known.paths:
                continue
            if not self._index.generation:  # one list from the tables for each tile would be too many
                tiles.append({"category_id": category, "card": None})
            elif self._index.held_in(category):
                best = await self._search("best_selling", 1, category=category, in_stock=False)
                tiles.append({"category_id": category, "card": _raw(best)[0] if best else None})
        return {"tiles": tiles} if tiles else None

    async def _of_four_shops(self) -> list[bytes]:
        """New things of as many shops as can be, pictured ones first."""
        cards = await self._search("newest", FRESH)
        known = sorted(
            ((_decoded(card), card) for card in cards), key=lambda one: bytes(one[0].image) == b"null"
        )
        first: dict[str, bytes] = {}
        for one, card in known:
            first.setdefault(one.seller.id, card)
        apart = list(first.values())
        more = [card for _, card in known if card not in apart]
        return [*apart, *more][:HEADLINE_THINGS_MAX]

    async def _by_hand(self, wanted: Sequence[str]) -> list[bytes]:
        product_ids: list[UUID] = [ids.decode("prod", one, "products") for one in wanted]
        return await plain_lists.cards_of(self._platform, product_ids, self._market)

    async def _search(
        self,
        sort: SortName,
        limit: int,
        *,
        category: str | None = None,
        seller: str | None = None,
        max_price: int | None = None,
        in_stock: bool = True,
    ) -> list[bytes]:
        query = SearchQuery(
            market=self._market,
            category=category,
            seller=seller,
            max_price=max_price,
            in_stock=in_stock,
            sort=sort,
            limit=limit,
        )
        return (await plain_lists.found(self._platform, query)).cards


def _decoded(card: bytes) -> _Card:
    return msgspec.json.decode(card, type=_Card)


def _raw(cards: Sequence[bytes]) -> list[msgspec.Raw]:
    return [msgspec.Raw(card) for card in cards]


def _teller_out(one: user.Storyteller) -> TellerOut:
    return TellerOut(
        id=ids.encode_owner("sel", one.id),
        slug=one.slug,
        name=one.name,
        town=one.town,
        country=one.country,
        stall_hue=one.stall_hue,
        story=one.story,
    )
