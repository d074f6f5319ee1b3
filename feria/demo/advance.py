"""`feria demo advance`: moves the clock of the whole marketplace and does what becomes due on the way, in order."""

import re
from collections.abc import Callable
from datetime import timedelta

from feria.core import clock, events, jobs
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.core.settings import SettingsError

STEP = timedelta(hours=6)
DAYS_MAX = 400
ROUNDS_MAX = 200
"""How often everything is asked for work after each step; a round without any ends it."""
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_LENGTH = re.compile(r"(?:[0-9]{1,6}[dhm])+")


def length_of(text: str) -> timedelta:
    """`30d`, `12h`, `1d12h` or `90m` as a length of time; raises ValueError for anything else, and beyond DAYS_MAX."""
    if not _LENGTH.fullmatch(text):
        raise ValueError("A length of time is written as 30d, 12h, 90m or 1d12h.")
    parts = re.findall(r"(\d+)([dhm])", text)
    found = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    if not timedelta() < found <= timedelta(days=DAYS_MAX):
        raise ValueError(f"The clock moves by at least a minute and at most {DAYS_MAX} days.")
    return found


async def advance(platform: Platform, by: timedelta, report: Callable[[str], None]) -> int:
    """Move the clock forward and run every job and event that is due, six hours at a time; how much was done.

    All processes follow within a second, a running worker does its part. Raises SettingsError in production, where
    time is what it is.
    """
    if platform.settings.production:
        raise SettingsError("The clock is never moved when FERIA_ENV=production.")
    done, left = 0, by
    before = clock.offset()
    try:
        while left > timedelta():
            step = min(STEP, left)
            left -= step
            clock.move_to_offset(timedelta(seconds=await platform.db.run(_move, step)))
            done += await _do_what_is_due(platform)
            if clock.now().hour < STEP.seconds // 3600 or not left:
                report(f"{clock.now():%d %B %Y}: {done} things done")
    finally:
        clock.move_to_offset(before)
    return done


async def _move(tx: Tx, step: timedelta) -> int:
    """The new offset in seconds; two who move at once both count."""
    moved: int = await tx.fetchval(
        "UPDATE core.clock SET offset_seconds = offset_seconds + $1 RETURNING offset_seconds",
        int(step.total_seconds()),
    )
    tx.audit("clock.moved", "clock", seconds=moved)
    return moved


async def _do_what_is_due(platform: Platform) -> int:
    done = 0
    for _ in range(ROUNDS_MAX):
        found = await events.drain(platform) + await jobs.run_all(platform)
        if not found:
            break
        done += found
    return done
