"""What questions answer first, on each of two indexes made independently, and while one is made anew under load."""

import asyncio
import random
from pathlib import Path
from uuid import UUID

import pytest

from feria.services.product.gateways.catalogue.document import CatalogueDoc
from feria.services.product.gateways.catalogue.indexer import Indexer
from feria.services.product.gateways.catalogue.search import Catalogue, SearchAnswer
from feria.services.product.gateways.catalogue.suggest import NARROWED_FROM
from feria.services.product.gateways.catalogue.write import Writer
from tests.product import relevance
from tests.product.catalogue_source import Products, ask, ordinals, product


async def index_of(root: Path, source: Products) -> Catalogue:
    with Writer(root, source.market_ids, "test") as writer:
        await Indexer(source, root).step(writer)
    return Catalogue(root)


def wrong(catalogue: Catalogue) -> dict[str, list[int]]:
    """The questions that are not answered as they must be, with what was answered instead."""
    found = {q: ordinals(ask(catalogue, q=q)) for q in relevance.FIRST}
    return {
        q: found[q]
        for q, first in relevance.FIRST.items()
        if found[q][: len(first)] != first or (not first and found[q])
    }


async def test_another_spelling_is_offered(tmp_path: Path) -> None:
    catalogue = await index_of(tmp_path, Products(relevance.catalogue()))
    offered = {q: ask(catalogue, q=q).did_you_mean for q in relevance.DID_YOU_MEAN}
    assert offered == relevance.DID_YOU_MEAN


async def test_a_rare_word_that_is_there_is_found_and_the_frequent_one_offered(tmp_path: Path) -> None:
    things = [product(number, title=f"Lamp {number}") for number in range(1, 40)]
    catalogue = await index_of(tmp_path, Products([*things, product(50, title="Lamb")]))
    answer = ask(catalogue, q="lamb")
    assert (ordinals(answer), answer.total, answer.did_you_mean) == ([50], 1, "lamp")
    # Under a filter that leaves no more of them, it is not offered.
    filtered = ask(catalogue, q="lamb", min_price=product(50).prices["eu"].amount, brands=("Nobody",))
    assert (filtered.total, filtered.did_you_mean) == (0, None)


def test_there_are_enough_questions() -> None:
    assert len(relevance.FIRST) >= 60


@pytest.mark.parametrize("seed", [1, 2])
async def test_each_index_answers_alike(tmp_path: Path, seed: int) -> None:
    """Written in another order, and with other products that came and went: scores differ, what is first does not."""
    things = relevance.catalogue()
    random.Random(seed).shuffle(things)
    source = Products(things[: len(things) // 2])
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.step(writer)
        for number in range(900, 900 + 5 * seed):
            source.put(product(number))
        await indexer.step(writer)
        for number in range(900, 900 + 5 * seed):
            source.take_down(UUID(int=number + 1))
        for thing in things[len(things) // 2 :]:
            source.put(thing)
            await indexer.step(writer)
        catalogue = Catalogue(tmp_path)
        catalogue.poll()
        assert wrong(catalogue) == {}


async def test_answers_hold_while_the_index_is_made_anew_under_load(tmp_path: Path) -> None:
    source = Products(relevance.catalogue())
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.step(writer)
        catalogue, done = Catalogue(tmp_path), asyncio.Event()

        async def readers() -> int:
            rounds = 0
            while not done.is_set():
                catalogue.poll()
                assert wrong(catalogue) == {}
                rounds += 1
                await asyncio.sleep(0)
            return rounds

        reading = asyncio.create_task(readers())
        for _ in range(3):
            await indexer.rebuild(writer)
            await asyncio.sleep(0)
        done.set()
        assert await reading > 0
        before = catalogue.generation
        catalogue.poll()
        assert catalogue.generation >= before
        assert wrong(catalogue) == {}


async def test_of_many_matches_those_are_suggested_that_have_the_word_in_their_title(tmp_path: Path) -> None:
    mentions = [
        product(number, title=f"Jar {number}", description="Goes with every teapot.", units_sold=9_000)
        for number in range(NARROWED_FROM)
    ]

    def teapot(sold: int) -> CatalogueDoc:
        return product(2_000 + sold, title="Teapot", **{**relevance.ALIKE, "units_sold": sold})

    titled = [teapot(sold) for sold in (3, 900, 30, 9)]
    source = Products([*mentions, *titled])
    catalogue = await index_of(tmp_path / "few", source)
    few = suggested(catalogue, "teapots")
    # Four are not enough to leave out what only mentions it.
    assert (few[:4], len(few)) == ([2_900, 2_030, 2_009, 2_003], 5)
    catalogue = await index_of(tmp_path / "enough", Products([*source.docs.values(), teapot(5)]))
    assert suggested(catalogue, "teap") == [2_900, 2_030, 2_009, 2_005, 2_003]


def suggested(catalogue: Catalogue, typed: str) -> list[int]:
    return ordinals(SearchAnswer(catalogue.suggest(typed, "eu")))
