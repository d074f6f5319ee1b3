"""Pictures sent past the API: announced, sent to a signed address, completed; and the files nobody refers to."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from feria.core import ids, uploads
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.core.storage import Storage
from feria.core.uploads import Ticket
from feria.services.product import jobs
from feria.services.product.flows import tidying
from tests.conftest import Later
from tests.factories import hostile_files, products, users
from tests.factories.hostile_files import picture
from tests.factories.users import Seller

TYPES = {"PNG": "image/png", "WebP": "image/webp"}


@pytest.fixture(autouse=True, params=["memory", "folder"])
async def storage(
    request: pytest.FixtureRequest, platform: Platform, tmp_path: Path
) -> AsyncIterator[Storage]:
    """A storage of the test's own, so that everything in it is known."""
    opened = Storage.connect("memory://" if request.param == "memory" else "", tmp_path)
    before, platform.storage = platform.storage, opened
    yield opened
    platform.storage = before


@pytest.fixture
async def shop(platform: Platform) -> Seller:
    """A seller for each test, whose limit of uploads a minute nobody else uses up."""
    return await users.seller(platform)


async def files(storage: Storage) -> list[str]:
    found = [one.key for folder in tidying.FOLDERS for one in await storage.listed(folder, "")]
    return sorted(found)


async def rendered(platform: Platform) -> None:
    """Render all that wait, with what other tests have left."""
    while await jobs.render_images(platform):
        pass


async def announced(
    client: httpx.AsyncClient, shop: Seller, ref: str, data: bytes, **body: Any
) -> httpx.Response:
    wanted = {"type": "image/jpeg", "size_bytes": max(1, len(data)), "alt": "A pot"} | body
    return await client.post(f"/api/v1/products/{ref}/images", json=wanted, headers=shop.headers)


async def sent(client: httpx.AsyncClient, upload: dict[str, Any], data: bytes) -> httpx.Response:
    """Do what the announcement's answer says, at our own address or at an object store's."""
    method, url, headers = upload["method"], upload["url"], upload["headers"]
    if url.startswith(uploads.PATH):
        return await client.request(method, url, content=data, headers=headers)
    async with httpx.AsyncClient() as browser:
        return await browser.request(method, url, content=data, headers=headers)


async def completed(client: httpx.AsyncClient, shop: Seller, ref: str, image: str) -> httpx.Response:
    return await client.post(f"/api/v1/products/{ref}/images/{image}/complete", headers=shop.headers)


async def test_a_file_is_announced_sent_and_completed(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, storage: Storage
) -> None:
    made = await products.product(platform, shop.id)
    data = picture()
    answer = await announced(client, shop, made.ref, data)
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    upload = answer.json()
    assert (upload["method"], upload["headers"]) == ("PUT", {"Content-Type": "image/jpeg"})
    early = await completed(client, shop, made.ref, upload["id"])
    assert (early.status_code, early.json()["type"].rpartition("/")[2]) == (409, "upload-missing")
    assert (await sent(client, upload, data)).is_success
    assert await files(storage) == [f"originals/{upload['id']}"]
    for _ in range(2):
        done = await completed(client, shop, made.ref, upload["id"])
        assert (done.status_code, done.json()["state"], done.json()["alt"]) == (200, "pending", "A pot")
    await rendered(platform)
    (image,) = (await client.get(f"/api/v1/products/{made.ref}")).json()["images"]
    assert (image["id"], image["state"], image["failure"]) == (upload["id"], "ready", "")
    assert b"secret" not in (await client.get(image["urls"]["800"])).content
    gone = await client.delete(f"/api/v1/products/{made.ref}/images/{image['id']}", headers=shop.headers)
    assert (gone.status_code, await files(storage)) == (204, [])


