"""What every command shares: settings with a database behind them, and an open platform for one piece of work."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
import msgspec

from feria.core import embedded
from feria.core import settings as settings_module
from feria.core.platform import Platform
from feria.core.settings import Settings, SettingsError

R = TypeVar("R")


def report(line: str) -> None:
    """One indented line of progress."""
    click.echo(f"  {line}")


def settings() -> Settings:
    """The settings, with the embedded database started when no other is named."""
    return with_database(settings_module.load())


def with_database(settings: Settings) -> Settings:
    """The settings with both database addresses; starts the embedded one when none is named."""
    if settings.database_url:
        owner = settings.owner_database_url or settings.database_url
        return msgspec.structs.replace(settings, owner_database_url=owner)
    if settings.production:
        raise SettingsError("FERIA_DATABASE_URL is required when FERIA_ENV=production.")
    cluster = embedded.start(settings.home, report, named=settings.pg_bin or None)
    return msgspec.structs.replace(
        settings, database_url=cluster.app_url, owner_database_url=cluster.owner_url
    )


def run(settings: Settings, work: Callable[[Platform], Awaitable[R]]) -> R:
    """Run `work` with an open platform."""

    async def opened() -> R:
        platform = await Platform.open(settings)
        try:
            return await work(platform)
        finally:
            await platform.close()

    return asyncio.run(opened())
