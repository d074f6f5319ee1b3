"""The shared cache: memory when alone, Redis in production, one small interface; nothing correct ever depends on it."""

from collections import OrderedDict
from typing import Protocol

from feria.core import clock

ENTRIES_MAX = 50_000


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


def connect(url: str) -> Cache:
    """The cache of the setting: Redis for an address, memory for none."""
    if not url:
        return MemoryCache()
    from feria.core.redis_cache import RedisCache  # dear to import, and not needed on a laptop

    return RedisCache(url)
