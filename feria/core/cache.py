"""The shared cache: memory when alone, Redis in production, one small interface; nothing correct ever depends on it."""

from collections import OrderedDict
from typing import Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from feria.core import clock

log = structlog.get_logger()

ENTRIES_MAX = 50_000
PREFIX = "feria:"


class Cache(Protocol):
    """Bytes by key with a lifetime. A cache that does not answer behaves like an empty one."""

    async def get(self, key: str) -> bytes | None: ...
    async def set(self, key: str, value: bytes, seconds: int) -> None: ...
    async def delete(self, *keys: str) -> None: ...
    async def ping(self) -> bool: ...
    async def close(self) -> None: ...


class MemoryCache:
    """One process's cache, bounded by number of entries, oldest out first."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    async def get(self, key: str) -> bytes | None:
        found = self._entries.get(key)
        if found is None or found[0] <= clock.now().timestamp():
            return None
        return found[1]

    async def set(self, key: str, value: bytes, seconds: int) -> None:
        self._entries[key] = (clock.now().timestamp() + seconds, value)
        self._entries.move_to_end(key)
        while len(self._entries) > ENTRIES_MAX:
            self._entries.popitem(last=False)

    async def delete(self, *keys: str) -> None:
        for key in keys:
            self._entries.pop(key, None)

    async def ping(self) -> bool:
        return True

    async def close(self) -> None:
        self._entries.clear()


class RedisCache:
    """Redis behind the same interface; an outage is logged and read as a miss."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(url, socket_timeout=1.0, socket_connect_timeout=1.0)

    async def get(self, key: str) -> bytes | None:
        try:
            found = await self._redis.get(PREFIX + key)
        except RedisError as error:
            log.warning("cache away", reason=str(error))
            return None
        return found if isinstance(found, bytes) else None

    async def set(self, key: str, value: bytes, seconds: int) -> None:
        try:
            await self._redis.set(PREFIX + key, value, ex=seconds)
        except RedisError as error:
            log.warning("cache away", reason=str(error))

    async def delete(self, *keys: str) -> None:
        try:
            await self._redis.delete(*(PREFIX + key for key in keys))
        except RedisError as error:
            log.warning("cache away", reason=str(error))

    async def ping(self) -> bool:
        try:
            return bool(await self._redis.ping())
        except RedisError:
            return False

    async def close(self) -> None:
        await self._redis.aclose()


def connect(url: str) -> Cache:
    """The cache of the setting: Redis for an address, memory for none."""
    return RedisCache(url) if url else MemoryCache()
