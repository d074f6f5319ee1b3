"""The demo's clock: a whole life of orders in one go, and that it is not moved where real money is."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from feria import checks
from feria.app import Application
from feria.core import clock
from feria.core.platform import Platform
from feria.core.settings import Settings, SettingsError
from feria.demo import advance
from tests.conftest import cloned, serving
from tests.order.orders import paid, unpaid


@pytest.fixture
async def platform(server: str, settings: Settings, tmp_path: Path) -> AsyncIterator[Platform]:
    """Its clock will be moved, so nobody else has this database."""
    async with cloned(server, settings, tmp_path) as opened:
        yield opened


@pytest.fixture
async def app(platform: Platform) -> AsyncIterator[Application]:
    async with serving(platform) as built:
        yield built


@pytest.mark.parametrize(
    ("text", "length"),
    [("30d", {"days": 30}), ("12h", {"hours": 12}), ("1d90m", {"days": 1, "minutes": 90})],
)
def test_lengths_are_written_in_days_hours_and_minutes(text: str, length: dict[str, float]) -> None:
    assert advance.length_of(text) == timedelta(**length)


@pytest.mark.parametrize("text", ["", "30", "d", "-3d", "3 d", "1.5d", "0d", "401d", "9999999d", "3w", "٣d"])
def test_other_lengths_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"length of time|at most 400 days"):
        advance.length_of(text)


async def test_a_month_ends_every_order_as_the_clock_would(app: Application, platform: Platform) -> None:
    left, sent, forgotten = await paid(app, platform), await paid(app, platform), await unpaid(app, platform)
    assert (await sent.ship()).status_code == 201
    lines: list[str] = []
    done = await advance.advance(platform, advance.length_of("30d"), lines.append)
    assert done and lines[-1].endswith(f"{done} things done")
    assert clock.offset() == timedelta(0), "this process follows the database again with the next poll"
    async with platform.db.reading() as tx:
        assert await tx.fetchval("SELECT offset_seconds FROM core.clock") == 30 * 24 * 3600
        steps = await tx.fetch("""SELECT to_status FROM "order".history ORDER BY at, id""")
    assert {row["to_status"] for row in steps} >= {"delivered", "completed", "expired"}
    await platform.follow_clock()
    try:
        assert (await sent.part())["status"] == "completed"
        assert (await forgotten.seen())["status"] == "expired"
        assert (await left.part())["status"] == "accepted"
        assert await checks.run(platform) == []
    finally:
        clock.move_to_offset(timedelta(0))


async def test_in_production_time_is_what_it_is(platform: Platform) -> None:
    settings = msgspec.structs.replace(platform.settings, env="production")
    with pytest.raises(SettingsError, match="never moved"):
        await advance.advance(dataclasses.replace(platform, settings=settings), timedelta(days=1), print)
