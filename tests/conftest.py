"""Fixtures for everyone: a database per worker, the platform on it, and the whole application over HTTP."""

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from feria import app as feria_app
from feria.app import Application
from feria.core import clock, telemetry
from feria.core.fetch import Reach
from feria.core.platform import Platform
from feria.core.settings import Settings
from tests import databases

# Failures are shown by pytest; logs would only bury them.
telemetry.configure_logs("error", "tests")

PUBLIC_URL = "http://feria.test"

for _name, _cases in (("default", 200), ("quick", 25), ("ci", 10_000)):
    hypothesis_settings.register_profile(
        _name,
        max_examples=_cases,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


async def _unknown(host: str, port: int) -> list[str]:
    raise OSError(f"tests do not look for {host}")


# No test reaches for other people's machines.
NOWHERE = Reach(resolve=_unknown)

# As every process does. Without it a test without an application would publish events that nobody ever gets.
feria_app.register_consumers()


@pytest.fixture(scope="session")
def server() -> str:
    """The superuser's address of the test server."""
    return databases.server_url()


@pytest.fixture(scope="session")
def database(server: str) -> Iterator[str]:
    """The name of this worker's own database, all migrations applied."""
    name = databases.clone(server, databases.template(server))
    yield name
    databases.drop(server, name)


@pytest.fixture(scope="session")
def owner_url(server: str, database: str) -> str:
    """The address of this worker's database for the role that owns the tables."""
    return databases.address(server, database, "feria_test_owner")


@pytest.fixture(scope="session")
def settings(
    server: str, database: str, owner_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Settings of a process on the worker's database, everything else in memory."""
    home: Path = tmp_path_factory.mktemp("home")
    return Settings(
        env="test",
        public_url=PUBLIC_URL,
        home=home,
        secret="test-secret-" + "x" * 32,
        database_url=databases.address(server, database, "feria_test_app"),
        owner_database_url=owner_url,
        storage_url="memory://",
        pool_size=20,
        log_level="error",
    )


@pytest.fixture(scope="session")
async def platform(settings: Settings) -> AsyncIterator[Platform]:
    """The platform on the worker's database. Its HTTP client reaches the application without a network."""
    opened = await Platform.open(settings)
    opened.reach = NOWHERE
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
async def app(platform: Platform) -> AsyncIterator[Application]:
    """The application with all seven services."""
    async with serving(platform) as built:
        yield built


@asynccontextmanager
async def cloned(
    server: str, settings: Settings, home: Path, *, way: Callable[[str], str] = str
) -> AsyncIterator[Platform]:
    """A platform on a fresh database, for tests that others must not meet in theirs; `way` changes its address."""
    name = databases.clone(server, databases.template(server))
    opened = await Platform.open(
        msgspec.structs.replace(
            settings,
            home=home,
            database_url=way(databases.address(server, name, "feria_test_app")),
            owner_database_url=databases.address(server, name, "feria_test_owner"),
        )
    )
    opened.reach = NOWHERE
    yield opened
    await opened.close()
    databases.drop(server, name)


@asynccontextmanager
async def serving(platform: Platform, parts: Iterable[str] = feria_app.PARTS) -> AsyncIterator[Application]:
    """The application on a platform, whose HTTP connections then reach it without a network."""
    built = feria_app.build(platform.settings, parts, platform)
    feria_app.modules("jobs")
    platform.transport = transport(built)
    async with feria_app.running(built):
        yield built


def database_of_its_own(parts: Iterable[str] = feria_app.PARTS) -> tuple[Any, Any]:
    """The fixtures `platform` and `app` for a package whose tests look at everything in their database.

    A conftest takes them over by these names. Other tests may leave what no service would (stock held for nothing, a
    refund behind the order's back), so `check` means something only where they never were.
    """

    @pytest.fixture(scope="package")
    async def platform(
        server: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory
    ) -> AsyncIterator[Platform]:
        async with cloned(server, settings, tmp_path_factory.mktemp("own")) as opened:
            yield opened

    @pytest.fixture(scope="package")
    async def app(platform: Platform) -> AsyncIterator[Application]:
        async with serving(platform, parts) as built:
            yield built

    return platform, app


def transport(app: Application) -> httpx.AsyncBaseTransport:
    """A way to the application without a network; its types say the same as Litestar's in other words."""
    return httpx.ASGITransport(app.asgi)  # type: ignore[arg-type]


@pytest.fixture
async def client(app: Application) -> AsyncIterator[httpx.AsyncClient]:
    """A fresh visitor's HTTP client."""
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as visitor:
        yield visitor


@pytest.fixture
def later(platform: Platform) -> Iterator["Later"]:
    """Moves the clock of this process; set back at the end of the test."""
    yield Later()
    clock.move_to_offset(timedelta(0))


class Later:
    """`later(days=7)` moves the clock on by as much."""

    def __call__(self, **delta: float) -> None:
        clock.move_to_offset(clock.offset() + timedelta(**delta))
