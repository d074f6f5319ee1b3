"""The worker process: event deliveries and timed jobs of the chosen services."""

import asyncio
import signal
from collections.abc import Iterable

import structlog

from feria import supervisor
from feria.app import SERVICES, modules, register_consumers
from feria.core import events, idempotency, jobs
from feria.core.platform import Platform
from feria.core.settings import Settings, SettingsError

log = structlog.get_logger()

STOP_SECONDS_MAX = 10.0


@jobs.every(seconds=600)
async def forget_old_rows(platform: Platform) -> int:
    """Delete delivered events after seven days and idempotency keys after 72 hours."""
    return await platform.db.run(events.forget_old) + await platform.db.run(idempotency.forget_old)


async def work(settings: Settings, services: Iterable[str] = SERVICES, *, deliverers: int = 2) -> None:
    """Run until SIGTERM or SIGINT; what is under way ends first, or is rolled back and done by the next worker.

    Raises SettingsError where production would have no way to send mail.
    """
    services = tuple(services)
    if settings.production and "notification" in services and not settings.mail_url:
        raise SettingsError(
            "FERIA_MAIL_URL is required when FERIA_ENV=production, such as smtp://user:password@host:587."
        )
    register_consumers()
    modules("jobs", services)
    platform = await Platform.open(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    supervisor.collect_seldom()
    log.info("worker ready", services=list(services))
    tasks = [asyncio.create_task(platform.follow_clock_until(stop))]
    tasks += [
        asyncio.create_task(events.deliver_until_stopped(platform.db, services, stop, poll_seconds=seconds))
        for seconds in [events.POLL_SECONDS, *[events.RELIEF_POLL_SECONDS] * (deliverers - 1)]
    ]
    room = jobs.room(settings.pool_size, deliverers + 1)
    tasks += [
        asyncio.create_task(jobs.run_until_stopped(platform, job, stop, room)) for job in jobs.of(services)
    ]
    await stop.wait()
    _, unfinished = await asyncio.wait(tasks, timeout=STOP_SECONDS_MAX)
    for task in unfinished:
        task.cancel()
    await platform.close()
