"""The user service alone: its doors need none of the others."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from feria import app as feria_app
from feria.core.platform import Platform
from feria.core.settings import Settings


@pytest.fixture(scope="session")
async def app(settings: Settings, platform: Platform) -> AsyncIterator[Any]:
    """The application with the user service only."""
    built = feria_app.build(settings, ("user",), platform)
    async with feria_app.running(built):
        yield built
