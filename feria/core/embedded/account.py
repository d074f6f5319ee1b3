"""As whom PostgreSQL runs: it refuses root, which therefore lends it a user namespace or an ordinary user."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from feria.core.embedded.binaries import PROBE_SECONDS_MAX, Binaries
from feria.core.embedded.errors import EmbeddedError

RootWay = Literal["namespace", "user"]
ORDINARY_USERS = ("postgres", "_postgres", "nobody")
COPIED_FOLDERS = ("bin", "lib", "lib64", "share")


@dataclass(frozen=True)
class Account:
    """How to call a program as the account, and who owns the files it makes."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def run(
        self,
        command: list[str],
        *,
        keep: int | None = None,
        output: int = subprocess.PIPE,
        seconds_max: float,
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end, away from the terminal's signals; `keep` is a descriptor that it inherits."""
        return subprocess.run(
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=seconds_max,
            cwd="/",
            env=_environment(),
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
            pass_fds=() if keep is None else (keep,),
            start_new_session=True,
        )

    def can(self, command: list[str]) -> bool:
        try:
            return self.run(command, seconds_max=PROBE_SECONDS_MAX).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            return False

    def can_enter(self, folder: Path) -> bool:
        return self.can(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)])


def account_for(data: Path, way: RootWay | None = None) -> Account:
    """The account that owns `data` or shall own it once made; `way` narrows what root may try."""
    owner = data.stat().st_uid if data.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise EmbeddedError(
                f"The database in {data} belongs to user {_name(owner)}. Start Feria as that user, or "
                f"give it to {_name(me)} with: chown -R {me} {data}"
            )
        return Account(me, os.getegid())
    if owner:
        return Account(owner, data.stat().st_gid)
    if way != "user" and (prefix := _namespace()):
        return Account(0, os.getegid(), prefix)
    user = _ordinary_user()
    if user is None or way == "namespace":
        raise EmbeddedError(
            "PostgreSQL refuses to run as root, and this machine offers neither user namespaces nor an "
            "ordinary user to run it as. Start Feria as an ordinary user, or set FERIA_DATABASE_URL."
        )
    if owner == 0:
        raise EmbeddedError(
            f"The database in {data} belongs to root, but here PostgreSQL must run as {user.pw_name}. "
            f"Give it away with: chown -R {user.pw_uid}:{user.pw_gid} {data}"
        )
    return Account(user.pw_uid, user.pw_gid)


def reachable(binaries: Binaries, account: Account, folder: Path) -> Binaries:
    """The same programs where the account can run them: as they are, or copied into `folder`."""
    if not account.is_other or account.can([str(binaries.bin / "initdb"), "--version"]):
        return binaries
    install = binaries.bin.parent
    target = folder / f"binaries-{binaries.version}"
    copy = target / install.parent.name / install.name / "bin"
    if not target.exists():
        scratch = folder / "binaries.new"
        shutil.rmtree(scratch, ignore_errors=True)
        for name in COPIED_FOLDERS:
            if (install / name).is_dir():
                shutil.copytree(install / name, scratch / install.parent.name / install.name / name)
        libraries = install.parent.with_name(install.parent.name + ".libs")  # where wheels keep shared code
        if libraries.is_dir():
            shutil.copytree(libraries, scratch / libraries.name)
        _open_to_all(scratch)
        scratch.rename(target)
    if not account.can([str(copy / "initdb"), "--version"]):
        raise EmbeddedError(
            f"PostgreSQL in {binaries.bin} cannot be run as {_name(account.uid)}. Start Feria as an ordinary "
            "user, or set FERIA_PG_BIN to a PostgreSQL that every user can run."
        )
    return Binaries(copy, binaries.version)


def _namespace() -> tuple[str, ...]:
    """A prefix that makes root look like an ordinary user to the program, where the kernel allows it."""
    tool = shutil.which("unshare")
    if sys.platform != "linux" or tool is None:
        return ()
    user = _ordinary_user()
    number = 65_534 if user is None else user.pw_uid  # initdb looks its user up in the list of users
    prefix = (tool, "--user", f"--map-user={number}", "--")
    return prefix if Account(0, 0, prefix).can(["/bin/sh", "-c", f'test "$(id -u)" = {number}']) else ()


def _ordinary_user() -> pwd.struct_passwd | None:
    known = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid != 0}
    return next((known[name] for name in ORDINARY_USERS if name in known), None)


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _environment() -> dict[str, str]:
    """Ours without PostgreSQL's variables; messages in English, so that `complaint` finds them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
