"""`feria up` and `feria demo load`: fill an empty database with the marketplace Lonja, or finish doing so."""

import asyncio
import dataclasses
import importlib
import importlib.util
import itertools
import pkgutil
from collections.abc import Callable
from datetime import datetime

from feria import services
from feria.core import clock
from feria.core.db import Database, Tx
from feria.core.platform import Platform
from feria.core.settings import SettingsError
from feria.demo import (
    accounts,
    catalogue,
    claims,
    coupons,
    history,
    letters,
    orders,
    parcels,
    reviews,
    showcase,
    stalls,
)
from feria.services.user import flows as user_flows
from feria.services.user.rules import passwords

SUBJECT = "demo"
STARTED, LOADED = "demo.started", "demo.loaded"
LOCK = 7_000_301
REPORT_EVERY = 60
AT_ONCE = 4

Report = Callable[[str], None]


async def load_if_empty(platform: Platform, report: Report) -> bool:
    """Load the demo; True when it did, False when the database holds anything else, or the whole demo already.

    Each step commits by itself and is left out when it is there, so that a load that was killed is finished by the next
    one, with the times of the first. Raises SettingsError in production.
    """
    if platform.settings.production:
        raise SettingsError("The demo marketplace is never loaded when FERIA_ENV=production.")
    offset = clock.offset()
    async with platform.db.reading() as lock:
        if not await lock.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            return False
        try:
            return await _load(platform, report)
        finally:
            clock.move_to_offset(offset)
            await lock.fetchval("SELECT pg_advisory_unlock($1)", LOCK)


async def _load(platform: Platform, report: Report) -> bool:
    async with platform.db.reading() as tx:
        if not await _wanted(tx):
            return False
        base = await _started(tx)
    _know_consumers()
    hurried = await _hurried(platform)
    try:
        if base is None:
            report("Loading the demo marketplace")
            base = clock.now()
            await _open(hurried, base)
        else:
            report("Finishing the demo marketplace")
        await _stock(hurried, base, report)
        await parcels.settle_in(hurried)
        await _tell(hurried, base, report)
        await history.catch_up(hurried, base)
        report(f"{await reviews.tell(hurried, base)} reviews")
        report(f"{await claims.tell(hurried, base)} returns and cases")
        report(f"{await letters.tell(hurried, base)} messages")
        history.set_time(base)
        await parcels.catch_up(hurried)
        await hurried.db.run(_note, LOADED)
    finally:
        await hurried.db.close()
    report("The demo marketplace is there")
    return True


async def _wanted(tx: Tx) -> bool:
    """Whether the demo is unfinished, or nothing at all is there."""
    finished, begun, used = await _state(tx)
    return not finished and (begun or not used)


async def _state(tx: Tx) -> tuple[bool, bool, bool]:
    row = await tx.fetchrow(
        """SELECT EXISTS (SELECT FROM core.audit WHERE subject = $1 AND action = $2) AS finished,
                  EXISTS (SELECT FROM core.audit WHERE subject = $1 AND action = $3) AS begun,
                  EXISTS (SELECT FROM "user".accounts) OR EXISTS (SELECT FROM "user".sellers)
                  OR EXISTS (SELECT FROM product.products) OR EXISTS (SELECT FROM "order".orders) AS used""",
        SUBJECT,
        LOADED,
        STARTED,
    )
    assert row is not None
    return row["finished"], row["begun"], row["used"]


async def _started(tx: Tx) -> datetime | None:
    """When the first load began; everything is dated back from there."""
    found: datetime | None = await tx.fetchval(
        "SELECT at FROM core.audit WHERE subject = $1 AND action = $2 ORDER BY at LIMIT 1", SUBJECT, STARTED
    )
    return found


async def _note(tx: Tx, action: str) -> None:
    tx.audit(action, SUBJECT)


def _know_consumers() -> None:
    """The command line has not built the application, and an event without its consumers would be lost."""
    for service in pkgutil.iter_modules(services.__path__, f"{services.__name__}."):
        if importlib.util.find_spec(f"{service.name}.consumers"):
            importlib.import_module(f"{service.name}.consumers")


async def _hurried(platform: Platform) -> Platform:
    """A platform whose commits do not wait for the disk; after a power cut the next start does what was lost."""
    url = platform.settings.database_url
    url += ("&" if "?" in url else "?") + "synchronous_commit=off"
    return dataclasses.replace(platform, db=await Database.connect(url, size=2 * AT_ONCE))


async def _open(platform: Platform, base: datetime) -> None:
    hashed = await asyncio.to_thread(passwords.hashed, accounts.PASSWORD, user_flows.cost(platform.settings))
    async with platform.db.transaction(now=base) as tx:
        await stalls.open_marketplace(tx, hashed)
        await tx.flush()
        await coupons.offer(tx, history.OPERATOR)
        await _note(tx, STARTED)


async def _stock(platform: Platform, base: datetime, report: Report) -> None:
    sold = orders.sold()
    async with platform.db.reading() as tx:
        rows = await tx.fetch("SELECT DISTINCT seller_id FROM product.products")
    stocked = {row["seller_id"] for row in rows}
    for shop in catalogue.shops():
        if shop.applied or shop.number in stocked:
            continue
        await showcase.store_files(platform.storage, shop)
        async with platform.db.transaction(now=base) as tx:
            count = await stalls.stock_stall(tx, shop, sold)
        report(f"{shop.name}, {shop.town}: {count} products")


async def _tell(platform: Platform, base: datetime, report: Report) -> None:
    """Several orders at once, as in life; each holds its locks in the one order, so none waits in a circle."""
    plans = orders.plans()
    async with platform.db.reading() as tx:
        told = await history.told_already(tx, plans)
    done = itertools.count(len(told) + 1)
    waiting = iter([plan for plan in plans if plan.number not in told])

    async def work() -> None:
        for plan in waiting:
            await history.tell(platform, plan, base)
            count = next(done)
            if count % REPORT_EVERY == 0 or count == len(plans):
                report(f"{count} of {len(plans)} orders")

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None
