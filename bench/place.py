"""The machine under test: an embedded PostgreSQL, one web process, a worker and the bare server, on this machine."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import data
from bench.load import Connection, family, prepared
from feria.core import embedded, migrate

READY_SECONDS_MAX = 120.0
STARTS = 5
# All services but notification: the figures are given without mail.
WORKED = "user,product,cart,order,payment,analytics"


@dataclass
class Place:
    """Addresses and process numbers."""

    home: Path
    port: int
    bare_port: int
    postmaster: int
    web: int
    indexer: int
    worker: int
    bare: int
    catalogue: data.Catalogue
    start_seconds: float
    app_url: str
    owner_url: str

    def web_pids(self) -> list[int]:
        """The web process and its children."""
        return family(self.web)

    def server_pids(self) -> list[int]:
        """Web and PostgreSQL."""
        return [*family(self.web), *family(self.postmaster)]

    def all_pids(self) -> list[int]:
        """Web, worker, indexer and PostgreSQL."""
        roots = (self.web, self.worker, self.indexer, self.postmaster)
        return [pid for root in roots for pid in family(root)]

    def bare_pids(self) -> list[int]:
        """The bare server."""
        return family(self.bare)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(home: Path, port: int, app_url: str) -> dict[str, str]:
    """What the processes under test are told."""
    return {
        "FERIA_HOME": str(home),
        "FERIA_DATABASE_URL": app_url,
        "FERIA_BIND": "127.0.0.1",
        "FERIA_PORT": str(port),
        "FERIA_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "FERIA_LOG_LEVEL": "warning",
        "FERIA_SECRET": "bench-" + "x" * 32,
    }


@contextmanager
def process(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that runs meanwhile, its output in a file."""
    # Compiled modules are kept, as they are wherever nobody forbids it.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with log.open("ab") as output:
        started = subprocess.Popen(command, env={**inherited, **environment}, stdout=output, stderr=output)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(15)
        except subprocess.TimeoutExpired:
            started.kill()


def wait(port: int, path: str) -> float:
    """Seconds until the address answers 200."""
    begun = time.monotonic()
    while time.monotonic() - begun < READY_SECONDS_MAX:
        try:
            answer = asyncio.run(Connection("127.0.0.1", port).request(prepared("GET", path)))
            if answer.status == 200:
                return time.monotonic() - begun
        except (OSError, asyncio.IncompleteReadError):
            pass
        time.sleep(0.01)
    raise TimeoutError(f"port {port} never answered {path}")


def _start_seconds(command: list[str], environment: dict[str, str], port: int) -> float:
    """From the start of the process to its first answer, with nothing else going on."""
    with process(command, environment, Path(os.devnull)):
        return wait(port, "/healthz")


@contextmanager
def opened() -> Iterator[Place]:
    """Everything running, the index built."""
    home = Path(tempfile.mkdtemp(prefix="feria-bench-"))
    port, bare_port = free_port(), free_port()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        cluster = embedded.start(home, lambda _: None)
        stack.callback(embedded.stop, home)
        migrate.migrate(cluster.owner_url, cluster.app_url)
        catalogue = asyncio.run(data.fill(cluster.owner_url))
        environment = settings_of(home, port, cluster.app_url)
        feria = [sys.executable, "-m", "feria"]
        start_seconds = median(_start_seconds([*feria, "web"], environment, port) for _ in range(STARTS))
        indexer = stack.enter_context(process([*feria, "indexer"], environment, home / "indexer.log"))
        web = stack.enter_context(process([*feria, "web"], environment, home / "web.log"))
        wait(port, "/healthz")
        worker = stack.enter_context(
            process([*feria, "worker", "--services", WORKED], environment, home / "worker.log")
        )
        bare = stack.enter_context(process(_bare_command(bare_port), {}, home / "bare.log"))
        wait(bare_port, "/100")
        place = Place(home, port, bare_port, cluster.pid, web.pid, indexer.pid, worker.pid, bare.pid, catalogue,
                      start_seconds, cluster.app_url, cluster.owner_url)  # fmt: skip
        _wait_indexed(place)
        with _apart([place.web, place.bare], [place.postmaster, place.indexer, place.worker]):
            yield place


@dataclass
class Served:
    """Over an index that was made before a web process, another with a worker for each core, and the bare server."""

    port: int
    bare_port: int
    all_cores_port: int
    web: int
    bare: int


@contextmanager
def over_index(root: Path) -> Iterator[Served]:
    """Web processes whose lists come from this index, over an empty database, which lists never ask."""
    home = Path(tempfile.mkdtemp(prefix="feria-bench-"))
    port, bare_port, all_cores_port = free_port(), free_port(), free_port()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        (home / "catalogue").symlink_to(root)
        cluster = embedded.start(home, lambda _: None)
        stack.callback(embedded.stop, home)
        migrate.migrate(cluster.owner_url, cluster.app_url)
        feria = [sys.executable, "-m", "feria", "web"]
        web = stack.enter_context(process(feria, settings_of(home, port, cluster.app_url), home / "web.log"))
        workers = {"FERIA_WEB_WORKERS": str(len(os.sched_getaffinity(0)))}
        all_cores = settings_of(home, all_cores_port, cluster.app_url) | workers
        stack.enter_context(process(feria, all_cores, home / "all-cores.log"))
        bare = stack.enter_context(process(_bare_command(bare_port), {}, home / "bare.log"))
        for one in (port, all_cores_port):
            wait(one, "/api/v1/products?limit=1")
        wait(bare_port, "/100")
        with _apart([web.pid, bare.pid], [cluster.pid]):
            yield Served(port, bare_port, all_cores_port, web.pid, bare.pid)


def _bare_command(port: int) -> list[str]:
    return [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "--workers", "1",
            "--no-ws", "--log-level", "warning", "bench.bare:application"]  # fmt: skip


@contextmanager
def _apart(compared_roots: Iterable[int], other_roots: Iterable[int]) -> Iterator[None]:
    """Give what is compared (the web process and the bare server) one core, everything else the others.

    Where the scheduler moves them about, the bare server's reading varies between 31 and 53 µs, so it varies by 2.
    Afterwards this process, and so what it starts, has all cores again.
    """
    if not hasattr(os, "sched_setaffinity") or len(cores := os.sched_getaffinity(0)) < 2:
        yield
        return
    first, *others = sorted(cores)
    compared = {pid for root in compared_roots for pid in family(root)}
    others_pids = {pid for root in other_roots for pid in family(root)}
    for pid in {*others_pids, *compared, os.getpid()}:
        _bind(pid, {first} if pid in compared else set(others))
    try:
        yield
    finally:
        _bind(os.getpid(), cores)


@contextmanager
def on_all_cores() -> Iterator[None]:
    """This process where there is room meanwhile: bound to one core it would wait for a worker that runs there."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    _bind(os.getpid(), set(range(os.cpu_count() or 1)))
    try:
        yield
    finally:
        _bind(os.getpid(), before)


def _bind(pid: int, cores: set[int]) -> None:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def _wait_indexed(place: Place) -> None:
    wanted = data.SMALL + data.LARGE + data.REST
    begun = time.monotonic()
    while time.monotonic() - begun < READY_SECONDS_MAX:
        answer = asyncio.run(
            Connection("127.0.0.1", place.port).request(prepared("GET", "/api/v1/products?limit=1"))
        )
        if f'"total":{wanted}'.encode() in answer.body:
            return
        time.sleep(0.5)
    raise TimeoutError("the index was never complete")
