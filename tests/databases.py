"""A PostgreSQL for tests: the embedded one (or FERIA_TEST_SERVER_URL), a migrated template, a clone per worker."""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from feria.core import embedded, migrate

# A fixed password is enough: the server listens on a private socket or belongs to CI.
PASSWORD = "feria-test"
LOCK = 7_000_002
CLONES_KEPT_MAX = 64


def server_url() -> str:
    """The superuser's address of a running server; starts the embedded one when none is named."""
    named = os.environ.get("FERIA_TEST_SERVER_URL")
    if named:
        return named
    home = Path(tempfile.gettempdir()) / f"feria-tests-{os.getuid()}"
    return embedded.start(home, lambda _: None).superuser_url


def template(server: str) -> str:
    """The name of a database with all migrations applied, made once per state of the migration files."""
    name = f"feria_template_{_fingerprint()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        for role in ("feria_test_owner", "feria_test_app"):
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(role), sql.Literal(PASSWORD)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            scratch = f"{name}_{uuid4().hex[:8]}"
            _create(connection, scratch)
            migrate.migrate(
                address(server, scratch, "feria_test_owner"), address(server, scratch, "feria_test_app")
            )
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(scratch), sql.Identifier(name)))
    return name


def clone(server: str, source: str) -> str:
    """A fresh copy of the template; the caller drops it."""
    name = f"feria_test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        _create(connection, name, source)
    return name


def drop(server: str, name: str) -> None:
    """Drop a clone, connections included."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def address(server: str, database: str, role: str) -> str:
    """The address of a database on the test server for one of the two roles."""
    parts = urlsplit(server)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}:{quote(PASSWORD)}@{host}", path=f"/{database}").geturl()


def _create(
    connection: "psycopg.Connection[tuple[object, ...]]", name: str, source: str = "template0"
) -> None:
    statement = sql.SQL("CREATE DATABASE {} OWNER feria_test_owner TEMPLATE {} STRATEGY file_copy")
    if source == "template0":
        statement = sql.SQL(
            "CREATE DATABASE {} OWNER feria_test_owner TEMPLATE {} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))
    # Nothing here outlives the run, so commits need not wait for the disk.
    connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for schema in migrate.SCHEMAS:
        for path in sorted(migrate.folder(schema).glob("*.sql")):
            digest.update(f"{schema}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
