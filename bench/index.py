"""Micro-benchmark of the catalogue index: `python -m bench.index 10000 300000`; CPU time of the function alone."""

import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID

from feria.core import ids
from feria.services.product.gateways.catalogue.document import CardImage, CardPrice, CardSeller, CatalogueDoc
from feria.services.product.gateways.catalogue.query import SearchQuery
from feria.services.product.gateways.catalogue.search import Catalogue, SearchAnswer
from feria.services.product.gateways.catalogue.write import Writer

_BATCH = 1_000
_COLOURS = ("red", "blue", "green", "black", "white", "olive", "sand", "rose", "grey", "gold")
_SECONDS_PER_CASE = 0.3
# Public ids by what the categories hold: half of all products, the other half, so many, or what is dear.
CATEGORIES = {
    name: ids.encode("cat", ids.at(0, 1, 0, number))
    for number, name in enumerate(("half", "other", "2500", "25000", "dear"))
}

# Words that stand in so many products.
FOUND = {2_500: "heirloom", 25_000: "handmade", 250_000: "natural"}


def words(rnd: random.Random, number: int) -> list[str]:
    """Makes a vocabulary of pronounceable words."""
    syllables = [a + b for a in "bcdfgklmnprst" for b in "aeiou"]
    return ["".join(rnd.choices(syllables, k=rnd.randint(2, 4))) for _ in range(number)]


def product(number: int, count: int, rnd: random.Random, vocabulary: list[str]) -> CatalogueDoc:
    """Makes one product; categories hold a fixed number or a fixed share of all."""
    categories = ["half"] if number % 2 else ["other"]
    for size in (2_500, 25_000):
        if number * size // count != (number - 1) * size // count and count >= size:
            categories.append(str(size))
    price = int(rnd.lognormvariate(8, 1)) + 100
    if price > 15_000:
        categories.append("dear")
    text = [vocabulary[min(int(rnd.expovariate(1 / 800)), len(vocabulary) - 1)] for _ in range(40)]
    for size, word in FOUND.items():
        if count >= size and number * size // count != (number - 1) * size // count:
            text.insert(0 if number % 5 == 0 else len(text), word)  # one in five has it in the title
    return CatalogueDoc(
        id=UUID(int=number + 1),
        public_id=f"prod_{number:026d}",
        ordinal=number,
        version=1,
        slug="-".join(text[:5]),
        title=" ".join(text[:6]),
        seller=CardSeller(f"sel_{number % 400:08d}", f"shop-{number % 400}", f"Shop {number % 400}"),
        prices={"eu": CardPrice(price, "EUR")},
        published_at=1_700_000_000 + number * 60,
        in_stock=rnd.random() < 0.9,
        categories=tuple(CATEGORIES[name] for name in categories),
        brand=f"Brand {number % 300}",
        description=" ".join(text),
        attributes=(("colour", rnd.choice(_COLOURS)), ("size", str(rnd.randint(34, 46)))),
        image=_picture(number, " ".join(text[:6])),
        second_image=_picture(number + 1, " ".join(text[:6])),
        rating=rnd.choice((0, 350, 420, 480)),
        review_count=rnd.randint(0, 90),
        units_sold=int(rnd.expovariate(1 / 20)),
    )


def _picture(number: int, alt: str) -> CardImage:
    urls = {str(width): f"/api/v1/media/{number:026d}-{width}.webp" for width in (160, 400, 800, 1600)}
    return CardImage(urls["400"], alt, 640, 640, urls=urls)


async def products(count: int) -> AsyncIterator[list[CatalogueDoc]]:
    """Yields the synthetic catalogue in batches."""
    rnd = random.Random(7)
    vocabulary = words(rnd, 20_000)
    for start in range(0, count, _BATCH):
        yield [product(number, count, rnd, vocabulary) for number in range(start, min(start + _BATCH, count))]


