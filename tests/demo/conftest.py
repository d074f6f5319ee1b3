"""A database of its own, into which the demo is loaded once for all tests here."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from feria.core import clock
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.demo import load
from tests import databases


async def fresh_platform(server: str, settings: Settings, home: Path) -> Platform:
    """A platform on a new clone; `dropped` removes it."""
    name = databases.clone(server, databases.template(server))
    url, owner_url = (databases.address(server, name, f"feria_test_{role}") for role in ("app", "owner"))
    return await Platform.open(
        msgspec.structs.replace(
            settings, database_url=url, owner_database_url=owner_url, home=home, pool_size=5
        )
    )


async def dropped(server: str, platform: Platform) -> None:
    """Close the platform and drop its database."""
    await platform.close()
    databases.drop(server, urlsplit(platform.settings.database_url).path.removeprefix("/"))


@pytest.fixture(scope="session")
async def lonja(
    server: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Platform]:
    """The platform of a marketplace with the whole demo in it."""
    platform = await fresh_platform(server, settings, tmp_path_factory.mktemp("lonja"))
    lines: list[str] = []
    assert await load.load_if_empty(platform, lines.append)
    assert lines[0] == "Loading the demo marketplace"
    assert clock.offset() == timedelta(0)
    yield platform
    await dropped(server, platform)
