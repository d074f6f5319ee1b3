"""A database of their own for the races, and `feria check` after each: nothing else may leave faults in it."""

from collections.abc import AsyncIterator

import pytest

from feria import checks
from feria.app import Application
from feria.core import events
from feria.core.platform import Platform
from feria.core.settings import Settings
from tests.conftest import cloned, database_of_its_own
from tests.races.line import Line, laid

_, app = database_of_its_own()


@pytest.fixture(scope="package")
async def line(server: str) -> AsyncIterator[Line]:
    """What the application reaches its database by."""
    async with laid(server) as found:
        yield found


@pytest.fixture(scope="package")
async def platform(
    server: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory, line: Line
) -> AsyncIterator[Platform]:
    """On a database of its own, at the other end of the line."""
    async with cloned(server, settings, tmp_path_factory.mktemp("races"), way=line.address) as opened:
        yield opened


@pytest.fixture(autouse=True)
async def clean(platform: Platform, app: Application) -> AsyncIterator[None]:
    """Everything adds up after every race, and no handler of an event failed."""
    yield
    await events.drain(platform)
    assert await checks.run(platform) == []
    async with platform.db.reading() as tx:
        failed = await tx.fetch("SELECT handler, last_error FROM core.deliveries WHERE last_error <> ''")
    assert [tuple(row) for row in failed] == []
