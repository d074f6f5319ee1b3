"""What the operator says and shows of categories and the front page, as pages, sitemap and their data carry it."""

from xml.etree import ElementTree as xml

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from tests.factories import products, users
from tests.factories.catalogue import refresh_index
from tests.factories.hostile_files import picture
from tests.pages.test_shell import BROWSER, page_data

URL = "http://feria.test"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


async def test_a_categorys_words_and_picture_are_in_head_page_and_sitemap(
    client: httpx.AsyncClient, app: Application, platform: Platform
) -> None:
    staff, category = await users.operator(platform, "moderator"), await products.category(platform)
    ref = ids.encode("cat", category)
    api = f"/api/v1/categories/{ref}"
    sent = await client.post(f"{api}/picture", files={"file": ("a.jpg", picture())}, headers=staff.headers)
    words = {"page_title": "Mugs & cups", "page_description": "By hand", "intro": "<p>From clay</p>"}
    headers = {**staff.headers, "If-Match": sent.headers["etag"]}
    assert (await client.put(f"{api}/texts", json=words, headers=headers)).status_code == 200
    app.asgi.evict_all()
    path, image = sent.json()["path"], sent.json()["picture"]["urls"]["1600"]
    page = await client.get(f"/c/{path}", headers=BROWSER)
    assert "<title>Mugs &amp; cups · " in page.text
    assert '<meta name="description" content="By hand">' in page.text
    assert f'content="{URL}{image}"' in page.text
    assert page_data(page)["queries"][f"{api}/texts"]["intro"] == "<p>From clay</p>"
    root = xml.fromstring((await client.get("/sitemaps/pages.xml")).content)  # noqa: S314 - ours
    (entry,) = (one for one in root if one.findtext(LOC) == f"{URL}/c/{path}")
    assert [str(one.text) for one in entry][1][:4].isdigit()  # when it was changed
    assert f"{URL}{image}" in [one.text for one in entry.iter()]


async def test_the_front_page_brings_one_answer_with_all_that_it_shows(
    client: httpx.AsyncClient, app: Application, platform: Platform
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    await refresh_index(platform)
    app.asgi.evict_all()
    queries = page_data(await client.get("/", headers=BROWSER))["queries"]
    assert sorted(queries) == ["/api/v1/categories", "/api/v1/home"]
    cards = [card["id"] for section in queries["/api/v1/home"]["sections"] for card in section["cards"]]
    assert made.ref in cards
