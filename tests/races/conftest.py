"""A database of their own for the races, and `feria check` after each: nothing else may leave faults in it."""

from collections.abc import AsyncIterator

import pytest

from feria import checks
from feria.app import Application
from feria.core import events
from feria.core.platform import Platform
from feria.core.settings import Settings
from tests.conftest import cloned, serving


@pytest.fixture(scope="package")
async def platform(
    server: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Platform]:
    """The platform on a clone that no other test uses."""
    async with cloned(server, settings, tmp_path_factory.mktemp("races")) as opened:
        yield opened


@pytest.fixture(scope="package")
async def app(platform: Platform) -> AsyncIterator[Application]:
    """The application with all seven services on that clone."""
    async with serving(platform) as built:
        yield built


@pytest.fixture(autouse=True)
async def clean(platform: Platform, app: Application) -> AsyncIterator[None]:
    """Everything adds up after every race, and no handler of an event failed."""
    yield
    await events.drain(platform)
    assert await checks.run(platform) == []
    async with platform.db.reading() as tx:
        failed = await tx.fetch("SELECT handler, last_error FROM core.deliveries WHERE last_error <> ''")
    assert [tuple(row) for row in failed] == []
