"""Runs the parts of Feria as child processes of one foreground process, and leaves none behind.

Knows nothing of what the parts do. Also says whether this home or this port is taken already.
"""

import asyncio
import ctypes
import errno
import fcntl
import gc
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from feria.core.embedded import EmbeddedError

RESTARTS_MAX = 6
RESTART_SECONDS_MIN = 0.5
RESTART_SECONDS_MAX = 10.0
HEALTHY_SECONDS = 60.0
STOP_SECONDS_MAX = 10.0
CHECK_SECONDS = 2.0
CHECK_FAILURES_MAX = 5
RELAY_SECONDS_MAX = 1.0
LINE_BYTES_MAX = 64 * 1024
PARENT_POLL_SECONDS = 0.5
PORT_SECONDS_MAX = 2.0
PORT_POLL_SECONDS = 0.1
COLLECT_AFTER = (10_000, 20, 50)
EXIT_MISCONFIGURED = 78  # sysexits.h EX_CONFIG: starting it again would change nothing
PARENT_VARIABLE = "FERIA_PARENT_PID"
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Report = Callable[[str], None]


class AlreadyRunning(Exception):
    """Another `feria up` has this home."""


@dataclass(frozen=True)
class Child:
    """A part to keep running. Its output lines are printed with its name unless `prefixed` is off."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    prefixed: bool = True


def run(
    children: Sequence[Child],
    report: Report,
    *,
    check: Callable[[], None] | None = None,
    check_seconds: float = CHECK_SECONDS,
    restart_seconds: float = RESTART_SECONDS_MIN,
    stop_seconds_max: float = STOP_SECONDS_MAX,
) -> int:
    """Keep the children running until SIGINT, SIGTERM or SIGHUP, then end them all; main thread only.

    A child that ends is started again after `restart_seconds`, doubling up to RESTART_SECONDS_MAX, at most
    RESTARTS_MAX times in a row without HEALTHY_SECONDS in between. `check` runs every `check_seconds` in a
    thread and may raise EmbeddedError; CHECK_FAILURES_MAX in a row end the run. A second signal ends the
    children without grace. Returns 0 if it was asked to stop, 1 if a part could not be kept running.
    """
    return asyncio.run(_Run(report, restart_seconds, stop_seconds_max).all(children, check, check_seconds))


class _Run:
    """The state that the children's tasks share during one `run`."""

    def __init__(self, report: Report, restart_seconds: float, stop_seconds_max: float) -> None:
        self.report = report
        self.restart_seconds = restart_seconds
        self.stop_seconds_max = stop_seconds_max
        self.stopping = asyncio.Event()
        self.hurrying = asyncio.Event()
        self.failed = False

    async def all(
        self, children: Sequence[Child], check: Callable[[], None] | None, check_seconds: float
    ) -> int:
        loop = asyncio.get_running_loop()

        def asked(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe((self.hurrying if self.stopping.is_set() else self.stopping).set)

        before = {number: signal.signal(number, asked) for number in STOP_SIGNALS}
        try:
            async with asyncio.TaskGroup() as tasks:
                for child in children:
                    tasks.create_task(self.keep(child))
                if check is not None:
                    tasks.create_task(self.keep_checking(check, check_seconds))
                await self.stopping.wait()
                self.report("Stopping")
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        return 1 if self.failed else 0

    async def keep(self, child: Child) -> None:
        """Start the child, and again when it ends, until the run stops."""
        restarts = 0
        while not self.stopping.is_set():
            begin = time.monotonic()
            code = await self.once(child)
            if self.stopping.is_set():
                return
            if time.monotonic() - begin > HEALTHY_SECONDS:
                restarts = 0
            if code == EXIT_MISCONFIGURED or restarts == RESTARTS_MAX:
                self.give_up(f"{child.name} {_ending(code)} and cannot be kept running")
                return
            wait = min(self.restart_seconds * 2**restarts, RESTART_SECONDS_MAX)
            restarts += 1
            self.report(f"{child.name} {_ending(code)}; starting it again ({restarts} of {RESTARTS_MAX})")
            await self.pause(wait)

    async def once(self, child: Child) -> int:
        """Run the child to its end, or end it when the run stops; everything that it started ends with it."""
        # A pipe of our own: asyncio's would count the child as alive while a grandchild holds it.
        read_end, write_end = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *child.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_end if child.prefixed else None,
                stderr=asyncio.subprocess.STDOUT if child.prefixed else None,
                env={**os.environ, **child.environment, PARENT_VARIABLE: str(os.getpid())},
                start_new_session=True,
            )
        except OSError as error:
            os.close(read_end)
            self.report(f"{child.name} cannot be started: {error.strerror}: {child.command[0]}")
            return EXIT_MISCONFIGURED
        finally:
            os.close(write_end)
        relay = asyncio.create_task(_relay(read_end, child.name))
        ended = asyncio.create_task(process.wait())
        try:
            await self.first(ended, self.stopping, None)
            for number in (signal.SIGTERM, signal.SIGKILL):
                if not ended.done():
                    _signal_group(process.pid, number)
                    await self.first(ended, self.hurrying, self.stop_seconds_max)
            return await ended
        finally:
            _signal_group(process.pid, signal.SIGKILL)
            await asyncio.wait([relay], timeout=RELAY_SECONDS_MAX)
            relay.cancel()

    async def first(self, ended: asyncio.Task[int], event: asyncio.Event, seconds_max: float | None) -> None:
        """Return when the child has ended, the event is set or the time is over."""
        told = asyncio.create_task(event.wait())
        await asyncio.wait([ended, told], timeout=seconds_max, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()

    async def keep_checking(self, check: Callable[[], None], seconds: float) -> None:
        failures = 0
        while not self.stopping.is_set():
            try:
                await asyncio.to_thread(check)
                failures = 0
            except EmbeddedError as error:
                failures += 1
                self.report(str(error))
                if failures == CHECK_FAILURES_MAX:
                    self.give_up("The database cannot be kept running")
            await self.pause(seconds)

    async def pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            return

    def give_up(self, sentence: str) -> None:
        self.failed = True
        self.report(f"{sentence}; stopping everything")
        self.stopping.set()


async def _relay(read_end: int, name: str) -> None:
    """Copy whole lines to our output, each behind the child's name; what has no line end is cut."""
    stream, rest = asyncio.StreamReader(), b""
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(read_end, "rb", buffering=0)
    )
    try:
        while data := await stream.read(LINE_BYTES_MAX):
            *lines, rest = (rest + data).split(b"\n")
            if len(rest) > LINE_BYTES_MAX:
                lines, rest = [*lines, rest], b""
            _print_lines(name, lines)
        if rest:
            _print_lines(name, [rest])
    finally:
        transport.close()


