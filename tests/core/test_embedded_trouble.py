"""Where the embedded PostgreSQL cannot run it says so in a sentence; root and ordinary users both can run it."""

import asyncio
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from feria.core import embedded
from feria.core.embedded.account import RootWay, account_for
from feria.core.embedded.binaries import candidates
from feria.core.embedded.place import SHARED_FOLDER

ROOT = Path(__file__).parents[2]
DEBIAN = Path("/usr/lib/postgresql/15/bin")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
AS_NOBODY = """
import asyncio, os, pwd, sys
from pathlib import Path
import asyncpg
from feria.core import embedded
user = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(user.pw_gid); os.setuid(user.pw_uid)
home = Path(sys.argv[1])
cluster = embedded.start(home, lambda sentence: None)
async def ask():
    connection = await asyncpg.connect(cluster.app_url)
    print(await connection.fetchval("select current_user"), os.stat(f"/proc/{cluster.pid}").st_uid == user.pw_uid)
    await connection.close()
asyncio.run(ask())
embedded.erase(home)
print((home / "postgres").exists())
"""


def silent(sentence: str) -> None:
    """A report to nobody."""


def version_of(cluster: embedded.Cluster) -> str:
    async def ask() -> str:
        connection = await asyncpg.connect(cluster.app_url)
        try:
            return str(await connection.fetchval("show server_version"))
        finally:
            await connection.close()

    return asyncio.run(ask())


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A home that every user may enter; pytest's own folders are private."""
    path = Path(tempfile.mkdtemp(prefix="feria-test-"))
    path.chmod(0o755)
    yield path
    embedded.erase(path)
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database was created and stopped, to be copied: creating takes a second."""
    home = tmp_path_factory.mktemp("e")
    embedded.start(home, silent).stop()
    return home


def fake(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def data_of(home: Path, version: str) -> None:
    (home / "postgres" / "data").mkdir(parents=True)
    (home / "postgres" / "data" / "PG_VERSION").write_text(version + "\n")


def refusal(home: Path, named: Path | None = None) -> str:
    with pytest.raises(embedded.EmbeddedError) as caught:
        embedded.start(home, silent, named=str(named) if named else None)
    return str(caught.value)


def test_the_wheel_is_found_first() -> None:
    found = embedded.find_binaries()
    assert found.major >= 18
    assert found.bin == next(iter(candidates()))


def test_named_binaries_are_an_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FERIA_PG_BIN", str(tmp_path / "none"))
    with pytest.raises(
        embedded.EmbeddedError, match=r"^FERIA_PG_BIN is .*/none, which has no usable postgres"
    ):
        embedded.find_binaries()
    monkeypatch.setenv("FERIA_PG_BIN", str(fake(tmp_path / "new", "17.2")))
    assert (embedded.find_binaries().major, embedded.find_binaries().version) == (17, "17.2")


def test_too_old_binaries_are_refused(tmp_path: Path) -> None:
    assert "of version 15 or newer" in refusal(tmp_path / "h", fake(tmp_path / "old", "14.9"))


def test_binaries_that_do_not_run_are_refused(tmp_path: Path) -> None:
    folder = fake(tmp_path / "broken", "18.1")
    (folder / "postgres").write_bytes(b"\x7fELF nonsense")
    assert "has no usable postgres" in refusal(tmp_path / "h", folder)


def test_data_of_another_major_is_refused_and_left_alone(tmp_path: Path) -> None:
    data_of(tmp_path, "14")
    sentence = refusal(tmp_path)
    assert sentence.startswith("The database was made by PostgreSQL 14, but the PostgreSQL in ")
    assert "Set FERIA_PG_BIN to the bin folder of a PostgreSQL 14" in sentence
    assert [path.name for path in (tmp_path / "postgres" / "data").iterdir()] == ["PG_VERSION"]


@pytest.mark.integration
@pytest.mark.skipif(not DEBIAN.exists(), reason="needs Debian's PostgreSQL 15")
def test_data_of_another_installed_major_gets_its_own_binaries(open_home: Path) -> None:
    embedded.start(open_home, silent, named=str(DEBIAN), root_way="user").stop()
    assert version_of(embedded.start(open_home, silent)).startswith("15.")


def test_folder_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres" / "data").mkdir(parents=True)
    assert "is not a database of PostgreSQL" in refusal(tmp_path)


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "h").write_text("")
    assert "cannot be used: Not a directory" in refusal(tmp_path / "h")


def test_bad_configuration_and_lost_passwords_are_said(open_home: Path, finished: Path) -> None:
    shutil.copytree(finished, open_home, dirs_exist_ok=True)
    own = open_home / "postgres"
    configuration = (own / "data" / "postgresql.conf").read_text()
    (own / "data" / "postgresql.conf").write_text(configuration + "\nshared_buffers = many\n")
    assert refusal(open_home).startswith("PostgreSQL did not start: configuration file ")
    (own / "data" / "postgresql.conf").write_text(configuration)
    (own / "passwords.json").rename(own / "hidden")
    assert "Restore that file" in refusal(open_home)
    (own / "hidden").rename(own / "passwords.json")
    embedded.start(open_home, silent)


@as_root
@pytest.mark.parametrize("way", ["namespace", "user"])
def test_root_never_runs_it_as_root(open_home: Path, finished: Path, way: RootWay) -> None:
    shutil.copytree(finished, open_home, dirs_exist_ok=True)
    open_home.chmod(0o755)
    if way == "user":
        subprocess.run(["chown", "-R", "nobody", open_home / "postgres" / "data"], check=True)
    cluster = embedded.start(open_home, silent, root_way=way)
    status = Path(f"/proc/{cluster.pid}/status").read_text()
    assert version_of(cluster)
    if way == "user":
        assert pwd.getpwuid(Path(f"/proc/{cluster.pid}").stat().st_uid).pw_name in ("postgres", "nobody")
    else:
        assert os.readlink(f"/proc/{cluster.pid}/ns/user") != os.readlink("/proc/self/ns/user")
    assert status.startswith("Name:\tpostgres")
    cluster.stop()
    assert account_for(open_home / "postgres" / "data").is_other == (way == "user")
    assert version_of(embedded.start(open_home, silent)), "the next start goes by the owner of the data"


@pytest.mark.integration
@as_root
def test_root_copies_what_the_ordinary_user_cannot_reach(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    wheel = embedded.find_binaries().bin
    package = tmp_path / "private" / wheel.parent.parent.name
    shutil.copytree(wheel.parent, package / "pginstall")
    libraries = wheel.parent.parent.with_name(package.name + ".libs")
    shutil.copytree(libraries, package.with_name(libraries.name))
    said: list[str] = []
    home = tmp_path / "h"
    before = set(SHARED_FOLDER.glob("*"))
    cluster = embedded.start(home, said.append, named=str(package / "pginstall" / "bin"), root_way="user")
    try:
        assert said[0].startswith(f"The database is kept in {SHARED_FOLDER}")
        assert version_of(cluster)
        folder = (set(SHARED_FOLDER.glob("*")) - before).pop()
        assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700
        cluster.stop()
        assert version_of(embedded.start(home, silent, named=str(package / "pginstall" / "bin")))
    finally:
        embedded.erase(home)
    assert set(SHARED_FOLDER.glob("*")) == before


@pytest.mark.integration
@as_root
def test_ordinary_user_runs_it(open_home: Path) -> None:
    user = pwd.getpwnam("nobody")
    os.chown(open_home, user.pw_uid, user.pw_gid)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(open_home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (["feria_app", "True", "False"], "")
