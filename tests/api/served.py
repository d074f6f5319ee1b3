"""A web process on a database of its own, in which a marketplace has been opened."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from feria import app as feria_app
from feria import checks
from feria.app import Application
from feria.core import events, jobs
from feria.core.auth import Principal, Tokens
from feria.core.platform import Platform
from feria.core.settings import Settings
from tests import databases
from tests.api.marketplace import Marketplace, open_marketplace
from tests.conftest import PUBLIC_URL, transport
from tests.factories.catalogue import refresh_index
from tests.factories.users import Seller
from tests.integration import processes


async def _unasked(account_id: int, session_id: UUID) -> Principal | None:
    return None


@dataclass(frozen=True)
class Served:
    """The address of the process, what is in its database, and a platform beside it on the same database."""

    address: str
    place: Marketplace
    platform: Platform

    def headers(self, who: str) -> dict[str, str]:
        """What a request of this person carries, with an access token that has just been issued."""
        if who == "nobody":
            return {}
        person = getattr(self.place, who)
        account = person.owner if isinstance(person, Seller) else person
        token = Tokens(self.platform.settings.secret, _unasked).issue(account.id, account.session_id)
        return {"Authorization": f"Bearer {token}"}

    async def faults(self) -> list[str]:
        """What is wrong in the database once all events are delivered."""
        await events.drain(self.platform)
        return await checks.run(self.platform)


@dataclass(frozen=True)
class Opened:
    """An application in the tests' own process, on a database of its own in which a marketplace has been opened."""

    settings: Settings
    platform: Platform
    app: Application
    place: Marketplace


@asynccontextmanager
async def opened(server: str, folder: Path, address: str = PUBLIC_URL) -> AsyncIterator[Opened]:
    """Make database and marketplace; both go with the block."""
    name = databases.clone(server, databases.template(server))
    settings = Settings(
        env="test",
        public_url=address,
        home=folder / "home",
        secret="a-database-of-its-own-" + "x" * 32,
        database_url=databases.address(server, name, "feria_test_app"),
        pool_size=5,
        log_level="error",
    )
    platform = await Platform.open(settings)
    app = feria_app.build(settings, platform=platform)
    feria_app.modules("jobs")
    platform.transport = transport(app)
    try:
        async with feria_app.running(app):
            place = await open_marketplace(app, platform)
            await events.drain(platform)
            await jobs.run_all(platform)
            await refresh_index(platform)
            yield Opened(settings, platform, app, place)
    finally:
        await platform.close()
        databases.drop(server, name)


@asynccontextmanager
async def served(server: str, folder: Path) -> AsyncIterator[Served]:
    """Run a web process on such a database, and end it with the block."""
    port = processes.free_port()
    address = f"http://127.0.0.1:{port}"
    async with opened(server, folder, address) as own:
        environment = {
            "FERIA_ENV": own.settings.env,
            "FERIA_PUBLIC_URL": address,
            "FERIA_BIND": "127.0.0.1",
            "FERIA_PORT": str(port),
            "FERIA_HOME": str(own.settings.home),
            "FERIA_SECRET": own.settings.secret,
            "FERIA_DATABASE_URL": own.settings.database_url,
            "FERIA_TRUST_PROXY": "1",
            "FERIA_LOG_LEVEL": "error",
        }
        log = folder / "web.log"
        with processes.process("web", [sys.executable, "-m", "feria", "web"], environment, log):
            processes.wait_ready(f"{address}/readyz", log)
            yield Served(address, own.place, own.platform)
