"""Feeding the catalogue index: nothing is lost, damage is repaired while serving, one process writes."""

import asyncio
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from feria.services.product.gateways.catalogue import state
from feria.services.product.gateways.catalogue.indexer import Indexer
from feria.services.product.gateways.catalogue.search import Catalogue, IndexUnavailable
from feria.services.product.gateways.catalogue.write import Writer
from tests.product.catalogue_source import Products, ask, built, ordinals, product, walk


async def test_replayed_changes_change_nothing(tmp_path: Path) -> None:
    source = Products([product(number) for number in range(5)])
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.step(writer)
        source.put(product(0, title="Glass jar", version=2))
        source.touch(UUID(int=2))
        source.take_down(UUID(int=3))
        await indexer.step(writer)
        catalogue = Catalogue(tmp_path)
        assert ordinals(ask(catalogue, q="jar")) == [0]
        assert ask(catalogue).total == 4
        before = state.read_current(tmp_path)
        writer.cursor = (0, 0)
        await indexer.step(writer)
        after = state.read_current(tmp_path)
        assert not catalogue.poll()
        assert before == after
    source.put(product(2))
    with Writer(tmp_path, source.market_ids, "test") as writer:
        assert writer.cursor == (3, 3)
        await Indexer(source, tmp_path).step(writer)
    assert catalogue.poll()
    assert ask(catalogue).total == 5
    assert source.rebuilds == 1


async def test_only_one_process_writes(tmp_path: Path) -> None:
    with Writer(tmp_path, ["eu"], "test"), pytest.raises(state.CatalogueLocked):
        Writer(tmp_path, ["eu"], "test")
    Writer(tmp_path, ["eu"], "test").close()


async def test_another_database_or_market_list_is_another_index(tmp_path: Path) -> None:
    await built(tmp_path, [product(0)])
    for markets, name in ((["eu"], "test"), (["eu", "us"], "other")):
        with Writer(tmp_path, markets, name) as writer:
            assert writer.cursor is None
    with Writer(tmp_path, ["us", "eu"], "test") as writer:
        assert writer.cursor is not None


async def test_healing_finds_what_the_tail_never_told(tmp_path: Path) -> None:
    source = Products([product(number) for number in range(10)])
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.step(writer)
        source.docs[UUID(int=1)] = product(0, title="Glass jar", version=2)
        source.docs[UUID(int=12)] = product(11)
        del source.docs[UUID(int=10)]
        indexer.heal_soon()
        await indexer.step(writer)
        catalogue = Catalogue(tmp_path)
        assert sorted(walk(catalogue, 100)) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 11]
        assert ordinals(ask(catalogue, q="jar")) == [0]


def remove(root: Path) -> None:
    shutil.rmtree(root)


def scribble(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file() and path.stat().st_size > 16:
            with path.open("r+b") as file:
                file.write(b"\xff" * 16)


def lose_one_file(root: Path) -> None:
    next(root.rglob("*.term")).unlink()


def lose_the_cards(root: Path) -> None:
    next(root.rglob("cards")).unlink()


def empty_every_file(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")


DAMAGES = [remove, scribble, lose_one_file, lose_the_cards, empty_every_file]


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_index_is_rebuilt_while_serving(tmp_path: Path, damage: Any) -> None:
    root, source = tmp_path / "index", Products([product(number) for number in range(50)])
    stop = asyncio.Event()
    work = asyncio.create_task(Indexer(source, root).run(stop))
    catalogue = Catalogue(root)
    assert await answered(catalogue, 50)
    damage(root)
    source.put(product(50))
    catalogue.poll()
    assert await answered(catalogue, 51)
    async with asyncio.timeout(5):
        while source.rebuilds < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    source.put(product(51))
    assert await answered(catalogue, 52)
    assert source.rebuilds == 2
    stop.set()
    await work


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_index_is_rebuilt_at_the_start(tmp_path: Path, damage: Any) -> None:
    catalogue = await built(tmp_path / "index", [product(0)])
    damage(tmp_path / "index")
    with Writer(tmp_path / "index", ["eu", "us"], "test") as writer:
        assert writer.cursor is None
        await Indexer(Products([product(0), product(1)]), tmp_path / "index").rebuild(writer)
    catalogue.poll()
    assert ask(catalogue).total == 2


async def answered(catalogue: Catalogue, total: int) -> bool:
    for _ in range(100):
        catalogue.poll()
        try:
            if ask(catalogue).total == total:
                return True
        except IndexUnavailable:
            pass
        await asyncio.sleep(0.05)
    return False


async def test_a_change_is_soon_seen(tmp_path: Path) -> None:
    source = Products([product(number) for number in range(50)])
    stop = asyncio.Event()
    work = asyncio.create_task(Indexer(source, tmp_path).run(stop))
    catalogue = Catalogue(tmp_path)
    assert await answered(catalogue, 50)
    reloads: list[int] = []
    watch = asyncio.create_task(catalogue.watch(lambda: reloads.append(catalogue.generation)))
    source.put(product(50))
    async with asyncio.timeout(3):  # one second is the promise; a busy machine may be slower
        while ask(catalogue).total != 51:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert len(reloads) == 1
    source.market_ids.append("jp")
    watch.cancel()
    stop.set()
    await work


async def test_without_an_index_the_answer_says_so(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "nothing")
    assert not catalogue.poll()
    with pytest.raises(IndexUnavailable):
        ask(catalogue)
