"""Starts, finds, watches and stops the one PostgreSQL of a FERIA_HOME, over a Unix socket only."""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from feria.core.embedded.account import Account, RootWay, account_for, reachable
from feria.core.embedded.binaries import Binaries, find_binaries
from feria.core.embedded.creation import create, prepare
from feria.core.embedded.errors import EmbeddedError
from feria.core.embedded.place import (
    POLL_SECONDS,
    Place,
    Postmaster,
    complaint,
    forget_killed,
    forget_socket_folder,
    in_use,
    locked,
    log_size,
    outside,
    passwords,
    place_of,
    postmaster,
    socket_folder,
    trim_log,
    try_lock,
)

Report = Callable[[str], None]

START_TRIES_MAX = 5
LAUNCH_SECONDS_MAX = 30
READY_SECONDS_MAX = 300.0
LEFTOVER_SECONDS_MAX = 60.0
STOP_STEPS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL that accepted connections a moment ago. The URLs contain passwords."""

    home: Path
    pid: int
    socket_dir: Path
    passwords: dict[str, str]

    @property
    def superuser_url(self) -> str:
        return self._url("feria_superuser", "postgres")

    @property
    def owner_url(self) -> str:
        return self._url("feria_owner", "feria")

    @property
    def app_url(self) -> str:
        return self._url("feria_app", "feria")

    def stop(self) -> None:
        """Stop the database of this home, whichever process started it."""
        stop(self.home)

    def _url(self, role: str, database: str) -> str:
        folder = quote(str(self.socket_dir), safe="/")
        return f"postgresql://{role}:{self.passwords[role]}@/{database}?host={folder}"

    def __repr__(self) -> str:
        return f"Cluster(home={self.home}, pid={self.pid})"


def start(
    home: Path, report: Report, *, named: str | None = None, root_way: RootWay | None = None
) -> Cluster:
    """The running database of `home`: found alive, or recovered, or created.

    Blocks, so not for use inside an event loop. `named` is the folder of PostgreSQL's programs if the
    operator chose one; `root_way` narrows how root may run them. Raises EmbeddedError.
    """
    with _told(home):
        place = place_of(home)
        place.own.mkdir(mode=0o711, parents=True, exist_ok=True)
        with locked(place.start_lock):
            for _ in range(START_TRIES_MAX):
                cluster = _found_or_launched(home, report, named, root_way)
                # Also for one that was found alive: a start killed half-way may have left this undone.
                if asyncio.run(prepare(cluster.superuser_url, cluster.passwords)):
                    return cluster
                time.sleep(POLL_SECONDS)  # it was about to end when it was found
        raise EmbeddedError(f"PostgreSQL ends as soon as it has started; its log is {place.log}")


def status(home: Path) -> Cluster | None:
    """The database of `home` if it accepts connections now, else None. Changes nothing."""
    with _told(home):
        place = place_of(home)
        alive = postmaster(place)
        return _cluster(home, place, alive) if alive is not None and alive.ready else None


def watch(home: Path, report: Report, *, named: str | None = None) -> Callable[[], None]:
    """A check to call every few seconds: starts the database again if it died, and keeps its log short."""

    def check() -> None:
        with _told(home):
            trim_log(place_of(home))
        if status(home) is None:
            report("PostgreSQL has stopped; starting it again")
            start(home, report, named=named)

    return check


def stop(home: Path, *, hard: bool = False) -> None:
    """Stop the database of `home` from any process: politely, then hard; returns when all of it has ended.

    With `hard` at once, which loses nothing but makes the next start recover.
    """
    with _told(home):
        place = place_of(home)
        if not place.own.exists():
            return
        with locked(place.start_lock):
            for number, seconds_max in STOP_STEPS[1:] if hard else STOP_STEPS:
                alive = postmaster(place)
                if alive is not None:
                    _signal(alive.pid, number)
                if _ended(place, seconds_max):
                    forget_socket_folder(place)
                    return
        raise EmbeddedError(
            f"PostgreSQL processes of {place.data} do not end. Find them with: ps -ef | grep postgres"
        )


def erase(home: Path) -> None:
    """Stop the database of `home` and delete it with everything the launcher keeps."""
    stop(home, hard=True)
    place = place_of(home)
    if place.data.parent != place.own:
        shutil.rmtree(place.data.parent, ignore_errors=True)
    shutil.rmtree(place.own, ignore_errors=True)


def _found_or_launched(home: Path, report: Report, named: str | None, root_way: RootWay | None) -> Cluster:
    place = place_of(home)
    alive = postmaster(place)
    if alive is None or not alive.ready:
        alive = _wait_for_leftovers(place)
    if alive is None:
        place, alive = _launch(place, report, named, root_way)
    return _cluster(home, place, alive)


@contextmanager
def _told(home: Path) -> Iterator[None]:
    """Turn what the file system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise EmbeddedError(
            f"The database in {home.absolute()} cannot be used: {error.strerror or error}: {error.filename}"
        ) from error