@pytest.mark.parametrize(
    "name", [name for name in hostile_files.hostile() if name not in ("nothing", "over-long")]
)
async def test_hostile_files_are_refused_and_deleted(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, storage: Storage, name: str
) -> None:
    data, words = hostile_files.hostile()[name]
    made = await products.product(platform, shop.id)
    kind = next(
        (kind for start, kind in TYPES.items() if data[:16].find(start[:3].upper().encode()) >= 0), ""
    )
    kind = "image/webp" if data[8:12] == b"WEBP" else kind or "image/jpeg"
    upload = (await announced(client, shop, made.ref, data, type=kind)).json()
    assert (await sent(client, upload, data)).is_success
    refused = await completed(client, shop, made.ref, upload["id"])
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": "file", "message": words}]
    assert (await completed(client, shop, made.ref, upload["id"])).status_code == 404
    assert await files(storage) == []
    assert (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()["images"] == []


async def test_a_file_of_another_type_than_announced_is_refused(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, storage: Storage
) -> None:
    made = await products.product(platform, shop.id)
    data = picture(".png", 40, 30)
    upload = (await announced(client, shop, made.ref, data, type="image/webp")).json()
    assert (await sent(client, upload, data)).is_success
    refused = await completed(client, shop, made.ref, upload["id"])
    assert refused.json()["errors"] == [{"field": "file", "message": "is not of the type that was announced"}]
    assert await files(storage) == []


async def test_pixels_that_are_not_there_leave_no_file(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, storage: Storage
) -> None:
    made = await products.product(platform, shop.id)
    data = hostile_files.png(400, 300)
    upload = (await announced(client, shop, made.ref, data, type="image/png")).json()
    await sent(client, upload, data)
    assert (await completed(client, shop, made.ref, upload["id"])).status_code == 200
    await rendered(platform)
    (image,) = (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()["images"]
    assert (image["state"], image["failure"], image["urls"]) == ("failed", "is damaged", {})
    assert await files(storage) == []


@pytest.mark.parametrize(
    "body",
    [
        {"type": "image/svg+xml"},
        {"type": "image/gif"},
        {"type": "text/html"},
        {"type": "image/jpeg, text/html"},
        {"type": None},
        {"size_bytes": 0},
        {"size_bytes": -1},
        {"size_bytes": 20_000_001},
        {"size_bytes": 1.5},
        {"size_bytes": "9"},
        {"alt": "x" * 201},
        {"alt": "a\nb"},
        {"key": "media/x"},
    ],
)
async def test_announcements_of_anything_else_are_refused(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, body: dict[str, Any]
) -> None:
    made = await products.product(platform, shop.id)
    assert (await announced(client, shop, made.ref, b"x", **body)).status_code == 422


async def test_a_signed_address_takes_only_what_was_announced(
    client: httpx.AsyncClient,
    platform: Platform,
    settings: Settings,
    shop: Seller,
    storage: Storage,
    later: Later,
) -> None:
    made = await products.product(platform, shop.id)
    data = picture(width=40, height=30)
    upload = (await announced(client, shop, made.ref, data)).json()
    token = upload["url"].removeprefix(uploads.PATH)
    other = uploads.seal(Ticket("media/x", len(data), "image/jpeg", 2**40), "another-secret-" + "x" * 32)
    elsewhere = ["B" if letter == "A" else "A" for letter in token]
    changed = [token[:at] + elsewhere[at] + token[at + 1 :] for at in (0, len(token) // 2)]
    for forged in (*changed, other, "x", "%00", "é", "=", "A" * 5_000):
        answer = await client.put(uploads.PATH + forged, content=data, headers=upload["headers"])
        assert answer.status_code in (400, 403), forged
    wrong: list[tuple[bytes, dict[str, str]]] = [
        (data + b"x", upload["headers"]),
        (data[:-1], upload["headers"]),
        (b"", upload["headers"]),
        (data, {"Content-Type": "text/html"}),
        (data, {"Content-Type": "image/jpeg; charset=x"}),
        (data, {}),
    ]
    for content, headers in wrong:
        assert (await client.put(upload["url"], content=content, headers=headers)).status_code == 403

    async def pieces() -> AsyncIterator[bytes]:
        yield data
        yield b"x"

    streamed = await client.put(upload["url"], content=pieces(), headers=upload["headers"])
    assert streamed.status_code == 403
    huge = await client.put(upload["url"], content=b"x" * 20_000_001, headers=upload["headers"])
    assert huge.status_code in (403, 413)
    assert await files(storage) == []
    later(minutes=14)
    assert (await sent(client, upload, data)).status_code == 204
    later(minutes=1)
    assert (await sent(client, upload, data)).status_code == 403


async def test_uploads_count_among_the_pictures(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id)
    answers = [await announced(client, shop, made.ref, b"x") for _ in range(20)]
    assert [one.status_code for one in answers] == [201] * 20
    one_more = await announced(client, shop, made.ref, b"x")
    assert (one_more.status_code, one_more.json()["type"].rpartition("/")[2]) == (409, "too-many-images")
    address = f"/api/v1/products/{made.ref}/images/{answers[0].json()['id']}"
    assert (await client.delete(address, headers=shop.headers)).status_code == 204
    assert (await client.delete(address, headers=shop.headers)).status_code == 404
    assert (await announced(client, shop, made.ref, b"x")).status_code == 201
    later(minutes=61)
    assert await jobs.delete_expired_uploads(platform) >= 20
    later(minutes=-61)
    assert (await announced(client, shop, made.ref, b"x")).status_code == 201


async def test_uploads_are_their_sellers_alone(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, storage: Storage
) -> None:
    made, other = await products.product(platform, shop.id), await users.seller(platform)
    data = picture(width=40, height=30)
    assert (await announced(client, other, made.ref, data)).status_code == 404
    upload = (await announced(client, shop, made.ref, data)).json()
    await sent(client, upload, data)
    assert (await completed(client, other, made.ref, upload["id"])).status_code == 404
    second = await products.product(platform, shop.id)
    assert (await completed(client, shop, second.ref, upload["id"])).status_code == 404
    assert await files(storage) == [f"originals/{upload['id']}"]


async def test_what_is_never_completed_is_deleted(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, storage: Storage, later: Later
) -> None:
    made = await products.product(platform, shop.id)
    data = picture(width=40, height=30)
    upload = (await announced(client, shop, made.ref, data)).json()
    await sent(client, upload, data)
    later(minutes=59)
    await jobs.delete_expired_uploads(platform)
    assert len(await files(storage)) == 1
    later(minutes=2)
    assert await jobs.delete_expired_uploads(platform) >= 1
    assert await files(storage) == []
    later(minutes=-61)
    assert (await completed(client, shop, made.ref, upload["id"])).status_code == 404


async def test_the_sweep_deletes_what_nothing_refers_to_and_only_that(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, storage: Storage
) -> None:
    made = await products.product(platform, shop.id)
    sent_form = await client.post(
        f"/api/v1/products/{made.ref}/images", files={"file": ("a.jpg", picture())}, headers=shop.headers
    )
    upload = (await announced(client, shop, made.ref, picture())).json()
    await sent(client, upload, picture())
    await rendered(platform)
    used = await files(storage)
    assert len(used) == 6 and f"originals/{sent_form.json()['id']}" in used
    gone = ids.encode("img", ids.new(shop.id))
    lost = [f"originals/{gone}", f"media/{gone.removeprefix('img_')}-400.webp"]
    foreign = ["originals/notes.txt", "media/readme", "media/" + "0" * 25 + "-400.webp"]
    for key in (*lost, *foreign):
        await storage.put(key, b"x")
    assert await tidying.sweep(platform) == 0  # all of it is young
    assert await tidying.sweep(platform, left_alone_for=timedelta(0)) == 2
    assert await files(storage) == sorted([*used, *foreign])
    assert await tidying.sweep(platform, left_alone_for=timedelta(0)) == 0


async def test_a_thousand_files_are_gone_through_at_a_time(platform: Platform, storage: Storage) -> None:
    lost = [f"originals/{ids.encode('img', ids.new(1))}" for _ in range(1_100)]
    for key in lost:
        await storage.put(key, b"x")
    rounds = [await tidying.sweep(platform, left_alone_for=timedelta(0)) for _ in range(3)]
    assert rounds == [1_000, 100, 0]
    assert await files(storage) == []


async def by_form(client: httpx.AsyncClient, shop: Seller, ref: str) -> None:
    for _ in range(5):
        answer = await client.post(
            f"/api/v1/products/{ref}/images",
            files={"file": ("a.jpg", picture(width=40, height=30))},
            headers=shop.headers,
        )
        assert answer.status_code == 201


async def past_the_api(client: httpx.AsyncClient, shop: Seller, ref: str) -> None:
    """Six uploads, two of which are taken back and sent once more all the same, so that their files are lost."""
    data = picture(width=40, height=30)
    for number in range(6):
        answer = await announced(client, shop, ref, data)
        assert answer.status_code == 201
        upload = answer.json()
        await sent(client, upload, data)
        if number % 3:
            assert (await completed(client, shop, ref, upload["id"])).status_code == 200
        else:
            address = f"/api/v1/products/{ref}/images/{upload['id']}"
            assert (await client.delete(address, headers=shop.headers)).status_code == 204
            await sent(client, upload, data)


async def test_a_sweep_among_uploads_deletes_nothing_that_is_used(
    client: httpx.AsyncClient, platform: Platform, storage: Storage
) -> None:
    """Sweeps without any mercy for what is young run all the while that pictures come in by both ways, and go."""
    shop = await users.seller(platform)  # with a limit of uploads of its own
    made = [await products.product(platform, shop.id) for _ in range(4)]
    over = asyncio.Event()

    async def sweeping() -> int:
        swept = 0
        while not over.is_set():
            await jobs.render_images(platform)
            swept += await tidying.sweep(platform, left_alone_for=timedelta(0))
            await asyncio.sleep(0)
        return swept

    async with asyncio.TaskGroup() as group:
        sweeps = [group.create_task(sweeping()) for _ in range(3)]
        ways = zip(made, (by_form, past_the_api) * 2, strict=True)
        await asyncio.gather(*(group.create_task(way(client, shop, one.ref)) for one, way in ways))
        over.set()
    await rendered(platform)
    swept = sum(one.result() for one in sweeps)
    swept += await tidying.sweep(platform, left_alone_for=timedelta(0))
    images = [
        image
        for one in made
        for image in (await client.get(f"/api/v1/products/{one.ref}", headers=shop.headers)).json()["images"]
    ]
    assert [image["state"] for image in images] == ["ready"] * (5 + 4) * 2
    assert swept >= 4
    expected = [f"originals/{image['id']}" for image in images]
    expected += [
        f"media/{image['id'].removeprefix('img_')}-{width}.webp"
        for image in images
        for width in image["urls"]
    ]
    assert await files(storage) == sorted(expected)


def test_settings_of_a_folder_sign_for_ourselves(settings: Settings, tmp_path: Path) -> None:
    own = msgspec.structs.replace(settings, storage_url="")
    signed = uploads.sign(
        Storage.connect("", tmp_path), own, "originals/x", size_bytes=1, media_type="image/png"
    )
    assert signed.url.startswith(uploads.PATH)
