"""Makes a new database folder, and the roles and the database that Feria uses in it."""

import os
import shutil
import subprocess
from pathlib import Path

import asyncpg

from feria.core.embedded.account import Account
from feria.core.embedded.binaries import Binaries
from feria.core.embedded.errors import EmbeddedError
from feria.core.embedded.place import Place

INITDB_SECONDS_MAX = 300
CONNECT_SECONDS_MAX = 30
BUILTIN_LOCALE_MAJOR = 17
# Order is by code point everywhere; the character type decides what counts as a letter for pg_trgm.
CHARACTER_TYPES = ("C.UTF-8", "en_US.UTF-8", "C")

CONFIGURATION = """
# Feria: a small database for one machine. Nothing acknowledged is ever lost.
fsync = on
full_page_writes = on
synchronous_commit = on
shared_buffers = 128MB
max_connections = 200
jit = off
update_process_title = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_checkpoints = off
log_line_prefix = '%m [%p] %q%u@%d '
logging_collector = off
"""


def create(binaries: Binaries, account: Account, place: Place, password: str, keep: int) -> None:
    """A new data folder, complete or not there at all; `keep` is the lock that initdb holds on to."""
    scratch = place.data.with_name("data.new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    os.chown(scratch, account.uid, account.gid)
    password_file = place.data.with_name("password.new")
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    try:
        password_file.write_text(password)
        os.chown(password_file, account.uid, account.gid)
        _initdb(binaries, account, scratch, password_file, keep)
    finally:
        password_file.unlink()
    with (scratch / "postgresql.conf").open("a") as file:
        file.write(CONFIGURATION)
    scratch.rename(place.data)
    parent = os.open(place.data.parent, os.O_RDONLY)
    os.fsync(parent)
    os.close(parent)


def _initdb(binaries: Binaries, account: Account, data: Path, password_file: Path, keep: int) -> None:
    command = [str(binaries.bin / "initdb"), "-D", str(data), "--username=feria_superuser", "--encoding=UTF8"]
    command += ["--auth=scram-sha-256", f"--pwfile={password_file}", "--data-checksums", "--locale=C"]
    if binaries.major >= BUILTIN_LOCALE_MAJOR:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    output = ""
    for character_type in CHARACTER_TYPES:
        try:
            done = account.run(
                [*command, f"--lc-ctype={character_type}"], keep=keep, seconds_max=INITDB_SECONDS_MAX
            )
        except subprocess.TimeoutExpired as error:
            raise EmbeddedError(f"initdb took more than {INITDB_SECONDS_MAX} seconds in {data}.") from error
        if done.returncode == 0:
            return
        output = done.stdout
        if "invalid locale" not in output:
            break
    grave = [line for line in output.splitlines() if "error" in line.lower() or "FATAL" in line]
    raise EmbeddedError(f"The database could not be created in {data}: {(grave or [output])[-1].strip()}")


async def prepare(superuser_url: str, passwords: dict[str, str]) -> bool:
    """Make sure of the roles feria_owner and feria_app and of the database feria.

    False if the server went away meanwhile; raises EmbeddedError if it refuses.
    """
    try:
        await _prepare(superuser_url, passwords)
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError):
        return False
    except (TimeoutError, asyncpg.PostgresError) as error:
        raise EmbeddedError(f"The embedded PostgreSQL does not let Feria in: {error}") from error
    return True


async def _prepare(superuser_url: str, passwords: dict[str, str]) -> None:
    connection = await asyncpg.connect(superuser_url, timeout=CONNECT_SECONDS_MAX)
    try:
        for role in ("feria_owner", "feria_app"):
            if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
                sql = "select format('create role %I login password %L', $1::text, $2::text)"
                await connection.execute(await connection.fetchval(sql, role, passwords[role]))
        if not await connection.fetchval("select 1 from pg_database where datname = 'feria'"):
            await connection.execute("create database feria owner feria_owner")
        await connection.execute("revoke all on database feria from public")
        await connection.execute("grant connect, temporary on database feria to feria_app")
    finally:
        await connection.close()
