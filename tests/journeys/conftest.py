"""A database of their own for the journeys: `feria check` is clean at their end."""

import httpx
import pytest

from feria.app import Application
from feria.core import events, jobs
from feria.core.platform import Platform
from tests.conftest import PUBLIC_URL, database_of_its_own, transport
from tests.factories.catalogue import refresh_index
from tests.journeys.shop import Shop, Visitor

platform, app = database_of_its_own()


@pytest.fixture
def shop(app: Application, platform: Platform) -> Shop:
    """The whole marketplace inside the test's own process."""

    def visit() -> Visitor:
        return Visitor(httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL))

    async def settle() -> None:
        await events.drain(platform)
        await jobs.run_all(platform)
        await refresh_index(platform)

    return Shop(platform, visit, settle)
