"""The journeys with all services in one process."""

import pytest

from tests.journeys.shop import Shop
from tests.journeys.stories import STORIES


@pytest.mark.journey
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_journey(shop: Shop, story) -> None:  # type: ignore[no-untyped-def]
    await story(shop)
