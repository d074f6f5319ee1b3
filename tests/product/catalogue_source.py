"""Products in memory that feed a catalogue index in tests, and short ways to ask it."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from feria.services.product.gateways.catalogue.document import CardPrice, CardSeller, CatalogueDoc
from feria.services.product.gateways.catalogue.indexer import Change, Held, Indexer
from feria.services.product.gateways.catalogue.query import SearchQuery
from feria.services.product.gateways.catalogue.search import Catalogue, SearchAnswer
from feria.services.product.gateways.catalogue.state import Cursor
from feria.services.product.gateways.catalogue.synonyms import Set
from feria.services.product.gateways.catalogue.write import Writer

TITLES = ("Oak chair", "Linen shirt", "Wool blanket", "Running shoes", "Café cup", "Cupboard")


def product(number: int, **changed: Any) -> CatalogueDoc:
    doc = CatalogueDoc(
        id=UUID(int=number + 1),
        public_id=f"prod_{number:026d}",
        ordinal=number,
        version=1,
        slug=f"product-{number}",
        title=f"{TITLES[number % 6]} {number}",
        seller=CardSeller(f"sel_{number % 3}", f"shop-{number % 3}", f"Shop {number % 3}"),
        prices={"eu": CardPrice(1000 + number % 7 * 100, "EUR")},
        published_at=1_700_000_000 + number // 4,
        in_stock=number % 5 != 0,
        categories=("cat_all", f"cat_{number % 4}"),
        brand=("Acme", "Béta")[number % 2],
        tags=("gift",),
        attributes=(("colour", ("red", "blue", "green")[number % 3]), ("size", str(number % 2))),
        rating=(0, 410)[number % 2],
        review_count=number % 2,
        units_sold=number % 11,
    )
    return msgspec.structs.replace(doc, **changed)


class Products:
    """A database of products in memory, with the changes it would record."""

    def __init__(self, docs: Sequence[CatalogueDoc] = ()) -> None:
        self.docs = {doc.id: doc for doc in docs}
        self.changes: list[Change] = []
        self.market_ids = ["eu", "us"]
        self.rebuilds = 0
        self.synonyms_version = 1
        self.synonym_sets: list[Set] = []

    def put(self, doc: CatalogueDoc) -> None:
        self.docs[doc.id] = doc
        self.touch(doc.id)

    def take_down(self, product_id: UUID) -> None:
        del self.docs[product_id]
        self.touch(product_id)

    def touch(self, product_id: UUID) -> None:
        number = len(self.changes) + 1
        self.changes.append(Change(number, number, product_id))

    async def identity(self) -> str:
        return "test"

    async def markets(self) -> Sequence[str]:
        return self.market_ids

    async def head(self) -> Cursor:
        return (len(self.changes), 2**63 - 1)

    async def changes_since(self, cursor: Cursor, limit: int) -> Sequence[Change]:
        return [change for change in self.changes if (change.xid, change.seq) > cursor][:limit]

    async def docs_for(self, ids: Sequence[UUID]) -> Sequence[CatalogueDoc]:
        return [self.docs[one] for one in ids if one in self.docs]

    async def all_docs(self) -> AsyncIterator[Sequence[CatalogueDoc]]:
        self.rebuilds += 1
        docs = list(self.docs.values())
        for start in range(0, len(docs), 100):
            yield docs[start : start + 100]

    async def synonyms(self, known: int | None) -> tuple[int, Sequence[Set]] | None:
        return None if known == self.synonyms_version else (self.synonyms_version, self.synonym_sets)

    async def versions_after(self, ordinal: int, limit: int) -> Sequence[Held]:
        rows = sorted(self.docs.values(), key=lambda doc: doc.ordinal)
        return [Held(doc.ordinal, doc.version, doc.id) for doc in rows if doc.ordinal > ordinal][:limit]


async def built(root: Path, docs: Sequence[CatalogueDoc]) -> Catalogue:
    source = Products(docs)
    with Writer(root, source.market_ids, "test") as writer:
        await Indexer(source, root).step(writer)
    return Catalogue(root)


def ask(catalogue: Catalogue, **asked: Any) -> SearchAnswer:
    return catalogue.search(SearchQuery(market="eu", **asked))


def ordinals(answer: SearchAnswer) -> list[int]:
    return [int(msgspec.json.decode(card)["slug"].rpartition("-")[2]) for card in answer.cards]


def walk(catalogue: Catalogue, limit: int, **asked: Any) -> list[int]:
    out, after = [], None
    for _ in range(1000):
        answer = ask(catalogue, limit=limit, after=after, **asked)
        out += ordinals(answer)
        after = answer.next
        if after is None:
            return out
    raise AssertionError("the pages never end")
