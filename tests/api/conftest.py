"""A marketplace that all tests of bad input share, and a visitor who must not change it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.api.fingerprint import fingerprint
from tests.api.served import Opened, opened
from tests.conftest import PUBLIC_URL, transport


@pytest.fixture(scope="package")
async def world(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Opened]:
    async with opened(server, tmp_path_factory.mktemp("bad_input")) as found:
        yield found


@pytest.fixture
async def visitor(world: Opened) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who is buyer, seller and operator by turns; each test also shows that nothing changed."""
    before = await fingerprint(world.platform)
    async with httpx.AsyncClient(transport=transport(world.app), base_url=PUBLIC_URL) as client:
        yield client
    assert await fingerprint(world.platform) == before
