"""The journeys with every service in its own process, through a real nginx with the generated configuration."""

from collections.abc import AsyncIterator

import pytest

from tests.integration import processes
from tests.integration.marketplace import ground, visited
from tests.journeys.shop import Shop
from tests.journeys.stories import STORIES

pytestmark = [pytest.mark.integration, pytest.mark.journey]


@pytest.fixture(scope="module")
async def shop(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    with (
        ground(server, tmp_path_factory.mktemp("seven")) as here,
        processes.seven(here.environment, here.folder) as address,
    ):
        async with visited(here.settings, address) as shop:
            yield shop


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_journey(shop: Shop, story) -> None:  # type: ignore[no-untyped-def]
    await story(shop)
