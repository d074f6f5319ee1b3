"""The product service with the user service that it asks: its doors need none of the others."""

from collections.abc import AsyncIterator

import pytest

from feria import app as feria_app
from feria.app import Application
from feria.core.platform import Platform
from feria.core.settings import Settings


@pytest.fixture(scope="session")
async def app(settings: Settings, platform: Platform) -> AsyncIterator[Application]:
    """The application with these two services."""
    built = feria_app.build(settings, ("user", "product"), platform)
    async with feria_app.running(built):
        yield built
