"""Rate limits: fixed windows counted in memory or Redis (library `limits`), told in `RateLimit` fields."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from feria.core import clock
from feria.core.errors import RateLimited

if TYPE_CHECKING:
    from limits.aio.strategies import FixedWindowRateLimiter
    from redis.asyncio import Redis

log = structlog.get_logger()


class Limits:
    """Counts requests by key. Guards against floods only: the limit on sign-in attempts lives in PostgreSQL."""

    def __init__(self, redis_url: str = "") -> None:
        self._redis_url = redis_url
        self._redis: Redis | None = None

    @cached_property
    def _limiter(self) -> "FixedWindowRateLimiter":
        """The library's part, loaded by the first request that is counted."""
        from limits.aio.storage import MemoryStorage, RedisStorage
        from limits.aio.strategies import FixedWindowRateLimiter

        if not self._redis_url:
            return FixedWindowRateLimiter(MemoryStorage())
        from redis import asyncio as redis

        self._redis = redis.Redis.from_url(self._redis_url, socket_timeout=1.0, socket_connect_timeout=1.0)
        options: dict[str, Any] = {"connection_pool": self._redis.connection_pool}
        address = "async+" + self._redis_url
        return FixedWindowRateLimiter(
            RedisStorage(address, wrap_exceptions=True, implementation="redispy", **options)
        )

    async def close(self) -> None:
        """Return the connections."""
        if self._redis is not None:
            await self._redis.aclose(close_connection_pool=True)

    async def hit(self, key: str, per_minute: int) -> None:
        """Count one request; raises RateLimited (429 with Retry-After) above the limit. Without Redis it lets pass."""
        from limits import RateLimitItemPerMinute
        from limits.errors import StorageError

        item = RateLimitItemPerMinute(per_minute, namespace="feria")
        try:
            if not await self._limiter.hit(item, key):
                stats = await self._limiter.get_window_stats(item, key)
                raise RateLimited(int(stats.reset_time - clock.now().timestamp()) + 1)
        except StorageError as error:
            log.warning("limits away", reason=str(error))
