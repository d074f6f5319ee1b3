"""What search engines and shopping portals are given: sitemaps, the feed, canonical addresses."""

from xml.etree import ElementTree as xml

import httpx
import pyvips

from feria.app import Application
from feria.core.platform import Platform
from feria.pages import feed
from feria.pages.feed import NAMESPACE
from feria.pages.sitemap import ADDRESSES, BLOCK, IMAGES
from feria.services.product import jobs
from feria.services.product.routes.categories import CACHE_KEY as CATEGORIES_KEY
from tests.factories import products, users
from tests.factories.products import Made
from tests.factories.users import Seller

BROWSER = {"accept": "text/html,application/xhtml+xml"}
URL = "http://feria.test"


def addresses(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/xml")
    return [str(found.text) for found in xml.fromstring(answer.content).iter(f"{{{ADDRESSES}}}loc")]  # noqa: S314 - ours


async def pictured(client: httpx.AsyncClient, platform: Platform, shop: Seller, made: Made) -> str:
    """Give the product a picture; the address of its largest rendition."""
    places = pyvips.Image.black(80, 100).cast("uchar")
    files = {"file": ("a.png", bytes(places.write_to_buffer(".png")))}
    url = f"/api/v1/products/{made.ref}/images"
    assert (await client.post(url, files=files, headers=shop.headers)).status_code == 201
    await jobs.render_images(platform)
    (image,) = (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()["images"]
    return URL + str(image["urls"]["1600"])


async def block_of(platform: Platform, made: Made) -> int:
    async with platform.db.reading() as tx:
        ordinal: int = await tx.fetchval("SELECT ordinal FROM product.products WHERE id = $1", made.id)
    return ordinal // BLOCK


async def test_the_sitemaps_hold_what_can_be_found(
    client: httpx.AsyncClient, platform: Platform, app: Application
) -> None:
    shop, closed = await users.seller(platform), await users.seller(platform)
    made = await products.product(platform, shop.id, title="Mug & <saucer>")
    draft = await products.product(platform, shop.id, publish=False)
    hidden = await products.product(platform, closed.id)
    operator = await users.operator(platform, "admin")
    answer = await client.post(
        f"/api/v1/operator/sellers/{closed.ref}/suspend", json={"reason": "test"}, headers=operator.headers
    )
    assert answer.status_code == 200, answer.text
    image = await pictured(client, platform, shop, made)
    app.asgi.evict_all()

    block = await block_of(platform, made)
    index = addresses(await client.get("/sitemap.xml"))
    assert f"{URL}/sitemaps/pages.xml" in index
    assert f"{URL}/sitemaps/products/{block}.xml" in index
    answer = await client.get(f"/sitemaps/products/{block}.xml")
    found = addresses(answer)
    assert f"{URL}/p/mug-saucer-{made.ref}" in found
    assert not [one for one in found if draft.ref in one or hidden.ref in one]
    pictures = [str(one.text) for one in xml.fromstring(answer.content).iter(f"{{{IMAGES}}}loc")]  # noqa: S314 - ours
    assert image in pictures
    whole = (await client.get(f"/api/v1/products/{made.ref}")).json()
    shops = addresses(await client.get("/sitemaps/shops.xml"))
    assert f"{URL}/shops/{whole['seller']['slug']}" in shops
    pages = addresses(await client.get("/sitemaps/pages.xml"))
    assert {f"{URL}/", f"{URL}/legal/terms"} <= set(pages)
    assert f"Sitemap: {URL}/sitemap.xml" in (await client.get("/robots.txt")).text
    assert (await client.get("/sitemaps/products/99999.xml")).status_code == 404
    assert (await client.get("/sitemaps/products/all.xml")).status_code == 404


async def test_every_page_in_the_sitemap_is_there(client: httpx.AsyncClient, app: Application) -> None:
    app.asgi.evict_all()
    for url in addresses(await client.get("/sitemaps/pages.xml"))[:20]:
        assert (await client.get(url.removeprefix(URL), headers=BROWSER)).status_code == 200, url


async def test_the_feed_describes_every_variant(
    client: httpx.AsyncClient, platform: Platform, app: Application
) -> None:
    shop = await users.seller(platform)
    made = await products.product(
        platform,
        shop.id,
        title="Mug & saucer",
        description="<p>Holds <strong>tea</strong>.</p>",
        brand="Kiln",
        variants=[
            {"options": {"Colour": "Blue"}, "compare_at_price": {"amount": 2500, "currency": "EUR"}},
            {"options": {"Colour": "Red"}, "on_hand": 0, "gtin": "4006381333931", "weight_grams": 400},
        ],
    )
    image = await pictured(client, platform, shop, made)
    await platform.cache.delete(CATEGORIES_KEY)  # the tree was asked for before this category was there
    app.asgi.evict_all()
    answer = await client.get("/feeds/google.xml")
    assert answer.status_code == 200
    items = {
        str(item.findtext(f"{{{NAMESPACE}}}id")): {child.tag.rpartition("}")[2]: child.text for child in item}
        for item in xml.fromstring(answer.content).iter("item")  # noqa: S314 - ours
    }
    blue, red = (items[ref] for ref in made.variant_refs)
    assert blue == {
        "id": made.variant_refs[0],
        "title": "Mug & saucer, Blue",
        "description": "Holds  tea .",
        "link": f"{URL}/p/mug-saucer-{made.ref}?variant={made.variant_refs[0]}",
        "availability": "in_stock",
        "condition": "new",
        "brand": "Kiln",
        "product_type": blue["product_type"],
        "external_seller_id": blue["external_seller_id"],
        "item_group_id": made.ref,
        "price": "25.00 EUR",
        "sale_price": "19.99 EUR",
        "color": "Blue",
        "identifier_exists": "no",
        "image_link": image,
    }
    assert (red["availability"], red["gtin"], red["price"]) == ("out_of_stock", "4006381333931", "19.99 EUR")
    assert red["shipping_weight"] == "400 g"
    assert "identifier_exists" not in red
    assert (await client.get("/feeds/google.xml?market=nowhere")).status_code == 422


async def test_no_sign_of_a_shop_breaks_the_feed(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(
        platform, shop.id, title="Bowl\uffff", brand="Kil\ufffen", description="<p>Holds\x0bsoup\x1f.</p>"
    )
    await pictured(client, platform, shop, made)
    found = xml.fromstring((await client.get("/feeds/google.xml")).content)  # noqa: S314 - ours
    (item,) = [one for one in found.iter("item") if one.findtext(f"{{{NAMESPACE}}}id") == made.variant_ref]
    assert item.findtext(f"{{{NAMESPACE}}}description") == "Holds soup ."


async def test_the_feed_is_as_long_as_the_catalogue(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = [await products.product(platform, shop.id) for _ in range(3)]
    for one in made:
        await pictured(client, platform, shop, one)
    kept, feed.BATCH = feed.BATCH, 1
    try:
        answer = await client.get("/feeds/google.xml")
    finally:
        feed.BATCH = kept
    for one in made:
        assert answer.text.count(f"<g:id>{one.variant_ref}</g:id>") == 1


async def test_filtered_pages_name_the_whole_one(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    slug = (await client.get(f"/api/v1/products/{made.ref}")).json()["seller"]["slug"]
    page = await client.get(f"/shops/{slug}?sort=price&in_stock=true", headers=BROWSER)
    assert page.status_code == 200
    assert f'<link rel="canonical" href="{URL}/shops/{slug}">' in page.text
    assert f'<link rel="alternate" hreflang="x-default" href="{URL}/shops/{slug}">' in page.text
    assert "noindex" not in page.text
    found = await client.get("/search?q=mug", headers=BROWSER)
    assert '<meta name="robots" content="noindex">' in found.text
    assert "hreflang" not in found.text


async def test_an_archived_product_is_gone(
    client: httpx.AsyncClient, platform: Platform, app: Application
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    whole = (await client.get(f"/api/v1/products/{made.ref}")).json()
    path = f"/p/{whole['slug']}-{made.ref}"
    assert (await client.get(path, headers=BROWSER)).status_code == 200
    assert (
        await client.post(f"/api/v1/products/{made.ref}/archive", headers=shop.headers)
    ).status_code == 200
    assert (await client.get(path, headers=BROWSER)).status_code == 404
    app.asgi.evict_all()
    answer = await client.get(f"/sitemaps/products/{await block_of(platform, made)}.xml")
    assert made.ref not in answer.text