def _print_lines(name: str, lines: list[bytes]) -> None:
    try:
        for line in lines:
            print(f"{name:<7}| {line.decode(errors='replace')}", flush=True)
    except OSError:  # nobody reads our output any more; the parts go on without it
        return


def _signal_group(pid: int, number: signal.Signals) -> None:
    """Each child leads a group of its own, named by its process number."""
    try:
        os.killpg(pid, number)
    except (
        ProcessLookupError,
        PermissionError,
    ):  # macOS denies it for a group of zombies
        return


def _ending(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


def collect_seldom() -> None:
    """Keep what a process has loaded out of the garbage collector's sight, and let it look less often.

    A request makes more objects than the usual threshold: looking at all there are that often cost 3 % of a checkout.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def die_with_parent(parent: int | None = None) -> None:
    """Make this process end at once when its parent does, even by kill -9; main thread only, first of all.

    `parent` is the expected parent's process number; without it the one that `run` put into the environment,
    else the present parent. Forked workers do not inherit this and call it again.
    """
    given = os.environ.pop(PARENT_VARIABLE, None)
    expected = parent or (int(given) if given else os.getppid())
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch_parent, args=(expected,), daemon=True, name="watch-parent").start()
    if os.getppid() != expected:
        os.kill(os.getpid(), signal.SIGKILL)


def _watch_parent(expected: int) -> None:
    while os.getppid() == expected:
        time.sleep(PARENT_POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM and SIGHUP raise KeyboardInterrupt in the body, as Ctrl-C does, so that `finally` runs."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def claim(home: Path, address: str) -> Iterator[None]:
    """Hold `home` for this process, which serves at `address`; raises AlreadyRunning with a sentence."""
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_claimed_by(home / "up.lock")) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _claimed_by(path: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        return f"Feria already runs here (process {holder['pid']}) at {holder['address']}. Stop it first."
    except (OSError, ValueError, KeyError, TypeError):  # it has just begun, and not yet said who it is
        return f"Feria is already starting in {path.parent}."


def port_owner_sentence(host: str, port: int, seconds_max: float = PORT_SECONDS_MAX) -> str | None:
    """None if the port is free, else what to do; waits a moment for one that a killed process just left."""
    deadline = time.monotonic() + seconds_max
    while True:
        sentence, busy = _try_port(host, port)
        if not busy or time.monotonic() > deadline:
            return sentence
        time.sleep(PORT_POLL_SECONDS)


def _try_port(host: str, port: int) -> tuple[str | None, bool]:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError:
        return f"Port {port} may only be opened by root. Set FERIA_PORT to a port above 1023.", False
    except socket.gaierror:
        return f"FERIA_BIND is {host}, which is not an address of this machine.", False
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            owner = _listener(port)
            who = f" by {owner}" if owner else " by another program"
            return f"Port {port} is in use{who}. Stop it, or set FERIA_PORT to a free port.", True
        return f"Port {port} on {host} cannot be opened: {error.strerror}.", False
    return None, False


def _listener(port: int) -> str:
    """The listening program on Linux, as "name (process number)", as far as we may see it."""
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            columns = line.split()
            if columns[3] == "0A" and int(columns[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{columns[9]}]")
    for descriptor in Path("/proc").glob("[0-9]*/fd/*") if inodes else ():
        try:
            if os.readlink(descriptor) in inodes:
                process = descriptor.parent.parent
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
        except OSError:
            continue
    return ""


def lan_address() -> str | None:
    """This machine's address for a phone on the same network, or None; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: belongs to nobody; connecting UDP only picks a route
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith(("127.", "0.")) else address
