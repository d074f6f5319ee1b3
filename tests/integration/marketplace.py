"""What tests of real processes stand on: a fresh database, the settings of all processes on it, and visitors."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from feria.core.platform import Platform
from feria.core.settings import Settings
from tests import databases
from tests.journeys.shop import Shop, Visitor

SECRET = "real-processes-" + "x" * 32


@dataclass(frozen=True)
class Ground:
    """A database without any process on it; `environment` is for processes, `settings` for the test's platform."""

    folder: Path
    environment: dict[str, str]
    settings: Settings


@contextmanager
def ground(server: str, folder: Path) -> Iterator[Ground]:
    """A new clone of the migrated template, dropped in the end."""
    name = databases.clone(server, databases.template(server))
    url = databases.address(server, name, "feria_test_app")
    environment = {
        "FERIA_ENV": "test",
        "FERIA_HOME": str(folder / "home"),
        "FERIA_BIND": "127.0.0.1",
        "FERIA_SECRET": SECRET,
        "FERIA_DATABASE_URL": url,
        "FERIA_POOL_SIZE": "5",
        "FERIA_LOG_LEVEL": "warning",
    }
    settings = Settings(
        env="test", home=folder / "tests", secret=SECRET, database_url=url, storage_url="memory://"
    )
    try:
        yield Ground(folder, environment, settings)
    finally:
        databases.drop(server, name)


@asynccontextmanager
async def visited(settings: Settings, address: str) -> AsyncIterator[Shop]:
    """The marketplace at an address; what happens in the background there only needs time."""
    platform = await Platform.open(settings)
    clients: list[httpx.AsyncClient] = []

    def visit() -> Visitor:
        clients.append(httpx.AsyncClient(base_url=address, timeout=30))
        return Visitor(clients[-1])

    async def settle() -> None:
        await asyncio.sleep(0.1)

    try:
        yield Shop(platform, visit, settle)
    finally:
        for client in clients:
            await client.aclose()
        await platform.close()
