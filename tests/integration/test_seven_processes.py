"""The journeys with every service in its own process, through a real nginx with the generated configuration."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from feria.core.platform import Platform
from feria.core.settings import Settings
from tests import databases
from tests.integration import processes
from tests.journeys.shop import Shop, Visitor
from tests.journeys.stories import STORIES

pytestmark = [pytest.mark.integration, pytest.mark.journey]


@pytest.fixture(scope="module")
async def shop(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("seven")
    name = databases.clone(server, databases.template(server))
    url = databases.address(server, name, "feria_test_app")
    environment = {
        "FERIA_ENV": "test",
        "FERIA_HOME": str(folder / "home"),
        "FERIA_SECRET": "seven-processes-" + "x" * 32,
        "FERIA_DATABASE_URL": url,
        "FERIA_POOL_SIZE": "5",
        "FERIA_LOG_LEVEL": "warning",
    }
    settings = Settings(
        env="test",
        home=folder / "tests",
        secret=environment["FERIA_SECRET"],
        database_url=url,
        storage_url="memory://",
    )
    with processes.seven(environment, folder) as address:
        platform = await Platform.open(settings)

        def visit() -> Visitor:
            return Visitor(httpx.AsyncClient(base_url=address, timeout=30))

        async def settle() -> None:
            await asyncio.sleep(0.1)

        yield Shop(platform, visit, settle)
        await platform.close()
    databases.drop(server, name)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_journey(shop: Shop, story) -> None:  # type: ignore[no-untyped-def]
    await story(shop)
