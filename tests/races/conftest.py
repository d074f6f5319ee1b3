"""A database of their own for the races, and `feria check` after each: nothing else may leave faults in it."""

from collections.abc import AsyncIterator

import pytest

from feria import checks
from feria.app import Application
from feria.core import events
from feria.core.platform import Platform
from tests.conftest import database_of_its_own

platform, app = database_of_its_own()


@pytest.fixture(autouse=True)
async def clean(platform: Platform, app: Application) -> AsyncIterator[None]:
    """Everything adds up after every race, and no handler of an event failed."""
    yield
    await events.drain(platform)
    assert await checks.run(platform) == []
    async with platform.db.reading() as tx:
        failed = await tx.fetch("SELECT handler, last_error FROM core.deliveries WHERE last_error <> ''")
    assert [tuple(row) for row in failed] == []
