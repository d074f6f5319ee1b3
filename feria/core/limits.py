"""Rate limits: fixed windows counted in memory or Redis (library `limits`), told in `RateLimit` fields."""

import structlog
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from feria.core import clock
from feria.core.errors import RateLimited

log = structlog.get_logger()


class Limits:
    """Counts requests by key. Guards against floods only: the limit on sign-in attempts lives in PostgreSQL."""

    def __init__(self, redis_url: str = "") -> None:
        storage = (
            RedisStorage("async+" + redis_url, implementation="redispy") if redis_url else MemoryStorage()
        )
        self._limiter = FixedWindowRateLimiter(storage)

    async def hit(self, key: str, per_minute: int) -> None:
        """Count one request; raises RateLimited (429 with Retry-After) above the limit. Without Redis it lets pass."""
        item = RateLimitItemPerMinute(per_minute, namespace="feria")
        try:
            if not await self._limiter.hit(item, key):
                stats = await self._limiter.get_window_stats(item, key)
                raise RateLimited(int(stats.reset_time - clock.now().timestamp()) + 1)
        except RedisError as error:
            log.warning("limits away", reason=str(error))
