"""What a process has: settings, pools, cache, limits, storage and an HTTP client for gateways, built once at start."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import asyncpg

from feria.core import cache, clock, pages
from feria.core.cache import Cache
from feria.core.db import Database
from feria.core.fetch import PUBLIC, Reach
from feria.core.limits import Limits
from feria.core.settings import Settings
from feria.core.storage import Storage

if TYPE_CHECKING:
    import httpx

CLOCK_POLL_SECONDS = 1.0
HTTP_TIMEOUT_SECONDS = 10.0


@dataclass
class Platform:
    """The means of one process; flows, jobs and doors are given it, actions and queries only get `tx`."""

    settings: Settings
    db: Database
    cache: Cache
    limits: Limits
    storage: Storage
    reach: Reach = PUBLIC
    """Where addresses that others have named may lead."""

    @classmethod
    async def open(cls, settings: Settings) -> "Platform":
        """Connect everything; raises Unavailable when the database does not answer."""
        database = await Database.connect(
            settings.database_url, settings.replica_url, size=settings.pool_size
        )
        platform = cls(
            settings=settings,
            db=database,
            cache=cache.connect(settings.redis_url),
            limits=Limits(settings.redis_url),
            storage=Storage.connect(settings.storage_url, settings.home, settings.storage_public_url),
        )
        pages.sign_with(settings.secret)
        await platform.follow_clock()
        return platform

    @cached_property
    def transport(self) -> "httpx.AsyncBaseTransport":
        """Connections to other machines, made for the first gateway that calls one."""
        import httpx

        return httpx.AsyncHTTPTransport()

    @cached_property
    def http(self) -> "httpx.AsyncClient":
        """The HTTP client of gateways, on those connections."""
        import httpx

        return httpx.AsyncClient(
            transport=self.transport, timeout=HTTP_TIMEOUT_SECONDS, follow_redirects=False
        )

    async def close(self) -> None:
        """Return everything."""
        if "transport" in self.__dict__:
            await self.transport.aclose()
        await self.cache.close()
        await self.limits.close()
        await self.db.close()

    async def follow_clock(self) -> None:
        """Take the clock's offset from the database; in production it never moves."""
        if self.settings.production:
            return
        async with self.db.reading() as tx:
            seconds = await tx.fetchval("SELECT offset_seconds FROM core.clock")
        clock.move_to_offset(timedelta(seconds=seconds or 0))

    async def follow_clock_until(self, stop: asyncio.Event) -> None:
        """Poll the clock's offset every second."""
        while not stop.is_set():
            await asyncio.sleep(CLOCK_POLL_SECONDS)
            try:
                await self.follow_clock()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                continue  # the database is away for a moment; requests report it themselves
