"""Where an embedded database keeps its things below FERIA_HOME: data, locks, passwords, log, socket."""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from feria.core.embedded.errors import EmbeddedError

LOCK_SECONDS_MAX = 180.0
POLL_SECONDS = 0.02
LOG_BYTES_MAX = 10_000_000
LOG_TAIL_BYTES = 20_000
SOCKET_PATH_BYTES_MAX = 99
SOCKET_NAME = ".s.PGSQL.5432"
SHARED_FOLDER = Path("/var/lib/feria")
ROLES = ("feria_superuser", "feria_owner", "feria_app")


@dataclass(frozen=True)
class Place:
    """`own` belongs to whoever runs Feria; `data` belongs to whoever runs PostgreSQL, mostly the same."""

    own: Path
    data: Path

    @property
    def start_lock(self) -> Path:
        """Held while something starts or stops the database."""
        return self.own / "start.lock"

    @property
    def running_lock(self) -> Path:
        """Held by every PostgreSQL process of this database, inherited from the launcher."""
        return self.own / "running.lock"

    @property
    def log(self) -> Path:
        return self.own / "postgres.log"


@dataclass(frozen=True)
class Postmaster:
    """What PostgreSQL writes about itself into `postmaster.pid`."""

    pid: int
    socket_dir: Path
    ready: bool


def place_of(home: Path) -> Place:
    """The place below `home`, following the note that `outside` leaves."""
    own = home.absolute() / "postgres"
    try:
        return Place(own, Path((own / "data_folder").read_text().strip()))
    except (FileNotFoundError, NotADirectoryError):
        return Place(own, own / "data")


def outside(place: Place) -> Place:
    """A place for the data that other users of this machine can reach, noted in the home."""
    name = hashlib.sha256(os.fsencode(place.own)).hexdigest()[:16]
    for folder in (SHARED_FOLDER, SHARED_FOLDER / name):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)
    data = SHARED_FOLDER / name / "data"
    write_private(place.own / "data_folder", str(data))
    return Place(place.own, data)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file for the body, waiting at most LOCK_SECONDS_MAX."""
    deadline = time.monotonic() + LOCK_SECONDS_MAX
    while (descriptor := try_lock(path)) is None:
        if time.monotonic() > deadline:
            raise EmbeddedError(f"Another process keeps starting or stopping the database ({path}).")
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        os.close(descriptor)


def try_lock(path: Path, *, shared: bool = False) -> int | None:
    """An open descriptor holding the lock, or None if somebody else holds it; closing it lets go."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def in_use(place: Place) -> bool:
    """Whether any PostgreSQL process of this database lives, by its lock: process numbers get reused."""
    try:
        descriptor = try_lock(place.running_lock, shared=True)
    except FileNotFoundError:
        return False
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def postmaster(place: Place) -> Postmaster | None:
    """The live postmaster of this data folder, or None; a file left by a killed one does not count."""
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
        found = Postmaster(int(lines[0]), Path(lines[4]), len(lines) > 7 and lines[7].startswith("ready"))
    except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
        return None
    return found if _serves(found.pid, place.data) else None


def _serves(pid: int, data: Path) -> bool:
    """Whether process `pid` is a PostgreSQL on `data` and not a zombie or a stranger with its number."""
    if Path("/proc/self/stat").exists():
        try:
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
            zombie = rest.split()[0] == "Z"
            return name == "postgres" and not zombie and os.path.samefile(f"/proc/{pid}/cwd", data)
        except (OSError, IndexError):
            return False
    done = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return Path(done.stdout.strip()).name.startswith("postgres")


def passwords(place: Place, *, create: bool) -> dict[str, str]:
    """Password by role. They are made before the database and never change."""
    path = place.own / "passwords.json"
    if create and not path.exists():
        write_private(path, json.dumps({role: secrets.token_urlsafe(32) for role in ROLES}))
    try:
        found = json.loads(path.read_text())
        return {role: str(found[role]) for role in ROLES}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EmbeddedError(
            f"The database's passwords in {path} cannot be read. Restore that file, "
            f"or move {place.data} away to begin with an empty database."
        ) from error


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; a crash leaves the old one or the new one."""
    scratch = path.with_name(path.name + ".new")
    scratch.unlink(missing_ok=True)
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def socket_folder(place: Place, uid: int, gid: int) -> Path:
    """A folder for the socket that only `uid` may enter, short enough for the kernel.

    It stays the same as long as it is sound, so that waiting pools find a restarted database again.
    """
    near = place.data.parent / "socket"
    if _usable(near):
        near.mkdir(exist_ok=True)
        near.chmod(0o700)
        os.chown(near, uid, gid)
        return near
    note = place.own / "socket_folder"
    noted = Path(note.read_text().strip()) if note.exists() else None
    if noted is not None and _is_private(noted, uid):
        return noted
    own_only = os.environ.get("XDG_RUNTIME_DIR", "") if uid == os.geteuid() else ""
    for folder in (own_only, tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes it private
        if not folder or not os.access(folder, os.W_OK) or not _usable(Path(folder) / "feria-12345678"):
            continue
        made = Path(tempfile.mkdtemp(prefix="feria-", dir=folder))
        os.chown(made, uid, gid)
        write_private(note, str(made))
        return made
    raise EmbeddedError(
        "No folder with a short enough path was found for PostgreSQL's socket. Set TMPDIR to a folder that "
        f"you may write to, with a path of at most {SOCKET_PATH_BYTES_MAX - len(SOCKET_NAME) - 16} bytes."
    )


def forget_killed(place: Place, sockets: Path) -> bool:
    """Remove what a killed postmaster left, and say if it left anything; only while holding the running lock.

    PostgreSQL itself goes by process numbers, which may belong to another program by now, or to a zombie.
    """
    left = [place.data / "postmaster.pid", sockets / SOCKET_NAME, sockets / f"{SOCKET_NAME}.lock"]
    found = [path for path in left if os.path.lexists(path)]
    for path in found:
        path.unlink()
    return bool(found)


def forget_socket_folder(place: Place) -> None:
    """Remove what `socket_folder` made outside the home."""
    note = place.own / "socket_folder"
    if note.exists():
        folder = Path(note.read_text().strip())
        if folder.name.startswith("feria-") and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
        note.unlink()


def _usable(folder: Path) -> bool:
    """Short and of plain characters: PostgreSQL and its clients split lists of folders at commas."""
    path = f"{folder}/{SOCKET_NAME}"
    plain = re.fullmatch(r"[A-Za-z0-9/._-]+", path) is not None
    return plain and len(os.fsencode(path)) <= SOCKET_PATH_BYTES_MAX


def _is_private(folder: Path, uid: int) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and stat.S_IMODE(found.st_mode) & 0o077 == 0


def trim_log(place: Place) -> None:
    """Keep the log below LOG_BYTES_MAX plus one older file; PostgreSQL appends, so emptying it is safe."""
    try:
        if place.log.stat().st_size > LOG_BYTES_MAX:
            shutil.copy(place.log, place.log.with_suffix(".log.1"))
            os.truncate(place.log, 0)
    except FileNotFoundError:
        return


def log_size(place: Place) -> int:
    """Bytes in the log, to be given to `complaint` later."""
    return place.log.stat().st_size if place.log.exists() else 0


def complaint(place: Place, since: int) -> str:
    """What the log says after byte `since` that explains a failure, as one line."""
    with place.log.open("rb") as file:
        file.seek(since)
        lines = file.read(LOG_TAIL_BYTES).decode(errors="replace").splitlines()
    grave = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines or ["it left no message"]
    return re.sub(r"^.*?(FATAL|PANIC): +", "", grave[-1])
