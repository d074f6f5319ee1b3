"""Pictures that a file names by their addresses: fetched by the worker, in order, or shown as failed with why."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial

import httpx
import pytest

from feria.core import ids
from feria.core.fetch import Reach
from feria.core.platform import Platform
from feria.services.product import jobs
from feria.services.product.actions import sources
from feria.services.product.flows import fetching
from tests.conftest import Later
from tests.factories import hostile_files, products, users
from tests.factories.hostile_files import picture
from tests.factories.products import Made
from tests.factories.users import Seller
from tests.product.import_files import products_of, sent_and_done

Web = dict[str, Callable[[], httpx.Response]]


def answer(content: bytes) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(200, stream=httpx.ByteStream(content))


@pytest.fixture
async def web(platform: Platform) -> AsyncIterator[Web]:
    """The internet as this process sees it: pages by host and path, at a public address each."""
    pages: Web = {}

    async def resolve(host: str, _: int) -> Sequence[str]:
        return ["10.0.0.1" if host == "inside.example.org" else "8.8.8.8"]

    def handle(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "8.8.8.8"
        found = pages.get(request.headers["host"] + request.url.path)
        return found() if found else httpx.Response(404)

    async with platform.db.transaction() as tx:  # those of files that other tests have imported
        await tx.execute("DELETE FROM product.image_sources")
    before = platform.transport, platform.reach
    platform.transport, platform.reach = httpx.MockTransport(handle), Reach(resolve=resolve)
    yield pages
    platform.transport, platform.reach = before


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


async def named(platform: Platform, made: Made, *urls: str, variant: bool = False) -> list[str]:
    """Note the addresses as an import does; the ids that their pictures will have."""
    owner = ids.owner_of(made.id)
    image_ids = [ids.new(owner) for _ in urls]
    async with platform.db.transaction() as tx:
        for position, (image_id, url) in enumerate(zip(image_ids, urls, strict=True)):
            await tx.execute(
                """INSERT INTO product.image_sources (seller_id, id, product_id, variant_id, position, url, alt,
                                                      run_at, created_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)""",
                owner,
                image_id,
                made.id,
                made.variant_id if variant else None,
                position,
                url,
                f"View {position}",
                tx.now,
            )
    return [ids.encode("img", one) for one in image_ids]


async def images_of(client: httpx.AsyncClient, shop: Seller, made: Made) -> list[tuple[str, str, str]]:
    whole = (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()
    return [(image["id"], image["state"], image["failure"]) for image in whole["images"]]


async def waiting(platform: Platform, made: Made) -> int:
    async with platform.db.reading() as tx:
        return int(
            await tx.fetchval(
                "SELECT count(*) FROM product.image_sources WHERE product_id = $1 AND state = 'waiting'",
                made.id,
            )
        )


async def test_addresses_become_pictures_in_their_order(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, web: Web
) -> None:
    made = await products.product(platform, shop.id)
    urls = [f"https://shop.example.org/{number}.jpg" for number in range(3)]
    for url in urls:
        web[url.removeprefix("https://")] = answer(picture())
    image_ids = await named(platform, made, *urls, variant=True)
    await jobs.fetch_images(platform)
    assert await images_of(client, shop, made) == [(one, "pending", "") for one in image_ids]
    await jobs.render_images(platform)
    whole = (await client.get(f"/api/v1/products/{made.ref}")).json()
    assert [image["alt"] for image in whole["images"]] == ["View 0", "View 1", "View 2"]
    assert whole["variants"][0]["image_id"] == image_ids[0]
    assert await waiting(platform, made) == 0
    assert await jobs.fetch_images(platform) == 0


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://inside.example.org/a.jpg", "It does not lead to the public internet"),
        ("http://127.0.0.1/a.jpg", "It does not lead to the public internet"),
        ("ftp://shop.example.org/a.jpg", "Only http and https addresses are fetched"),
        ("https://shop.example.org/page", "must be a JPEG, PNG or WebP picture"),
        ("https://shop.example.org/both", "holds something else besides the picture"),
        ("https://shop.example.org/long", "It holds more than 20 MB"),
    ],
)
async def test_what_cannot_be_a_picture_is_shown_as_failed(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, web: Web, url: str, reason: str
) -> None:
    web["shop.example.org/page"] = answer(hostile_files.SCRIPT)
    web["shop.example.org/both"] = answer(picture() + hostile_files.archive())
    web["shop.example.org/long"] = answer(b"\xff\xd8\xff" * 7_000_000)
    made = await products.product(platform, shop.id)
    resolve = platform.reach.resolve

    async def literal(host: str, port: int) -> Sequence[str]:
        return [host] if host == "127.0.0.1" else await resolve(host, port)

    platform.reach = Reach(resolve=literal)
    (image_id,) = await named(platform, made, url)
    await jobs.fetch_images(platform)
    assert await images_of(client, shop, made) == [(image_id, "failed", f"{reason} ({url})")]
    assert (await client.get(f"/api/v1/products/{made.ref}")).json()["images"] == []
    assert await waiting(platform, made) == 0
    gone = await client.delete(f"/api/v1/products/{made.ref}/images/{image_id}", headers=shop.headers)
    assert gone.status_code == 204


async def test_who_does_not_answer_is_asked_again_six_times_at_most(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, web: Web, later: Later
) -> None:
    made = await products.product(platform, shop.id)
    url = "https://shop.example.org/later.jpg"
    (image_id,) = await named(platform, made, url)
    for attempt in range(sources.ATTEMPTS_MAX):
        assert await waiting(platform, made) == 1
        assert await jobs.fetch_images(platform) == 1, attempt
        assert await jobs.fetch_images(platform) == 0
        later(seconds=8 ** (attempt + 1) if attempt < 3 else 3_601)
    later(seconds=-sum((8, 64, 512, *[3_601] * 3)))
    assert await images_of(client, shop, made) == [(image_id, "failed", f"It answers 404 ({url})")]


async def test_a_crash_after_the_file_was_stored_makes_no_second_picture(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, web: Web, later: Later
) -> None:
    made = await products.product(platform, shop.id)
    url = "https://shop.example.org/crash.jpg"
    web["shop.example.org/crash.jpg"] = answer(picture())
    (image_id,) = await named(platform, made, url)
    (source,) = await platform.db.run(sources.claim_sources, 40, fetching.CLAIMED_FOR)
    assert ids.encode("img", source.id) == image_id
    await platform.db.run(sources.open_source, source, len(picture()))
    await platform.storage.put(f"originals/{image_id}", picture())
    assert await jobs.fetch_images(platform) == 0  # claimed by the one that died
    later(seconds=fetching.CLAIMED_FOR.total_seconds())
    assert await jobs.fetch_images(platform) == 1
    later(seconds=-fetching.CLAIMED_FOR.total_seconds())
    assert await images_of(client, shop, made) == [(image_id, "pending", "")]


async def test_a_product_has_no_more_than_twenty_pictures(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, web: Web
) -> None:
    made = await products.product(platform, shop.id)
    urls = [f"https://shop.example.org/many/{number}.png" for number in range(22)]
    small = picture(".png", 40, 30)
    for url in urls:
        web[url.removeprefix("https://")] = answer(small)
    image_ids = await named(platform, made, *urls)
    await jobs.fetch_images(platform)
    assert await images_of(client, shop, made) == [(one, "pending", "") for one in image_ids[:20]]
    assert await waiting(platform, made) == 0


async def pictures_of(
    client: httpx.AsyncClient, shop: Seller, address: str
) -> tuple[int, int, list[tuple[int, str, str]]]:
    """How many pictures of the import wait and failed; those that failed by line, the end of the address, and why."""
    one = (await client.get(address, headers=shop.headers)).json()
    listed: list[tuple[int, str, str]] = []
    after: dict[str, str] = {}
    while True:
        page = await client.get(f"{address}/pictures", params={"limit": "1", **after}, headers=shop.headers)
        listed += [(row["line"], row["url"][-9:], row["reason"]) for row in page.json()["items"]]
        if page.json()["next"] is None:
            return one["pictures"]["waiting"], one["pictures"]["failed"], listed
        after = {"after": page.json()["next"]}


async def test_an_import_tells_of_its_pictures_and_fetches_them_once_more(
    client: httpx.AsyncClient, platform: Platform, web: Web
) -> None:
    shop = await users.seller(platform)
    rows = [
        "handle,title,price,on_hand,image_url,variant_image_url",
        "a,A,5,1,https://shop.example.org/a.jpg,https://shop.example.org/later.jpg",
        "a,,,,https://shop.example.org/page.jpg,",
        "b,B,5,1,https://inside.example.org/b.jpg,",
    ]
    web["shop.example.org/a.jpg"] = answer(picture())
    web["shop.example.org/later.jpg"] = web["shop.example.org/page.jpg"] = answer(hostile_files.SCRIPT)
    done = await sent_and_done(client, platform, shop, "\n".join(rows).encode())
    address = f"/api/v1/sellers/{shop.ref}/imports/{done['id']}"

    told = partial(pictures_of, client, shop, address)
    assert (done["counts"]["pictures"], await told()) == (4, (4, 0, []))
    await jobs.fetch_images(platform)
    kind, private = "must be a JPEG, PNG or WebP picture", "It does not lead to the public internet"
    assert await told() == (
        1,  # there, but not rendered yet
        3,
        [(2, "later.jpg", kind), (3, "/page.jpg", kind), (4, "org/b.jpg", private)],
    )
    listed = await client.get(f"/api/v1/sellers/{shop.ref}/imports", headers=shop.headers)
    assert listed.json()["items"][0]["pictures"] == {"waiting": 1, "failed": 3}
    [a, b] = [row["id"] for row in (await products_of(platform, shop)).values()]
    shown = (await client.get(f"/api/v1/products/{ids.encode('prod', a)}", headers=shop.headers)).json()[
        "images"
    ]
    assert [image["state"] for image in shown] == ["pending", "failed", "failed"]
    taken_off = await client.delete(
        f"/api/v1/products/{ids.encode('prod', a)}/images/{shown[1]['id']}", headers=shop.headers
    )
    assert taken_off.status_code == 204  # and with it the address: it is not wanted

    web["shop.example.org/later.jpg"] = answer(picture())
    answers = await asyncio.gather(
        *(client.post(f"{address}/pictures/retry", headers=shop.headers) for _ in range(4))
    )
    assert sorted(answer.json()["retried"] for answer in answers) == [0, 0, 0, 2]
    assert await told() == (3, 0, [])
    await jobs.fetch_images(platform)
    while await jobs.render_images(platform):  # those of other tests, too
        continue
    assert await told() == (0, 1, [(4, "org/b.jpg", private)])
    whole = (await client.get(f"/api/v1/products/{ids.encode('prod', a)}", headers=shop.headers)).json()
    assert [image["state"] for image in whole["images"]] == ["ready", "ready"]
    assert whole["variants"][0]["image_id"] == whole["images"][1]["id"]
    other = (await client.get(f"/api/v1/products/{ids.encode('prod', b)}", headers=shop.headers)).json()
    assert [image["state"] for image in other["images"]] == ["failed"]


async def test_a_picture_that_cannot_be_rendered_is_told_by_its_line(
    client: httpx.AsyncClient, platform: Platform, web: Web
) -> None:
    shop = await users.seller(platform)
    web["shop.example.org/a.jpg"] = answer(picture())
    rows = "handle,title,price,on_hand,image_url\na,A,5,1,https://shop.example.org/a.jpg\n"
    done = await sent_and_done(client, platform, shop, rows.encode())
    address = f"/api/v1/sellers/{shop.ref}/imports/{done['id']}"
    await jobs.fetch_images(platform)
    async with platform.db.reading() as tx:
        key = await tx.fetchval("SELECT original_key FROM product.images WHERE seller_id = $1", shop.id)
    await platform.storage.put(key, hostile_files.SCRIPT)  # as whoever holds an upload's address might
    while await jobs.render_images(platform):
        continue
    reason = "must be a JPEG, PNG or WebP picture"
    assert await pictures_of(client, shop, address) == (0, 1, [(2, "org/a.jpg", reason)])
    retried = await client.post(f"{address}/pictures/retry", headers=shop.headers)
    assert retried.json() == {"retried": 1}
    await jobs.fetch_images(platform)
    while await jobs.render_images(platform):
        continue
    assert await pictures_of(client, shop, address) == (0, 0, [])
    [row] = (await products_of(platform, shop)).values()
    whole = (
        await client.get(f"/api/v1/products/{ids.encode('prod', row['id'])}", headers=shop.headers)
    ).json()
    assert [image["state"] for image in whole["images"]] == ["ready"]
