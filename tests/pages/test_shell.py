"""The HTML of every address: status, head, structured data, page data, and what the browser is allowed to do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from feria.pages import storefront
from feria.services.product.routes.categories import CACHE_KEY as CATEGORIES_KEY
from tests.factories import products, reviews, users
from tests.factories.catalogue import refresh_index

BROWSER = {"accept": "text/html,application/xhtml+xml"}


def test_every_private_page_begins_with_a_module_that_is_there() -> None:
    folder = Path("web/apps/storefront/src/routes/shopping")
    assert [view for _, view in storefront.PRIVATE.values() if not (folder / f"{view}.tsx").is_file()] == []


def page_data(page: httpx.Response) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page.text)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def structured(page: httpx.Response) -> Iterator[dict[str, Any]]:
    for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text):
        yield json.loads(text)


def modules_named(page: httpx.Response) -> list[str]:
    """The scripts that the page has fetched: at once, or once what was drawn ahead has been painted."""
    later = re.search(r' data-modules="([^"]*)"', page.text)
    return later[1].split() if later else re.findall(r'<link rel="modulepreload" href="([^"]+)"', page.text)


@pytest.mark.parametrize(
    "path",
    ["/", "/shops", "/search?q=cup", "/cart", "/checkout", "/orders/F7K2M9", "/sign-in", "/account/addresses", "/sell",
     "/sell/products/prod_x", "/operator/settings", "/legal/terms", "/ui"],
)  # fmt: skip
async def test_pages_answer_with_scripts_of_their_own_only(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path, headers=BROWSER)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    for tag, inside in re.findall(r"<script([^>]*)>(.*?)</script>", page.text, re.DOTALL):
        assert "json" in tag if inside else 'src="/assets/' in tag
    assert "<noscript>" in page.text
    assert not re.search(r"<[^>]+\sstyle=", page.text)
    assert page_data(page)["marketplace"]["name"]


@pytest.mark.parametrize(
    ("path", "view"),
    [("/", "home"), ("/search?q=cup", "search"), ("/cart", "cart"), ("/account/addresses", "account")],
)
async def test_a_page_has_the_scripts_of_its_view_fetched_at_once(
    client: httpx.AsyncClient, path: str, view: str
) -> None:
    page = await client.get(path, headers=BROWSER)
    modules = modules_named(page)
    assert any(re.fullmatch(rf"/assets/{view}-[^/]+\.js", module) for module in modules)
    # Its texts come with it, where it has texts of its own.
    assert any(module.startswith("/assets/i18n-") for module in modules) == (view in ("cart", "account"))


async def test_a_products_head_says_what_it_is(client: httpx.AsyncClient, platform: Platform) -> None:
    seller = await users.seller(platform)
    thing = await products.product(platform, seller.id, title="Cup <b>&</b> saucer", price=1999)
    found = (await client.get(f"/api/v1/products/{thing.ref}")).json()
    path = f"/p/{found['slug']}-{found['id']}"
    page = await client.get(path, headers=BROWSER)
    assert page.status_code == 200
    assert "<title>Cup &lt;b&gt;&amp;&lt;/b&gt; saucer · " in page.text
    assert f'<link rel="canonical" href="http://feria.test{path}">' in page.text
    described = {one["@type"]: one for one in structured(page)}
    assert described["Product"]["name"] == "Cup <b>&</b> saucer"
    offer = described["Product"]["offers"][0]
    assert (offer["price"], offer["priceCurrency"]) == ("19.99", "EUR")
    assert offer["seller"]["name"] == found["seller"]["name"]
    assert described["BreadcrumbList"]["itemListElement"][-1]["item"] == f"http://feria.test{path}"
    assert page_data(page)["queries"][f"/api/v1/products/{found['id']}"] == found

    moved = await client.get(f"/p/old-name-{found['id']}?from=mail", headers=BROWSER)
    assert (moved.status_code, moved.headers["location"]) == (301, f"{path}?from=mail")


async def test_a_products_page_says_what_is_said_of_it(client: httpx.AsyncClient, platform: Platform) -> None:
    thing = await products.product(platform, (await users.seller(platform)).id)
    page = await client.get(f"/p/{thing.title.lower().replace(' ', '-')}-{thing.ref}", headers=BROWSER)
    described = {one["@type"]: one for one in structured(page)}
    assert "aggregateRating" not in described["Product"]
    hostile = "</script><script>alert(1)</script>"
    for stars, text in ((5, hostile), (2, "")):
        await reviews.written(client, await reviews.bought(platform, thing), stars, text)
    page = await client.get(page.url.path, headers=BROWSER)
    assert hostile not in page.text
    product = {one["@type"]: one for one in structured(page)}["Product"]
    assert product["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 3.5, "reviewCount": 2}
    plain, told = product["review"]
    assert (told["reviewBody"], told["author"]) == (hostile, {"@type": "Person", "name": "Ana P."})
    assert told["reviewRating"] == {"@type": "Rating", "ratingValue": 5, "bestRating": 5, "worstRating": 1}
    assert "reviewBody" not in plain
    data = page_data(page)["queries"][f"/api/v1/products/{thing.ref}/reviews?limit=6"]
    assert [one["text"] for one in data["items"]] == ["", hostile]


@pytest.mark.parametrize(
    "path",
    [
        "/p/cup-prod_01hf7yb3xdg008000000d00000",
        "/p/cup",
        "/c/nowhere",
        "/shops/nobody",
        "/legal/nothing",
        "/nothing",
    ],
)
async def test_what_is_not_there_is_404(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path, headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["x-robots-tag"] == "noindex"
    assert page_data(page)["signedIn"] is False
    below_api = await client.get("/api/v1/nothing", headers=BROWSER)
    assert (below_api.status_code, below_api.headers["content-type"]) == (404, "application/problem+json")


async def test_a_category_and_a_shop_bring_their_first_list(
    client: httpx.AsyncClient, platform: Platform, app: Application
) -> None:
    seller = await users.seller(platform)
    thing = await products.product(platform, seller.id, title="Jug")
    await refresh_index(platform)
    await platform.cache.delete(CATEGORIES_KEY)  # the tree was asked for before this category was there
    app.asgi.evict_all()
    whole = (await client.get(f"/api/v1/products/{thing.ref}")).json()
    page = await client.get(f"/c/{whole['category']['path']}", headers=BROWSER)
    lists = [url for url in page_data(page)["queries"] if url.startswith("/api/v1/products?")]
    assert [f"category={whole['category']['id']}" in url for url in lists] == [True]
    shop = await client.get(f"/shops/{whole['seller']['slug']}", headers=BROWSER)
    described = {one["@type"]: one for one in structured(shop)}
    assert described["Organization"]["name"] == whole["seller"]["name"]
    assert f"/api/v1/sellers/{whole['seller']['slug']}" in page_data(shop)["queries"]


async def test_signed_in_people_are_known_and_their_data_is_left_to_the_scripts(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    person = await users.account(platform)
    answer = await client.post(
        "/api/v1/auth/login", json={"email": person.email, "password": person.password}
    )
    assert answer.status_code == 200
    page = await client.get("/account", headers=BROWSER)
    assert page_data(page)["signedIn"] is True
    assert person.email not in page.text
    assert "private" in page.headers["cache-control"]


async def test_small_files(client: httpx.AsyncClient) -> None:
    brand = await client.get("/brand.css", params={"h": 200})
    assert (brand.text, brand.headers["content-type"]) == (
        ":root{--accent-h:200}\n",
        "text/css; charset=utf-8",
    )
    assert (await client.get("/brand.css", params={"h": "1}body{display:none"})).status_code == 422
    assert "<svg" in (await client.get("/favicon.svg", params={"h": 20})).text
    assert "Disallow: /api/" in (await client.get("/robots.txt")).text


async def test_built_files_are_good_for_ever_and_nothing_else_is_served(client: httpx.AsyncClient) -> None:
    page = await client.get("/", headers=BROWSER)
    script = re.search(r'<script type="module" src="(/assets/[^"]+\.js)"', page.text)
    assert script is not None
    answer = await client.get(script[1])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    for path in (
        "/assets/.vite/manifest.json",
        "/assets/../routes.py",
        "/assets/%2e%2e/routes.py",
        "/assets/none.js",
    ):
        assert (await client.get(path)).status_code == 404
