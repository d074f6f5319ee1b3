"""A product is copied with its pictures, and whoever dies over it leaves nothing half on show and no file behind."""

from collections.abc import Iterator

import httpx
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.core.storage import Storage, Stored
from feria.services.product import jobs
from feria.services.product.actions import images, uploads
from feria.services.product.flows import editing, tidying
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.hostile_files import picture
from tests.factories.users import Seller
from tests.product.test_images import upload

PICTURES = 2
# Before and after each file is read and stored: every transaction of the copy lies between two of them.
STEPS = 4 * PICTURES


class _Crash(Exception):
    pass


class _Failing(Storage):
    """The storage, until the step at which the process dies."""

    def __init__(self, inner: Storage, dies_at: int) -> None:
        self._inner = inner
        self._left = dies_at

    def _step(self) -> None:
        if self._left == 0:
            raise _Crash
        self._left -= 1

    async def get(self, key: str) -> bytes:
        self._step()
        data = await self._inner.get(key)
        self._step()
        return data

    async def put(self, key: str, data: bytes) -> None:
        self._step()
        await self._inner.put(key, data)
        self._step()


@pytest.fixture
def storage(platform: Platform) -> Iterator[Storage]:
    before = platform.storage
    yield before
    platform.storage = before


async def copies_of(client: httpx.AsyncClient, shop: Seller, title: str) -> list[str]:
    answer = await client.get(
        f"/api/v1/sellers/{shop.ref}/products", params={"q": title, "limit": "100"}, headers=shop.headers
    )
    return [row["id"] for row in answer.json()["items"] if row["title"] == f"{title} (copy)"]


async def files_of(storage: Storage, shop: Seller) -> set[str]:
    """The shop's originals."""
    found: list[Stored] = []
    while page := await storage.listed("originals", found[-1].key if found else ""):
        found += page
    keys = [one.key for one in found]
    return {
        key
        for key in keys
        if key.startswith("originals/img_")
        and ids.owner_of(ids.path("img", key.removeprefix("originals/"))) == shop.id
    }


@pytest.mark.parametrize("step", range(STEPS))
async def test_a_copy_that_dies_on_the_way(
    client: httpx.AsyncClient, platform: Platform, storage: Storage, later: Later, step: int
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, title=f"Ewer {shop.id}")
    for alt in ("Front", "Back"):
        assert (await upload(client, shop, made.ref, picture(), alt=alt)).status_code == 201
    while await jobs.render_images(platform):
        continue
    actor = shop.principal

    platform.storage = _Failing(storage, step)
    with pytest.raises(_Crash):
        await editing.duplicate_product(platform, actor, "", made.id)
    platform.storage = storage
    copy_id = await editing.duplicate_product(platform, actor, "", made.id)

    later(seconds=uploads.KEPT_FOR.total_seconds() + 1)
    await jobs.delete_expired_uploads(platform)
    later(seconds=-uploads.KEPT_FOR.total_seconds() - 1)
    while await jobs.render_images(platform):
        continue
    copies = await copies_of(client, shop, made.title)
    assert len(copies) == 2
    kept: set[str] = set()
    for ref in (made.ref, *copies):
        whole = (await client.get(f"/api/v1/products/{ref}", headers=shop.headers)).json()
        assert whole["status"] == ("published" if ref == made.ref else "draft")
        assert {one["state"] for one in whole["images"]} <= {"ready"}
        if ref in (made.ref, ids.encode("prod", copy_id)):
            assert [one["alt"] for one in whole["images"]] == ["Front", "Back"]
        else:
            assert [one["alt"] for one in whole["images"]] == ["Front", "Back"][: step // 4]
            assert (await client.get(f"/api/v1/products/{ref}")).status_code == 404
        kept |= {images.original_key(ids.path("img", one["id"])) for one in whole["images"]}
    assert await files_of(storage, shop) == kept
    assert await tidying.sweep(platform) >= 0
    assert await files_of(storage, shop) == kept
