"""`GET /products/suggest`: things, categories and popular searches for words that are still being typed."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.services.product.actions import searches
from feria.services.product.flows.suggestions import suggestions_of
from feria.services.product.queries.searches import TIMES_MIN
from feria.services.product.rules import searching
from tests.factories import products, users
from tests.factories.catalogue import refresh_index

SUGGEST, PRODUCTS = "/api/v1/products/suggest", "/api/v1/products"
ANEW = {"cache-control": "no-cache"}


def word() -> str:
    """Letters that nothing else holds, since what has digits is not counted among the words."""
    return "".join(chr(97 + int(one, 16)) for one in uuid4().hex[:16])


async def suggested(client: httpx.AsyncClient, q: str) -> dict[str, Any]:
    answer = await client.get(SUGGEST, params={"q": q}, headers=ANEW)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_things_and_categories_are_offered_while_one_types(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    start, shop = word(), await users.seller(platform)
    full = await products.category(platform, f"Things of {start} and clay")
    fuller = await products.category(platform, f"{start.title()}")
    await products.category(platform, f"{start} that are empty")
    one = await products.product(platform, shop.id, category_id=full, title=f"Grey {start}bowl")
    two = await products.product(platform, shop.id, category_id=fuller, title=f"{start}cup with lid")
    await products.product(platform, shop.id, category_id=fuller, title="Something else")
    await refresh_index(platform)
    await suggestions_of(platform).exchange(platform)
    found = await suggested(client, f"{start.upper()}")
    assert {card["id"] for card in found["products"]} >= {one.ref, two.ref}
    assert found["categories"] == [
        {"id": ids.encode("cat", category), "name": name, "path": path, "product_count": count}
        for category, name, path, count in (
            (fuller, start.title(), start, 2),
            (full, f"Things of {start} and clay", f"things-of-{start}-and-clay", 1),
        )
    ]
    assert [card["id"] for card in (await suggested(client, f"grey {start}b"))["products"]] == [one.ref]
    card = (await client.get(PRODUCTS, params={"q": f"{start}bowl"})).json()["items"][0]
    assert (await suggested(client, f"{start}bo"))["products"] == [card]
    assert [card["id"] for card in (await suggested(client, f"{start}bwol"))["products"]] == [one.ref]


async def test_what_is_often_searched_for_and_found_is_offered(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    start, shop = word(), await users.seller(platform)
    title = f"{start} käse"
    await products.product(platform, shop.id, title=title)
    await refresh_index(platform)

    async def search(times: int, **params: str) -> None:
        for _ in range(times):
            await client.get(PRODUCTS, params=params, headers=ANEW)
        await suggestions_of(platform).exchange(platform)

    await search(TIMES_MIN - 1, q=f"  {title.upper()} ")
    assert (await suggested(client, start[:5]))["queries"] == []
    await search(1, q=title)
    assert (await suggested(client, start[:5]))["queries"] == [title]
    assert (await suggested(client, "kas"))["queries"] == [title]
    assert (await suggested(client, title))["queries"] == []
    for other in ({"q": f"{start} nothing"}, {"q": title, "brand": "x"}, {"q": f"{start}z"}):
        await search(TIMES_MIN, **other)
    assert (await suggested(client, start))["queries"] == [title]


async def test_the_list_of_popular_searches_stays_short(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, later: Any
) -> None:
    monkeypatch.setattr(searches, "KEPT_MAX", 2)
    await platform.db.run(searches.forget_searches)
    counts = {f"popular {number}": 10**6 + number for number in range(3)}
    await platform.db.run(searches.count_searches, counts)
    assert await platform.db.run(searches.forget_searches) >= 1
    assert await platform.db.run(searches.forget_searches) == 0
    later(days=91)
    assert await platform.db.run(searches.forget_searches) == 2


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("  Blue   MUG ", "blue mug"),
        ("mug 350 ml", "mug 350 ml"),
        ("somebody@example.org", None),
        ("0151 234 56 78", None),
        ("4111111111111111", None),
        ("https://example.org", None),
        ("(((", None),
        ("x", None),
        ("long " * 13, None),
    ],
)
def test_what_may_be_personal_is_not_counted(typed: str, counted: str | None) -> None:
    assert searching.countable(typed) == counted


@pytest.mark.parametrize(
    "q", ["", " ", "%", "((((", "*", "\u200f\u202e", "😀", "'\"", "a", "ß", "!?…", "x" * 200, "\ufffd"]
)
async def test_anything_typed_has_an_answer(client: httpx.AsyncClient, platform: Platform, q: str) -> None:
    await refresh_index(platform)
    assert set(await suggested(client, q)) == {"queries", "categories", "products"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("q=" + "x" * 201, 422),
        ("q=" + "x" * 10_000, 400),
        ("q=%00", 400),
        ("q=%ff", 400),
        ("q=%ed%a0%80", 400),
        ("q=a&q=b", 422),
        ("q=a&market=moon", 422),
        ("q=a&surprise=1", 422),
    ],
)
async def test_bad_questions_are_refused(
    client: httpx.AsyncClient, platform: Platform, query: str, status: int
) -> None:
    await refresh_index(platform)
    answer = await client.get(f"{SUGGEST}?{query}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
