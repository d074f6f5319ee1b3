"""While a node has no index, lists answer from the tables: the same things in the same order, and they say so."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.services.product.flows import catalogue as index
from feria.services.product.gateways.catalogue.indexer import Indexer
from feria.services.product.gateways.catalogue.search import Catalogue
from feria.services.product.queries import plain_lists
from feria.services.user.actions import sellers
from tests.factories import products, users
from tests.factories.catalogue import refresh_index
from tests.product.catalogue_source import Products
from tests.product.test_catalogue_indexer import empty_every_file, lose_one_file, remove, scribble

PRODUCTS = "/api/v1/products"
# Where not even root may make a file.
READ_ONLY = Path("/sys/kernel")


def never_built(root: Path) -> None:
    """Nor is there a folder in which one could be."""
    shutil.rmtree(root)
    root.write_bytes(b"")


def read_only(root: Path) -> None:
    shutil.rmtree(root)
    root.symlink_to(READ_ONLY)


def begin_anew(platform: Platform) -> None:
    """What a process that starts now has; one that was there before goes on with what it has mapped."""
    reader = index.reader_of(platform.settings)
    reader.catalogue = Catalogue(reader.root)


@pytest.fixture
async def root(platform: Platform) -> AsyncIterator[Path]:
    """The folder of this process's index, which is whole before and made anew after the test."""
    await refresh_index(platform)
    found = index.root_of(platform.settings)
    yield found
    begin_anew(platform)
    if found.is_symlink() or found.is_file():
        found.unlink()
    await refresh_index(platform)


@pytest.fixture(scope="module")
async def here(platform: Platform) -> dict[str, Any]:
    """A category with one below it, of two shops, one of which is closed to the public."""
    shop, shut = await users.seller(platform), await users.seller(platform)
    height = {"name": "height", "label": "Height", "kind": "number", "unit": "cm"}
    parent = await products.category(platform, attributes=[height])
    child = await products.category(platform, parent=parent)
    word = f"jug{uuid4().hex[:8]}"
    for price, category, brand, title in (
        (101, parent, "Acme", f"{word} of clay"), (300, child, "Béta", f"Large {word}"),
        (201, child, "Acme", f"{word} of tin"), (150, parent, "Acme", "Bowl"),
    ):  # fmt: skip
        attributes = {"height": price}
        await products.product(
            platform, shop.id, price=price, on_hand=price % 2, category_id=category, brand=brand, title=title,
            attributes=attributes,
        )  # fmt: skip
    await products.product(platform, shut.id, price=1, category_id=parent, title=f"{word} of nobody")
    await platform.db.run(sellers.decide, shut.id, "suspend", "a test")
    return {"category": ids.encode("cat", parent), "word": word, "seller": shop.ref}


