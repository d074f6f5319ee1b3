"""What the clock starts: jobs registered by services, each run by one worker of the cluster at a time."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from feria.core.db import UNREACHABLE
from feria.core.errors import Unavailable

if TYPE_CHECKING:
    from feria.core.platform import Platform

log = structlog.get_logger()

Work = Callable[["Platform"], Awaitable[int]]
FAILURE_PAUSE_SECONDS = 5.0
# After a round that found work; a round without its lock and queries costs some milliseconds, so let work gather.
BUSY_PAUSE_SECONDS = 0.2
ROUNDS_MAX = 1_000


@dataclass(frozen=True)
class Job:
    """A registered job: how often it runs, and the work, which says how many things it did."""

    name: str
    service: str
    seconds: float
    work: Work


_jobs: dict[str, Job] = {}


def every(seconds: float) -> Callable[[Work], Work]:
    """Register a job that runs every `seconds`, at once again while it finds work."""

    def register(work: Work) -> Work:
        module = work.__module__
        service = module.split(".")[2] if module.startswith("feria.services.") else "core"
        name = f"{service}.{work.__name__}"
        if name in _jobs:
            raise ValueError(f"two jobs are called {name}")
        _jobs[name] = Job(name, service, seconds, work)
        return work

    return register


def of(services: Iterable[str] | None) -> list[Job]:
    """The jobs of these services, core's included; None stands for all."""
    wanted = None if services is None else {*services, "core"}
    return [job for job in _jobs.values() if wanted is None or job.service in wanted]


async def run_once(platform: "Platform", job: Job) -> int:
    """Run the job unless another worker does; the number of things it did.

    The lock is held by an otherwise idle transaction of its own (which works through PgBouncer, too), so that
    the job's transactions stay short. It spares double work only: every job is safe to run twice at once.
    """
    async with platform.db.transaction() as tx:
        mine = await tx.fetchrow(
            """SELECT set_config('idle_in_transaction_session_timeout', '0', true),
                      pg_try_advisory_xact_lock(7001, $1::int) AS mine""",
            zlib.crc32(job.name.encode()) - 2**31,
        )
        return await job.work(platform) if mine is not None and mine["mine"] else 0


def room(pool_size: int, others: int) -> asyncio.Semaphore:
    """How many jobs may run at once: each holds one connection for its lock and works with another."""
    return asyncio.Semaphore(max(1, (pool_size - others) // 2))


async def run_until_stopped(
    platform: "Platform", job: Job, stop: asyncio.Event, room: asyncio.Semaphore
) -> None:
    """The worker's loop for one job; a failure is logged and tried again after a pause."""
    while not stop.is_set():
        pause = job.seconds
        try:
            async with room:
                worked = await run_once(platform, job)
            if worked:
                pause = min(job.seconds, BUSY_PAUSE_SECONDS)
        except asyncio.CancelledError:
            raise
        except (*UNREACHABLE, Unavailable) as error:
            log.warning("job waits for the database", job=job.name, reason=str(error))
            pause = FAILURE_PAUSE_SECONDS
        except Exception as error:  # noqa: BLE001 - one failing job must not stop the others
            log.error("job failed", job=job.name, exc_info=error)
            pause = max(job.seconds, FAILURE_PAUSE_SECONDS)
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            continue


async def run_all(platform: "Platform", services: Iterable[str] | None = None) -> int:
    """Run every job once, as tests and the demo's clock do; the number of things done."""
    return sum([await run_once(platform, job) for job in of(services)])
