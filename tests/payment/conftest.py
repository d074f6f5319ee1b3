"""A database of their own for the tests of payments: some refund behind the order's back."""

from collections.abc import AsyncIterator

import pytest

from feria.app import Application
from feria.core.platform import Platform
from feria.core.settings import Settings
from tests.conftest import cloned, serving


@pytest.fixture(scope="package")
async def platform(
    server: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Platform]:
    """The platform on a clone that no other test uses."""
    async with cloned(server, settings, tmp_path_factory.mktemp("payment")) as opened:
        yield opened


@pytest.fixture(scope="package")
async def app(platform: Platform) -> AsyncIterator[Application]:
    """The application with all seven services on that clone."""
    async with serving(platform) as built:
        yield built