async def listed(client: httpx.AsyncClient, params: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(PRODUCTS, params=params, headers={"cache-control": "no-cache"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def walked(client: httpx.AsyncClient, params: dict[str, Any]) -> list[dict[str, Any]]:
    """All cards of a list, page by page."""
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    for _ in range(20):
        page = await listed(client, {**params, **after})
        found += page["items"]
        if page["next"] is None:
            return found
        after = {"after": page["next"]}
    raise AssertionError("the pages never end")


async def front(client: httpx.AsyncClient) -> dict[str, Any]:
    """The front page, but for the pictures of its categories."""
    answer = await client.get("/api/v1/home", headers={"cache-control": "no-cache"})
    assert answer.status_code == 200, answer.text
    sections: list[dict[str, Any]] = answer.json()["sections"]
    assert {"headline", "products"} <= {one["kind"] for one in sections if one["cards"]}
    return {one["kind"]: one for one in sections if one["kind"] != "categories"}


QUESTIONS: list[dict[str, Any]] = [
    *({"sort": sort} for sort in ("newest", "price", "-price", "rating", "best_selling")),
    {"sort": "price", "in_stock": "true"},
    {"sort": "price", "brand": ["Acme", "Nobody"]},
    {"sort": "price", "min_price": 102, "max_price": 201},
    {"sort": "price", "attr.height": ["300 cm", "101 cm"]},
    {"sort": "price", "rating": 1},
    {"sort": "price", "market": "eu"},
]


@pytest.mark.parametrize(
    "damage",
    [remove, scribble, lose_one_file, empty_every_file, never_built, read_only],
    ids=lambda one: one.__name__,
)
async def test_lists_stay_while_the_index_is_lost(
    client: httpx.AsyncClient,
    platform: Platform,
    root: Path,
    here: dict[str, Any],
    damage: Callable[[Path], None],
) -> None:
    place = {"category": here["category"], "limit": 2}
    whole = [await walked(client, {**place, **asked}) for asked in QUESTIONS]
    begun, home = await listed(client, {**place, "sort": "price"}), await front(client)
    assert (await client.get("/readyz")).json()["catalogue"] == "ok"
    damage(root)
    begin_anew(platform)
    assert [await walked(client, {**place, **asked}) for asked in QUESTIONS] == whole
    first = await listed(client, {**place, "sort": "price", "facets": "true"})
    assert (first["simplified"], first["items"]) == (True, begun["items"])
    assert first.keys() == {"items", "next", "simplified"}
    # A page that was begun with the index goes on without it, and the other way round.
    assert await listed(client, {**place, "sort": "price", "after": begun["next"]}) == {
        **await listed(client, {**place, "sort": "price", "after": first["next"]}), "simplified": True
    }  # fmt: skip
    titles = [card["title"] for card in await walked(client, {**place, "q": f"{here['word'].upper()} OF"})]
    assert sorted(titles) == [f"{here['word']} of clay", f"{here['word']} of tin"]
    assert (await listed(client, {"q": here["word"], "seller": here["seller"]}))["items"]
    assert (await client.get("/readyz")).json() == {
        "status": "ready", "database": "ok", "cache": "ok", "catalogue": "missing"
    }  # fmt: skip
    assert await front(client) == home
    product = begun["items"][0]["id"]
    assert (await client.get(f"{PRODUCTS}/{product}/related")).json() == {"items": [], "next": None}
    assert (await client.get(f"{PRODUCTS}/suggest", params={"q": here["word"]})).json()["products"] == []


async def test_the_index_takes_over_again(
    client: httpx.AsyncClient, platform: Platform, root: Path, here: dict[str, Any]
) -> None:
    remove(root)
    begin_anew(platform)
    asked = {"category": here["category"], "sort": "price", "limit": 3}
    before = await listed(client, asked)
    await refresh_index(platform)
    after = await listed(client, asked)
    assert (after["items"], after["total"], "simplified" in after) == (before["items"], 4, False)
    assert (await listed(client, {**asked, "after": before["next"]}))["items"] != []


@pytest.mark.parametrize("q", ["%", "_", "((((", "\\", "*", "' OR true --"])
async def test_words_are_no_patterns(
    client: httpx.AsyncClient, platform: Platform, root: Path, here: dict[str, Any], q: str
) -> None:
    remove(root)
    begin_anew(platform)
    assert (await listed(client, {"q": f"{q} {uuid4().hex}"}))["items"] == []
    assert (await listed(client, {"q": q, "category": here["category"]}))["items"] == []


async def test_a_list_that_takes_too_long_is_refused(
    client: httpx.AsyncClient, owner_url: str, platform: Platform, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(root)
    begin_anew(platform)
    monkeypatch.setattr(plain_lists, "SECONDS_MAX", "0.05")
    async with platform.db.transaction() as tx:
        await tx.execute("LOCK TABLE product.products IN ACCESS EXCLUSIVE MODE")
        answer = await client.get(PRODUCTS, headers={"cache-control": "no-cache"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "catalogue-unavailable")


@pytest.mark.parametrize("place", [READ_ONLY, Path("/dev/null/index")])
async def test_an_indexer_that_may_not_write_says_so_and_goes_on(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = asyncio.Event()
    work = asyncio.create_task(Indexer(Products(), place).run(stop))
    said = ""
    async with asyncio.timeout(5):
        while "catalogue_index_unwritable" not in said:
            await asyncio.sleep(0.01)
            said += capsys.readouterr().out
    assert str(place) in said
    stop.set()
    await work


async def test_an_index_that_nobody_follows_up_is_behind(client: httpx.AsyncClient, root: Path) -> None:
    assert (await client.get("/readyz")).json()["catalogue"] == "ok"
    os.utime(root / "LOCK", (0, 0))
    assert (await client.get("/readyz")).json()["catalogue"] == "behind"
