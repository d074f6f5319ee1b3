"""Redis behind the cache's interface."""

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()

PREFIX = "feria:"


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
