"""The catalogue index: what lists, questions and facets answer."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.services.product.gateways.catalogue import facets, lists, schema
from feria.services.product.gateways.catalogue.document import CardPrice, Translation
from feria.services.product.gateways.catalogue.facets import PriceStep
from feria.services.product.gateways.catalogue.indexer import Indexer
from feria.services.product.gateways.catalogue.query import SearchQuery, all_of, must
from feria.services.product.gateways.catalogue.search import Catalogue, IndexUnavailable
from feria.services.product.gateways.catalogue.synonyms import Set
from feria.services.product.gateways.catalogue.write import Writer
from tests.product.catalogue_source import Products, ask, built, ordinals, product, walk


async def test_a_card_is_answered_as_it_was_encoded(tmp_path: Path) -> None:
    doc = product(3, prices={"eu": CardPrice(1999, "EUR", 2500), "us": CardPrice(2199, "USD")})
    catalogue = await built(tmp_path, [doc])
    answer = ask(catalogue)
    body = msgspec.json.decode(answer.body(None, b'"facets":{}'))
    assert body == {
        "items": [
            {
                "id": doc.public_id,
                "slug": "product-3",
                "title": "Running shoes 3",
                "price": {"amount": 1999, "currency": "EUR"},
                "price_from": False,
                "compare_at_price": {"amount": 2500, "currency": "EUR"},
                "image": None,
                "second_image": None,
                "rating": 4.1,
                "review_count": 1,
                "seller": {"id": "sel_0", "slug": "shop-0", "name": "Shop 0", "stall_hue": 0},
                "in_stock": True,
                "published_at": datetime.fromtimestamp(doc.published_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
        ],
        "next": None,
        "total": 1,
        "facets": {},
    }
    american = catalogue.search(SearchQuery(market="us")).cards[0]
    assert msgspec.json.decode(american)["price"] == {"amount": 2199, "currency": "USD"}
    with pytest.raises(IndexUnavailable):
        catalogue.search(SearchQuery(market="jp"))


SORT_KEYS = {
    "price": lambda doc: (doc.prices["eu"].amount, doc.ordinal),
    "-price": lambda doc: (-doc.prices["eu"].amount, -doc.ordinal),
    "newest": lambda doc: (-doc.published_at, -doc.ordinal),
    "rating": lambda doc: (-doc.rating, -doc.review_count, -doc.ordinal),
    "best_selling": lambda doc: (-doc.units_sold, -doc.ordinal),
}


@pytest.mark.parametrize("sort", SORT_KEYS)
@pytest.mark.parametrize("path", ["direct", "windows"])
async def test_pages_walk_every_match_once_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sort: str, path: str
) -> None:
    monkeypatch.setattr(lists, "_DIRECT_DOCUMENTS_MAX", 0 if path == "windows" else 10**9)
    monkeypatch.setattr(lists, "SAMPLE_MAX", 50)
    docs = [product(number) for number in range(700)]
    catalogue = await built(tmp_path, docs)
    for asked, matching in (
        ({}, docs),
        ({"category": "cat_1"}, [doc for doc in docs if "cat_1" in doc.categories]),
        (
            {"min_price": 1100, "max_price": 1300},
            [doc for doc in docs if 1100 <= doc.prices["eu"].amount <= 1300],
        ),
        ({"in_stock": True, "stars": 4}, [doc for doc in docs if doc.in_stock and doc.rating >= 400]),
    ):
        expected = [doc.ordinal for doc in sorted(matching, key=SORT_KEYS[sort])]
        assert walk(catalogue, 24, sort=sort, **asked) == expected
        assert ask(catalogue, sort=sort, **asked).total == len(expected)
        assert ordinals(ask(catalogue, sort=sort, limit=100, **asked)) == expected[:100]


async def test_a_cursor_holds_while_products_come_and_go(tmp_path: Path) -> None:
    source = Products([product(number) for number in range(300)])
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.step(writer)
        catalogue = Catalogue(tmp_path)
        first = ask(catalogue, sort="price", limit=100)
        for number in ordinals(first)[:60]:
            source.take_down(UUID(int=number + 1))
        await indexer.step(writer)
        assert catalogue.poll()
        seen, after = ordinals(first), first.next
        while after:
            answer = ask(catalogue, sort="price", limit=100, after=after)
            seen += ordinals(answer)
            after = answer.next
        assert sorted(seen) == list(range(300))
        assert sorted(walk(catalogue, 100, sort="price")) == sorted(
            set(range(300)) - set(ordinals(first)[:60])
        )
        assert ask(catalogue).total == 240


async def test_products_without_a_price_in_the_market_are_not_listed_there(tmp_path: Path) -> None:
    catalogue = await built(tmp_path, [product(0), product(1, prices={"us": CardPrice(5, "USD")})])
    for sort in ("newest", "price", "-price", "relevance"):
        assert ordinals(ask(catalogue, sort=sort)) == [0]
    assert ask(catalogue).total == 1


async def test_a_question_finds_stems_beginnings_accents_and_typos(tmp_path: Path) -> None:
    docs = [product(number) for number in range(6)]
    catalogue = await built(tmp_path, docs)
    for question, found in {
        "run shoe": [3],
        "CAFE": [4],
        "cup": [4, 5],
        "cupb": [5],
        "runing shoos": [3],
        "blankett": [2],
        "chair acme": [0],
        "acme gift linen": [],
        "beta": [1, 3, 5],
    }.items():
        assert sorted(ordinals(ask(catalogue, q=question))) == found, question
    assert ordinals(ask(catalogue, q="cup"))[0] == 4
    assert ordinals(ask(catalogue, q="gift", sort="-price", limit=2)) == [5, 4]


@pytest.mark.parametrize(
    "question", ["\0", "((((", "a" * 10_000, "AND OR -x title:*", "🙂", "ß ª " * 400, '"\\', "*:*"]
)
async def test_no_question_can_break_the_search(tmp_path: Path, question: str) -> None:
    catalogue = await built(tmp_path, [product(0)])
    assert ask(catalogue, q=question, facets=True).cards == []
    assert (
        ask(catalogue, category=question, brands=(question,), attributes=((question, (question,)),)).total
        == 0
    )


@pytest.mark.parametrize("after", [(0, 0), (2**64 - 1, 0), (2**70, 2**70), (-5, -5), (1, 3)])
@pytest.mark.parametrize("sort", ["price", "-price", "relevance"])
async def test_any_cursor_is_answered(tmp_path: Path, after: tuple[int, int], sort: str) -> None:
    catalogue = await built(tmp_path, [product(number) for number in range(9)])
    assert len(ask(catalogue, sort=sort, after=after, q="chair").cards) <= 9
    assert len(ask(catalogue, sort=sort, after=after).cards) <= 9


async def test_relevance_pages_by_offset_up_to_a_thousand(tmp_path: Path) -> None:
    catalogue = await built(tmp_path, [product(number) for number in range(1300)])
    found = walk(catalogue, 100, q="gift")
    assert len(found) == len(set(found)) == 1100
    assert ask(catalogue, q="gift").total == 1300


async def test_facets_count_what_could_be_chosen_next(tmp_path: Path) -> None:
    docs = [product(number) for number in range(60)]
    catalogue = await built(tmp_path, docs)
    counted = ask(catalogue, category="cat_0", attributes=(("colour", ("red",)),), facets=True).facets
    matching = [doc for doc in docs if "cat_0" in doc.categories and ("colour", "red") in doc.attributes]
    assert counted is not None
    assert counted.category == {"cat_all": len(matching), "cat_0": len(matching)}
    assert counted.attributes["colour"] == {"red": 5, "blue": 5, "green": 5}
    assert counted.attributes["size"] == {"0": len(matching)}
    assert counted.in_stock == sum(doc.in_stock for doc in matching)
    assert (counted.min_price, counted.max_price) == (1000, 1600)
    both = ask(catalogue, attributes=(("colour", ("red", "blue")), ("size", ("1",))))
    assert both.total == sum(doc.attributes[0][1] != "green" and doc.attributes[1][1] == "1" for doc in docs)
    assert ask(catalogue, brands=("Béta",)).total == 30


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=2))
def test_prices_keep_their_order_in_the_key(amounts: list[int]) -> None:
    low, high = sorted(amounts)
    assert schema.price_value(low) <= schema.price_value(high) < 2**32
    assert schema.price_amount(schema.price_value(low)) <= low
    if high < 2**31:
        assert schema.price_amount(schema.price_value(high)) == high


async def test_prices_are_counted_in_steps_as_if_none_had_been_chosen(tmp_path: Path) -> None:
    amounts = [0, 9, 10, 149, 150, 1999, 1999, 2000, 6_999, 10**12]
    docs = [product(number, prices={"eu": CardPrice(amount, "EUR")}) for number, amount in enumerate(amounts)]
    catalogue = await built(tmp_path, docs)
    whole = ask(catalogue, facets=True).facets
    assert whole is not None
    for step in whole.prices:
        assert step.count == sum(step.low <= amount < step.high for amount in amounts), step
    assert PriceStep(1500, 2000, 2) in whole.prices
    assert (whole.prices[0].low, whole.prices[-1].low) == (0, 10**12)
    assert all(one.high == next_.low for one, next_ in pairwise(whole.prices))
    chosen = ask(catalogue, facets=True, min_price=1000, max_price=2000).facets
    assert chosen is not None
    assert (chosen.prices, chosen.min_price) == (whole.prices, 1999)
    assert ask(catalogue, facets=True, brands=("Nobody",)).facets.prices == []  # type: ignore[union-attr]


async def test_a_chosen_stall_does_not_hide_the_others(tmp_path: Path) -> None:
    catalogue = await built(tmp_path, [product(number) for number in range(30)])
    counted = ask(catalogue, seller="sel_1", brands=("Acme",), facets=True).facets
    assert counted is not None
    assert counted.seller == {"sel_0": 5, "sel_1": 5, "sel_2": 5}
    assert counted.brand == {"Acme": 5, "Béta": 5}


async def test_related_things_share_category_attributes_and_words(tmp_path: Path) -> None:
    alike = {"categories": ("cat_all", "cat_mugs"), "brand": "", "units_sold": 0}
    docs = [
        product(1, title="Breakfast mug, white", attributes=(("colour", "white"),), **alike),
        product(2, title="Breakfast mug, blue", attributes=(("colour", "blue"),), **alike),
        product(3, title="Espresso cup", attributes=(("colour", "white"),), **alike),
        product(4, title="Espresso cup", attributes=(("colour", "blue"),), **alike),
        product(5, title="Breakfast tray, white", attributes=(("colour", "white"),)),
        product(6, title="Breakfast mug", prices={"us": CardPrice(5, "USD")}, **alike),
    ]
    catalogue = await built(tmp_path, docs)
    found = [msgspec.json.decode(card)["slug"] for card in catalogue.related(docs[0].id, "eu")]
    assert found == ["product-3", "product-2", "product-4"]
    assert catalogue.related(UUID(int=99), "eu") == []
    with pytest.raises(IndexUnavailable):
        catalogue.related(docs[0].id, "jp")


@pytest.mark.parametrize(
    "question", ["chair", "lin", "wool blanket", "café", "Stuhl", "snug", "blankett", "gift 7"]
)
@pytest.mark.parametrize("fuzzy", [False, True])
async def test_a_sample_is_found_by_its_own_words_as_by_all(
    tmp_path: Path, question: str, fuzzy: bool
) -> None:
    chair = (Translation("de", "Stuhl aus Eiche", "Ein Stuhl."),)
    source = Products([product(number, translations=() if number % 6 else chair) for number in range(2_000)])
    source.synonym_sets, source.synonyms_version = [Set(("snug",), ("wool blanket",))], 2
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.take_synonyms(writer)
        await indexer.step(writer)
    catalogue = Catalogue(tmp_path)
    catalogue.poll()
    view = catalogue._view
    assert view is not None
    compiled = view.compiler.filters(SearchQuery(market="eu", in_stock=True))
    view.compiler.ask(compiled, view.compiler.questions.tongue.words(question), fuzzy=fuzzy)
    for level in (4, schema.SAMPLED, 32):
        sample = must(view.compiler.term("sample", str(level)))
        by_all, by_own = (
            {(hit.segment_ord, hit.doc) for _, hit in view.searcher.search(all_of(clauses), 2_000).hits}
            for clauses in ([sample, *compiled.clauses()], facets.sample_of(view.compiler, compiled, level))
        )
        assert by_own == by_all
        assert by_all or level > 4
