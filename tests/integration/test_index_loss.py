"""The catalogue's index is deleted or overwritten under a serving marketplace: it answers on, and heals by itself."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.integration import processes
from tests.integration.marketplace import ground, visited
from tests.journeys.shop import API, Shop

pytestmark = pytest.mark.integration

PRODUCTS = 30
HEALED_SECONDS_MAX = 10.0
WATCHED_SECONDS = 2.0  # how long answers are looked at after the damage, at least
PAUSE_SECONDS = 0.02


class Stand:
    """A serving marketplace with products, and where its index lies."""

    def __init__(self, shop: Shop, index: Path, word: str, products: list[str]) -> None:
        self.shop, self.index, self.word, self.products = shop, index, word, products
        self.http = shop.visit().http

    async def find(self) -> httpx.Response:
        """All products; each question is new, so that no kept answer is given."""
        fresh: dict[str, str | int] = {
            "q": self.word,
            "limit": 100,
            "max_price": 10**9 + time.time_ns() % 10**9,
        }
        return await self.http.get(f"{API}/products", params=fresh)

    async def complete(self) -> bool:
        """Whether a list has every product."""
        answer = await self.find()
        assert answer.status_code in (200, 503), answer.text
        return answer.status_code == 200 and len(answer.json()["items"]) == len(self.products)


@pytest.fixture(scope="module")
async def stand(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    with (
        ground(server, tmp_path_factory.mktemp("index")) as here,
        processes.served(here.environment, here.folder) as address,
    ):
        async with visited(here.settings, address) as shop:
            word = f"jasper{uuid4().hex[:8]}"
            operator = await shop.operator()
            category = await operator.call("POST", "/categories", status=201, json={"name": word})
            stall = await shop.stall(operator, "Casa Barro", 490)
            made = [
                await shop.product(stall, category["id"], f"Mug {word} {number}", 1_000 + number, 9)
                for number in range(PRODUCTS)
            ]
            index = here.folder / "home" / "catalogue"
            stand = Stand(shop, index, word, [product["id"] for product in made])
            await shop.eventually(stand.complete)
            yield stand


def deleted(index: Path) -> None:
    """Gone at once: file by file, the indexer would write into what is being deleted."""
    aside = index.with_name("deleted")
    index.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def emptied(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")


def overwritten(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\xff garbage" * 1_000)


def scribbled(index: Path) -> None:
    for path in index.rglob("*"):
        if path.is_file() and path.stat().st_size > 16:
            with path.open("r+b") as file:
                file.write(b"\xff" * 16)


@pytest.mark.parametrize("damage", [deleted, emptied, overwritten, scribbled])
async def test_it_answers_on_and_heals(stand: Stand, damage: Callable[[Path], None]) -> None:
    before = generation(stand.index)
    damage(stand.index)
    begun, healed, looks = time.monotonic(), 0.0, 0
    while time.monotonic() < begun + WATCHED_SECONDS or not healed:
        assert time.monotonic() < begun + HEALED_SECONDS_MAX, "the index was not rebuilt"
        await answers_on(stand, looks)
        looks += 1
        if not healed and generation(stand.index) not in ("", before) and await stand.complete():
            healed = time.monotonic() - begun
        await asyncio.sleep(PAUSE_SECONDS)
    assert await stand.complete()
    product = await a_new_product(stand)
    await stand.shop.eventually(stand.complete)
    assert product in {card["id"] for card in (await stand.find()).json()["items"]}


def generation(index: Path) -> str:
    """Which folder of the index counts."""
    try:
        return (index / "CURRENT").read_text(errors="replace")
    except FileNotFoundError:
        return ""


async def answers_on(stand: Stand, number: int) -> None:
    """Lists come from what is still mapped, or say when to ask again; products come from the database."""
    listed = await stand.find()
    if listed.status_code == 503:
        assert int(listed.headers["Retry-After"]) >= 1
    else:
        assert listed.status_code == 200, listed.text
        assert len(listed.json()["items"]) == len(stand.products)
    product = await stand.http.get(f"{API}/products/{stand.products[number % len(stand.products)]}")
    assert product.status_code == 200, product.text
    assert (await stand.http.get("/healthz")).status_code == 200


async def a_new_product(stand: Stand) -> str:
    """The index follows changes again after it was rebuilt."""
    operator = await stand.shop.operator()
    category = await operator.call("POST", "/categories", status=201, json={"name": uuid4().hex})
    stall = await stand.shop.stall(operator, "Ilha Azul", 350)
    made = await stand.shop.product(stall, category["id"], f"Bowl {stand.word}", 2_000, 9)
    stand.products.append(made["id"])
    return str(made["id"])
