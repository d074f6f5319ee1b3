"""Pages drawn ahead: what is in the HTML before any script has run, and what happens when it cannot be drawn."""

import json
import re

import httpx

from feria.core.cache import MemoryCache
from feria.core.platform import Platform
from feria.pages import rendering
from feria.pages.rendering import NOTHING, Renderer
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.catalogue import refresh_index

BROWSER = {"accept": "text/html,application/xhtml+xml"}
EMPTY = json.dumps({"queries": {}, "marketplace": None, "signedIn": False, "today": "2026-11-26"})


def root(page: httpx.Response) -> str:
    found = re.search(r'<div id="root">(.*)</div>\n<script type="application/json"', page.text, re.DOTALL)
    assert found is not None
    return found[1]


async def test_a_product_is_there_before_any_script(client: httpx.AsyncClient, platform: Platform) -> None:
    seller = await users.seller(platform)
    thing = await products.product(platform, seller.id, title="Cup <b>&</b> saucer", price=1999)
    found = (await client.get(f"/api/v1/products/{thing.ref}")).json()
    page = await client.get(f"/p/{found['slug']}-{found['id']}", headers=BROWSER)
    drawn = root(page)
    assert "Cup &lt;b&gt;&amp;&lt;/b&gt; saucer</h1>" in drawn
    assert "€19.99" in drawn
    assert seller.name in drawn
    # The policy allows neither.
    assert "<script" not in drawn
    assert " style=" not in drawn


async def test_a_list_is_there_before_any_script(client: httpx.AsyncClient, platform: Platform) -> None:
    seller = await users.seller(platform)
    await products.product(platform, seller.id, title="Quirlix tumbler")
    await refresh_index(platform)
    page = await client.get("/search?q=quirlix", headers=BROWSER)
    assert "Quirlix tumbler</a>" in root(page)


async def test_the_page_is_the_same_for_somebody_signed_in(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    guests = await client.get("/legal/terms", headers=BROWSER)
    theirs = await client.get("/legal/terms", headers={**BROWSER, **person.headers})
    assert root(guests) == root(theirs) != ""


async def test_a_page_is_drawn_by_the_day_that_it_names() -> None:
    text = {"slug": "terms", "title": "Terms", "body": "Be kind.", "updated_at": "2026-11-26T10:00:00Z"}
    page = {**json.loads(EMPTY), "queries": {"/api/v1/legal-pages/terms": text}}
    renderer = Renderer()
    try:
        for today, said in (("2026-12-31", "26\u00a0Nov</p>"), ("2027-01-01", "26\u00a0Nov\u00a02026</p>")):
            drawn = await renderer.draw("/legal/terms", json.dumps({**page, "today": today}), "en")
            assert said in drawn.body
    finally:
        renderer.close()


async def test_a_page_names_the_day_of_the_clock(client: httpx.AsyncClient, later: Later) -> None:
    async def year(path: str) -> str:
        found = re.search(
            r'"today":"(\d{4})-\d\d-\d\d"}</script>', (await client.get(path, headers=BROWSER)).text
        )
        assert found is not None
        return found[1]

    before = await year("/legal/terms")
    later(days=366)
    assert await year("/legal/terms?in=another-year") > before


async def test_pages_of_one_person_are_left_to_the_browser(client: httpx.AsyncClient) -> None:
    for path in ("/checkout", "/account", "/nothing-here"):
        assert root(await client.get(path, headers=BROWSER)) == ""


async def test_a_newcomers_cart_is_empty_at_once_and_others_get_the_frame_only(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    newcomers = await client.get("/cart", headers=BROWSER)
    assert "Nothing here yet</h1>" in root(newcomers)
    person = await users.account(platform)
    lapsed = {"cookie": "feria_refresh=of-last-week"}
    for known in ({"x-cart-token": "some-token"}, person.headers, lapsed):
        theirs = await client.get("/cart", headers={**BROWSER, **known})
        assert "Cart</h1>" in root(theirs)
        assert "Nothing here yet" not in root(theirs)
        assert '"/api/v1/cart":' not in theirs.text, "the cart itself is in no page"
        # Going back, a browser may show a kept page although something is in the cart by now.
        assert theirs.headers["cache-control"] == newcomers.headers["cache-control"] == "no-store"


async def test_what_cannot_be_drawn_is_left_to_the_browser_and_the_next_is_drawn() -> None:
    renderer = Renderer()
    try:
        assert await renderer.draw("/legal/terms", "no JSON", "en") == NOTHING
        assert (await renderer.draw("/legal/terms", EMPTY, "en")).body
    finally:
        renderer.close()


async def test_what_takes_too_long_is_left_to_the_browser() -> None:
    renderer = Renderer(draw_seconds_max=0.0)
    try:
        assert await renderer.draw("/legal/terms", EMPTY, "en") == NOTHING
    finally:
        renderer.close()


async def test_the_same_page_is_drawn_once() -> None:
    renderer = Renderer()
    drawn = rendering.PAGES.labels("drawn")
    before = drawn._value.get()
    try:
        first = await renderer.draw("/", EMPTY, "en")
        isolate = renderer._function
        assert await renderer.draw("/", EMPTY, "en") is first
        assert await renderer.draw("/?q=1", EMPTY, "en") is not first
        assert renderer._function is isolate, "one isolate draws one page after the other"
    finally:
        renderer.close()
    assert drawn._value.get() == before + 2


async def test_what_one_process_has_drawn_the_others_need_not_draw() -> None:
    class Store(MemoryCache):
        """A shared cache that can be looked into."""

        def __init__(self) -> None:
            super().__init__()
            self.keys: list[str] = []

        async def set(self, key: str, value: bytes, seconds: int) -> None:
            self.keys.append(key)
            await super().set(key, value, seconds)

    store = Store()
    one, other = Renderer(shared=store), Renderer(shared=store)
    try:
        drawn = await one.draw("/legal/terms", EMPTY, "en")
        assert await other.draw("/legal/terms", EMPTY, "en") == drawn != NOTHING
        assert other._function is None, "it drew nothing itself"
        [key] = store.keys
        await store.set(key, b"no page", 60)
        third = Renderer(shared=store)
        assert await third.draw("/legal/terms", EMPTY, "en") == drawn
        third.close()
    finally:
        one.close()
        other.close()
