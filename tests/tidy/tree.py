"""The files of the project that the lints look at: what git tracks or would track, and nothing that is built."""

import functools
import subprocess
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".webp", ".jpg", ".ico", ".woff2", ".ttf", ".otf", ".icc", ".pdf", ".gz"}


class Fault(NamedTuple):
    """One breach of a rule, printed as `path:line: message`."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@functools.cache
def files() -> tuple[str, ...]:
    """Every file of the project, as a path from its root with forward slashes."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    return tuple(sorted(path for path in set(answer.stdout.split("\0")) if path and (ROOT / path).is_file()))


def files_below(*folders: str, suffix: str) -> list[str]:
    """The files with this suffix in these folders."""
    return [path for path in files() if path.endswith(suffix) and path.startswith(folders)]


def text(path: str) -> str:
    """The file's content; binary files are empty."""
    return "" if Path(path).suffix in BINARY else (ROOT / path).read_text(encoding="utf-8")


def report(faults: list[Fault]) -> str:
    """What a failing test shows."""
    return f"{len(faults)} breaches:\n" + "\n".join(str(fault) for fault in sorted(faults))