def _cluster(home: Path, place: Place, alive: Postmaster) -> Cluster:
    return Cluster(home, alive.pid, alive.socket_dir, passwords(place, create=False))


def _wait_for_leftovers(place: Place) -> Postmaster | None:
    """Wait until a postmaster is ready, or until what a killed launcher or postmaster left has ended."""
    deadline = time.monotonic() + LEFTOVER_SECONDS_MAX
    while time.monotonic() < deadline:
        alive = postmaster(place)
        if alive is not None and alive.ready:
            return alive
        if alive is None and not in_use(place):
            return None
        time.sleep(POLL_SECONDS)
    raise EmbeddedError(
        f"Processes of an earlier PostgreSQL still use {place.data}. "
        "End them (ps -ef | grep postgres), then try again."
    )


def _launch(
    place: Place, report: Report, named: str | None, root_way: RootWay | None
) -> tuple[Place, Postmaster]:
    """Start a postmaster that is not running, first making its data folder if there is none."""
    binaries, account = find_binaries(named, _major_of(place)), account_for(place.data, root_way)
    fresh = not place.data.exists()
    if fresh and account.is_other and place.data.parent == place.own and not account.can_enter(place.own):
        place = outside(place)
        report(f"The database is kept in {place.data}, since its user cannot enter the home folder")
    binaries = reachable(binaries, account, place.data.parent)
    keep = try_lock(place.running_lock)
    if keep is None:
        raise EmbeddedError(f"Another PostgreSQL has just started on {place.data}. Try again.")
    try:
        secrets = passwords(place, create=fresh)
        if fresh:
            report(f"Creating the database (PostgreSQL {binaries.version}), once")
            create(binaries, account, place, secrets["feria_superuser"], keep)
        report(f"Starting PostgreSQL {binaries.version}")
        sockets = socket_folder(place, account.uid, account.gid)
        if forget_killed(place, sockets):
            report("It was not shut down last time; recovering everything that was committed")
        trim_log(place)
        log_begin = log_size(place)
        _spawn(place, binaries, account, sockets, keep)
    finally:
        os.close(keep)
    return place, _when_ready(place, report, log_begin)


def _spawn(place: Place, binaries: Binaries, account: Account, sockets: Path, keep: int) -> None:
    """Put the postmaster into the background, holding the running lock; it is no child that we must reap."""
    command = [str(binaries.bin / "postgres"), "-D", str(place.data)]
    for setting in (
        "listen_addresses=",
        "unix_socket_permissions=0700",
        f"unix_socket_directories={sockets}",
    ):
        command += ["-c", setting]
    log = os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        account.run(
            ["/bin/sh", "-c", '"$@" &', "sh", *command], keep=keep, output=log, seconds_max=LAUNCH_SECONDS_MAX
        )
    finally:
        os.close(log)


def _when_ready(place: Place, report: Report, log_begin: int) -> Postmaster:
    begin = time.monotonic()
    told = False
    while time.monotonic() < begin + READY_SECONDS_MAX:
        running = in_use(place)
        alive = postmaster(place)
        if alive is not None and alive.ready:
            return alive
        if not running:
            reason = complaint(place, log_begin)
            raise EmbeddedError(f"PostgreSQL did not start: {reason} (its log is {place.log})")
        if not told and time.monotonic() > begin + 5:
            told = True
            report("PostgreSQL is still getting ready")
        time.sleep(POLL_SECONDS)
    raise EmbeddedError(f"PostgreSQL was not ready after {READY_SECONDS_MAX:.0f} s; its log is {place.log}")


def _ended(place: Place, seconds_max: float) -> bool:
    deadline = time.monotonic() + seconds_max
    while in_use(place) or postmaster(place) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _major_of(place: Place) -> int | None:
    """The PostgreSQL that made the data folder, or None for a folder still to be made."""
    if not place.data.exists():
        return None
    try:
        return int((place.data / "PG_VERSION").read_text().strip())
    except (OSError, ValueError) as error:
        raise EmbeddedError(
            f"{place.data} is not a database of PostgreSQL. Move it away to begin with an empty one."
        ) from error
