"""Pictures in a real S3 store: what its signed addresses take and refuse, and the stories of uploads on top of it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import botocore.session
import httpx
import pytest

from feria.core.platform import Platform
from feria.core.storage import Storage
from feria.pages import shell
from tests.factories import users
from tests.factories.hostile_files import picture
from tests.factories.users import Seller
from tests.integration import ceph
from tests.product import test_uploads as stories

pytestmark = pytest.mark.integration

BUCKET = "feria-test"
JPEG = {"Content-Type": "image/jpeg"}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ceph.Gateway]:
    if ceph.missing():
        pytest.skip(f"Ceph is not installed: {', '.join(ceph.missing())}")
    with pytest.MonkeyPatch.context() as patch, ceph.gateway(tmp_path_factory.mktemp("ceph")) as found:
        for name, value in found.environment.items():
            patch.setenv(name, value)
        client: Any = botocore.session.Session().create_client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield found


@pytest.fixture
async def storage(gateway: ceph.Gateway, platform: Platform, tmp_path: Path) -> AsyncIterator[Storage]:
    """A prefix of the test's own in the bucket."""
    opened = Storage.connect(f"s3://{BUCKET}/{tmp_path.name}", tmp_path)
    before, platform.storage = platform.storage, opened
    yield opened
    platform.storage = before


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


# The same stories as on a folder and in memory.
test_the_way_of_a_file = stories.test_a_file_is_announced_sent_and_completed
test_hostile_files = stories.test_hostile_files_are_refused_and_deleted
test_another_type = stories.test_a_file_of_another_type_than_announced_is_refused
test_no_pixels = stories.test_pixels_that_are_not_there_leave_no_file
test_never_completed = stories.test_what_is_never_completed_is_deleted
test_sweep = stories.test_the_sweep_deletes_what_nothing_refers_to_and_only_that
test_sweep_among_uploads = stories.test_a_sweep_among_uploads_deletes_nothing_that_is_used


def signed(storage: Storage, key: str, data: bytes, seconds: int = 60) -> str:
    assert storage.signer is not None
    return storage.signer.address(key, size_bytes=len(data), media_type="image/jpeg", seconds=seconds)


async def put(url: str, data: Any, headers: dict[str, str]) -> int:
    async with httpx.AsyncClient() as browser:
        return (await browser.put(url, content=data, headers=headers)).status_code


async def test_a_signed_address_takes_only_what_was_announced(storage: Storage) -> None:
    data = picture(width=40, height=30)
    url = signed(storage, "originals/x", data)
    parts = urlsplit(url)
    assert parse_qs(parts.query)["X-Amz-SignedHeaders"] == ["content-length;content-type;host"]
    refused: dict[str, tuple[str, Any, dict[str, str]]] = {
        "longer": (url, data + b"x", JPEG),
        "shorter": (url, data[:-1], JPEG),
        "nothing": (url, b"", JPEG),
        "another type": (url, data, {"Content-Type": "text/html"}),
        "more behind the type": (url, data, {"Content-Type": "image/jpeg; charset=x"}),
        "no type": (url, data, {}),
        "another key": (url.replace("originals/x", "media/x"), data, JPEG),
        "another bucket": (url.replace(BUCKET, "feria-other"), data, JPEG),
        "forged signature": (url[:-8] + "00000000", data, JPEG),
        "longer time": (url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"), data, JPEG),
        "no signature": (url.partition("?")[0], data, JPEG),
    }
    for name, (address, content, headers) in refused.items():
        assert await put(address, content, headers) in (400, 403, 404), name
    assert await storage.size("originals/x") is None
    assert await storage.size("media/x") is None
    assert await put(url, data, JPEG) == 200
    assert await storage.get("originals/x") == data
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(url, headers=JPEG)).status_code == 403
        assert (await browser.delete(url, headers=JPEG)).status_code == 403


async def test_a_body_of_unknown_length_is_refused(storage: Storage) -> None:
    data = picture(width=40, height=30)

    async def pieces() -> AsyncIterator[bytes]:
        yield data
        yield b"x" * 1_000

    assert await put(signed(storage, "originals/y", data), pieces(), JPEG) in (403, 411)
    assert await storage.size("originals/y") is None


async def test_an_address_that_has_run_out_is_refused(storage: Storage) -> None:
    data = picture(width=40, height=30)
    url = signed(storage, "originals/z", data, seconds=1)
    await asyncio.sleep(2.5)
    assert await put(url, data, JPEG) == 403
    assert await storage.size("originals/z") is None


async def test_files_are_listed_in_order_behind_a_key(storage: Storage) -> None:
    keys = [f"originals/{number:02d}" for number in range(12)]
    for key in reversed(keys):
        await storage.put(key, b"x")
    assert [one.key for one in await storage.listed("originals", "")] == keys
    assert [one.key for one in await storage.listed("originals", keys[4])] == keys[5:]
    assert await storage.listed("media", "") == []


async def test_pages_may_send_to_the_store(
    storage: Storage, gateway: ceph.Gateway, client: httpx.AsyncClient
) -> None:
    assert storage.upload_origin == gateway.endpoint
    assert shell.policy_with(storage.upload_origin).count(f"connect-src 'self' {gateway.endpoint};") == 1
