"""The journeys with all services in one process."""

import httpx
import pytest

from feria.app import Application
from feria.core import events, jobs
from feria.core.platform import Platform
from tests.conftest import PUBLIC_URL, transport
from tests.factories.catalogue import refresh_index
from tests.journeys.shop import Shop, Visitor
from tests.journeys.stories import STORIES


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


@pytest.mark.journey
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_journey(shop: Shop, story) -> None:  # type: ignore[no-untyped-def]
    await story(shop)
