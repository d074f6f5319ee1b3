"""A database of their own for the races, and `feria check` after each: nothing else may leave faults in it."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from feria import checks
from feria.app import Application
from feria.core import events
from feria.core.platform import Platform
from feria.core.settings import Settings
from tests import databases
from tests.conftest import serving


@pytest.fixture(scope="package")
async def platform(
    server: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Platform]:
    """The platform on a clone that no other test uses."""
    name = databases.clone(server, databases.template(server))
    opened = await Platform.open(
        msgspec.structs.replace(
            settings,
            home=tmp_path_factory.mktemp("races"),
            database_url=databases.address(server, name, "feria_test_app"),
            owner_database_url=databases.address(server, name, "feria_test_owner"),
        )
    )
    yield opened
    await opened.close()
    databases.drop(server, name)


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