def measure(name: str, run: Callable[[], SearchAnswer]) -> None:
    """Prints mean and best CPU time of a call in steady state, and of its first."""
    begun = time.thread_time()
    answer = run()
    first = time.thread_time() - begun
    times: list[float] = []
    until = time.thread_time() + _SECONDS_PER_CASE
    while time.thread_time() < until or len(times) < 3:
        begun = time.thread_time()
        answer = run()
        times.append(time.thread_time() - begun)
    mean = sum(times) / len(times)
    figures = f"{mean * 1e6:8.0f} {min(times) * 1e6:8.0f} {first * 1e6:8.0f}"
    print(f"  {name:44s}{figures}  cards {len(answer.cards)} total {answer.total}")


def page(catalogue: Catalogue, number: int, **asked: object) -> None:
    """Measures one page of a list, with the cursor that its predecessors gave."""
    query = SearchQuery(market="eu", **asked)  # type: ignore[arg-type]
    for _ in range(number - 1):
        after = catalogue.search(query).next
        if after is None:
            return
        query = SearchQuery(market="eu", after=after, **asked)  # type: ignore[arg-type]
    shown = {value: name for name, value in CATEGORIES.items()}
    label = ", ".join(f"{name}={shown.get(str(value), value)}" for name, value in asked.items())
    measure(f"page {number} {label}"[:44], lambda: catalogue.search(query))


def lists(catalogue: Catalogue) -> None:
    """Measures lists, filters, searches and facets."""
    for name in ("2500", "25000", "half", "dear", None):
        category = CATEGORIES[name] if name else None
        for sort in ("price", "-price", "newest", "rating", "best_selling"):
            page(catalogue, 3, sort=sort, category=category)
        page(catalogue, 1, sort="price", category=category)
        page(catalogue, 50, sort="price", category=category)
    page(catalogue, 3, sort="newest", min_price=2_000, max_price=3_000)
    page(catalogue, 3, sort="price", min_price=2_000, max_price=3_000)
    page(
        catalogue,
        2,
        sort="newest",
        category=CATEGORIES["half"],
        in_stock=True,
        attributes=(("colour", ("red", "blue")),),
    )
    page(catalogue, 1, sort="newest", in_stock=True, stars=4)
    common = words(random.Random(7), 20_000)[3]
    page(catalogue, 1, q=common)
    page(catalogue, 3, q=common)
    page(catalogue, 2, q=common, sort="price")
    page(catalogue, 1, q=common[:3])
    page(catalogue, 1, q=f"{common} {common[:3]}", category=CATEGORIES["half"])
    page(catalogue, 1, q="x" + common + "q")
    page(catalogue, 1, facets=True)
    page(catalogue, 1, facets=True, category=CATEGORIES["25000"])
    page(catalogue, 1, facets=True, category=CATEGORIES["2500"], attributes=(("colour", ("red",)),))


async def commits(root: Path, count: int) -> None:
    """Measures how long a small change takes to be written and to be seen."""
    rnd = random.Random(9)
    vocabulary = words(rnd, 500)
    catalogue = Catalogue(root)
    catalogue.poll()
    with Writer(root, ["eu"], "bench") as writer:
        begun, cpu, rounds = time.perf_counter(), time.process_time(), 40
        reload_seconds = 0.0
        for number in range(rounds):
            changed = product(rnd.randrange(count), count, rnd, vocabulary)
            writer.upsert([changed])
            writer.commit((1, number + 1))
            then = time.thread_time()
            catalogue.poll()
            reload_seconds += time.thread_time() - then
        wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
        print(
            f"  commit of one product: {wall / rounds * 1e3:.1f} ms, CPU {cpu / rounds * 1e3:.1f} ms", end=""
        )
        print(f", reload {reload_seconds / rounds * 1e6:.0f} µs CPU")


async def run(count: int, root: Path) -> None:
    """Builds one catalogue and measures it."""
    begun = time.process_time()
    with Writer(root, ["eu"], "bench") as writer:
        await writer.rebuild(products(count), (1, 0))
        print(f"{count} products, built in {time.process_time() - begun:.0f} s CPU; µs: mean, best, first")
    catalogue = Catalogue(root)
    lists(catalogue)
    await commits(root, count)


def main() -> None:
    """Runs for each number of products given."""
    for count in [int(word) for word in sys.argv[1:]] or [10_000]:
        root = Path(tempfile.mkdtemp(prefix="feria-bench-"))
        try:
            asyncio.run(run(count, root))
        finally:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
