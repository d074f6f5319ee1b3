"""A category's picture, and the words of its page: kept by the operator, shown in head, page and sitemap."""

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.product.flows import tidying
from feria.services.product.routes.categories import CACHE_KEY
from tests.factories import products, users
from tests.factories.hostile_files import hostile, picture

API = "/api/v1/categories"


async def test_words_are_cleaned_and_shown_in_the_head_of_the_page(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    staff = await users.operator(platform, "moderator")
    category = await products.category(platform)
    url = f"{API}/{ids.encode('cat', category)}/texts"
    empty = await client.get(url)
    assert (empty.json()["page_title"], empty.json()["intro"], empty.headers["etag"]) == ("", "", '"1"')
    body = {
        "page_title": "Mugs  by hand",
        "page_description": "Turned & glazed",
        "intro": "<p style='x'>From <em>clay</em></p><script>1</script>",
    }
    assert (await client.put(url, json=body, headers=staff.headers)).status_code == 428
    headers = {**staff.headers, "If-Match": '"1"'}
    for bad in ({"intro": "x" * 5_001}, {"page_title": "two\nlines"}, {"page_description": "x" * 401}):
        assert (await client.put(url, json={**body, **bad}, headers=headers)).status_code == 422
    saved = await client.put(url, json=body, headers=headers)
    assert saved.json() == {
        "id": ids.encode("cat", category),
        "page_title": "Mugs by hand",
        "page_description": "Turned & glazed",
        "intro": "<p>From <em>clay</em></p>",
        "version": 2,
    }
    assert (await client.put(url, json=body, headers=headers)).status_code == 412
    assert (await client.get(f"{API}/cat_{'0' * 26}/texts")).status_code == 404


async def test_a_picture_is_shown_replaced_and_taken_away_with_its_files(
    client: httpx.AsyncClient, app: Application, platform: Platform
) -> None:
    staff = await users.operator(platform, "moderator")
    category = ids.encode("cat", await products.category(platform))
    url = f"{API}/{category}/picture"

    async def send(data: bytes) -> httpx.Response:
        return await client.post(url, files={"file": ("a.jpg", data)}, headers=staff.headers)

    first = await send(picture())
    assert first.status_code == 200, first.text
    shown = first.json()["picture"]
    assert (shown["width"], shown["height"], sorted(shown["urls"])) == (
        1200,
        900,
        ["160", "1600", "400", "800"],
    )
    assert shown["placeholder"].startswith("data:image/webp")
    assert (await client.get(shown["urls"]["400"])).headers["content-type"] == "image/webp"
    assert await tidying.sweep(platform, left_alone_for=tidying.LEFT_ALONE_FOR * -1) == 0
    for name, (data, _) in list(hostile().items())[:12]:  # an operator sends twenty a minute at most
        refused = await send(data)
        assert refused.status_code in (413, 422), name
    second = (await send(picture(width=900))).json()["picture"]
    assert second["urls"] != shown["urls"]
    assert (await client.get(shown["urls"]["400"], headers={"Cache-Control": "no-cache"})).status_code == 404
    gone = await client.delete(url, headers=staff.headers)
    assert (gone.status_code, gone.json()["picture"]) == (200, None)
    again = await client.delete(url, headers=staff.headers)
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert (await client.get(second["urls"]["400"])).status_code == 404
    await platform.cache.delete(CACHE_KEY)
    lost = await client.post(
        f"{API}/cat_{'0' * 26}/picture", files={"file": ("a.jpg", picture())}, headers=staff.headers
    )
    assert lost.status_code == 404
