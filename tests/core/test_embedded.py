"""The embedded PostgreSQL lives, dies and recovers; real processes throughout."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from feria.core import embedded
from feria.core.embedded.place import LOG_BYTES_MAX

ROOT = Path(__file__).parents[2]
START = "import sys; from pathlib import Path; from feria.core import embedded; "
START += "print(embedded.start(Path(sys.argv[1]), lambda sentence: None).pid)"


def silent(sentence: str) -> None:
    """A report to nobody."""


def sql(url: str, statement: str) -> object:
    async def ask() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(ask())


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def until(reached: Callable[[], bool], seconds_max: float = 10) -> None:
    deadline = time.monotonic() + seconds_max
    while not reached():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def first_starts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A home where the first start was killed half-way, then two came at once, and what these two printed."""
    home = tmp_path_factory.mktemp("e")
    killed = python(START, home)
    until((home / "postgres" / "data.new" / "PG_VERSION").exists)
    killed.kill()
    killed.communicate()
    both = [python(START, home), python(START, home)]
    printed = [process.communicate()[0].strip() for process in both]
    embedded.stop(home)
    return home, printed


@pytest.fixture(scope="module")
def finished(first_starts: tuple[Path, list[str]]) -> Path:
    """A home whose database was created and stopped, to be copied: creating takes a second."""
    return first_starts[0]


@pytest.fixture
def home(tmp_path: Path, finished: Path) -> Iterator[Path]:
    path = tmp_path / "h"
    shutil.copytree(finished, path)
    yield path
    embedded.erase(path)


def test_killed_first_start_and_two_at_once_make_one_database(first_starts: tuple[Path, list[str]]) -> None:
    home, printed = first_starts
    assert printed[0] == printed[1] != ""
    kept = {"data", "passwords.json", "postgres.log", "running.lock", "socket", "start.lock"}
    assert {path.name for path in (home / "postgres").iterdir()} == kept


def test_database_is_private_with_two_plain_roles(home: Path) -> None:
    cluster = embedded.start(home, silent)
    assert embedded.start(home, silent) == embedded.status(home) == cluster
    assert sql(cluster.owner_url, "select current_user") == "feria_owner"
    assert sql(cluster.app_url, "select current_user") == "feria_app"
    supers = "select string_agg(rolname, ',') from pg_roles where rolsuper"
    assert sql(cluster.superuser_url, supers) == "feria_superuser"
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'feria'"
    assert sql(cluster.app_url, owner) == "feria_owner"
    names = "listen_addresses fsync synchronous_commit data_checksums server_encoding password_encryption jit"
    settings = ", ".join(f"current_setting('{name}')" for name in names.split())
    assert sql(cluster.app_url, f"select concat_ws(' ', {settings})") == " on on on UTF8 scram-sha-256 off"
    assert sql(cluster.app_url, "select upper('ñandú') || ('É' ~ '^[[:alpha:]]$')") == "ÑANDÚtrue"
    with pytest.raises(asyncpg.InvalidPasswordError):
        sql(cluster.app_url.replace("feria_app:", "feria_app:x"), "select 1")
    assert (home / "postgres" / "passwords.json").stat().st_mode & 0o777 == 0o600
    assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700
    assert cluster.passwords["feria_app"] not in repr(cluster)
    embedded.erase(home)
    assert not (home / "postgres").exists()


def test_another_process_finds_it_and_may_stop_it(home: Path) -> None:
    cluster = embedded.start(home, silent)
    other = python(START, home)
    assert other.communicate()[0].strip() == str(cluster.pid)
    python(
        "import sys; from pathlib import Path; from feria.core import embedded; embedded.stop(Path(sys.argv[1]))",
        home,
    ).communicate()
    assert embedded.status(home) is None
    embedded.stop(home)  # once more does no harm
    assert embedded.start(home, silent).pid != cluster.pid


def test_committed_rows_survive_kill_9_of_the_postmaster(home: Path) -> None:
    cluster = embedded.start(home, silent)
    sql(cluster.owner_url, "create table kept as select 7 as n")
    os.kill(cluster.pid, signal.SIGKILL)
    said: list[str] = []
    again = embedded.start(home, said.append)
    assert again.pid != cluster.pid
    assert again.app_url == cluster.app_url, "waiting pools must find it again"
    assert "not shut down" in " ".join(said)
    assert sql(again.owner_url, "select n from kept") == 7


def test_process_number_that_now_belongs_to_another_program_does_not_block(home: Path) -> None:
    cluster = embedded.start(home, silent)
    file = home / "postgres" / "data" / "postmaster.pid"
    lines = file.read_text().splitlines()
    os.kill(cluster.pid, signal.SIGKILL)
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert embedded.status(home) is None
    assert sql(embedded.start(home, silent).app_url, "select 1") == 1


def test_watch_starts_it_again_and_keeps_the_log_short(home: Path) -> None:
    said: list[str] = []
    cluster = embedded.start(home, silent)
    check = embedded.watch(home, said.append)
    check()
    assert said == []
    os.kill(cluster.pid, signal.SIGKILL)
    until(lambda: embedded.status(home) is None)
    with (home / "postgres" / "postgres.log").open("a") as log:
        log.write("x" * LOG_BYTES_MAX)
    check()
    assert said[0] == "PostgreSQL has stopped; starting it again"
    found = embedded.status(home)
    assert found is not None and found.pid != cluster.pid
    assert (home / "postgres" / "postgres.log").stat().st_size < 100_000


def test_long_and_odd_home_gets_a_short_private_socket_folder(tmp_path: Path, finished: Path) -> None:
    home = tmp_path / ("a b,'ñ" + "x" * 120)
    shutil.copytree(finished, home)
    shutil.rmtree(home / "postgres" / "socket")
    cluster = embedded.start(home, silent)
    try:
        folder = cluster.socket_dir
        assert len(os.fsencode(folder)) < 80
        assert folder.stat().st_mode & 0o777 == 0o700
        assert sql(cluster.app_url, "select 1") == 1
        os.kill(cluster.pid, signal.SIGKILL)
        assert embedded.start(home, silent).socket_dir == folder
        embedded.stop(home)
        assert not folder.exists()
    finally:
        embedded.erase(home)


def test_planted_socket_folder_is_not_used(tmp_path: Path, finished: Path) -> None:
    home = tmp_path / ("y" * 120)
    shutil.copytree(finished, home)
    planted = tmp_path / "feria-planted"
    planted.mkdir(mode=0o777)
    planted.chmod(0o777)
    (home / "postgres" / "socket_folder").write_text(str(planted))
    cluster = embedded.start(home, silent)
    try:
        assert cluster.socket_dir != planted
        assert sql(cluster.app_url, "select 1") == 1
    finally:
        embedded.erase(home)
