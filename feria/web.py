"""The web server process: Granian with one application per worker."""

import os
from collections.abc import Iterable
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar.types import ASGIApp

from feria import app, supervisor
from feria.core import settings as settings_module
from feria.core import telemetry
from feria.core.settings import Settings

PARTS_VARIABLE = "FERIA_PARTS"
BACKLOG = 2_048
# How many requests a worker runs at once; further ones wait in the socket's queue.
CONCURRENT_MAX = 512


def serve(settings: Settings, parts: Iterable[str]) -> None:
    """Run until SIGTERM or SIGINT."""
    os.environ[PARTS_VARIABLE] = ",".join(parts)
    if settings.web_workers > 1:
        folder = settings.home / "metrics" / str(os.getpid())
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    Server(
        "feria.web:application",
        address=settings.bind,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.web_workers,
        backlog=BACKLOG,
        backpressure=CONCURRENT_MAX,
        websockets=False,
        factory=True,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def serve_reloading(settings: Settings, parts: Iterable[str]) -> None:
    """The same, begun anew whenever Python of ours changes; for development."""
    from watchfiles import PythonFilter, run_process  # only developers need it

    run_process(
        Path(__file__).parent,
        target=serve,
        args=(settings, tuple(parts)),
        watch_filter=PythonFilter(),
        sigint_timeout=2,
        sigkill_timeout=2,
    )


def application() -> ASGIApp:
    """What Granian calls in each worker."""
    supervisor.die_with_parent(os.getppid())
    settings = settings_module.load()
    telemetry.configure_logs(settings.log_level, "web", readable=not settings.production)
    built = app.build(settings, tuple(os.environ[PARTS_VARIABLE].split(","))).asgi
    supervisor.collect_seldom()
    return built
