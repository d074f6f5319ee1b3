"""Rate limits: fixed windows of a minute, counted in this process or in Redis, told in `RateLimit` fields."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from feria.core import clock
from feria.core.errors import RateLimited

if TYPE_CHECKING:
    from limits.aio.strategies import FixedWindowRateLimiter
    from redis.asyncio import Redis

log = structlog.get_logger()

WINDOW_SECONDS = 60


class Limits:
    """Counts requests by key. Guards against floods only: the limit on sign-in attempts lives in PostgreSQL.

    In Redis the library `limits` counts. Its store in memory looks at every key on each hit (85 µs at 400 keys), so
    one process alone counts in a dictionary, whose ended windows are swept out once a minute.
    """

    def __init__(self, redis_url: str = "") -> None:
        self._redis_url = redis_url
        self._redis: Redis | None = None
        self._windows: dict[str, tuple[float, int]] = {}  # by key: when it ends, and the hits in it
        self._sweep_at = 0.0

    @cached_property
    def _limiter(self) -> "FixedWindowRateLimiter":
        """The library's part, loaded by the first request that is counted."""
        from limits.aio.storage import RedisStorage
        from limits.aio.strategies import FixedWindowRateLimiter
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
        if self._redis_url:
            await self._hit_in_redis(key, per_minute)
        else:
            self._hit_in_memory(key, per_minute)

    def _hit_in_memory(self, key: str, per_minute: int) -> None:
        now = clock.now().timestamp()
        if now >= self._sweep_at:
            self._windows = {one: window for one, window in self._windows.items() if window[0] > now}
            self._sweep_at = now + WINDOW_SECONDS
        ends_at, hits = self._windows.get(key, (0.0, 0))
        if ends_at <= now:
            ends_at, hits = now + WINDOW_SECONDS, 0
        self._windows[key] = ends_at, hits + 1
        if hits >= per_minute:
            raise RateLimited(int(ends_at - now) + 1)

    async def _hit_in_redis(self, key: str, per_minute: int) -> None:
        from limits import RateLimitItemPerMinute
        from limits.errors import StorageError

        item = RateLimitItemPerMinute(per_minute, namespace="feria")
        try:
            if not await self._limiter.hit(item, key):
                stats = await self._limiter.get_window_stats(item, key)
                raise RateLimited(int(stats.reset_time - clock.now().timestamp()) + 1)
        except StorageError as error:
            log.warning("limits away", reason=str(error))
