"""The shared cache and the limits on a real Redis, and what happens when it goes away."""

import os
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from feria.core import cache
from feria.core.cache import Cache
from feria.core.errors import RateLimited
from feria.core.limits import Limits

pytestmark = pytest.mark.integration

REDIS_URL = os.environ.get("FERIA_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
NOBODY_URL = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Cache]:
    opened = cache.connect(REDIS_URL if request.param == "redis" else "")
    yield opened
    await opened.close()


async def test_both_caches_keep_the_same_promises(store: Cache) -> None:
    key = uuid4().hex
    assert await store.ping()
    assert await store.get(key) is None
    await store.set(key, b"\x00value", 60)
    assert await store.get(key) == b"\x00value"
    await store.delete(key)
    assert await store.get(key) is None


async def test_a_cache_that_is_away_reads_as_empty() -> None:
    away = cache.connect(NOBODY_URL)
    await away.set("key", b"value", 60)
    assert await away.get("key") is None
    assert not await away.ping()
    await away.close()


@pytest.mark.parametrize("url", ["", REDIS_URL])
async def test_limits_count_per_key(url: str) -> None:
    limits, key = Limits(url), uuid4().hex
    for _ in range(3):
        await limits.hit(key, 3)
    with pytest.raises(RateLimited) as refused:
        await limits.hit(key, 3)
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 61
    await limits.hit(uuid4().hex, 3)
    await limits.close()


async def test_limits_let_pass_while_redis_is_away() -> None:
    limits = Limits(NOBODY_URL)
    for _ in range(5):
        await limits.hit("key", 1)
    await limits.close()
